//! The report as workflow commands of GitHub Actions, which show as annotations of the run.

use super::{Entry, Report, ReportStream, Totals, headline, summary};
use crate::checks::Status;
use crate::text::cut;
use crate::text::workflow::{message, property};

/// Annotations that are written at the most. GitHub shows ten errors and ten warnings of a step.
const MOST: usize = 10;
/// Characters of a title; GitHub allows 255.
const TITLE: usize = 200;

/// What it all comes to, then what is not right, the gravest first.
pub(super) fn render(report: &Report) -> String {
    let mut left = report.findings();
    let shown = left.by_ref().take(MOST - 1);
    let findings: String = shown.map(|entry| finding(report, entry)).collect();
    let (_, word) = summary::word(report);
    let mut lines = vec![headline(report), summary::counts(report)];
    lines.extend(summary::interrupted(&report.run).map(str::to_owned));
    lines.extend(not_shown(left.count()));
    summed_up(report.run.simulated, word, report.is_explained(), &lines) + &findings
}

fn not_shown(left: usize) -> Option<String> {
    (left > 0).then(|| format!("{left} more are not among the annotations."))
}

/// A notice, unless nothing else says why the run fails.
fn summed_up(simulated: bool, word: &str, is_explained: bool, lines: &[String]) -> String {
    let level = if is_explained { "notice" } else { "error" };
    let (simulated, name) = (summary::simulated(simulated), env!("CARGO_PKG_NAME"));
    command(level, "", &format!("{simulated}{name}: {word}"), lines)
}

fn finding(report: &Report, (rule, outcome): &Entry) -> String {
    let level = if report.is_decisive(outcome.status) {
        "error"
    } else {
        "warning"
    };
    let subject = outcome.subject.iter().map(|subject| format!(" {subject}"));
    let title = format!(
        "{}{} {}{}",
        summary::simulated(report.run.simulated),
        outcome.status.name(),
        rule.id,
        subject.collect::<String>()
    );
    let listed = report.subject.listed.as_ref();
    let mut lines: Vec<String> = listed.map(|_| report.subject.label()).into_iter().collect();
    lines.extend(outcome.headline.clone());
    lines.extend(summary::paragraphs(outcome));
    let file = report.subject.named_in.as_ref().map(|file| {
        let place = report.place(outcome);
        let place = place.map(|place| format!("line={},col={},", place.line, place.column));
        let file = property(&file.to_string_lossy());
        format!("file={file},{}", place.unwrap_or_default())
    });
    command(level, &file.unwrap_or_default(), &title, &lines)
}

fn command(level: &str, file: &str, title: &str, lines: &[String]) -> String {
    let title = property(&cut(title, TITLE));
    let message = message(lines.iter().map(String::as_str));
    format!("::{level} {file}title={title}::{message}\n")
}

/// The first of what is not right, then the sums. Warnings that decide nothing are left out: there may be one of the same
/// kind for every client.
#[derive(Default)]
pub(super) struct Stream {
    told: usize,
    left: usize,
}

impl ReportStream for Stream {
    fn report(&mut self, report: &Report) -> String {
        let mut text = String::new();
        let grave = |status| status != Status::Warn || report.is_decisive(status);
        for entry in report.findings().filter(|entry| grave(entry.1.status)) {
            if self.told < MOST - 1 {
                self.told += 1;
                text.push_str(&finding(report, entry));
            } else {
                self.left += 1;
            }
        }
        text
    }

    fn end(&mut self, totals: &Totals) -> String {
        let mut lines = vec![totals.words()];
        lines.extend(totals.missing());
        lines.extend(not_shown(self.left));
        let is_told = self.told > 0 && totals.unchecked.is_none();
        let is_explained = totals.exit_status == 0 || is_told;
        summed_up(totals.simulated, "targets", is_explained, &lines)
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, render};
    use crate::checks::{FailOn, Verdict};
    use crate::classify::Basis;
    use crate::report::testing::{
        MISSING, PLAIN, fail, interrupted, list, pass, report, right, sums, told, unverifiable,
        warn, warned,
    };
    use crate::report::testing::{TEXT, hostile_report};
    use crate::report::{Format, Totals};
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
        let commands = commands(&render(&hostile_report()));
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
        let mut report = hostile_report();
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
        let mut report = hostile_report();
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
}
