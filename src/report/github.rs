//! The report as workflow commands of GitHub Actions, which show as annotations of the run.

use super::cut::cut;
use super::headline::headline;
use super::{Entry, Report, summary};
use crate::checks::Status;
use crate::text::workflow::{message, property};
use std::fmt::Write as _;

/// Annotations that are written at the most. GitHub shows ten errors and ten warnings of a step.
pub(super) const MOST: usize = 10;
/// Characters of a title; GitHub allows 255.
const TITLE: usize = 200;

/// The headline, then what is not right, the gravest first.
pub(super) fn render(report: &Report) -> String {
    let found: Vec<_> = [Status::Fail, Status::Unverifiable, Status::Warn]
        .into_iter()
        .flat_map(|status| report.with(status))
        .collect();
    let (shown, left) = found.split_at(found.len().min(MOST - 1));
    let mut text = summary(report, left.len());
    for entry in shown {
        text.push_str(&finding(report, entry));
    }
    text
}

/// What it all comes to: a notice, unless nothing else says why the run fails.
fn summary(report: &Report, left: usize) -> String {
    let level = if report.is_explained() {
        "notice"
    } else {
        "error"
    };
    let (_, word) = summary::word(report);
    let mut lines = vec![headline(report), summary::counts(report)];
    lines.extend(summary::interrupted(&report.run).map(str::to_owned));
    if left > 0 {
        lines.push(format!("{left} more are not among the annotations."));
    }
    let title = format!(
        "{}mirabridge-oauth: {word}",
        summary::simulated(&report.run)
    );
    command(level, "", &title, &lines)
}

pub(super) fn finding(report: &Report, (rule, outcome): &Entry) -> String {
    let level = if report.is_decisive(outcome.status) {
        "error"
    } else {
        "warning"
    };
    let subject = outcome.subject.iter().map(|subject| format!(" {subject}"));
    let title = format!(
        "{}{} {}{}",
        summary::simulated(&report.run),
        outcome.status.name(),
        rule.id,
        subject.collect::<String>()
    );
    let listed = report.subject.listed.as_ref();
    let mut lines: Vec<String> = listed.map(|_| report.subject.label()).into_iter().collect();
    lines.extend(outcome.headline.clone());
    lines.push(outcome.message.clone());
    let found = outcome.found.as_ref();
    lines.extend(found.map(|found| format!("Registered: {found}")));
    lines.extend(outcome.remedy.clone());
    lines.extend(outcome.paste.iter().cloned());
    command(level, &place(report, report.place(outcome)), &title, &lines)
}

/// The file that named the client, where there is one, and the line.
fn place(report: &Report, place: Option<crate::checks::Place>) -> String {
    let Some(file) = &report.subject.named_in else {
        return String::new();
    };
    let mut properties = format!("file={},", property(&file.to_string_lossy()));
    if let Some(place) = place {
        write!(properties, "line={},col={},", place.line, place.column)
            .expect("a String takes whatever is written to it");
    }
    properties
}

pub(super) fn command(level: &str, place: &str, title: &str, lines: &[String]) -> String {
    let title = property(&cut(title, TITLE));
    let message = message(lines.iter().map(String::as_str));
    format!("::{level} {place}title={title}::{message}\n")
}

#[cfg(test)]
mod tests {
    use super::{MOST, render};
    use crate::checks::{FailOn, Verdict};
    use crate::report::hostile::{TEXT, report};
    use crate::text::escape;
    use crate::text::workflow::tests::{Command, parse};

    fn commands(text: &str) -> Vec<Command> {
        let lines = text.lines();
        lines
            .map(|line| parse(line).unwrap_or_else(|| panic!("no command: {line}")))
            .collect()
    }

    fn names(commands: &[Command]) -> Vec<&str> {
        commands
            .iter()
            .map(|command| command.name.as_str())
            .collect()
    }

    #[test]
    fn hostile_text_stays_in_its_command() {
        let commands = commands(&render(&report()));
        assert_eq!(names(&commands), ["notice", "error", "error", "warning"]);
        let shown = escape(TEXT);
        for command in &commands {
            let expected = match command.name.as_str() {
                "notice" => &["title"][..],
                _ => &["file", "line", "col", "title"],
            };
            let properties: Vec<_> = command.properties.iter().map(|(name, _)| name).collect();
            assert_eq!(properties, expected);
            assert!(command.message.contains(&shown), "{}", command.message);
        }
        let [notice, error, ..] = &commands[..] else {
            panic!("{commands:?}")
        };
        assert!(!notice.message.contains("more are not"), "{notice:?}");
        let lines: Vec<_> = error.message.lines().collect();
        let registered = format!("Registered: {shown}");
        assert_eq!(lines, [&shown, &shown, &registered, &shown, &shown, &shown]);
    }

    #[test]
    fn there_are_ten_at_the_most_and_the_rest_is_counted() {
        let mut report = report();
        let failed = report.results.remove(1);
        report.results = vec![failed; 12];
        let commands = commands(&render(&report));
        assert_eq!(commands.len(), MOST);
        assert!(
            commands[0]
                .message
                .ends_with("\n3 more are not among the annotations.")
        );
    }

    #[test]
    fn what_decides_the_exit_status_is_an_error() {
        let mut report = report();
        report.results.remove(1);
        report.verdict = Verdict::Unverifiable;
        for (fail_on, exit_status, expected) in [
            (FailOn::Unverifiable, 3, ["notice", "error", "warning"]),
            (FailOn::Fail, 0, ["notice", "warning", "warning"]),
            (FailOn::Warn, 3, ["notice", "error", "error"]),
        ] {
            report.fail_on = fail_on;
            report.exit_status = exit_status;
            assert_eq!(names(&commands(&render(&report))), expected);
        }
        report.results.truncate(1);
        assert_eq!(
            names(&commands(&render(&report))),
            ["error"],
            "nothing was shown"
        );
    }
}
