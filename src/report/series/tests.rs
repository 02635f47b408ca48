//! What the formats make of a list: one client of each kind, then what only some lists have.

use super::{Format, RenderOptions, Report, Totals, Unchecked, stream};
use crate::batch::Part;
use crate::checks::FailOn;
use crate::classify::Basis;
use crate::report::ListedAs;
use crate::report::sample::{PLAIN, failed, open, report, right, warned};
use serde_json::{Value, json};

/// Reports as a list has them, on the lines from 2 on.
fn list<const N: usize>(reports: [Report; N]) -> Vec<Report> {
    let mut reports = Vec::from(reports);
    for (line, report) in (2..).zip(&mut reports) {
        report.subject.listed = Some(ListedAs { line, name: None });
        report.subject.client_id = None;
    }
    reports
}

fn pass() -> Report {
    report([right()], FailOn::default())
}

fn dated() -> Report {
    let warning = warned("implicit-grant-sunset", Basis::Date);
    report([right(), warning], FailOn::default())
}

fn warn() -> Report {
    let warning = warned("init-page", Basis::Transport);
    report([right(), warning], FailOn::default())
}

fn fail() -> Report {
    report([right(), failed()], FailOn::default())
}

fn unverifiable() -> Report {
    report([right(), open()], FailOn::default())
}

fn mixed() -> Vec<Report> {
    list([pass(), dated(), warn(), fail(), unverifiable()])
}

fn sums(reports: &[Report]) -> Totals {
    let mut totals = Totals::default();
    for report in reports {
        totals.add(report);
    }
    totals
}

fn interrupted(mut totals: Totals) -> Totals {
    totals.unchecked = Unchecked::new("Interrupted", 7..=8);
    totals
}

const MISSING: &str = "Interrupted: 2 targets were not checked, lines 7 to 8.";

/// What stands before the reports, each of them, and what stands behind them.
fn told(
    format: Format,
    options: RenderOptions,
    reports: &[Report],
    totals: &Totals,
) -> Vec<String> {
    let mut stream = stream(format, options);
    let mut texts = vec![stream.begin(&Totals::of(totals.part))];
    texts.extend(reports.iter().map(|report| stream.report(report)));
    texts.push(stream.end(totals));
    texts
}

/// The first line of each text that has one.
fn first_lines(texts: &[String]) -> Vec<&str> {
    let lines = texts.iter().map(|text| text.trim_start().lines().next());
    lines.map(Option::unwrap_or_default).collect()
}

#[test]
fn a_person_reads_a_line_of_whom_is_well_and_all_of_the_others() {
    let reports = mixed();
    let totals = sums(&reports);
    let texts = told(Format::Human, PLAIN, &reports, &totals);
    assert_eq!(
        first_lines(&texts),
        [
            "",
            "✓ pass: line 2 (in mypurecloud.de): everything checked is right",
            "✓ pass with warnings: line 3 (in mypurecloud.de): everything checked is right (1 warning)",
            "✓ pass with warnings: line 4 (in mypurecloud.de): the OAuth client is right (1 warning)",
            "✗ fail: line 5 (in mypurecloud.de): Close it",
            "? unverifiable: line 6 (in mypurecloud.de): login.mypurecloud.de gave no usable answer (no answer in time)",
            "✗ fail: line 5 (in mypurecloud.de): Close it",
        ]
    );
    let whole: Vec<_> = texts
        .iter()
        .map(|text| text.contains("\n  Line "))
        .collect();
    assert_eq!(whole, [false, false, false, true, true, true, false]);
    let verbose = RenderOptions {
        verbose: true,
        ..PLAIN
    };
    let texts = told(Format::Human, verbose, &reports, &totals);
    assert!(texts[1].contains("\n  Line       2\n"), "{}", texts[1]);
    let quiet = RenderOptions {
        quiet: true,
        ..PLAIN
    };
    let texts = told(Format::Human, quiet, &reports, &totals);
    let silent: Vec<_> = texts.iter().map(String::is_empty).collect();
    assert_eq!(silent, [true, true, true, true, false, false, false]);
}

#[test]
fn a_person_reads_at_the_end_once_more_what_is_to_do() {
    let reports = mixed();
    let totals = interrupted(sums(&reports));
    let end = |options, totals: &Totals| stream(Format::Human, options).end(totals);
    let named = "
✗ fail: line 5 (in mypurecloud.de): Close it
? unverifiable: line 6 (in mypurecloud.de): login.mypurecloud.de gave no usable answer (no answer in time)
";
    let sums_of = "5 targets: 1 failed, 1 unverifiable, 2 passed with warnings, 1 passed; 0 requests; exit status 1";
    assert_eq!(
        end(PLAIN, &totals),
        format!(
            "{named}⚠ warn implicit-grant-sunset (1): see 'mirabridge-oauth explain implicit-grant-sunset'
⚠ warn init-page (1): see 'mirabridge-oauth explain init-page'

? {MISSING}
{sums_of}
"
        )
    );
    let quiet = RenderOptions {
        quiet: true,
        ..PLAIN
    };
    assert_eq!(
        end(quiet, &totals),
        format!("{named}\n? {MISSING}\n{sums_of}\n"),
        "no warnings"
    );
    let well = sums(&list([pass(), dated()]));
    assert_eq!(end(quiet, &well), "");
    let mut simulated = sums(&list([pass()]));
    simulated.simulated = true;
    assert_eq!(
        end(PLAIN, &simulated),
        "\nSIMULATED 1 target: 1 passed; 0 requests; exit status 0\n",
        "no empty line where nothing is named"
    );
}

#[test]
fn markdown_has_a_line_for_whom_is_well_and_a_rule_behind_the_others() {
    let reports = list([pass(), fail(), dated()]);
    let totals = interrupted(sums(&reports));
    let texts = told(Format::Markdown, PLAIN, &reports, &totals);
    let [begin, well, wrong, soon, end] = &texts[..] else {
        panic!("{texts:?}")
    };
    assert_eq!(begin, "# mirabridge-oauth\n\n");
    assert_eq!(
        well,
        "- pass: line 2 (in mypurecloud.de): everything checked is right\n"
    );
    assert!(
        wrong.starts_with("\n## ") && wrong.ends_with("\n\n---\n\n"),
        "{wrong}"
    );
    assert!(soon.starts_with("- pass with warnings: line 4 "), "{soon}");
    assert_eq!(
        end,
        &format!(
            "
## Results

- fail: line 3 (in mypurecloud.de): Close it
- warn: `implicit-grant-sunset` (1): see `mirabridge-oauth explain implicit-grant-sunset`

**{MISSING}**

3 targets: 1 failed, 1 passed with warnings, 1 passed; 0 requests; exit status 1.
"
        )
    );
}

#[test]
fn json_lines_end_with_the_sums() {
    let reports = mixed();
    let mut totals = interrupted(sums(&reports));
    totals.part = Some(Part { number: 2, of: 3 });
    let texts = told(Format::Json, PLAIN, &reports, &totals);
    let verdicts = texts[1..6].iter().map(|line| {
        assert!(line.ends_with('\n') && line.lines().count() == 1, "{line}");
        serde_json::from_str::<Value>(line).expect("JSON")["verdict"].clone()
    });
    let verdicts: Vec<_> = verdicts.collect();
    assert_eq!(verdicts, ["pass", "warn", "warn", "fail", "unverifiable"]);
    let last: Value = serde_json::from_str(&texts[6]).expect("JSON");
    assert_eq!(
        last,
        json!({"format_version": 1, "summary": {
            "part": {"number": 2, "of": 3},
            "targets": 5, "pass": 1, "warn": 2, "fail": 1, "unverifiable": 1, "unreadable": 0,
            "requests": 0, "simulated": false, "exit_status": 1,
            "unchecked": {"why": "Interrupted", "targets": 2, "first_line": 7, "last_line": 8},
        }})
    );
}

#[test]
fn junit_has_a_suite_a_client_and_one_for_what_is_missing() {
    let reports = mixed();
    let totals = sums(&reports);
    let texts = told(Format::Junit, PLAIN, &reports, &totals);
    for suite in &texts[1..6] {
        assert!(suite.starts_with("    <testsuite name=\"line "), "{suite}");
        assert!(suite.ends_with("\n    </testsuite>\n"), "{suite}");
    }
    assert_eq!(texts[6], "</testsuites>\n");
    let missing = stream(Format::Junit, PLAIN).end(&interrupted(totals));
    assert_eq!(
        missing,
        format!(
            "    <testsuite name=\"targets that were not checked\" tests=\"1\" skipped=\"0\" errors=\"1\" failures=\"0\">
        <testcase name=\"targets\" classname=\"mirabridge-oauth.targets\">
            <error message=\"{MISSING}\" type=\"not_asked\"/>
        </testcase>
    </testsuite>
</testsuites>
"
        )
    );
    let document = texts[..6].concat() + &missing;
    let document = quick_junit::Report::deserialize_from_str(&document).expect("JUnit");
    assert_eq!(document.test_suites.len(), 6);
}

#[test]
fn annotations_are_of_what_is_grave_and_the_rest_is_counted() {
    let command = |level: &str, message: &str| {
        format!("::{level} title=mirabridge-oauth%3A targets::{message}\n")
    };
    let reports = list([pass(), warn(), fail(), unverifiable()]);
    let sums_of = "4 targets: 1 failed, 1 unverifiable, 1 passed with warnings, 1 passed; 0 requests; exit status 1";
    let totals = sums(&reports);
    assert_eq!(
        told(Format::Github, PLAIN, &reports, &totals),
        [
            "",
            "",
            "",
            "::error title=fail open-redirect::line 4 (in mypurecloud.de)%0AClose it%0Ait is open%0Aclose it\n",
            "::error title=unverifiable unreachable::line 5 (in mypurecloud.de)%0Ait did not answer%0ATry again, with a longer --timeout and --deadline if the network is slow.\n",
            &command("notice", sums_of),
        ]
    );
    // Nothing above it says that lines are missing.
    let texts = told(Format::Github, PLAIN, &reports, &interrupted(totals));
    assert_eq!(
        texts.last(),
        Some(&command("error", &format!("{sums_of}%0A{MISSING}")))
    );
    // Nor why the status is not 0, where nothing was told.
    let mut totals = Totals::default();
    totals.raise(3);
    let nothing = "no target; 0 requests; exit status 3";
    assert_eq!(
        told(Format::Github, PLAIN, &[], &totals),
        ["", &command("error", nothing)]
    );
}

#[test]
fn warnings_are_annotations_where_they_decide() {
    let strict = report(
        [right(), warned("init-page", Basis::Transport)],
        FailOn::Warn,
    );
    let reports = list([strict]);
    let texts = told(Format::Github, PLAIN, &reports, &sums(&reports));
    assert_eq!(
        texts[1],
        "::error title=warn init-page::line 2 (in mypurecloud.de)%0Ait may end%0Asee to it\n"
    );
}

#[test]
fn the_tenth_annotation_is_the_sum() {
    for (failures, left) in [
        (9, None),
        (10, Some("1 more are not among the annotations.")),
        (12, Some("3 more are not among the annotations.")),
    ] {
        let reports: Vec<_> = (0..failures).map(|_| fail()).collect();
        let text = told(Format::Github, PLAIN, &reports, &sums(&reports)).concat();
        let last = text.lines().last().unwrap_or_default();
        assert_eq!(text.lines().count(), 10, "{failures}");
        assert_eq!(last.split("%0A").nth(1), left, "{failures}");
    }
}

/// The run of a document in the parts that were written.
fn run(texts: &[String]) -> Value {
    let document: Value = serde_json::from_str(&texts.concat()).expect("JSON");
    document["runs"][0].clone()
}

#[test]
fn sarif_is_one_run_of_all() {
    let reports = mixed();
    let totals = sums(&reports);
    let run = run(&told(Format::Sarif, PLAIN, &reports, &totals));
    let results = run["results"].as_array().expect("results");
    let found: Vec<_> = results.iter().map(|result| &result["ruleId"]).collect();
    assert_eq!(
        found,
        [
            "implicit-grant-sunset",
            "init-page",
            "open-redirect",
            "unreachable"
        ]
    );
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("a position"));
        let rule = &run["tool"]["driver"]["rules"][index.expect("a short list")];
        assert_eq!(rule["id"], result["ruleId"]);
    }
    let words = totals.words();
    assert_eq!(
        run["invocations"],
        json!([{
            "executionSuccessful": false,
            "exitCode": 1,
            "startTimeUtc": "1970-01-01T00:00:00Z",
            "toolExecutionNotifications": [{
                "level": "error",
                "message": {"text": format!("Not everything could be verified: {words}")},
            }],
        }])
    );
    assert_eq!(
        run["properties"],
        json!({"verdict": "fail", "headline": words, "source": "live", "simulated": false, "overrides": []})
    );
    assert_eq!(run["automationDetails"]["id"], "mirabridge-oauth/targets/");
}

#[test]
fn sarif_says_whether_a_list_is_whole() {
    let well = list([pass()]);
    let mut totals = sums(&well);
    totals.part = Some(Part { number: 2, of: 3 });
    totals.simulated = true;
    let whole = run(&told(Format::Sarif, PLAIN, &well, &totals));
    assert_eq!(whole["invocations"][0]["executionSuccessful"], true);
    assert!(whole["invocations"][0]["toolExecutionNotifications"].is_null());
    assert_eq!(whole["properties"]["verdict"], "pass");
    assert_eq!(whole["properties"]["source"], "simulated");
    assert_eq!(
        whole["automationDetails"]["id"],
        "mirabridge-oauth/targets/2-of-3/"
    );
    let cut = run(&told(Format::Sarif, PLAIN, &well, &interrupted(totals)));
    assert_eq!(cut["invocations"][0]["executionSuccessful"], false);
    let text = &cut["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
    let text = text.as_str().expect("a text");
    assert!(text.ends_with(MISSING), "{text}");
}
