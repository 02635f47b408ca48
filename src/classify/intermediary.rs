//! Who answers in place of the service (RFC 9110, 3.7): a proxy, a firewall, a captive portal.

use super::authorize_requests::SentRequest;
use super::page::{LOOKED_AT, Page, visible};
use crate::genesys::percent_encode;
use crate::http::squid_error;
use crate::probe::{Cause, Reply};
use std::cmp::Reverse;

/// Proxies by what they call themselves in the `Server` of answers of their own; of the answers that they pass on, they
/// leave it as it is. Seen in Squid 5.7 and mitmproxy 11.0.
const SERVERS: [&str; 2] = ["squid", "mitmproxy"];

/// Who answered by status and headers, whatever the rest says, or that the service has no time.
pub(super) fn by_headers(reply: &Reply) -> Option<Cause> {
    match reply.status {
        _ if is_of_proxy(reply) => Some(Cause::Proxy),
        511 => Some(Cause::CaptivePortal),
        429 => Some(Cause::RateLimited),
        _ if reply.has("cf-mitigated") || reply.has("x-amzn-waf-action") => Some(Cause::Blocked),
        _ => None,
    }
}

/// Who answered in place of a page, if somebody did.
#[must_use]
pub fn intermediary(url: &str, reply: &Reply) -> Option<Cause> {
    let request = SentRequest::of(url)?;
    let page = Page::of(&request, &reply.body);
    by_headers(reply)
        .or_else(|| page.is_portal().then_some(Cause::CaptivePortal))
        .or_else(|| page.is_firewall().then_some(Cause::Blocked))
}

fn is_of_proxy(reply: &Reply) -> bool {
    let server = reply.header("server").unwrap_or_default().to_lowercase();
    reply.status == 407
        || reply.has("proxy-authenticate")
        || reply.has("x-squid-error")
        || SERVERS.iter().any(|name| server.starts_with(name))
}

/// What a proxy does, in words that follow "a proxy answers and"; `None` where no proxy gave this answer.
#[must_use]
pub fn proxy_says(reply: &Reply) -> Option<String> {
    if !is_of_proxy(reply) {
        return None;
    }
    let status = reply.status;
    let error = reply.header("x-squid-error").map(squid_error);
    let error = error.unwrap_or_default();
    Some(if status == 407 || reply.has("proxy-authenticate") {
        format!("wants a login ({status})")
    } else if status < 400 {
        format!("gives an answer of its own ({status}{error})")
    } else if status < 500 {
        format!("refuses the request ({status}{error})")
    } else {
        format!("cannot pass the request on ({status}{error})")
    })
}

/// Words that a page needs to be told from another. Healthy pages that are made by their scripts have next to none.
const LEAST_WORDS: usize = 3;
/// Bytes that no two pages of different companies share by chance.
const LEAST_BYTES: usize = 512;

/// Whether the same page came from two addresses, whatever it says of the address, the time and the incident.
///
/// Block pages name what was asked for and number themselves, so they are seldom the same bytes twice.
#[must_use]
pub fn is_same_page(one: (&str, &Reply), other: (&str, &Reply)) -> bool {
    let ((url, reply), (other_url, other)) = (one, other);
    if reply.body == other.body && reply.body.trim().len() >= LEAST_BYTES {
        return true;
    }
    let names: Vec<_> = [url, other_url].into_iter().flat_map(own_names).collect();
    let (text, other_text) = (start(&reply.body), start(&other.body));
    let (title, shown) = visible(&text);
    words(&format!("{title} {shown}"), &names).len() >= LEAST_WORDS
        && words(&text, &names) == words(&other_text, &names)
}

fn start(body: &str) -> String {
    let start: String = body.chars().take(LOOKED_AT).collect();
    start.to_lowercase()
}

/// The words and tags of a page, without these names and without what has a number in it.
fn words(text: &str, names: &[String]) -> Vec<String> {
    let mut text = text.to_owned();
    for name in names {
        text = text.replace(name, " ");
    }
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.contains(|c: char| c.is_ascii_digit()))
        .filter(|word| !matches!(*word, "http" | "https"))
        .map(str::to_owned)
        .collect()
}

/// How a page may write the parts of its own address, the longest first.
fn own_names(url: &str) -> Vec<String> {
    let url = url.to_lowercase();
    let bare = url.split_once("://").map_or(url.as_str(), |(_, bare)| bare);
    let (host, rest) = bare.split_at(bare.find(['/', '?', '#']).unwrap_or(bare.len()));
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    let parts = [rest, path, host].into_iter().filter(|part| part.len() > 1);
    let mut names: Vec<_> = parts
        .flat_map(|part| {
            let encoded = percent_encode(part).to_lowercase();
            let escaped = part.replace('&', "&amp;");
            [part.to_owned(), escaped, encoded]
        })
        .collect();
    names.sort_by_key(|name| Reverse(name.len()));
    names
}

#[cfg(test)]
mod tests {
    use super::{is_same_page, proxy_says};
    use crate::probe::Reply;

    #[test]
    fn a_refusal_a_fault_and_a_wish_for_a_login_are_told_apart() {
        for (status, name, value, expected) in [
            (407, "date", "", Some("wants a login (407)")),
            (
                403,
                "X-Squid-Error",
                "ERR_ACCESS_DENIED 0",
                Some("refuses the request (403, ERR_ACCESS_DENIED)"),
            ),
            (
                503,
                "X-Squid-Error",
                "ERR_CONNECT_FAIL 111",
                Some("cannot pass the request on (503, ERR_CONNECT_FAIL)"),
            ),
            (
                502,
                "Server",
                "mitmproxy 11.0.2",
                Some("cannot pass the request on (502)"),
            ),
            (
                302,
                "Server",
                "squid",
                Some("gives an answer of its own (302)"),
            ),
            (502, "Server", "nginx/1.22.1", None),
            (403, "date", "", None),
            (401, "WWW-Authenticate", "Basic", None),
        ] {
            let reply = Reply::new(status, [(name, value.as_bytes())], b"");
            assert_eq!(proxy_says(&reply).as_deref(), expected, "{status} {value}");
        }
    }

    const APPS: &str = "https://apps.mypurecloud.de/crm/index.html?crm=x&clientId=4f9c";
    const PHONE: &str = "https://phone.mirabridge.cloud";

    fn is_one(apps: &str, phone: &str) -> bool {
        let reply = |body: &str| Reply::new(200, [], body.as_bytes());
        let (apps, phone) = (reply(apps), reply(phone));
        let is_one = is_same_page((APPS, &apps), (PHONE, &phone));
        assert_eq!(is_one, is_same_page((PHONE, &phone), (APPS, &apps)));
        is_one
    }

    #[test]
    fn a_page_that_names_what_was_asked_for_is_still_one_page() {
        let blocked = |address: &str, number: u32| {
            format!(
                "<h1>Not available</h1><p>{address} is off limits here. Event {number}a, 12:0{number}</p>"
            )
        };
        for (apps, phone) in [
            (APPS.to_owned(), PHONE.to_owned()),
            (APPS.replace('&', "&amp;"), PHONE.to_owned()),
            (
                "apps.mypurecloud.de".to_owned(),
                "phone.mirabridge.cloud".to_owned(),
            ),
            (
                "HTTPS://Apps.MyPureCloud.de/crm/index.html".to_owned(),
                format!("{PHONE}/"),
            ),
            (
                "https%3A%2F%2Fapps.mypurecloud.de%2Fcrm%2Findex.html".to_owned(),
                "https%3A%2F%2Fphone.mirabridge.cloud%2F".to_owned(),
            ),
        ] {
            assert!(is_one(&blocked(&apps, 1), &blocked(&phone, 2)), "{apps}");
        }
    }

    #[test]
    fn pages_that_show_next_to_nothing_are_not_one() {
        for page in [
            "",
            "{}",
            "ok",
            "12:00",
            "<html><head></head><body></body></html>",
            "<!doctype html><meta charset=utf-8><title>App</title><div id=root></div><script src=/main.js></script>",
            "<body><noscript>You need to enable JavaScript to run this app.</noscript></body>",
        ] {
            assert!(!is_one(page, page), "{page}");
        }
        let script = format!(
            "<script>location = 'https://portal.example/{}'</script>",
            "x".repeat(500)
        );
        assert!(is_one(&script, &script));
    }

    #[test]
    fn pages_of_their_own_are_two() {
        assert!(!is_one("<title>CRM</title>", "<title>Phone</title>"));
        assert!(!is_one("<h1>CRM</h1>", "<h1>CRM</h1><p>more"));
        assert!(!is_one("<p>Welcome to the CRM", "<p>Welcome to the phone"));
    }
}
