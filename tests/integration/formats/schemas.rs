//! Reports against the schemas that their readers hold them against.

use super::demo;
use super::json_schema::violations;
use crate::support::check;
use clap::ValueEnum as _;
use mirabridge_oauth::report::Format;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const FOLDER: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/integration/formats/schemas"
);

fn json() -> Value {
    parsed(include_str!("../../../src/report/json/schema.json"))
}

fn last_line() -> Value {
    parsed(include_str!("../../../src/report/json/last-schema.json"))
}

fn sarif() -> Value {
    parsed(include_str!("schemas/sarif-schema-2.1.0.json"))
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn assert_allowed(schema: &Value, document: &Value, what: &str) {
    let violations = violations(schema, document);
    assert!(violations.is_empty(), "{what}: {violations:#?}");
}

/// The names of all formats of the report, as the program has them.
pub(crate) fn all_formats() -> Vec<String> {
    let formats = Format::value_variants().iter();
    let names = formats.filter_map(Format::to_possible_value);
    names.map(|name| name.get_name().to_owned()).collect()
}

/// The arguments that write a report of each of them to a folder, in a file named after it.
pub(crate) fn all_reports(folder: &Path) -> Vec<String> {
    all_formats()
        .iter()
        .flat_map(|format| {
            let file = folder.join(format);
            [
                "--report".to_owned(),
                format!("{format}={}", file.display()),
            ]
        })
        .collect()
}

/// Holds a report in JSON against its schema.
pub(crate) fn assert_report(document: &Value, what: &str) {
    assert_allowed(&json(), document, what);
}

/// Holds a report of audit in JSON against its schema.
pub(crate) fn assert_audit(document: &Value, what: &str) {
    let schema = include_str!("../../../src/audit/report/schema.json");
    assert_allowed(&parsed(schema), document, what);
}

/// Holds the reports in a folder against their schemas.
pub(crate) fn assert_valid(folder: &Path, what: &str) {
    let read = |format: &str| std::fs::read_to_string(folder.join(format)).expect("a report");
    assert_report(&parsed(&read("json")), what);
    assert_sarif(&parsed(&read("sarif")), what);
    for line in read("github").lines() {
        assert!(line.starts_with("::"), "{what}: {line}");
    }
    let junit = quick_junit::Report::deserialize_from_str(&read("junit"));
    assert_eq!(junit.expect("XML").test_suites.len(), 1, "{what}");
}

/// The same for the reports on many clients; gives what there is in JUnit.
pub(crate) fn assert_many_valid(folder: &Path, what: &str) -> quick_junit::Report {
    let read = |format: &str| std::fs::read_to_string(folder.join(format)).expect("a report");
    let lines = read("json");
    let lines = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"));
    let mut lines: Vec<Value> = lines.collect();
    let last = lines.pop().expect("a last line");
    assert_allowed(&last_line(), &last, what);
    for line in &lines {
        assert_report(line, what);
    }
    assert_sarif(&serde_json::from_str(&read("sarif")).expect("JSON"), what);
    let commands = read("github");
    assert!((1..=10).contains(&commands.lines().count()), "{what}");
    assert!(
        commands.lines().all(|line| line.starts_with("::")),
        "{what}"
    );
    quick_junit::Report::deserialize_from_str(&read("junit")).expect("XML")
}

fn assert_sarif(document: &Value, what: &str) {
    assert_allowed(&sarif(), document, what);
    let rules = &document["runs"][0]["tool"]["driver"]["rules"];
    for result in document["runs"][0]["results"].as_array().expect("results") {
        let index = result["ruleIndex"].as_u64().expect("an index");
        let index = usize::try_from(index).expect("a small number");
        assert_eq!(rules[index]["id"], result["ruleId"], "{what}");
    }
}

#[test]
fn the_schemas_turn_something_down() {
    let mut document: Value =
        serde_json::from_str(&demo("trailing-slash", "sarif", &[]).stdout).expect("JSON");
    let location = &mut document["runs"][0]["results"][0]["locations"][0];
    location["physicalLocation"]["artifactLocation"]["uri"] = "no file".into();
    assert!(
        !violations(&sarif(), &document).is_empty(),
        "a space in a URI"
    );
    let mut document: Value =
        serde_json::from_str(&demo("trailing-slash", "json", &[]).stdout).expect("JSON");
    document["results"][0]["status"] = "broken".into();
    assert!(
        !violations(&json(), &document).is_empty(),
        "a status that is none"
    );
}

/// What GitHub asks of a rule besides: some texts have a limit.
#[test]
fn github_can_show_every_rule() {
    let document: Value =
        serde_json::from_str(&demo("healthy", "sarif", &[]).stdout).expect("JSON");
    let rules = &document["runs"][0]["tool"]["driver"]["rules"];
    for rule in rules.as_array().expect("rules") {
        for text in ["shortDescription", "fullDescription"] {
            let text = rule[text]["text"].as_str().expect("a text");
            assert!((1..=1024).contains(&text.chars().count()), "{rule}");
        }
        for help in ["text", "markdown"] {
            assert!(!rule["help"][help].as_str().expect("a text").is_empty());
        }
    }
}

#[test]
#[ignore = "needs xmllint"]
fn junit_is_what_jenkins_takes() {
    let folder = tempfile::tempdir().expect("a folder");
    for (index, scenario) in ["healthy", "trailing-slash", "rate-limited", "hostile-text"]
        .iter()
        .enumerate()
    {
        let file = folder.path().join(format!("{index}.xml"));
        let ran = check(scenario, &["--format", "junit"]);
        std::fs::write(&file, ran.stdout).expect("a writable folder");
        assert_jenkins_takes(&file);
    }
}

/// Holds a report against Jenkins' schema.
pub(crate) fn assert_jenkins_takes(file: &Path) {
    let ran = Command::new("xmllint")
        .args(["--noout", "--schema", &format!("{FOLDER}/junit-10.xsd")])
        .arg(file)
        .output()
        .expect("xmllint runs");
    assert!(ran.status.success(), "{}: {ran:?}", file.display());
}
