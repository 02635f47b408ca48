//! A redirect URI, from the argument to the server and into whatever is written.

use crate::answers::{refusal, sign_in, to_sign_in};
use crate::ask::Ask;
use crate::world::{CLIENT_ID, HOME, ask_target};
use mirabridge_oauth::finding::Selection;
use mirabridge_oauth::genesys::{ClientId, Deployment, Grant, RedirectUri, Region, Target};
use mirabridge_oauth::recording::Recording;
use mirabridge_oauth::report::{Format, RenderOptions, Report, Run};
use proptest::prelude::*;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::SystemTime;

/// What means something to one of the formats, or to a URL, and is none of the characters that are spelled out.
fn uris() -> impl Strategy<Value = String> {
    "[a-z]{1,5}:(//)?[!\"$-?A-~äßЖ€😀]{0,30}(h/[!\"$-~äßЖ€😀]{0,30})?"
}

fn target(uris: &[&str]) -> Target {
    let uris = uris
        .iter()
        .map(|uri| RedirectUri::new(uri).expect("a redirect URI"));
    Target::new(
        Region::parse(HOME).expect("a region"),
        ClientId::parse(CLIENT_ID).expect("a client id"),
        Deployment::default(),
        Grant::Implicit,
        uris.collect(),
    )
}

fn written(report: &Report, format: Format) -> String {
    let options = RenderOptions {
        colour: false,
        unicode: true,
        verbose: false,
        quiet: false,
        width: usize::MAX,
    };
    report.render(format, options)
}

/// What may differ between a run and its replay: where the evidence comes from.
fn replayed(report: &Report) -> Value {
    let mut document: Value =
        serde_json::from_str(&written(report, Format::Json)).expect("a report is JSON");
    document["evidence"] = Value::Null;
    document
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_redirect_uri_is_the_same_everywhere(refused in uris(), accepted in uris()) {
        prop_assume!(refused != accepted);
        let target = target(&[&refused, &accepted]);
        let asked = RefCell::new(BTreeSet::new());
        let evidence = ask_target(&target, |ask: &Ask| {
            if ask.is_at_home() && ask.is_real() {
                asked.borrow_mut().insert(ask.redirect_uri());
            }
            match ask {
                _ if !ask.is_authorization() => sign_in(),
                _ if ask.is_at_home() && ask.is_real() && ask.redirect_uri() == accepted => {
                    to_sign_in(ask.number)
                }
                _ => refusal(),
            }
        });
        // The server was asked for both, byte for byte.
        prop_assert!(asked.borrow().contains(&refused) && asked.borrow().contains(&accepted));

        let recording = Recording::new(
            target.clone(), &evidence, SystemTime::UNIX_EPOCH, Vec::new(), None);
        let report = |target: &Target, evidence| {
            let run = Run::new(evidence, SystemTime::UNIX_EPOCH, Vec::new());
            Report::new(target, run, &Selection::default())
        };
        let live = report(&target, recording.evidence.clone());
        let read = Recording::from_json(&recording.to_json()).expect("a recording");
        prop_assert_eq!(&read.target, &target);
        let document = replayed(&live);
        prop_assert_eq!(&document, &replayed(&report(&read.target, read.evidence)));

        // The report names it, and what to paste is it.
        prop_assert_eq!(&document["setup"]["redirect_uris"][0], &refused);
        let results = document["results"].as_array().expect("results");
        let wrong = results
            .iter()
            .find(|result| result["subject"] == *refused && result["status"] == "fail");
        prop_assert!(wrong.is_some(), "{:#}", document["results"]);
        let wrong = wrong.expect("it was looked for");
        let line = |text: &str| text.lines().any(|line| line.trim() == refused);
        if wrong["paste"].as_array().is_some_and(|paste| !paste.is_empty()) {
            prop_assert_eq!(&wrong["paste"][0], &refused);
            let human = written(&live, Format::Human);
            prop_assert!(line(&human), "{}", human);
            let markdown = written(&live, Format::Markdown);
            prop_assert!(line(&markdown), "{}", markdown);
        }
        // Viewers of SARIF make a link of `[words](address)`.
        let shown = refused.replace("](", "] (");
        let sarif: Value = serde_json::from_str(&written(&live, Format::Sarif)).expect("JSON");
        let mut results = sarif["runs"][0]["results"].as_array().expect("results").iter();
        let told = results.any(|result| {
            let text = result["message"]["text"].as_str();
            text.is_some_and(|text| text.contains(&shown))
        });
        prop_assert!(told);
    }
}
