use super::RegistrationCheck;
use crate::classify::{Basis, Confidence};
use crate::finding::{ADMIN_MENU, Example, Outcome, Rule, Topic, admin, references};
use crate::genesys::{PHONE_HOST, Region, without_strays};
use crate::registration::alteration::is_init_url;
use crate::registration::{Comparison, RegisteredUri};
use percent_encoding::percent_decode_str;
use std::net::Ipv4Addr;
use url::{Host, Url};

pub(crate) static RULE: Rule = Rule {
    id: "dangerous-redirect",
    title: "No other redirect URI is dangerous",
    topic: Topic::OtherUri,
    defect: "A redirect URI that is not needed could leak tokens.",
    remedy: "Delete it, unless you know what needs it.",
    symptom: "Nobody sees it: agents sign in as usual. The damage is that a token goes to a stranger.",
    cause: "Left over from a test, a move to another region or an earlier product, or one client is used for several products.",
    fix: &[
        "Find out whether anything still needs the line. Another product gets a client of its own.",
        admin::GO,
        admin::OPEN,
        "In Authorized redirect URIs (one per line), delete the line that the finding names.",
        admin::SAVE,
        admin::LINT_AGAIN,
    ],
    example: Some(Example {
        before: &[
            "https://phone.mirabridge.cloud",
            "http://localhost:8080/callback",
            "http://intranet.example.com/login",
        ],
        after: &["https://phone.mirabridge.cloud"],
    }),
    method: "It reads the input and asks nobody. A wildcard, an http address, a script, and a host that only looks like a needed one fail. A local address, another region, another product, the debug init URL, a bare IP address, and what is no web address are warnings. Other pages of the needed hosts pass. A link in a sentence or a comment is no redirect URI.",
    facts: &[
        (
            Confidence::Documented("RFC 9700"),
            "http is not allowed, and what the attacks are.",
        ),
        (
            Confidence::Reported,
            "Genesys Cloud compares exact text, so a wildcard may match nothing there. It is still wrong.",
        ),
        (
            Confidence::Unknown,
            "whether something else needs the line.",
        ),
    ],
    references: &[
        references::MIRABRIDGE,
        references::GENESYS_EDIT,
        (
            "RFC 9700, 4.1: insufficient redirect URI validation",
            "https://www.rfc-editor.org/rfc/rfc9700#section-4.1",
        ),
        (
            "RFC 9700, 2.6: no http in redirect URIs",
            "https://www.rfc-editor.org/rfc/rfc9700#section-2.6",
        ),
    ],
};

pub(super) static CHECK: RegistrationCheck = RegistrationCheck::new(&RULE, judge);

fn judge(comparison: &Comparison<'_>) -> Vec<Outcome> {
    let outcomes: Vec<_> = comparison
        .extra
        .iter()
        .map(|entry| outcome(entry, danger(&entry.text, comparison.region)))
        .collect();
    if outcomes.is_empty() {
        return vec![Outcome::pass(
            Basis::Input,
            "No other redirect URI is registered.",
        )];
    }
    outcomes
}

fn outcome(entry: &RegisteredUri, danger: Danger) -> Outcome {
    let where_ = entry.place.map_or_else(String::new, |place| {
        format!("Line {}, column {}. ", place.line, place.column)
    });
    let remedy = format!(
        "At {ADMIN_MENU}, delete this line from the client's redirect URIs, unless you know what needs it."
    );
    let outcome = match danger {
        Danger::Grave(why) => Outcome::fail(
            Basis::Input,
            format!("Delete a dangerous redirect URI: {ADMIN_MENU}"),
            format!("{where_}Not needed. {why}"),
            remedy,
        ),
        Danger::None => Outcome::pass(
            Basis::Input,
            format!(
                "{where_}Not needed, and harmless: it leads to a page that is needed anyway or to its neighbour."
            ),
        ),
        Danger::Doubtful(why) => {
            Outcome::warn(Basis::Input, format!("{where_}Not needed. {why}"), remedy)
        }
    };
    outcome.about(Some(&entry.text)).at(entry.place)
}

/// How bad an extra redirect URI is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Danger {
    /// It leads to a page of MiraBridge Phone or of the region.
    None,
    /// It should not be there without a reason.
    Doubtful(&'static str),
    /// It must not be there.
    Grave(&'static str),
}

const LOOKS_NEEDED: &str = "It looks like one of the needed addresses and leads to another host, which would get the token.";

const OWN_COMPUTER: &str = "It leads to the agent's own computer, where any program can listen and take the token. It belongs in a client for development; RFC 9700, 2.1 and 4.1.3, provides for it in native apps alone.";

const UNENCRYPTED: &str = "It is not encrypted, so anybody in the network can read the token. RFC 9700, 2.6, forbids http for redirect URIs.";

const OPENS_A_PROGRAM: &str = "It opens a program instead of a web page, and another program can claim it too (RFC 8252, 8.1). MiraBridge Phone needs none.";

/// Letters by which the host of somebody else may differ from a known one.
const ALIKE: usize = 2;

fn danger(text: &str, region: &Region) -> Danger {
    use Danger::{Doubtful, Grave};
    let text = without_strays(text);
    if percent_decode_str(&text).any(|byte| byte == b'*') {
        return Grave(
            "It holds a wildcard. Where patterns are allowed, an attacker finds an address that fits and has the token sent there (RFC 9700, 4.1.1); only exact addresses are safe (4.1.3).",
        );
    }
    // As browsers read it, which is where the token would go; or as it was meant, if all of it is encoded.
    let decoded = percent_decode_str(&text).decode_utf8_lossy();
    let read = |text: &str| Url::parse(text).ok();
    let url = read(&text).or_else(|| read(&decoded));
    if let Some("javascript" | "data" | "vbscript" | "file") = url.as_ref().map(Url::scheme) {
        return Grave(
            "It is a script or a file, not an address: what opens it may run with the rights of the login page.",
        );
    }
    // As people read it: with a name for a login before an @, and with letters of other alphabets.
    let base = if read(&text).is_some() {
        text.as_str()
    } else {
        &*decoded
    };
    let (written_scheme, written) = base.split_once("://").unwrap_or_default();
    let written = written
        .split(['/', '?', '#', '\\'])
        .next()
        .unwrap_or_default();
    let written = written.to_lowercase();
    let Some((url, full_host)) = url.as_ref().and_then(|url| Some((url, url.host()?))) else {
        return match written_scheme.to_ascii_lowercase().as_str() {
            _ if looks_needed(&written) => Grave(LOOKS_NEEDED),
            // With a placeholder for its port.
            _ if written.starts_with("localhost:") || written.starts_with("127.") => {
                Doubtful(OWN_COMPUTER)
            }
            "http" => Grave(UNENCRYPTED),
            "https" | "" => Doubtful("It is no web address, so nobody can say where it leads."),
            _ => Doubtful(OPENS_A_PROGRAM),
        };
    };
    let (scheme, host) = (url.scheme(), full_host.to_string());
    let host = host.trim_end_matches('.');
    if is_loopback(&full_host) {
        return Doubtful(OWN_COMPUTER);
    }
    if scheme == "http" {
        return Grave(UNENCRYPTED);
    }
    if is_init_url(&url.as_str().to_ascii_lowercase()) && host == PHONE_HOST {
        return Doubtful(
            "This is the debug init URL: an address for testing, not a redirect URI. Nobody is sent back to it.",
        );
    }
    let of_genesys = Region::all().iter().find(|other| {
        [other.apps_host(), other.login_host(), other.api_host()]
            .iter()
            .any(|known| known == host)
    });
    let is_needed_host = host == PHONE_HOST || host == region.apps_host();
    let leads_elsewhere = of_genesys.is_none() && !is_needed_host;
    if leads_elsewhere && (looks_needed(host) || looks_needed(&written)) {
        return Grave(LOOKS_NEEDED);
    }
    if scheme != "https" {
        return Doubtful(OPENS_A_PROGRAM);
    }
    if matches!(full_host, Host::Ipv4(_) | Host::Ipv6(_)) {
        return Doubtful(
            "It is an IP address instead of a name: whoever gets the address next gets the token.",
        );
    }
    match of_genesys {
        _ if is_needed_host => Danger::None,
        Some(other) if other == region => Danger::None,
        Some(_) => Doubtful(
            "It leads to another region of Genesys Cloud. A client lives in one region only, so nobody signs in there; each needless address is one more that may leak a token.",
        ),
        None => Doubtful(
            "It belongs to another product or site, which then gets tokens of this client. Give every product a client of its own.",
        ),
    }
}

/// Whether a host that is not Genesys Cloud's begins like one that is, or differs from it by letters.
fn looks_needed(host: &str) -> bool {
    // A region that this version does not know.
    let is_new = host.starts_with("apps.") && host.ends_with(".pure.cloud");
    let mut known = Region::all()
        .iter()
        .map(Region::apps_host)
        .chain([PHONE_HOST.to_owned()]);
    !is_new
        && known.any(|known| {
            host.starts_with(&known) || strsim::damerau_levenshtein(&known, host) <= ALIKE
        })
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => {
            let name = name.trim_end_matches('.');
            name == "localhost"
                || name.ends_with(".localhost")
                // A scheme of a program's own has its host as it is written.
                || name.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
        }
        Host::Ipv4(ip) => ip.is_loopback() || ip.is_unspecified(),
        Host::Ipv6(ip) => ip.is_unspecified() || ip.to_canonical().is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Danger, danger};
    use crate::genesys::Region;

    #[test]
    fn addresses_are_told_apart() {
        let region = Region::parse("mypurecloud.de").expect("a region");
        for (text, level, word) in [
            ("https://phone.mirabridge.cloud/", "none", ""),
            ("https://apps.mypurecloud.de/directory/", "none", ""),
            ("https://login.mypurecloud.de/oauth/callback", "none", ""),
            ("https://*.example.com/cb", "grave", "wildcard"),
            ("https://a.example/%2A", "grave", "wildcard"),
            ("http://a.example/cb", "grave", "not encrypted"),
            ("javascript:alert(1)", "grave", "script"),
            (
                "javascript://phone.mirabridge.cloud/%0aalert(1)",
                "grave",
                "script",
            ),
            ("file:///c:/x.html", "grave", "script"),
            ("data:text/html,x", "grave", "script"),
            // Where browsers go, and not what stands before it.
            (
                "https://phone.mirabridge.cloud%2F@evil.example/cb",
                "grave",
                "looks like",
            ),
            (
                "https://localhost%2F@evil.example/cb",
                "doubtful",
                "another product",
            ),
            (
                "https://me@crm.example.com/cb",
                "doubtful",
                "another product",
            ),
            (
                "https://evil.example\\@phone.mirabridge.cloud/",
                "doubtful",
                "another product",
            ),
            ("https://phone.mirabridge.cloud./x", "none", ""),
            ("https://apps.mypurecloud.de.:443/x", "none", ""),
            (
                "https://phone.mirabridge.cloud@evil.example",
                "grave",
                "looks like",
            ),
            (
                "https://phone.mirabridge.cloud.evil.example",
                "grave",
                "looks like",
            ),
            (
                "https://apps.mypurecloud.ie.evil.example/crm/",
                "grave",
                "looks like",
            ),
            ("https://phone.mirabrigde.cloud/cb", "grave", "looks like"),
            (
                "https://apps.mypurecloud.con/crm/index.html",
                "grave",
                "looks like",
            ),
            (
                "https://phone.mirabridge.cloud/api/v1/deployment/main/init?x",
                "doubtful",
                "debug init URL",
            ),
            ("http://localhost:8080", "doubtful", "own computer"),
            ("http://127.0.0.1/cb", "doubtful", "own computer"),
            ("https://[::1]:3000/cb", "doubtful", "own computer"),
            ("https://203.0.113.7/cb", "doubtful", "IP address"),
            ("https://0xcb007107/", "doubtful", "IP address"),
            ("https://0x7f000001/", "doubtful", "own computer"),
            ("http://127.1/cb", "doubtful", "own computer"),
            ("https://0xcert.example/cb", "doubtful", "another product"),
            (
                "https://apps.mypurecloud.ie/crm/index.html",
                "doubtful",
                "another region",
            ),
            (
                "https://apps.euw9.pure.cloud/crm/index.html",
                "doubtful",
                "another product",
            ),
            ("https://crm.example.com/cb", "doubtful", "another product"),
            ("com.example.app://cb", "doubtful", "program"),
            ("urn:ietf:wg:oauth:2.0:oob", "doubtful", "no web address"),
        ] {
            let (is, why) = match danger(text, &region) {
                Danger::None => ("none", ""),
                Danger::Doubtful(why) => ("doubtful", why),
                Danger::Grave(why) => ("grave", why),
            };
            assert_eq!(is, level, "{text}");
            assert!(why.contains(word), "{text}: {why}");
        }
    }
}
