//! A report with hostile text in every place that can hold any, for the tests of the formats.

use super::{Entry, Report, Run, Signal, Subject};
use crate::checks;
use crate::checks::{FailOn, Outcome, Rule, Verdict};
use crate::classify::Basis;
use crate::genesys::{ClientId, Deployment, Grant, Region, Target};
use crate::probe::{Cause, Evidence, Exchange, Probe, Purpose, Reply};
use std::time::{Duration, SystemTime};

/// Signs that mean something to a terminal, to Markdown, to XML, to the runner of GitHub Actions or to a viewer
/// of SARIF.
pub(crate) const TEXT: &str = "a|b `c` ``d`` ::error title=x::y ##[set-output name=x]z\r\n::warning::w%0A::error::v \u{1b}[31mred\u{9b}0m\u{202e}\u{200f}\u{2066} <b>h</b><!-- ]]> <script> &lt; @org/team #1 [l](https://evil.example) {0} https://evil.example *e* _e_ $m$ ~~s~~ :tada: \\";

fn rule(id: &str) -> &'static Rule {
    let mut rules = checks::ALL.iter().map(|check| check.rule);
    rules.find(|rule| rule.id == id).expect("the id of a check")
}

fn entry(id: &str, outcome: Outcome, probe: &Probe) -> Entry {
    let outcome = outcome
        .about(Some(TEXT))
        .with_found(TEXT)
        .with_found_region(TEXT)
        .with_paste([TEXT, TEXT])
        .with_reason(TEXT)
        .at(3, 5)
        .with_evidence([probe.clone()]);
    (rule(id), outcome)
}

/// One result of each status.
pub(crate) fn report() -> Report {
    let region = Region::parse("mypurecloud.de").expect("a region");
    let client = "4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f";
    let client_id = ClientId::parse(client).expect("a client id");
    let target = Target::new(
        region,
        client_id,
        Deployment::default(),
        Grant::Pkce,
        Vec::new(),
    );
    let mut evidence = Evidence::default();
    let probe = Probe::new(Purpose::RedirectUri, TEXT);
    evidence.push(Exchange {
        round: 1,
        probe: probe.clone(),
        observation: Ok(Reply {
            status: 302,
            headers: vec![
                ("location".to_owned(), TEXT.to_owned()),
                ("inin-correlation-id".to_owned(), TEXT.to_owned()),
            ],
            body: TEXT.to_owned(),
            ..Reply::default()
        }),
        elapsed: Duration::ZERO,
    });
    Report {
        run: Run {
            simulated: true,
            interrupted: Some(Signal::Interrupt),
            ..Run::new(evidence, SystemTime::UNIX_EPOCH, vec![TEXT.to_owned()])
        },
        subject: Subject {
            named_in: Some(TEXT.into()),
            listed: None,
            ..Subject::from(&target)
        },
        results: vec![
            entry("unreachable", Outcome::pass(Basis::Transport, TEXT), &probe),
            entry(
                "invalid-redirect",
                Outcome::fail(Basis::Contrast, TEXT, TEXT, TEXT),
                &probe,
            ),
            entry(
                "open-redirect",
                Outcome::unverifiable(Cause::Timeout, TEXT),
                &probe,
            ),
            entry(
                "init-page",
                Outcome::warn(Basis::Transport, TEXT, TEXT),
                &probe,
            ),
            (
                rule("invalid-scope"),
                Outcome::skipped(TEXT).about(Some(TEXT)),
            ),
        ],
        verdict: Verdict::Fail,
        fail_on: FailOn::default(),
        exit_status: 1,
    }
}
