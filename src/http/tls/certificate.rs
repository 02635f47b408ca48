//! What a certificate says of itself. It may be anybody's, and anything: what cannot be read is left out.

use crate::http::failure::Dates;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::pki_types::{CertificateDer, UnixTime};
use x509_parser::extensions::GeneralName;
use x509_parser::time::ASN1Time;

/// Characters of a name in a certificate that are told at the most.
pub(super) const LONGEST: usize = 120;

/// The SHA-256 of a certificate's public key (SubjectPublicKeyInfo), in base64.
pub(in crate::http) fn key_digest(certificate: &CertificateDer<'_>) -> Option<String> {
    let (_, certificate) = x509_parser::parse_x509_certificate(certificate).ok()?;
    let digest = ring::digest::digest(&ring::digest::SHA256, certificate.public_key().raw);
    Some(STANDARD.encode(digest))
}

/// Whether who it is for is who issued it, as it says.
pub(super) fn is_self_signed(certificate: &CertificateDer<'_>) -> bool {
    x509_parser::parse_x509_certificate(certificate)
        .is_ok_and(|(_, parsed)| parsed.issuer() == parsed.subject())
}

/// The first few host names that a certificate is for.
#[must_use]
pub fn names_of(certificate: &[u8]) -> Vec<String> {
    const MOST: usize = 3;
    let Ok((_, parsed)) = x509_parser::parse_x509_certificate(certificate) else {
        return Vec::new();
    };
    let Ok(Some(names)) = parsed.subject_alternative_name() else {
        return Vec::new();
    };
    let hosts = names
        .value
        .general_names
        .iter()
        .filter_map(|name| match name {
            GeneralName::DNSName(host) => Some(host.chars().take(LONGEST).collect()),
            _ => None,
        });
    hosts.take(MOST).collect()
}

/// The issuer's name as a person would say it: common name, then organisation.
#[must_use]
pub fn issuer_of(certificate: &[u8]) -> String {
    let Ok((_, parsed)) = x509_parser::parse_x509_certificate(certificate) else {
        return "an unreadable name".to_owned();
    };
    let issuer = parsed.issuer();
    let text = |part: Option<&x509_parser::x509::AttributeTypeAndValue<'_>>| {
        part.and_then(|attribute| attribute.as_str().ok())
            .map(str::to_owned)
    };
    let name = text(issuer.iter_common_name().next());
    let organisation = text(issuer.iter_organization().next());
    let full = match (name, organisation) {
        (Some(name), Some(organisation)) if name.contains(&organisation) => name,
        (Some(name), Some(organisation)) => format!("{name}, {organisation}"),
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => issuer.to_string(),
    };
    full.chars().take(LONGEST).collect()
}

/// Which end of a certificate's time.
#[derive(Clone, Copy)]
pub(super) enum Limit {
    Start,
    End,
}

/// The date that a certificate offends against and the clock's; `None` where it is another one of its chain that does.
pub(super) fn dates(
    certificate: &CertificateDer<'_>,
    limit: Limit,
    now: UnixTime,
) -> Option<Dates> {
    let (_, parsed) = x509_parser::parse_x509_certificate(certificate).ok()?;
    let validity = parsed.validity();
    let now = ASN1Time::from_timestamp(i64::try_from(now.as_secs()).ok()?).ok()?;
    let (limit, offended) = match limit {
        Limit::Start => (validity.not_before, now < validity.not_before),
        Limit::End => (validity.not_after, now > validity.not_after),
    };
    let day = |time: ASN1Time| time.to_datetime().date().to_string();
    offended.then(|| Dates {
        limit: day(limit),
        today: day(now),
    })
}

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
    use super::{inspector, issuer_of};
    use rustls::pki_types::CertificateDer;

    #[test]
    fn garbage_has_no_issuer_and_does_no_harm() {
        assert_eq!(
            issuer_of(&CertificateDer::from(vec![0x30, 0xff, 1])),
            "an unreadable name"
        );
    }

    #[test]
    fn the_issuer_is_read_from_a_certificate() {
        let mut ca = rcgen::CertificateParams::new(Vec::new()).expect("no names to refuse");
        ca.distinguished_name
            .push(rcgen::DnType::CommonName, "Acme Root");
        ca.distinguished_name
            .push(rcgen::DnType::OrganizationName, "Acme Ltd");
        let key = rcgen::KeyPair::generate().expect("a key");
        let certificate = ca.self_signed(&key).expect("a certificate");
        assert_eq!(issuer_of(certificate.der()), "Acme Root, Acme Ltd");
    }

    #[test]
    fn an_inspecting_proxy_is_known_by_its_makers_name() {
        assert_eq!(
            inspector("Zscaler Intermediate Root CA (zscalertwo.net)"),
            Some("Zscaler")
        );
        assert_eq!(inspector("Amazon RSA 2048 M02, Amazon"), None);
    }
}
