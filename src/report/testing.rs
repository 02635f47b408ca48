//! Reports for tests of what the formats say: small ones on one client, many of them, and one with hostile text in every
//! place that can hold any.

use super::{Format, RenderOptions, Report, Run, Signal, Subject, Totals, Unchecked};
use crate::batch::ListedAs;
use crate::checks::{self, testing};
use crate::classify::Basis;
use crate::finding::{FailOn, Outcome, Place, Rule, Verdict};
use crate::genesys::{ClientId, Deployment, Grant, Region, Target};
use crate::probe::{Cause, Evidence, Exchange, Probe, Purpose, Reply};
use crate::registration;
use std::time::{Duration, SystemTime};

/// Long lines, no colours, everything that is neither verbose nor quiet.
pub(crate) const PLAIN: RenderOptions = RenderOptions::PLAIN;

/// Of what is found from outside, and in a copy of what is registered.
pub(super) fn rules() -> impl Iterator<Item = &'static Rule> {
    let live = checks::ALL.iter().map(|check| check.rule);
    live.chain(registration::ALL.iter().map(|check| check.rule))
}

pub(crate) fn rule(id: &str) -> &'static Rule {
    rules()
        .find(|rule| rule.id == id)
        .expect("the id of a rule")
}

/// A report with these results, judged as a run of `check` judges them.
pub(crate) fn report<const N: usize>(results: [(&str, Outcome); N], fail_on: FailOn) -> Report {
    let results: Vec<_> = results
        .into_iter()
        .map(|(id, outcome)| (rule(id), outcome))
        .collect();
    let subject = Subject::from(&testing::target(testing::CLIENT));
    let run = Run::new(Evidence::default(), SystemTime::UNIX_EPOCH, Vec::new());
    Report::of(subject, run, results, fail_on)
}

/// Shown to be right.
pub(crate) fn right() -> (&'static str, Outcome) {
    (
        "invalid-client",
        Outcome::pass(Basis::Signature, "the client is known"),
    )
}

pub(crate) fn failed() -> (&'static str, Outcome) {
    (
        "open-redirect",
        Outcome::fail(Basis::Contrast, "Close it", "it is open", "close it"),
    )
}

pub(crate) fn open() -> (&'static str, Outcome) {
    (
        "unreachable",
        Outcome::unverifiable(Cause::Timeout, "it did not answer"),
    )
}

pub(crate) fn warned(id: &'static str, basis: Basis) -> (&'static str, Outcome) {
    (id, Outcome::warn(basis, "it may end", "see to it"))
}

/// Reports as a list has them, on the lines from 2 on.
pub(super) fn list<const N: usize>(reports: [Report; N]) -> Vec<Report> {
    let mut reports = Vec::from(reports);
    for (line, report) in (2..).zip(&mut reports) {
        report.subject.listed = Some(ListedAs {
            line,
            ..ListedAs::default()
        });
        report.subject.client_id = None;
    }
    reports
}

pub(super) fn pass() -> Report {
    report([right()], FailOn::default())
}

pub(super) fn dated() -> Report {
    let warning = warned("implicit-grant-sunset", Basis::Date);
    report([right(), warning], FailOn::default())
}

pub(super) fn warn() -> Report {
    let warning = warned("init-page", Basis::Transport);
    report([right(), warning], FailOn::default())
}

pub(super) fn fail() -> Report {
    report([right(), failed()], FailOn::default())
}

pub(super) fn unverifiable() -> Report {
    report([right(), open()], FailOn::default())
}

pub(super) fn mixed() -> Vec<Report> {
    list([pass(), dated(), warn(), fail(), unverifiable()])
}

pub(super) fn sums(reports: &[Report]) -> Totals {
    let mut totals = Totals::default();
    for report in reports {
        totals.add(report);
    }
    totals
}

pub(super) fn interrupted(mut totals: Totals) -> Totals {
    totals.unchecked = Unchecked::new("Interrupted", 7..=8);
    totals
}

pub(super) const MISSING: &str = "Interrupted: 2 rows were not checked, lines 7 to 8.";

/// What stands before the reports, each of them, and what stands behind them.
pub(super) fn told(
    format: Format,
    options: RenderOptions,
    reports: &[Report],
    totals: &Totals,
) -> Vec<String> {
    let mut renderer = format.renderer(options);
    let mut texts = vec![renderer.begin(&Totals::of(totals.part))];
    texts.extend(reports.iter().map(|report| renderer.next(report)));
    texts.push(renderer.end(totals));
    texts
}

/// The first line of each text that has one.
pub(super) fn first_lines(texts: &[String]) -> Vec<&str> {
    let lines = texts.iter().map(|text| text.trim_start().lines().next());
    lines.map(Option::unwrap_or_default).collect()
}

/// Signs that mean something to a terminal, to Markdown, to XML, to the runner of GitHub Actions or to a viewer
/// of SARIF.
pub(crate) const TEXT: &str = "a|b `c` ``d`` ::error title=x::y ##[set-output name=x]z\r\n::warning::w%0A::error::v \u{1b}[31mred\u{9b}0m\u{202e}\u{200f}\u{2066} <b>h</b><!-- ]]> <script> &lt; @org/team #1 [l](https://evil.example) {0} https://evil.example *e* _e_ $m$ ~~s~~ :tada: \\";

fn hostile_entry(id: &str, outcome: Outcome, probe: &Probe) -> super::Entry {
    let outcome = outcome
        .about(Some(TEXT))
        .with_found(TEXT)
        .with_found_region(TEXT)
        .with_paste([TEXT, TEXT])
        .with_reason(TEXT)
        .at(Some(Place { line: 3, column: 5 }))
        .with_evidence([probe.clone()]);
    (rule(id), outcome)
}

/// One result of each status.
pub(crate) fn hostile_report() -> Report {
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
            hostile_entry("unreachable", Outcome::pass(Basis::Transport, TEXT), &probe),
            hostile_entry(
                "invalid-redirect",
                Outcome::fail(Basis::Contrast, TEXT, TEXT, TEXT),
                &probe,
            ),
            hostile_entry(
                "open-redirect",
                Outcome::unverifiable(Cause::Timeout, TEXT),
                &probe,
            ),
            hostile_entry(
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
        details: Vec::new(),
        notes: Vec::new(),
        search: None,
        fail_on: FailOn::default(),
        exit_status: 1,
    }
}
