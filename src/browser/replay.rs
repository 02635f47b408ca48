use super::connection::parse;
use super::devtools::{DevToolsSession, SETTLE};
use super::page_hosts::PageHosts;
use super::visit::{Visit, VisitEnd};
use std::ops::ControlFlow::Break;

/// What a visit to `url` would have brought, had the browser said this: messages of the DevTools protocol, one each
/// millisecond. An empty one is a silence, for as long as it takes a page to count as quiet, and so is the end.
#[must_use]
pub fn replay<'a>(
    url: &str,
    hosts: PageHosts,
    messages: impl IntoIterator<Item = &'a str>,
) -> Visit {
    let (mut session, _) = DevToolsSession::begin(url, hosts);
    let mut now = 0;
    let mut end = VisitEnd::Quiet;
    for message in messages {
        now += if message.is_empty() { SETTLE } else { 1 };
        if let Break(ended) = session.step(parse(message).ok(), now) {
            end = ended;
            break;
        }
    }
    session.finish("", end, 0, now)
}

#[cfg(test)]
mod tests {
    use super::replay;
    use crate::browser::{PageHosts, VisitEnd, What};

    #[test]
    fn a_silence_lets_the_page_be_looked_at() {
        let window = r#"{"method": "Target.attachedToTarget", "params": {"sessionId": "s", "targetInfo": {"targetId": "f", "type": "page"}}}"#;
        let opened: Vec<_> = (2..15)
            .map(|id| format!(r#"{{"id": {id}, "result": {{}}}}"#))
            .collect();
        let look = r#"{"id": 15, "result": {"result": {"value": ["Title", "Text"]}}}"#;
        let click = r#"{"id": 16, "result": {"result": {"value": "Sign in"}}}"#;
        let before = || {
            [window]
                .into_iter()
                .chain(opened.iter().map(String::as_str))
        };
        let told = |after: &[&'static str]| {
            let after = after.iter().copied();
            replay("", PageHosts::default(), before().chain(after))
        };
        let unseen = told(&[look, click]);
        assert_eq!(
            (unseen.places[0].title.as_str(), unseen.events.len()),
            ("", 0)
        );
        let seen = told(&["", look, click]);
        assert_eq!(seen.places[0].title, "Title");
        assert!(matches!(&seen.events[..], [event] if matches!(event.what, What::Clicked { .. })));
        assert_eq!(seen.end, VisitEnd::Quiet);
    }
}
