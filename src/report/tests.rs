use super::testing::{hostile_report, report, right};
use super::{Format, RenderOptions, Report, Run, Signal, Totals, headline, human};
use crate::batch::ListedAs;
use crate::checks::testing::{self, FakeServer};
use crate::classify::Basis;
use crate::finding::{FailOn, Outcome, Place, Selection};
use crate::probe::{Advice, Cause, Evidence, Failure, TlsFailure, Visited};
use crate::text::is_unsafe;
use clap::ValueEnum as _;
use std::fmt::Write as _;
use std::time::SystemTime;

#[test]
fn no_format_lets_foreign_text_act() {
    let acts = |c: char| is_unsafe(c) && c != '\n';
    let report = hostile_report();
    for format in Format::value_variants() {
        for verbose in [false, true] {
            let options = RenderOptions {
                verbose,
                width: 100,
                ..RenderOptions::PLAIN
            };
            let totals = Totals::default();
            let mut many = format.renderer(options);
            let many = many.begin(&totals) + &many.next(&report) + &many.end(&totals);
            for text in [report.render(*format, options), many] {
                // The bytes by which Excel knows the encoding, and its line ends.
                let text = text.replace('\u{feff}', "").replace("\r\n", "\n");
                assert!(text.contains("\\u"), "{format:?}: it tells the text");
                assert!(!text.contains(acts), "{format:?}: {text:?}");
            }
        }
    }
}

#[test]
fn the_signal_that_interrupted_a_run_decides_its_exit_status() {
    let target = testing::target(testing::CLIENT);
    for (interrupted, exit_status) in [
        (None, 3),
        (Some(Signal::Interrupt), 130),
        (Some(Signal::Terminate), 143),
    ] {
        let run = Run {
            interrupted,
            ..Run::new(Evidence::default(), SystemTime::UNIX_EPOCH, Vec::new())
        };
        let report = Report::new(&target, run, &Selection::default());
        assert_eq!(report.exit_status, exit_status);
    }
}

#[test]
fn a_finding_is_shown_at_its_place_or_at_the_row_of_its_client() {
    let mut report = report([right()], FailOn::default());
    let anywhere = Outcome::pass(Basis::Input, "");
    let there = anywhere.clone().at(Some(Place { line: 3, column: 5 }));
    let place = |line, column| Some(Place { line, column });
    assert_eq!(report.place(&anywhere), None);
    assert_eq!(report.place(&there), place(3, 5));
    report.subject.listed = Some(ListedAs {
        line: 7,
        ..ListedAs::default()
    });
    assert_eq!(report.place(&anywhere), place(7, 1));
    assert_eq!(report.place(&there), place(3, 5));
}

const HOST: &str = "login.mypurecloud.de";

fn failures() -> Vec<Failure> {
    let host = || HOST.to_owned();
    let address = || format!("{HOST}:443");
    let ended = |cause, detail: &str| Failure::Ended {
        host: host(),
        cause,
        detail: detail.to_owned(),
    };
    let cut = || Failure::Cut {
        address: address(),
        when: "before the answer",
        detail: "the other side closed or reset it".to_owned(),
    };
    vec![
        Failure::Dns {
            host: host(),
            detail: "Name or service not known".to_owned(),
        },
        Failure::Connect {
            address: address(),
            detail: "nobody listens there, or a firewall refuses it".to_owned(),
        },
        cut(),
        Failure::Tls {
            host: host(),
            problem: TlsFailure::Revoked,
        },
        Failure::Tls {
            host: host(),
            problem: TlsFailure::Other {
                what: "the TLS handshake failed",
                detail: "peer misbehaved: TooMuch".to_owned(),
            },
        },
        Failure::Timeout {
            waiting_for: "the header of the answer",
        },
        Failure::Proxy {
            proxy: "http://proxy.example:3128".to_owned(),
            detail: "wants a login of a kind that this tool does not support (407, NTLM)".to_owned(),
            advice: Some(Advice::ProxyLogin),
        },
        Failure::TooLarge { part: "header" },
        Failure::Protocol {
            what: "its header is not valid HTTP",
            detail: Some("invalid HTTP version parsed".to_owned()),
        },
        ended(Cause::ServerError, "ended the request (HTTP/2 RST_STREAM, REFUSED_STREAM)"),
        ended(Cause::Protocol, "ended the connection (HTTP/2 GOAWAY, PROTOCOL_ERROR)"),
        Failure::RateLimited,
        ended(Cause::RateLimited, "ended the connection (HTTP/2 GOAWAY, ENHANCE_YOUR_CALM)"),
        Failure::Browser {
            detail: "cannot be started: No such file or directory".to_owned(),
        },
        Failure::Recorded {
            cause: Cause::Tls,
            message: "there is no secure connection to login.mypurecloud.de: its certificate has expired, or this computer's clock is ahead".to_owned(),
            detail: None,
            advice: Some(Advice::Clock),
        },
        Failure::NotAsked {
            why: "the deadline came before the request was sent",
        },
        Failure::NotAsked {
            why: "the run was interrupted before an answer came",
        },
    ]
}

/// The variant, so that nobody forgets one here.
fn name(failure: &Failure) -> &'static str {
    match failure {
        Failure::Dns { .. } => "Dns",
        Failure::Connect { .. } => "Connect",
        Failure::Cut { .. } => "Cut",
        Failure::Tls { .. } => "Tls",
        Failure::Timeout { .. } => "Timeout",
        Failure::Proxy { .. } => "Proxy",
        Failure::TooLarge { .. } => "TooLarge",
        Failure::Protocol { .. } => "Protocol",
        Failure::Ended { .. } => "Ended",
        Failure::RateLimited => "RateLimited",
        Failure::Browser { .. } => "Browser",
        Failure::Recorded { .. } => "Recorded",
        Failure::NotAsked { .. } => "NotAsked",
    }
}

/// What a report says where nothing but this came back.
fn told(failure: &Failure) -> String {
    let mut staged = FakeServer::with(|_| Err(failure.clone()));
    staged.evidence.set_visited(Visited {
        url: staged.target.init_url(),
        observation: Err(failure.clone()),
    });
    let run = Run::new(staged.evidence, SystemTime::UNIX_EPOCH, Vec::new());
    let report = Report::new(&staged.target, run, &Selection::default());
    let mut text = format!("{}\n  {}\n", name(failure), headline(&report));
    for id in ["unreachable", "init-page", "page-errors"] {
        let mut results = report.results.iter();
        let (_, outcome) = results
            .find(|(rule, _)| rule.id == id)
            .expect("each is judged");
        writeln!(text, "  {id}: {}", outcome.message).expect("a text takes all");
        if id == "unreachable" {
            let lines = human::evidence(&report, outcome);
            for line in lines.iter().filter(|line| !line.starts_with("Asked")) {
                writeln!(text, "  {line}").expect("a text takes all");
            }
        }
        if id != "init-page" {
            let remedy = outcome.remedy.as_deref().unwrap_or_default();
            writeln!(text, "  Do: {remedy}").expect("a text takes all");
        }
    }
    let verbose = human::raw(&report);
    for line in verbose.lines().skip(5).take_while(|line| !line.is_empty()) {
        writeln!(text, "  {line}").expect("a text takes all");
    }
    text
}

/// Every reason why there is no answer, in every place of a report that tells of it. To be read as an administrator would.
#[test]
fn every_failure_is_a_sentence_wherever_it_is_told() {
    let texts: Vec<_> = failures().iter().map(told).collect();
    insta::with_settings!({ snapshot_path => ".", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("unanswered", texts.join("\n"));
    });
}
