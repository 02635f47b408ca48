//! The requests that an audit sends, as plain data.

use crate::genesys::Region;
use crate::probe::{Probe, Purpose};
use url::Url;

/// Where the list of clients begins. It takes no parameters.
const CLIENTS: &str = "/api/v2/oauth/clients";

/// The permission that every one of them needs but `tokens/me`, which needs none.
pub(crate) const PERMISSION: &str = "oauth:client:view";

fn api(region: &Region, path: &str, purpose: Purpose) -> Probe {
    Probe::new(purpose, format!("https://{}{path}", region.api_host()))
}

/// An id and a secret for a token.
pub(crate) fn exchange(region: &Region) -> Probe {
    Probe::new(
        Purpose::Token,
        format!("https://{}/oauth/token", region.login_host()),
    )
}

/// Whose token it is, and for which organization. Without the parameter, it would prolong a session.
pub(crate) fn token(region: &Region) -> Probe {
    api(
        region,
        "/api/v2/tokens/me?preserveIdleTTL=true",
        Purpose::Registration,
    )
}

pub(crate) fn clients(region: &Region) -> Probe {
    api(region, CLIENTS, Purpose::Registration)
}

pub(crate) fn client(region: &Region, id: &str) -> Probe {
    api(
        region,
        &format!("{CLIENTS}/{}", encoded(id)),
        Purpose::Registration,
    )
}

/// The start of a count of the calls with tokens of a client.
pub(crate) fn usage_query(region: &Region, id: &str) -> Probe {
    let path = format!("{CLIENTS}/{}/usage/query", encoded(id));
    api(region, &path, Purpose::UsageQuery)
}

pub(crate) fn usage_results(region: &Region, id: &str, execution: &str) -> Probe {
    let (id, execution) = (encoded(id), encoded(execution));
    let path = format!("{CLIENTS}/{id}/usage/query/results/{execution}");
    api(region, &path, Purpose::Registration)
}

/// Whether this is about the usage, of which an answer may say that it is not counted yet.
pub(crate) fn is_about_usage(probe: &Probe) -> bool {
    probe.url.contains("/usage/query")
}

/// Whether this asks for one client.
pub(crate) fn is_about_a_client(probe: &Probe) -> bool {
    probe.url.contains("/clients/") && !is_about_usage(probe)
}

/// The page that follows, if it is one of the same list; `None` for any other address.
pub(crate) fn next_page(region: &Region, current: &str, next: &str) -> Option<Probe> {
    let mut url = Url::parse(current).ok()?.join(next).ok()?;
    url.set_fragment(None);
    let is_same = url.scheme() == "https"
        && url.host_str() == Some(region.api_host().as_str())
        && url.port().is_none()
        && url.username().is_empty()
        && url.password().is_none()
        && url.path().trim_end_matches('/') == CLIENTS;
    is_same.then(|| Probe::new(Purpose::Registration, url))
}

/// An id as a part of a path, whatever it holds.
fn encoded(id: &str) -> String {
    // However they are encoded, these lead out of their folder.
    if matches!(id, "." | "..") {
        return "_".to_owned();
    }
    percent_encoding::utf8_percent_encode(id, percent_encoding::NON_ALPHANUMERIC)
        .to_string()
        .replace("%2D", "-")
}

#[cfg(test)]
mod tests {
    use super::{client, clients, next_page};
    use crate::genesys::Region;

    #[test]
    fn only_the_same_list_at_the_same_host_has_a_next_page() {
        let region = Region::parse("mypurecloud.de").expect("a region");
        let first = clients(&region).url;
        let next = |next: &str| next_page(&region, &first, next).map(|probe| probe.url);
        let second = "https://api.mypurecloud.de/api/v2/oauth/clients?pageSize=25&pageNumber=2";
        for same in [
            second,
            "/api/v2/oauth/clients?pageSize=25&pageNumber=2",
            "?pageSize=25&pageNumber=2",
            "https://api.mypurecloud.de:443/api/v2/oauth/clients?pageSize=25&pageNumber=2#x",
            "//api.mypurecloud.de/api/v2/oauth/clients?pageSize=25&pageNumber=2",
        ] {
            assert_eq!(next(same).as_deref(), Some(second), "{same}");
        }
        for other in [
            "https://evil.example/api/v2/oauth/clients?pageNumber=2",
            "//evil.example/api/v2/oauth/clients",
            "https://api.mypurecloud.de.evil.example/api/v2/oauth/clients",
            "https://api.mypurecloud.de@evil.example/api/v2/oauth/clients",
            "https://x:y@api.mypurecloud.de/api/v2/oauth/clients",
            "http://api.mypurecloud.de/api/v2/oauth/clients?pageNumber=2",
            "https://api.mypurecloud.de:8443/api/v2/oauth/clients",
            "https://login.mypurecloud.de/api/v2/oauth/clients",
            "/api/v2/oauth/clients/../../users",
            "/api/v2/oauth/clients/x/secret",
            "javascript:alert(1)",
        ] {
            assert_eq!(next(other), None, "{other}");
        }
    }

    #[test]
    fn an_id_stays_one_part_of_the_path() {
        let region = Region::parse("mypurecloud.de").expect("a region");
        let url = client(&region, "../a?b#c/d-e").url;
        assert_eq!(
            url,
            "https://api.mypurecloud.de/api/v2/oauth/clients/%2E%2E%2Fa%3Fb%23c%2Fd-e"
        );
        for dots in [".", ".."] {
            let url = url::Url::parse(&client(&region, dots).url).expect("a URL");
            assert_eq!(url.path(), "/api/v2/oauth/clients/_");
        }
    }
}
