//! What is typed behind an option.

use crate::{world, written};
use mirabridge_oauth::genesys::{Deployment, Grant, RedirectUri, authorize_url};
use mirabridge_oauth::http::{ConnectTo, ProxyRule};
use mirabridge_oauth::probe::{Probe, Purpose};
use mirabridge_oauth::report::Part;
use url::Url;

/// What holds of every text, whichever option it stands behind.
pub fn hold(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match RedirectUri::new(&text) {
        Ok(uri) => is_sent_as_it_is(&uri, &text),
        Err(error) => written::is_one_line(&error.to_string()),
    }
    match Deployment::parse(&text) {
        Ok(deployment) => {
            let again = Deployment::parse(deployment.as_str());
            assert_eq!(again.as_ref(), Ok(&deployment));
        }
        Err(error) => written::is_one_line(&error.to_string()),
    }
    match text.parse::<ConnectTo>() {
        Ok(rule) => assert!(rule.as_str().parse::<ConnectTo>().is_ok(), "{text:?}"),
        Err(error) => written::is_one_line(&error.to_string()),
    }
    if let Ok(part) = text.parse::<Part>() {
        assert!(part.number >= 1 && part.number <= part.of);
        let parts = 1..=part.of.min(5);
        let has = |number| Part { number, ..part }.has(2);
        assert!(parts.filter(|number| has(*number)).count() <= 1);
    }
    match ProxyRule::fixed(&text) {
        Ok(rule) => {
            // A proxy that was asked for is used: nobody is asked directly instead.
            assert!(!rule.excepts("login.mypurecloud.de"));
            let name = rule.name().expect("a proxy");
            assert!(!name.contains('@'), "{name}");
            // No part of a name or password is shown.
            let (_, place) = text.rsplit_once('@').unwrap_or(("", &text));
            let port = name.rsplit(':').next().expect("a port");
            assert!(
                matches!(port, "80" | "443") || place.contains(port),
                "{name}"
            );
        }
        Err(error) => written::is_one_line(&error.to_string()),
    }
}

/// A redirect URI reaches the server byte for byte, and nothing else changes by it.
fn is_sent_as_it_is(uri: &RedirectUri, text: &str) {
    assert_eq!(uri.as_str(), text);
    let target = world::target(Grant::Pkce);
    let id = target.client_id().as_str();
    let url = authorize_url(
        target.region(),
        id,
        uri.as_str(),
        Grant::Pkce,
        Some("c"),
        None,
    );
    let probe = Probe::new(Purpose::RedirectUri, &url);
    assert_eq!(probe.host(), "login.mypurecloud.de");
    let parsed = Url::parse(&url).expect("a URL");
    assert_eq!(parsed.as_str(), url);
    let pairs: Vec<_> = parsed.query_pairs().collect();
    let expected = [
        ("client_id", id),
        ("redirect_uri", text),
        ("response_type", "code"),
        ("code_challenge", "c"),
        ("code_challenge_method", "S256"),
    ];
    assert!(
        pairs.iter().map(|(k, v)| (&**k, &**v)).eq(expected),
        "{url}"
    );
}
