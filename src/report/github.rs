//! The report as workflow commands of GitHub Actions, which show as annotations of the run.

use super::{Entry, Renderer, Report, Totals, headline, summary};
use crate::finding::Status;
use crate::text::{cut, escape};

/// Annotations that are written at the most. GitHub shows ten errors and ten warnings of a step.
const MOST: usize = 10;
/// Characters of a title; GitHub allows 255.
const TITLE: usize = 200;

/// Of many, the first of what is not right, then the sums. Warnings that decide nothing are left out: there may be one of the same
/// kind for every client.
#[derive(Default)]
pub(super) struct Github {
    told: usize,
    left: usize,
}

impl Renderer for Github {
    /// What it all comes to, then what is not right, the gravest first.
    fn single(&mut self, report: &Report) -> String {
        let mut left = report.findings();
        let shown = left.by_ref().take(MOST - 1);
        let findings: String = shown.map(|entry| finding(report, entry)).collect();
        let (_, word) = summary::word(report);
        let mut lines = vec![headline(report), summary::counts(report)];
        lines.extend(summary::interrupted(&report.run).map(str::to_owned));
        lines.extend(not_shown(left.count()));
        summed_up(report.run.simulated, word, report.is_explained(), &lines) + &findings
    }

    fn next(&mut self, report: &Report) -> String {
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
    let label = report.subject.is_named().then(|| report.subject.label());
    let mut lines: Vec<String> = label.into_iter().collect();
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

/// Lines of text as the message of a command, which ends with the line that it stands in.
fn message<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let lines: Vec<_> = lines
        .into_iter()
        .map(|line| escape(line).replace('%', "%25"))
        .collect();
    lines.join("%0A")
}

/// Text as the value of a command's property, which also ends with a comma or two colons.
fn property(text: &str) -> String {
    message([text]).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{MOST, message, property};
    use crate::classify::Basis;
    use crate::finding::{FailOn, Verdict};
    use crate::report::testing::{
        MISSING, PLAIN, fail, interrupted, list, pass, report, right, sums, told, unverifiable,
        warn, warned,
    };
    use crate::report::testing::{TEXT, hostile_report};
    use crate::report::{Format, Totals};
    use crate::text::escape;
    use proptest::prelude::*;

    /// A command as the runner reads it: its name, its properties, its message.
    #[derive(Debug, PartialEq, Eq)]
    struct Command {
        name: String,
        properties: Vec<(String, String)>,
        message: String,
    }

    /// Reads a line the way the runner does; none, if it is no command.
    fn parse(line: &str) -> Option<Command> {
        let (head, message) = line.trim_start().strip_prefix("::")?.split_once("::")?;
        let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
        let properties = properties
            .split(',')
            .filter_map(|property| property.split_once('='))
            .map(|(name, value)| {
                let value = value.replace("%3A", ":").replace("%2C", ",");
                (name.to_owned(), unescaped(&value))
            })
            .collect();
        Some(Command {
            name: name.to_owned(),
            properties,
            message: unescaped(message),
        })
    }

    fn unescaped(text: &str) -> String {
        text.replace("%0D", "\r")
            .replace("%0A", "\n")
            .replace("%25", "%")
    }

    proptest! {
        #[test]
        fn nothing_ends_the_command_or_starts_another(
            title in "(::|,|%0A|%25|\n|=|[^\u{0}]){0,8}",
            lines in proptest::collection::vec("(::error::|%0A|%|\r\n|[^\u{0}]){0,8}", 0..4),
        ) {
            let line = format!(
                "::error title={}::{}",
                property(&title),
                message(lines.iter().map(String::as_str))
            );
            prop_assert_eq!(line.lines().count(), 1);
            let command = parse(&line).expect("a command");
            let title = ("title".to_owned(), escape(&title));
            let message: Vec<_> = lines.iter().map(|line| escape(line)).collect();
            prop_assert_eq!(command.properties, [title]);
            prop_assert_eq!(command.message, message.join("\n"));
        }
    }

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
        let commands = commands(&hostile_report().render(Format::Github, PLAIN));
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
        let commands = commands(&report.render(Format::Github, PLAIN));
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
            assert_eq!(
                names(&commands(&report.render(Format::Github, PLAIN))),
                expected
            );
        }
        report.results.truncate(1);
        assert_eq!(
            names(&commands(&report.render(Format::Github, PLAIN))),
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
        let sums_of = "4 clients: 1 failed, 1 unclear, 1 passed with warnings, 1 passed; 0 requests; exit status 1";
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
        let nothing = "no client; 0 requests; exit status 3";
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
