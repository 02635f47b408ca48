//! Events as a browser tells them, and what is made of them.

use super::{
    Command, LATE, MOST_COMMANDS, MOST_FRAMES, Message, Observer, PATIENCE, SETTLE, Then, replay,
};
use crate::browser::PageHosts;
use crate::genesys::testing::{CLIENT, target};
use crate::probe::{Blocker, NOT_COME, Resource, Visit, VisitEnd, What};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::ops::ControlFlow::{self, Break, Continue};

const PAGE: &str = "https://phone.mirabridge.cloud/init";

fn observer() -> Observer {
    Observer::begin(PAGE, PageHosts::of(&target(CLIENT), [])).0
}

/// A window that was opened and told to go to the page.
fn opened() -> Observer {
    let mut observer = observer();
    let commands = attach(&mut observer, "s", "page", "f", "");
    for number in 1..=commands.len() {
        let then = reply(&mut observer, "s", Then::Setup, Ok(&json!({})));
        // The address is given only when everything is listened to.
        if number < commands.len() {
            assert_eq!(methods(&then), [""; 0]);
        } else {
            let goes_on = ["Runtime.runIfWaitingForDebugger", "Page.navigate"];
            assert_eq!(methods(&then), goes_on);
        }
    }
    assert!(observer.is_busy());
    reply(&mut observer, "s", Then::Opened, Ok(&json!({})));
    assert!(!observer.is_busy());
    observer
}

fn methods(commands: &[Command]) -> Vec<&str> {
    commands.iter().map(|command| command.method).collect()
}

fn sessions(commands: Vec<Command>) -> Vec<String> {
    commands
        .into_iter()
        .map(|command| command.session)
        .collect()
}

fn attach(
    observer: &mut Observer,
    session: &str,
    kind: &str,
    target: &str,
    opener: &str,
) -> Vec<Command> {
    let info = json!({"targetId": target, "type": kind, "openerFrameId": opener});
    let params = json!({"sessionId": session, "targetInfo": info, "waitingForDebugger": true});
    hear(observer, "", "Target.attachedToTarget", &params)
}

fn hear(observer: &mut Observer, session: &str, method: &str, params: &Value) -> Vec<Command> {
    observer.now = 5;
    observer.event(session, method, params);
    std::mem::take(&mut observer.commands)
}

fn happens(observer: &mut Observer, method: &str, params: &Value) {
    hear(observer, "s", method, params);
}

fn reply(
    observer: &mut Observer,
    session: &str,
    then: Then,
    result: Result<&Value, &str>,
) -> Vec<Command> {
    observer
        .unanswered
        .retain(|(one, command)| one != session || *command != then);
    observer.reply(session, then, result);
    std::mem::take(&mut observer.commands)
}

fn click(observer: &mut Observer) -> Vec<Command> {
    if let Some(session) = observer.clickable() {
        observer.click(session);
    }
    std::mem::take(&mut observer.commands)
}

fn request(observer: &mut Observer, id: &str, kind: &str, url: &str) {
    let params = json!({"requestId": id, "loaderId": "l", "frameId": "f", "type": kind, "request": {"url": url}});
    happens(observer, "Network.requestWillBeSent", &params);
}

fn fail(observer: &mut Observer, id: &str, more: Value) {
    let mut params = json!({"requestId": id, "errorText": "net::ERR_FAILED"});
    if let (Some(params), Value::Object(more)) = (params.as_object_mut(), more) {
        params.extend(more);
    }
    happens(observer, "Network.loadingFailed", &params);
}

fn visit(observer: Observer) -> Visit {
    observer.finish("Chrome/1", VisitEnd::Quiet, 1, 9)
}

fn events(observer: Observer) -> Vec<What> {
    let events = visit(observer).events.into_iter();
    events.map(|event| event.what).collect()
}

#[test]
fn requests_keep_a_page_busy_until_they_end() {
    let mut observer = opened();
    request(
        &mut observer,
        "1",
        "Script",
        "https://phone.mirabridge.cloud/a.js",
    );
    assert!(observer.is_busy());
    happens(
        &mut observer,
        "Network.loadingFinished",
        &json!({"requestId": "1"}),
    );
    assert!(!observer.is_busy());
    // Data that a script waits for may be a wait for news.
    let news = "https://api.mypurecloud.de/news";
    request(&mut observer, "2", "Fetch", news);
    assert!(observer.requests.any_data(5) && !observer.requests.any_data(60_000));
    // The next document ends what the one before it asked for.
    request(
        &mut observer,
        "3",
        "Script",
        "https://phone.mirabridge.cloud/b.js",
    );
    let frame = json!({"frame": {"id": "f", "loaderId": "m", "url": PAGE}});
    happens(&mut observer, "Page.frameNavigated", &frame);
    assert!(!observer.is_busy());
    // What is asked for again and again is no way to a sign-in.
    for number in 4..9 {
        request(&mut observer, &number.to_string(), "Fetch", news);
        happens(
            &mut observer,
            "Network.loadingFinished",
            &json!({"requestId": number.to_string()}),
        );
    }
    request(&mut observer, "9", "Fetch", news);
    assert!(!observer.requests.any_data(5));
}

#[test]
fn a_failure_is_told_by_its_reason() {
    let mut observer = opened();
    for (id, url, more) in [
        (
            "1",
            "https://phone.mirabridge.cloud/a.js",
            json!({"errorText": "net::ERR_CONNECTION_RESET"}),
        ),
        (
            "2",
            "https://phone.mirabridge.cloud/b.js",
            json!({"blockedReason": "csp"}),
        ),
        (
            "3",
            "http://phone.mirabridge.cloud/c.js",
            json!({"blockedReason": "mixed-content"}),
        ),
        (
            "4",
            "https://phone.mirabridge.cloud/d.js",
            json!({"corsErrorStatus": {"corsError": "MissingAllowOriginHeader"}}),
        ),
        (
            "5",
            "https://evil.example/e.js?token=abc",
            json!({"errorText": "net::ERR_TUNNEL_CONNECTION_FAILED"}),
        ),
        (
            "6",
            "http://phone.mirabridge.cloud/f.js",
            json!({"errorText": "net::ERR_EMPTY_RESPONSE"}),
        ),
        (
            "7",
            "https://phone.mirabridge.cloud/g.js",
            json!({"canceled": true}),
        ),
    ] {
        request(&mut observer, id, "Script", url);
        fail(&mut observer, id, more);
    }
    let resource = Resource::Script;
    let blocked = |by, url: &str, rule: &str| What::Blocked {
        by,
        resource,
        url: url.to_owned(),
        rule: rule.to_owned(),
    };
    let withheld = |url: &str| What::Withheld {
        resource,
        url: url.to_owned(),
    };
    assert_eq!(
        events(observer),
        [
            What::Failed {
                resource,
                url: "https://phone.mirabridge.cloud/a.js".to_owned(),
                error: "net::ERR_CONNECTION_RESET".to_owned(),
            },
            blocked(Blocker::Csp, "https://phone.mirabridge.cloud/b.js", ""),
            blocked(
                Blocker::MixedContent,
                "http://phone.mirabridge.cloud/c.js",
                ""
            ),
            blocked(
                Blocker::Cors,
                "https://phone.mirabridge.cloud/d.js",
                "MissingAllowOriginHeader"
            ),
            withheld("https://evil.example/e.js?token=***"),
            withheld("http://phone.mirabridge.cloud/f.js"),
        ]
    );
}

#[test]
fn an_issue_and_a_failure_of_one_thing_are_one_event() {
    let issue = json!({"issue": {"details": {"contentSecurityPolicyIssueDetails": {
        "violatedDirective": "script-src-elem", "blockedURL": "https://phone.mirabridge.cloud/a.js", "isReportOnly": false,
    }}}});
    for issue_first in [true, false] {
        let mut observer = opened();
        request(
            &mut observer,
            "1",
            "Script",
            "https://phone.mirabridge.cloud/a.js",
        );
        if issue_first {
            happens(&mut observer, "Audits.issueAdded", &issue);
        }
        fail(&mut observer, "1", json!({"blockedReason": "csp"}));
        if !issue_first {
            happens(&mut observer, "Audits.issueAdded", &issue);
        }
        let events = events(observer);
        assert!(
            matches!(events.as_slice(), [What::Blocked { by: Blocker::Csp, resource: Resource::Script, rule, .. }] if rule == "script-src-elem"),
            "{events:?}"
        );
    }
}

#[test]
fn a_frame_is_refused_by_the_rule_of_its_own_document() {
    for (headers, by, rule) in [
        (
            json!({"X-Frame-Options": "DENY"}),
            Blocker::FrameOptions,
            "X-Frame-Options: DENY",
        ),
        (
            json!({"x-frame-options": "DENY", "content-security-policy": "default-src 'self'; Frame-Ancestors 'none'"}),
            Blocker::FrameAncestors,
            "Frame-Ancestors 'none'",
        ),
    ] {
        let mut observer = opened();
        happens(
            &mut observer,
            "Page.frameAttached",
            &json!({"frameId": "g", "parentFrameId": "f"}),
        );
        let params = json!({"requestId": "1", "frameId": "g", "type": "Document", "request": {"url": "https://apps.mypurecloud.de/"}});
        happens(&mut observer, "Network.requestWillBeSent", &params);
        let response = json!({"requestId": "1", "type": "Document", "response": {"status": 200, "headers": headers}});
        happens(&mut observer, "Network.responseReceived", &response);
        fail(
            &mut observer,
            "1",
            json!({"errorText": "net::ERR_BLOCKED_BY_RESPONSE", "blockedReason": "csp"}),
        );
        let events = events(observer);
        assert!(
            matches!(events.as_slice(), [What::Blocked { by: found, resource: Resource::Frame, rule: said, .. }] if *found == by && said == rule),
            "{events:?}"
        );
    }
}

#[test]
fn a_window_has_an_opener_and_is_attached_to_once() {
    let mut observer = opened();
    let commands = attach(&mut observer, "t", "page", "w", "f");
    assert!(commands.len() > 1);
    let again = attach(&mut observer, "u", "page", "w", "f");
    assert_eq!(methods(&again), ["Runtime.runIfWaitingForDebugger"]);
    let pictured: Vec<_> = observer
        .pictures()
        .into_iter()
        .map(|command| (command.session, command.method))
        .collect();
    let of = |session: &str| (session.to_owned(), "Page.captureScreenshot");
    assert_eq!(pictured, [of("s"), of("t")]);
    let visit = visit(observer);
    let parents: Vec<_> = visit.places.iter().map(|place| place.parent).collect();
    assert_eq!(parents, [None, Some(0)]);
    assert_eq!(visit.events.len(), 1);
}

/// As when a link opens it: no document of it answers before it goes on.
#[test]
fn a_window_without_an_opener_goes_on_when_the_browser_has_all_commands() {
    let mut observer = opened();
    let setup = attach(&mut observer, "t", "page", "w", "f");
    let commands = reply(&mut observer, "t", Then::SetupEnd, Ok(&json!({})));
    assert_eq!(methods(&commands), ["Runtime.runIfWaitingForDebugger"]);
    assert!(observer.is_busy());
    for _ in 1..setup.len() {
        assert!(reply(&mut observer, "t", Then::Setup, Ok(&json!({}))).is_empty());
    }
    assert!(!observer.is_busy());
}

/// The browser tells of the window and of what led to it in any order.
#[test]
fn a_window_that_nobody_clicked_for_is_closed_and_did_not_open() {
    let opens = |by_gesture: bool| json!({"url": PAGE, "userGesture": by_gesture});
    for told_first in [true, false] {
        for (by_gesture, opened_at_all) in [(true, 1), (false, 0)] {
            let mut observer = opened();
            let told = |observer: &mut Observer| {
                hear(observer, "s", "Page.windowOpen", &opens(by_gesture))
            };
            let mut commands = Vec::new();
            if told_first {
                commands.extend(told(&mut observer));
            }
            commands.extend(attach(&mut observer, "t", "page", "w", "f"));
            if !told_first {
                commands.extend(told(&mut observer));
            }
            let closes = commands
                .iter()
                .any(|command| command.method == "Target.closeTarget");
            assert_eq!(closes, !by_gesture, "{told_first}");
            let events = events(observer);
            let count = events
                .iter()
                .filter(|what| **what == What::WindowOpened)
                .count();
            assert_eq!(count, opened_at_all, "{told_first}: {events:?}");
            let asked = |what: &What| matches!(what, What::WindowAsked { opened, .. } if *opened == by_gesture);
            assert!(events.iter().any(asked), "{events:?}");
        }
    }
}

#[test]
fn what_a_page_reports_of_windows_is_not_trusted() {
    let mut observer = opened();
    for payload in [
        r#"["https://a.example/?code=abc", false]"#,
        "nonsense",
        "[1, 2]",
        r#"{"url": "x"}"#,
    ] {
        let params = json!({"name": "mirabridgeOauthWindow", "payload": payload});
        happens(&mut observer, "Runtime.bindingCalled", &params);
    }
    assert_eq!(
        events(observer),
        [What::WindowAsked {
            url: "https://a.example/?code=***".to_owned(),
            by_gesture: false,
            opened: false,
        }]
    );
}

/// Everything that is kept, in bytes: all of it is written out.
fn size(kept: &impl std::fmt::Debug) -> usize {
    format!("{kept:?}").len()
}

/// Each row fills one of the things that are kept, by as many events as a page likes, with texts as long as it likes.
#[test]
fn a_page_cannot_fill_the_memory() {
    const EVENTS: usize = 450;
    let long = |number: usize| format!("{number}/{}", "x".repeat(1500));
    let url = |number: usize| format!("https://phone.mirabridge.cloud/{}", long(number));
    let frame =
        |number: usize| json!({"id": long(number), "loaderId": long(number), "url": url(number)});
    let csp = |number: usize| json!({"violatedDirective": long(number), "blockedURL": url(number)});
    let rows: &[(&str, &dyn Fn(usize) -> Value)] = &[
        ("Target.attachedToTarget", &|number| {
            let info = json!({"targetId": long(number), "type": "iframe"});
            json!({"sessionId": long(number), "targetInfo": info})
        }),
        // The same frame in ever new sessions.
        ("Target.attachedToTarget", &|number| {
            let info = json!({"targetId": "f", "type": "iframe"});
            json!({"sessionId": number.to_string(), "targetInfo": info})
        }),
        (
            "Page.frameAttached",
            &|number| json!({"frameId": long(number)}),
        ),
        (
            "Page.frameStartedLoading",
            &|number| json!({"frameId": long(number)}),
        ),
        (
            "Page.frameNavigated",
            &|number| json!({"frame": frame(number)}),
        ),
        (
            "Page.navigatedWithinDocument",
            &|number| json!({"url": url(number)}),
        ),
        (
            "Page.javascriptDialogOpening",
            &|number| json!({"message": long(number)}),
        ),
        (
            "Network.requestWillBeSent",
            &|number| json!({"requestId": long(number), "frameId": long(number), "loaderId": long(number), "type": "Script", "request": {"url": url(number)}}),
        ),
        ("Network.requestWillBeSent", &|number| {
            let redirect = json!({"status": 302, "url": url(number)});
            json!({"requestId": "1", "frameId": "f", "type": "Document", "request": {"url": url(number)}, "redirectResponse": redirect})
        }),
        (
            "Network.responseReceived",
            &|number| json!({"requestId": long(number), "type": "Document", "response": {"status": 200}}),
        ),
        (
            "Runtime.consoleAPICalled",
            &|number| json!({"type": "log", "args": [{"value": long(number)}]}),
        ),
        (
            "Runtime.exceptionThrown",
            &|number| json!({"exceptionDetails": {"url": url(number), "exception": {"description": long(number)}}}),
        ),
        (
            "Runtime.bindingCalled",
            &|number| json!({"name": "mirabridgeOauthWindow", "payload": json!([url(number), false]).to_string()}),
        ),
        (
            "Audits.issueAdded",
            &|number| json!({"issue": {"details": {"contentSecurityPolicyIssueDetails": csp(number)}}}),
        ),
    ];
    for (method, params) in rows {
        let mut observer = opened();
        for number in 0..EVENTS {
            happens(&mut observer, method, &params(number));
        }
        let size = size(&observer);
        assert!(size < 1_000_000, "{method} {}: {size}", params(1));
        assert!(visit(observer).is_bounded(), "{method}");
    }
}

/// What is remembered of a request takes the request first.
#[test]
fn the_answers_to_many_requests_are_bounded() {
    let mut observer = opened();
    let long = "x".repeat(4000);
    for number in 0..450 {
        let id = format!("{number}{long}");
        let url = format!("https://phone.mirabridge.cloud/{number}.js");
        request(&mut observer, &id, "Script", &url);
        let headers = json!({"x-frame-options": long});
        let response = json!({"requestId": id, "response": {"status": 404, "headers": headers}});
        happens(&mut observer, "Network.responseReceived", &response);
        fail(&mut observer, &id, json!({"errorText": long}));
    }
    assert!(size(&observer) < 1_000_000);
    assert!(visit(observer).dropped > 0);
}

/// As F12 shows it.
#[test]
fn a_line_of_the_console_holds_its_values() {
    let text = |value: &str| json!({"type": "string", "value": value});
    let object = |properties: Value| json!({"type": "object", "description": "Object", "objectId": "1", "preview": {"properties": properties}});
    let code = || object(json!([{"name": "error", "type": "string", "value": "invalid_client"}]));
    let error = json!({"type": "object", "subtype": "error", "description": "Error: outer\n    at x", "preview": {
    "subtype": "error", "description": "Error: outer\n    at x", "properties": [
        {"name": "stack", "type": "string", "value": "Error: outer\n    at x"},
        {"name": "cause", "type": "object", "value": "Error: inner\n    at y"},
    ]}});
    for (args, line) in [
        (json!([text("a"), 1, null]), "a"),
        (
            json!([text("sign-in"), code()]),
            "sign-in {error: invalid_client}",
        ),
        (
            json!([
                text("%s: %o%c"),
                text("OAuth"),
                code(),
                text("color: red"),
                text("x")
            ]),
            "OAuth: {error: invalid_client} x",
        ),
        (json!([text("100% of %d")]), "100% of %d"),
        (json!([error]), "Error: outer {cause: Error: inner}"),
    ] {
        let mut observer = opened();
        let params = json!({"type": "log", "args": args});
        happens(&mut observer, "Runtime.consoleAPICalled", &params);
        let events = events(observer);
        assert!(
            matches!(&events[..], [What::Console { text, .. }] if text.trim() == line),
            "{line}: {events:?}"
        );
    }
    // What the browser tells of in short is asked for.
    let nested = object(json!([{"name": "error", "type": "object", "value": "Object"}]));
    let params = json!({"type": "log", "args": [text("no"), nested]});
    let mut observer = opened();
    let commands = hear(&mut observer, "s", "Runtime.consoleAPICalled", &params);
    assert_eq!(methods(&commands), ["Runtime.callFunctionOn"]);
    let whole = json!({"result": {"value": ["no", "{error: {code: \"invalid_client\"}}"]}});
    let (_, then) = observer
        .unanswered
        .remove(super::Id::of(commands[0].id))
        .expect("a command");
    reply(&mut observer, "s", then, Ok(&whole));
    let events = events(observer);
    assert!(
        matches!(&events[..], [What::Console { text, .. }] if text == "no {error: {code: \"invalid_client\"}}"),
        "{events:?}"
    );
}

#[test]
fn what_the_browser_refuses_is_told_once() {
    for (source, line, expected) in [
        (
            "security",
            "Failed to find a valid digest in the 'integrity' attribute for resource 'https://phone.mirabridge.cloud/a.js' with computed SHA-256 integrity 'x='. The resource has been blocked.",
            Some((Blocker::Integrity, Resource::Script)),
        ),
        (
            "security",
            "Refused to apply style from 'https://phone.mirabridge.cloud/a.css' because its MIME type ('text/html') is not a supported stylesheet MIME type, and strict MIME checking is enabled.",
            Some((Blocker::MimeType, Resource::Other)),
        ),
        (
            "javascript",
            "Failed to load module script: Expected a JavaScript-or-Wasm module script but the server responded with a MIME type of \"text/html\".",
            Some((Blocker::MimeType, Resource::Script)),
        ),
        (
            "security",
            "Blocked script execution in 'about:blank' because the document's frame is sandboxed",
            Some((Blocker::Other, Resource::Script)),
        ),
        (
            "network",
            "Failed to load resource: net::ERR_BLOCKED_BY_CLIENT",
            None,
        ),
        (
            "security",
            "Refused to load the script 'x' because it violates the following Content Security Policy directive",
            None,
        ),
    ] {
        let mut observer = opened();
        let entry = json!({"source": source, "level": "error", "text": line, "url": PAGE});
        happens(&mut observer, "Log.entryAdded", &json!({"entry": entry}));
        let found = events(observer).into_iter().next().map(|what| match what {
            What::Blocked { by, resource, .. } => (by, resource),
            other => panic!("{other:?}"),
        });
        assert_eq!(found, expected, "{line}");
    }
}

/// A button may come after a while, and a page that goes on with something else comes to rest.
#[test]
fn a_page_without_a_sign_in_is_waited_for() {
    let mut observer = opened();
    shows(&mut observer, "f", PAGE);
    let mut tried = 0;
    let end = (0..1000).find_map(|tick| {
        let now = 5 + tick * 25;
        let mut message = None;
        loop {
            match observer.step(message, now) {
                Break(end) => return Some((now, end)),
                Continue(commands) => {
                    let command = commands.into_iter().next()?;
                    // A page that was clicked in may open windows.
                    assert_eq!(command.params["userGesture"], false);
                    tried += 1;
                    let result = Ok(json!({"result": {"value": ""}}));
                    message = Some(Message::Reply {
                        id: command.id,
                        result,
                    });
                }
            }
        }
    });
    let (at, end) = end.expect("an end");
    assert_eq!(end, VisitEnd::Quiet);
    assert!((PATIENCE..PATIENCE + 2 * SETTLE).contains(&at), "{at}");
    assert!(tried > 4, "{tried}");
}

/// What is late holds up neither a look nor the end with a login page; it is told as what did not come.
#[test]
fn a_late_script_is_not_waited_for_with_a_login_page() {
    let mut observer = opened();
    shows(&mut observer, "f", PAGE);
    request(
        &mut observer,
        "1",
        "Script",
        "https://phone.mirabridge.cloud/a.js",
    );
    observer.now = LATE;
    assert!(observer.is_busy());
    observer.now = LATE + 5;
    assert!(!observer.is_busy());
    observer.now = 10 * PATIENCE;
    assert!(!observer.is_at_rest());
    shows(&mut observer, "f", "https://login.mypurecloud.de/?rid=1");
    request(
        &mut observer,
        "2",
        "Script",
        "https://login.mypurecloud.de/a.js",
    );
    assert!(observer.is_at_rest());
    let visit = observer.finish("", VisitEnd::Quiet, 0, 10 * LATE);
    let late = visit.events.last().expect("an event");
    assert!(matches!(&late.what, What::Failed { error, .. } if error == NOT_COME));
}

/// A frame without room is one that nobody can sign in in.
#[test]
fn a_login_page_in_a_frame_counts_where_it_is_seen() {
    let mut observer = opened();
    shows(&mut observer, "f", PAGE);
    let attached = json!({"frameId": "g", "parentFrameId": "f"});
    happens(&mut observer, "Page.frameAttached", &attached);
    shows(&mut observer, "g", "https://login.mypurecloud.de/?rid=1");
    let value = |is_seen| json!({"result": {"value": is_seen}});
    for (seen, is_seen) in [
        (Err("gone"), false),
        (Ok(&value(true)), true),
        (Ok(&value(false)), false),
    ] {
        observer.look();
        let commands = std::mem::take(&mut observer.commands);
        assert_eq!(
            methods(&commands),
            ["Runtime.evaluate", "DOM.getFrameOwner"]
        );
        let owner = json!({"backendNodeId": 7});
        let command = reply(&mut observer, "s", Then::Owner(1), Ok(&owner));
        assert_eq!(command[0].params, owner);
        let element = json!({"object": {"objectId": "8"}});
        let command = reply(&mut observer, "s", Then::Owner(1), Ok(&element));
        assert_eq!(methods(&command), ["Runtime.callFunctionOn"]);
        reply(&mut observer, "s", Then::Seen(1), seen);
        assert_eq!(observer.is_at_login(), is_seen);
    }
    // A frame that is taken away shows nothing any more.
    reply(&mut observer, "s", Then::Seen(1), Ok(&value(true)));
    let gone = json!({"frameId": "g", "reason": "remove"});
    happens(&mut observer, "Page.frameDetached", &gone);
    assert!(!observer.is_at_login());
    assert_eq!(events(observer).last(), Some(&What::WindowClosed));
}

/// It has no session of its own, and is looked at in its own context.
#[test]
fn a_login_page_in_a_frame_of_its_site_is_read() {
    let mut observer = opened();
    shows(&mut observer, "f", PAGE);
    let attached = json!({"frameId": "g", "parentFrameId": "f"});
    happens(&mut observer, "Page.frameAttached", &attached);
    for (id, is_default) in [(7, true), (8, false)] {
        let data = json!({"frameId": "g", "isDefault": is_default});
        let context = json!({"context": {"id": id, "auxData": data}});
        happens(&mut observer, "Runtime.executionContextCreated", &context);
    }
    shows(&mut observer, "g", "https://login.mypurecloud.de/?rid=1");
    observer.look();
    let commands = std::mem::take(&mut observer.commands);
    let contexts: Vec<_> = commands
        .iter()
        .map(|command| &command.params["contextId"])
        .collect();
    assert_eq!(contexts, [&json!(null), &json!(7), &json!(null)]);
    let shown = json!({"result": {"value": ["Title", "invalid_client", "Log in", ""]}});
    assert!(observer.is_waiting());
    reply(&mut observer, "s", Then::Look(1), Ok(&shown));
    assert_eq!(observer.clickable(), None);
    assert_eq!(visit(observer).places[1].text, "invalid_client");
}

/// Of several alike, one is written down: it goes where something caught all of them, as far as they were counted.
#[test]
fn a_failure_that_was_caught_later_is_none() {
    let told = |thrown: usize, caught: usize| {
        let mut observer = opened();
        for id in 0..thrown {
            let details = json!({"exceptionId": id, "text": "Uncaught (in promise)", "url": PAGE, "lineNumber": 1});
            happens(
                &mut observer,
                "Runtime.exceptionThrown",
                &json!({"exceptionDetails": details}),
            );
        }
        for id in 0..caught {
            happens(
                &mut observer,
                "Runtime.exceptionRevoked",
                &json!({"exceptionId": id}),
            );
        }
        let events = visit(observer).events;
        events
            .iter()
            .any(|event| matches!(event.what, What::Exception { .. }))
    };
    assert_eq!(
        [told(1, 0), told(1, 1), told(3, 2), told(3, 3)],
        [true, false, true, false]
    );
    assert!(told(MOST_COMMANDS + 1, MOST_COMMANDS));
}

/// The login of an organization's own provider is where a page or a frame goes; a script may ask there for anything.
#[test]
fn a_login_that_was_withheld_counts_where_the_page_was_to_go() {
    for (kind, counts) in [("Document", true), ("Fetch", false), ("Image", false)] {
        let mut observer = opened();
        shows(&mut observer, "f", PAGE);
        let url = "https://login.example.com/.well-known/openid-configuration";
        request(&mut observer, "1", kind, url);
        fail(&mut observer, "1", json!({}));
        assert_eq!(observer.is_at_login(), counts, "{kind}");
    }
}

/// It may show a form later, or lead away; what this tool itself kept from it may have been the form.
#[test]
fn a_login_page_counts_where_somebody_can_sign_in() {
    let mut observer = opened();
    shows(&mut observer, "f", "https://login.mypurecloud.de/?rid=1");
    let look = |observer: &mut Observer, use_of_it: &str| {
        let shown = json!({"result": {"value": ["Title", "Text", "", use_of_it]}});
        reply(observer, "s", Then::Look(0), Ok(&shown));
        observer.is_at_login()
    };
    assert!(observer.is_at_login());
    assert_eq!(
        ["", "usable", ""].map(|use_of_it| look(&mut observer, use_of_it)),
        [false, true, false]
    );
    // What went wrong in a look shows no use of it, and one without an answer shows nothing.
    assert!(look(&mut observer, "usable"));
    reply(&mut observer, "s", Then::Look(0), Err("gone"));
    assert!(observer.is_at_login());
    let thrown = json!({"result": {"type": "object"}, "exceptionDetails": {"text": "Uncaught"}});
    reply(&mut observer, "s", Then::Look(0), Ok(&thrown));
    assert!(!observer.is_at_login());
    let failed = json!({"requestId": "0", "errorText": "net::ERR_CONNECTION_RESET"});
    request(
        &mut observer,
        "0",
        "Script",
        "https://login.mypurecloud.de/a.js",
    );
    happens(&mut observer, "Network.loadingFailed", &failed);
    assert!(!look(&mut observer, ""));
    let withheld = json!({"requestId": "1", "errorText": "net::ERR_BLOCKED_BY_CLIENT"});
    request(&mut observer, "1", "Script", "https://cdn.example/a.js");
    happens(&mut observer, "Network.loadingFailed", &withheld);
    assert!(look(&mut observer, ""));
    assert!(!visit(observer).places[0].is_hidden);
}

/// Such as a retry that never succeeds.
#[test]
fn frames_without_end_lead_nowhere() {
    let mut observer = opened();
    shows(&mut observer, "f", PAGE);
    for number in 0..20 {
        observer.active_at = 0;
        let attached = json!({"frameId": format!("g{number}"), "parentFrameId": "f"});
        happens(&mut observer, "Page.frameAttached", &attached);
        assert_eq!(observer.active_at > 0, number < MOST_FRAMES);
    }
}

fn says(observer: &mut Observer, kind: &str, line: &str) {
    let line = json!({"type": kind, "args": [{"value": line}]});
    happens(observer, "Runtime.consoleAPICalled", &line);
}

/// Whatever a page writes, moves or shows, what a finding rests on is kept.
#[test]
fn a_flood_of_harmless_events_leaves_room_for_findings() {
    let lines: &dyn Fn(&mut Observer, usize) = &|observer, number| {
        says(observer, "error", &format!("cannot draw icon {number}"));
    };
    let moves: &dyn Fn(&mut Observer, usize) = &|observer, number| {
        let url = format!("{PAGE}#/page/{number}");
        happens(
            observer,
            "Page.navigatedWithinDocument",
            &json!({"url": url}),
        );
    };
    let dialogs: &dyn Fn(&mut Observer, usize) = &|observer, number| {
        let message = json!({"message": format!("Hello {number}")});
        happens(observer, "Page.javascriptDialogOpening", &message);
    };
    for flood in [lines, moves, dialogs] {
        let mut observer = opened();
        for number in 0..2 * Visit::MOST_EVENTS {
            flood(&mut observer, number);
        }
        says(&mut observer, "log", "OAuth error: invalid_client");
        let error = "https://login.mypurecloud.de/#/error?errorKey=invalidClientId";
        happens(
            &mut observer,
            "Page.navigatedWithinDocument",
            &json!({"url": error}),
        );
        let visit = visit(observer);
        assert!(visit.is_complete() && visit.harmless_dropped >= Visit::MOST_EVENTS);
        let kept = visit.events.iter().rev().take(2);
        let kept: Vec<_> = kept
            .map(|event| super::journal::is_harmless(&event.what))
            .collect();
        assert_eq!(kept, [false, false]);
    }
}

/// Once is enough: a page that polls an API that is not there, or fails in a timer.
#[test]
fn what_happens_again_and_again_is_kept_once() {
    let mut observer = opened();
    for number in 0..1000 {
        let id = number.to_string();
        request(
            &mut observer,
            &id,
            "Fetch",
            "https://api.mypurecloud.de/news",
        );
        let response = json!({"requestId": id, "response": {"status": 401}});
        happens(&mut observer, "Network.responseReceived", &response);
        happens(
            &mut observer,
            "Network.loadingFinished",
            &json!({"requestId": id}),
        );
        let details = json!({"text": "Uncaught", "exception": {"description": "Error: x"}});
        happens(
            &mut observer,
            "Runtime.exceptionThrown",
            &json!({"exceptionDetails": details}),
        );
    }
    let visit = visit(observer);
    assert!(visit.is_complete());
    assert_eq!(visit.events.len(), 2);
}

#[test]
fn what_a_page_shows_is_cut() {
    let mut observer = opened();
    let shown = json!({"result": {"value": ["x".repeat(100_000), "x".repeat(100_000)]}});
    reply(&mut observer, "s", Then::Look(0), Ok(&shown));
    reply(&mut observer, "s", Then::Opened, Err(&"x".repeat(100_000)));
    assert!(size(&observer) < 10_000);
}

/// A frame, beside the page, in which there is something to click.
fn with_button() -> Observer {
    let mut observer = opened();
    for (frame, words) in [("s", ""), ("g", "Sign in"), ("h", "Log in")] {
        if frame != "s" {
            attach(&mut observer, frame, "iframe", frame, "f");
        }
        let shown = json!({"result": {"value": ["Title", "Text", words]}});
        let place = observer.place_of(frame);
        reply(&mut observer, frame, Then::Look(place), Ok(&shown));
    }
    observer
}

#[test]
fn one_frame_that_shows_a_button_is_clicked_in_and_the_first_click_is_the_last() {
    let clicked = |words: &str| json!({"result": {"value": words}});
    let mut observer = with_button();
    assert_eq!(sessions(click(&mut observer)), ["g"]);
    assert!(observer.is_waiting());
    assert_eq!(sessions(click(&mut observer)), [""; 0]);
    // It was gone: that was no click.
    assert!(reply(&mut observer, "g", Then::Click, Ok(&clicked(""))).is_empty());
    assert_eq!(sessions(click(&mut observer)), ["g"]);
    reply(&mut observer, "g", Then::Click, Ok(&clicked("Sign in")));
    assert_eq!(sessions(click(&mut observer)), [""; 0]);
    assert!(!observer.is_waiting());
    let events = visit(observer).events;
    let places: Vec<_> = events.iter().map(|event| event.place).collect();
    assert_eq!(places, [1]);
}

/// It may have clicked, and that is what took it away.
#[test]
fn a_frame_that_vanished_while_it_was_asked_to_click_is_not_followed_by_another() {
    let error = json!({"result": {}, "exceptionDetails": {"text": "Uncaught"}});
    let vanish: [&dyn Fn(&mut Observer); 3] = [
        &|observer| drop(reply(observer, "g", Then::Click, Err("gone"))),
        &|observer| drop(reply(observer, "g", Then::Click, Ok(&error))),
        &|observer| {
            let gone = json!({"sessionId": "g"});
            hear(observer, "", "Target.detachedFromTarget", &gone);
        },
    ];
    for vanish in vanish {
        let mut observer = with_button();
        click(&mut observer);
        vanish(&mut observer);
        assert!(!observer.is_waiting());
        assert!(click(&mut observer).is_empty());
    }
}

#[test]
fn nobody_waits_for_the_looks_of_a_window_that_closed() {
    let mut observer = opened();
    attach(&mut observer, "g", "iframe", "g", "f");
    observer.look();
    assert_eq!(std::mem::take(&mut observer.commands).len(), 2);
    reply(&mut observer, "s", Then::Look(0), Ok(&json!({})));
    assert!(observer.is_waiting());
    hear(
        &mut observer,
        "",
        "Target.detachedFromTarget",
        &json!({"sessionId": "g"}),
    );
    assert!(!observer.is_waiting());
}

fn shows(observer: &mut Observer, frame: &str, url: &str) {
    let frame = json!({"frame": {"id": frame, "loaderId": "l", "url": url}});
    happens(observer, "Page.frameNavigated", &frame);
}

#[test]
fn one_window_that_comes_to_the_login_five_times_is_in_a_loop() {
    let login = |time: usize| format!("https://login.mypurecloud.de/?rid={time}");
    let mut observer = opened();
    for time in 1..=5 {
        assert!(!observer.looped);
        shows(&mut observer, "f", &login(time));
        shows(&mut observer, "f", PAGE);
    }
    assert!(observer.looped);
    // Not several frames of one page, nor a frame that refreshes itself; that leads nowhere.
    let mut observer = opened();
    for time in 1..=20 {
        let frame = format!("g{time}");
        let attached = json!({"frameId": frame, "parentFrameId": "f"});
        happens(&mut observer, "Page.frameAttached", &attached);
        shows(&mut observer, &frame, &login(time));
        observer.active_at = 0;
        shows(&mut observer, "f", PAGE);
    }
    assert!(!observer.looped);
    assert_eq!(observer.active_at, 0);
}

#[test]
fn messages_of_any_form_are_survived() {
    let mut observer = opened();
    for method in [
        "Target.attachedToTarget",
        "Target.detachedFromTarget",
        "Page.frameAttached",
        "Page.frameDetached",
        "Page.frameNavigated",
        "Page.lifecycleEvent",
        "Page.javascriptDialogOpening",
        "Network.requestWillBeSent",
        "Network.responseReceived",
        "Network.loadingFailed",
        "Runtime.consoleAPICalled",
        "Runtime.exceptionThrown",
        "Runtime.bindingCalled",
        "Log.entryAdded",
        "Audits.issueAdded",
        "Never.heardOf",
    ] {
        for params in [
            json!(null),
            json!({}),
            json!([1]),
            json!({"frame": 1, "args": {}, "issue": []}),
            json!({"exceptionDetails": {"lineNumber": u64::MAX}}),
        ] {
            hear(&mut observer, "nobody", method, &params);
        }
    }
    assert!(visit(observer).is_bounded());
}

fn window() -> Message {
    Message::Event {
        session: String::new(),
        method: "Target.attachedToTarget".to_owned(),
        params: json!({"sessionId": "s", "targetInfo": {"targetId": "f", "type": "page"}}),
    }
}

/// A window was opened, and every command answered like this until there are no more, or it ends.
fn answered(result: &Result<Value, String>) -> (Observer, Option<VisitEnd>) {
    let (mut conversation, begin) = Observer::begin("", PageHosts::default());
    let first = begin.first().expect("a command");
    assert_eq!(first.id, Command::VERSION + 1);
    let mut open = VecDeque::from(begin);
    open.extend(
        conversation
            .step(Some(window()), 0)
            .continue_value()
            .expect("commands"),
    );
    while let Some(Command { id, .. }) = open.pop_front() {
        let result = result.clone();
        match conversation.step(Some(Message::Reply { id, result }), 0) {
            Continue(more) => open.extend(more),
            Break(end) => return (conversation, Some(end)),
        }
    }
    (conversation, None)
}

/// The number of the one command there is, and whether it is a click.
fn command(step: ControlFlow<VisitEnd, Vec<Command>>) -> (u64, bool) {
    let commands = step.continue_value().expect("a command");
    let [command] = &commands[..] else {
        panic!("{commands:?}");
    };
    (
        command.id,
        command.params["userGesture"].as_bool().expect("a script"),
    )
}

#[test]
fn a_quiet_page_is_looked_at_and_clicked_and_looked_at_again() {
    let (mut talk, end) = answered(&Ok(json!({})));
    assert_eq!(end, None);
    let nothing = |step: ControlFlow<_, Vec<Command>>| {
        assert_eq!(
            step.continue_value().map(|commands| commands.len()),
            Some(0)
        );
    };
    let clicked = |id| {
        let result = Ok(json!({"result": {"value": "Sign in"}}));
        Some(Message::Reply { id, result })
    };
    nothing(talk.step(None, SETTLE - 1));
    let (look, is_click) = command(talk.step(None, SETTLE));
    assert!(!is_click);
    nothing(talk.step(None, 2 * SETTLE));
    let looked = |id| {
        let result = Ok(json!({"result": {"value": ["Title", "Text", "Sign in"]}}));
        Some(Message::Reply { id, result })
    };
    let (click, is_click) = command(talk.step(looked(look), 2 * SETTLE));
    assert!(is_click);
    nothing(talk.step(None, 3 * SETTLE));
    // What was clicked may lead to more.
    nothing(talk.step(clicked(click), 3 * SETTLE));
    nothing(talk.step(None, 4 * SETTLE - 1));
    let (look, is_click) = command(talk.step(None, 4 * SETTLE));
    assert!(!is_click);
    let end = talk.step(looked(look), 4 * SETTLE);
    assert_eq!(end.break_value(), Some(VisitEnd::Quiet));
}

#[test]
fn it_ends_where_the_page_cannot_be_opened() {
    let (talk, end) = answered(&Err("no".to_owned()));
    assert_eq!(end, Some(VisitEnd::Quiet));
    assert_eq!(talk.not_opened(), Some("no"));
}

#[test]
fn a_silence_lets_the_page_be_looked_at() {
    let window = r#"{"method": "Target.attachedToTarget", "params": {"sessionId": "s", "targetInfo": {"targetId": "f", "type": "page"}}}"#;
    let opened: Vec<_> = (2..19)
        .map(|id| format!(r#"{{"id": {id}, "result": {{}}}}"#))
        .collect();
    let look = r#"{"id": 19, "result": {"result": {"value": ["Title", "Text", "Sign in"]}}}"#;
    let click = r#"{"id": 20, "result": {"result": {"value": "Sign in"}}}"#;
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
