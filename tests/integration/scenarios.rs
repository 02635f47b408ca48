//! Every scenario of `demo --list`: what its results are, and for some what a person reads.

use crate::formats::{all_reports, assert_valid};
use crate::support::{check, results, run};
use mirabridge_oauth::genesys::Region;
use mirabridge_oauth::simulator;
use serde_json::Value;

/// The scenarios whose whole text is kept: one of each kind of answer. All others have their results alone.
const WHOLE_TEXTS: &[&str] = &[
    "healthy",
    "trailing-slash",
    "uri-missing",
    "unknown-client",
    "other-region",
    "other-grant-bounced",
    "scope-bounced",
    "captive-portal-page",
    "server-down",
    "hostile-text",
];

/// One line for each scenario, and below it the results that differ from those of `healthy`.
#[test]
fn every_scenario_comes_to_its_results() {
    // Those for a browser are healthy without one; they have tests of their own.
    let names: Vec<_> = simulator::scenarios()
        .map(|scenario| scenario.name)
        .filter(|name| !name.starts_with("browser-"))
        .collect();
    let runs = at_once(&names, demo);
    let healthy = runs
        .iter()
        .find(|run| run.name == "healthy")
        .expect("the scenario that all others are compared with");
    let text: String = runs.iter().map(|run| run.against(healthy)).collect();
    insta::with_settings!({ snapshot_path => ".", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("scenarios", text);
    });
}

#[test]
fn some_scenarios_are_told_like_this() {
    let texts = at_once(WHOLE_TEXTS, |name| {
        format!("== {name}\n{}\n", masked(&check(name, &[]).stdout))
    });
    insta::with_settings!({ snapshot_path => ".", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("texts", texts.concat());
    });
}

/// What a scenario came to.
struct Run {
    name: &'static str,
    verdict: String,
    status: i32,
    results: Vec<String>,
}

impl Run {
    /// The scenario in one line, and the results that `other` does not have.
    fn against(&self, other: &Self) -> String {
        let mut text = format!("{}: {}, exit {}\n", self.name, self.verdict, self.status);
        for result in &self.results {
            if self.name == other.name || !other.results.contains(result) {
                text.extend(["    ", result, "\n"]);
            }
        }
        text
    }
}

/// Runs the demo of a scenario, and holds what is true of every one.
fn demo(name: &'static str) -> Run {
    let folder = tempfile::tempdir().expect("a folder");
    let reports = all_reports(folder.path());
    // Long enough for the busiest machine, but for the one that is never answered.
    let deadline = if name == "unanswered" { "4s" } else { "2m" };
    let mut arguments = vec!["demo", name, "--format", "json", "--deadline", deadline];
    arguments.extend(reports.iter().map(String::as_str));
    let ran = run(&arguments);
    let status = ran.status;
    let json: Value =
        serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}\n{ran:?}"));
    assert_valid(folder.path(), name);
    assert_eq!(json["exit_status"], status, "{name}");
    assert_eq!(json["evidence"]["source"], "simulated", "{name}");
    Run {
        name,
        verdict: json["verdict"].as_str().expect("a verdict").to_owned(),
        status,
        results: results(&json).lines().map(str::to_owned).collect(),
    }
}

/// Does this for all, a few at a time: a machine with two cores has to answer all of them in time.
fn at_once<T: Send>(items: &[&'static str], work: fn(&'static str) -> T) -> Vec<T> {
    items
        .chunks(4)
        .flat_map(|chunk| {
            std::thread::scope(|scope| {
                let started: Vec<_> = chunk
                    .iter()
                    .map(|&item| scope.spawn(move || work(item)))
                    .collect();
                started
                    .into_iter()
                    .map(|one| {
                        one.join()
                            .expect("the scenario keeps what is true of every one")
                    })
                    .collect::<Vec<_>>()
            })
        })
        .collect()
}

/// The text without what is new in every run.
pub(crate) fn masked(text: &str) -> String {
    let running = crate::support::simulator();
    let text = text
        .replace(&running.address.to_string(), "[address]")
        .replace(&running.ca.display().to_string(), "[ca]");
    [
        "rid=",
        "/interaction/",
        "?x=",
        "request ",
        "flow=",
        "session=",
        "ID: ",
        "Trace id   ",
        // The date of the region table.
        "region table of ",
        "were listed on ",
    ]
    .iter()
    .fold(without_counts(&text), |text, mark| mask_behind(&text, mark))
}

/// Without the numbers that another region in the table changes: requests are many where every region is asked.
fn without_counts(text: &str) -> String {
    let regions = Region::all().len();
    let text = text
        .replace(&format!("Regions    {regions},"), "Regions    [n],")
        .replace(&format!(" of {regions} regions"), " of [n] regions")
        .replace(&format!("refused in {regions}"), "refused in [n]")
        .replace(&format!("refused in {}", regions - 1), "refused in [n - 1]");
    let mut pieces = text.split(" requests");
    let mut masked = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let before = masked.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let requests = masked.get(before..).and_then(|count| count.parse().ok());
        if requests.is_some_and(|count: usize| count >= 3 * regions) {
            masked.replace_range(before.., "[many]");
        }
        masked = format!("{masked} requests{piece}");
    }
    masked
}

/// Replaces the token behind each `mark` that looks random.
fn mask_behind(text: &str, mark: &str) -> String {
    let mut pieces = text.split(mark);
    let mut masked = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let token: String = piece
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .collect();
        masked.push_str(mark);
        if token.len() >= 8
            && token
                .chars()
                .any(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
        {
            masked.push_str("[fresh]");
            masked.push_str(piece.get(token.len()..).unwrap_or_default());
        } else {
            masked.push_str(piece);
        }
    }
    masked
}
