//! Who answers in place of the service.

use super::page::Page;
use super::proxy;
use super::question::Question;
use crate::probe::{Cause, Reply};

/// Signs, whatever the rest says, that somebody else than the service answered, or that it has no time.
pub(super) fn stands_in_between(reply: &Reply) -> Option<Cause> {
    match reply.status {
        _ if proxy::is_of_proxy(reply) => Some(Cause::Proxy),
        511 => Some(Cause::CaptivePortal),
        429 => Some(Cause::RateLimited),
        _ if reply.has("cf-mitigated") || reply.has("x-amzn-waf-action") => Some(Cause::Blocked),
        _ => None,
    }
}

/// Who answered in place of a page, if somebody did.
#[must_use]
pub fn intruder(url: &str, reply: &Reply) -> Option<Cause> {
    let question = Question::of(url)?;
    let page = Page::of(&question, &reply.body);
    stands_in_between(reply)
        .or_else(|| page.is_portal().then_some(Cause::CaptivePortal))
        .or_else(|| page.is_firewall().then_some(Cause::Blocked))
}
