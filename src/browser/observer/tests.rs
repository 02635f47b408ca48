//! Events as a browser tells them, and what is made of them.

use super::{Observer, Then};
use crate::genesys::{ClientId, Deployment, Grant, Region, Target};
use crate::probe::{Blocker, PageHosts, Resource, Visit, VisitEnd, What};
use serde_json::{Value, json};

const PAGE: &str = "https://phone.mirabridge.cloud/init";

fn observer() -> Observer {
    let id = "1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901";
    let target = Target::new(
        Region::parse("mypurecloud.de").expect("a region"),
        ClientId::parse(id).expect("an id").client_id,
        Deployment::default(),
        Grant::Implicit,
        Vec::new(),
    );
    Observer::new(PAGE, PageHosts::of(&target, []))
}

/// A window that was opened and told to go to the page.
fn opened() -> Observer {
    let mut observer = observer();
    let orders = attach(&mut observer, "s", "page", "f", "");
    for order in &orders {
        assert_eq!(order.then, Then::Setup, "{order:?}");
    }
    for number in 1..=orders.len() {
        let then = observer.reply("s", Then::Setup, Ok(&json!({})));
        let methods: Vec<_> = then.iter().map(|order| order.method).collect();
        // The address is given only when everything is listened to.
        if number < orders.len() {
            assert!(methods.is_empty(), "{methods:?}");
        } else {
            assert_eq!(
                methods,
                ["Runtime.runIfWaitingForDebugger", "Page.navigate"]
            );
        }
    }
    assert!(observer.is_busy(0));
    observer.reply("s", Then::Opened, Ok(&json!({})));
    assert!(!observer.is_busy(0));
    observer
}

fn attach(
    observer: &mut Observer,
    session: &str,
    kind: &str,
    target: &str,
    opener: &str,
) -> Vec<super::Command> {
    let info = json!({"targetId": target, "type": kind, "openerFrameId": opener});
    let params = json!({"sessionId": session, "targetInfo": info, "waitingForDebugger": true});
    observer.event("", "Target.attachedToTarget", &params, 1)
}

fn tell(observer: &mut Observer, method: &str, params: &Value) {
    observer.event("s", method, params, 5);
}

fn request(observer: &mut Observer, id: &str, kind: &str, url: &str) {
    let params = json!({"requestId": id, "loaderId": "l", "frameId": "f", "type": kind, "request": {"url": url}});
    tell(observer, "Network.requestWillBeSent", &params);
}

fn fail(observer: &mut Observer, id: &str, more: Value) {
    let mut params = json!({"requestId": id, "errorText": "net::ERR_FAILED"});
    if let (Some(params), Value::Object(more)) = (params.as_object_mut(), more) {
        params.extend(more);
    }
    tell(observer, "Network.loadingFailed", &params);
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
    assert!(observer.is_busy(5));
    tell(
        &mut observer,
        "Network.loadingFinished",
        &json!({"requestId": "1"}),
    );
    assert!(!observer.is_busy(5));
    // Data that a script waits for may be a wait for news.
    request(
        &mut observer,
        "2",
        "Fetch",
        "https://api.mypurecloud.de/news",
    );
    assert!(observer.is_busy(5) && !observer.is_busy(60_000));
    // The next document ends what the one before it asked for.
    request(
        &mut observer,
        "3",
        "Image",
        "https://phone.mirabridge.cloud/a.png",
    );
    let frame = json!({"frame": {"id": "f", "loaderId": "m", "url": PAGE}});
    tell(&mut observer, "Page.frameNavigated", &frame);
    assert!(!observer.is_busy(5));
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
    let kept_in = |url: &str| What::KeptIn {
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
            kept_in("https://evil.example/e.js?token=***"),
            kept_in("http://phone.mirabridge.cloud/f.js"),
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
            tell(&mut observer, "Audits.issueAdded", &issue);
        }
        fail(&mut observer, "1", json!({"blockedReason": "csp"}));
        if !issue_first {
            tell(&mut observer, "Audits.issueAdded", &issue);
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
            json!({"x-frame-options": "DENY", "content-security-policy": "default-src 'self'; frame-ancestors 'none'"}),
            Blocker::FrameAncestors,
            "frame-ancestors 'none'",
        ),
    ] {
        let mut observer = opened();
        tell(
            &mut observer,
            "Page.frameAttached",
            &json!({"frameId": "g", "parentFrameId": "f"}),
        );
        let params = json!({"requestId": "1", "frameId": "g", "type": "Document", "request": {"url": "https://apps.mypurecloud.de/"}});
        tell(&mut observer, "Network.requestWillBeSent", &params);
        let response = json!({"requestId": "1", "type": "Document", "response": {"status": 200, "headers": headers}});
        tell(&mut observer, "Network.responseReceived", &response);
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
    let orders = attach(&mut observer, "t", "page", "w", "f");
    assert!(orders.len() > 1);
    let again = attach(&mut observer, "u", "page", "w", "f");
    let methods: Vec<_> = again.iter().map(|order| order.method).collect();
    assert_eq!(methods, ["Runtime.runIfWaitingForDebugger"]);
    let pictured: Vec<_> = observer
        .pictures()
        .into_iter()
        .map(|order| (order.session, order.method))
        .collect();
    let of = |session: &str| (session.to_owned(), "Page.captureScreenshot");
    assert_eq!(pictured, [of("s"), of("t")]);
    let visit = visit(observer);
    let parents: Vec<_> = visit.places.iter().map(|place| place.parent).collect();
    assert_eq!(parents, [None, Some(0)]);
    assert_eq!(visit.events.len(), 1);
}

#[test]
fn what_a_page_reports_of_windows_is_not_trusted() {
    let mut observer = opened();
    for payload in [
        r#"["https://a.example/?code=abc", false, false]"#,
        "nonsense",
        "[1, 2]",
        r#"{"url": "x"}"#,
    ] {
        let params = json!({"name": "mirabridgeOauthWindow", "payload": payload});
        tell(&mut observer, "Runtime.bindingCalled", &params);
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

#[test]
fn a_page_cannot_fill_the_memory() {
    let mut observer = opened();
    for number in 0..500 {
        let args = json!([{"value": format!("line {number} {}", "x".repeat(3_000))}]);
        tell(
            &mut observer,
            "Runtime.consoleAPICalled",
            &json!({"type": "log", "args": args}),
        );
        let frame = json!({"frameId": format!("g{number}"), "parentFrameId": "f"});
        tell(&mut observer, "Page.frameAttached", &frame);
    }
    let visit = visit(observer);
    assert!(visit.is_bounded() && visit.dropped > 0 && !visit.is_complete());
}

#[test]
fn the_fifth_time_is_a_loop() {
    let mut observer = opened();
    for time in 1..=5 {
        assert!(!observer.is_loop());
        let url = format!("https://login.mypurecloud.de/?rid={time}");
        let frame = json!({"frame": {"id": "f", "loaderId": "l", "url": url}});
        tell(&mut observer, "Page.frameNavigated", &frame);
    }
    assert!(observer.is_loop());
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
            observer.event("nobody", method, &params, 1);
        }
    }
    assert!(visit(observer).is_bounded());
}
