//! Who answers in place of the service (RFC 9110, 3.7): a proxy, a firewall, a captive portal.

use super::page::Page;
use super::sent_request::SentRequest;
use crate::http::squid_error;
use crate::probe::{Cause, Reply};

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

#[cfg(test)]
mod tests {
    use super::proxy_says;
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
}
