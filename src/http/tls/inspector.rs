//! Who inspects TLS in this network.

/// Makers of software that inspects TLS, by a word of the names in the certificates it makes.
/// The words are the makers' own; the list only adds a name to a message and decides nothing.
const INSPECTORS: &[(&str, &str)] = &[
    ("zscaler", "Zscaler"),
    ("netskope", "Netskope"),
    ("palo alto", "Palo Alto Networks"),
    ("blue coat", "Symantec (Blue Coat)"),
    ("bluecoat", "Symantec (Blue Coat)"),
    ("symantec web", "Symantec Web Security"),
    ("fortinet", "Fortinet"),
    ("fortigate", "Fortinet FortiGate"),
    ("cisco umbrella", "Cisco Umbrella"),
    ("forcepoint", "Forcepoint"),
    ("websense", "Forcepoint (Websense)"),
    ("check point", "Check Point"),
    ("sophos", "Sophos"),
    ("mcafee", "McAfee"),
    ("skyhigh", "Skyhigh Security"),
    ("barracuda", "Barracuda"),
    ("watchguard", "WatchGuard"),
    ("sonicwall", "SonicWall"),
    ("iboss", "iboss"),
    ("kaspersky", "Kaspersky"),
    ("bitdefender", "Bitdefender"),
    ("eset ssl", "ESET"),
    ("avast", "Avast"),
    ("avg technologies", "AVG"),
    ("mitmproxy", "mitmproxy"),
    ("do_not_trust_fiddler", "Fiddler"),
    ("charles proxy", "Charles Proxy"),
    ("burp", "Burp Suite"),
    ("squid", "a Squid proxy"),
];

/// Who makes the software that inspects TLS here, where the issuer's name gives it away.
pub(super) fn inspector(issuer: &str) -> Option<&'static str> {
    let issuer = issuer.to_lowercase();
    INSPECTORS
        .iter()
        .find(|(word, _)| issuer.contains(word))
        .map(|(_, maker)| *maker)
}

#[cfg(test)]
mod tests {
    use super::inspector;

    #[test]
    fn an_inspecting_proxy_is_known_by_its_makers_name() {
        assert_eq!(
            inspector("Zscaler Intermediate Root CA (zscalertwo.net)"),
            Some("Zscaler")
        );
        assert_eq!(inspector("Amazon RSA 2048 M02, Amazon"), None);
    }
}
