//! What holds of an audit, whatever the Platform API answers.

use super::gathered::Gathered;
use super::{Audit, Plan, TokenKind};
use crate::finding::Selection;
use crate::genesys::{Grant, Region};
use crate::platform_api::testing::client_json as client;
use crate::platform_api::{Answer, Credentials, Mask, Secret, call, kept};
use crate::probe::{Exchange, Probe, Reply};
use crate::report::testing::PLAIN;
use crate::report::{Format, RenderOptions, Run};
use clap::ValueEnum as _;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::{collection, proptest};
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

const TOKEN: &str = "token-of-the-administrator";
const SECRET: &str = "secret-of-a-client";

/// An audit at an organization that is a function.
fn audited(server: impl Fn(&str) -> (u16, String)) -> Audit {
    let credentials = Credentials::Token(Secret::parse(TOKEN).expect("a token"));
    let mask = Mask::of(&credentials);
    let plan = Plan {
        region: Region::parse("mypurecloud.de").expect("a region"),
        client_id: None,
        grant: Grant::Implicit,
        days: None,
        baseline: None,
        credentials,
        token: TokenKind::Environment,
    };
    let mut answers = Gathered::default();
    let ask = |answers: &mut Gathered, probe: Probe| {
        let (status, body) = server(&probe.url);
        let json = [("content-type", &b"application/json"[..])];
        let observation = Ok(Reply::new(
            status,
            json,
            &kept(status, body.as_bytes(), &mask),
        ));
        answers.evidence.push(Exchange {
            round: 1,
            probe: probe.clone(),
            observation: observation.clone(),
            elapsed: Duration::ZERO,
        });
        Answer {
            probe,
            observation,
            body: body.into_bytes(),
            mask: mask.clone(),
        }
    };
    let token = ask(&mut answers, call::token(&plan.region)).value();
    answers.token = Some(token);
    let mut next = Some(call::clients(&plan.region));
    while let Some(probe) = next {
        let answer = ask(&mut answers, probe);
        next = answers.take_page(&plan, &answer);
    }
    for id in answers.to_ask() {
        let answer = ask(&mut answers, call::client(&plan.region, &id));
        answers.take_client(&plan, &id, &answer);
    }
    answers.end(&plan, false);
    let run = |evidence| Run::new(evidence, SystemTime::UNIX_EPOCH, Vec::new());
    Audit::new(plan, answers, run, &Selection::default())
}

/// A report in every format.
fn rendered(audit: &Audit) -> Vec<String> {
    let options = RenderOptions {
        verbose: true,
        ..PLAIN
    };
    let formats = Format::value_variants().iter();
    formats
        .map(|format| audit.render(*format, options))
        .collect()
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        prop_oneof![
            Just(TOKEN),
            Just(SECRET),
            Just("active"),
            Just("ACTIVE"),
            Just("inactive"),
            Just("TOKEN"),
            Just("CODE"),
            Just(""),
            Just("\u{1b}]0;x\u{7}\u{202e}"),
            Just("https://phone.mirabridge.cloud"),
            Just("a\u{0}|`<b>"),
            Just("=1+1"),
        ]
        .prop_map(|text| json!(text)),
        collection::vec(
            prop_oneof![
                Just(json!(TOKEN)),
                Just(json!("https://phone.mirabridge.cloud")),
                Just(json!(1)),
                Just(json!({SECRET: TOKEN}))
            ],
            0..4
        )
        .prop_map(Value::from),
        Just(json!({"id": TOKEN, "name": SECRET, TOKEN: {SECRET: TOKEN}})),
    ]
}

fn name() -> impl Strategy<Value = &'static str> {
    let names = [
        "id",
        "name",
        "description",
        "authorizedGrantType",
        "registeredRedirectUri",
        "scope",
        "state",
        "dateToDelete",
        "accessTokenValiditySeconds",
        "dateCreated",
        "createdBy",
        "modifiedBy",
        "roleIds",
        "somethingNew",
        TOKEN,
    ];
    proptest::sample::select(names.to_vec())
}

proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 60, ..Default::default() })]

    #[test]
    fn no_secret_is_shown_and_a_pass_needs_a_readable_active_registration(
        changes in collection::vec((name(), value()), 0..4),
        left_out in collection::vec(name(), 0..2),
        next in value(),
        total in value(),
        single in prop_oneof![Just(None), (200_u16..600, prop_oneof![
            Just(json!({"message": TOKEN, "code": TOKEN})), Just(json!(TOKEN)), Just(json!([TOKEN])), Just(client(&json!({"name": TOKEN}))),
        ]).prop_map(Some)],
    ) {
        let mut listed = client(&json!({"secret": SECRET, "note": SECRET}));
        for (name, value) in changes {
            listed[name] = value;
        }
        let whole = listed.clone();
        let fields = listed.as_object_mut().expect("an object");
        for name in &left_out {
            fields.remove(*name);
        }
        let server = |url: &str| {
            let (_, path) = url.split_once("/api/v2/").expect("it is asked there");
            let page = json!({"entities": [listed, listed, 7], "nextUri": next, "total": total});
            match (path, &single) {
                ("oauth/clients", _) => (200, page.to_string()),
                (path, Some((status, body))) if path.starts_with("oauth/clients/") => (*status, body.to_string()),
                (path, None) if path.starts_with("oauth/clients/") => (200, whole.to_string()),
                _ => (200, json!({"organization": {"id": TOKEN, "name": format!("a{TOKEN}")}, "authorizedScope": [TOKEN]}).to_string()),
            }
        };
        let audit = audited(server);
        let texts = rendered(&audit);
        for text in &texts {
            assert!(!text.contains(TOKEN) && !text.contains(SECRET), "{text}");
            assert!(!text.contains(['\u{1b}', '\u{202e}', '\0']), "{text}");
        }
        assert_eq!(texts, rendered(&audited(server)));
        let report: Value = serde_json::from_str(&audit.render(Format::Json, PLAIN)).expect("JSON");
        for told in report["clients"].as_array().expect("clients") {
            if ["pass", "warn"].contains(&told["verdict"].as_str().expect("a word")) {
                assert!(told["state"].as_str().is_some_and(|state| state.eq_ignore_ascii_case("active")), "{told:#}");
                assert!(told["grant"] == "TOKEN" && told["scopes"].is_array(), "{told:#}");
                assert_eq!(told["redirect_uris"].as_array().map_or(0, Vec::len), 3, "{told:#}");
            }
        }
        // An entry of the list is none.
        assert_ne!(report["verdict"], "pass");
    }
}
