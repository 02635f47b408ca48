//! How a report looks at its place: colours, signs, width.

use crate::browser::report::Signs;
use crate::finding::Status;
use crate::text::wrap;
use crate::text::{escape, escape_ascii};
use anstyle::{Ansi256Color, AnsiColor, Style};
use unicode_width::UnicodeWidthStr as _;

/// A space at which a line is not broken. Foreign text never holds one: it would have been escaped.
pub(super) const GLUE: char = '\u{a0}';

/// How a report for people is to look.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
pub struct RenderOptions {
    /// Whether colours may be used.
    pub colour: bool,
    /// Whether the terminal shows more than ASCII.
    pub unicode: bool,
    /// Whether every request and answer is told.
    pub verbose: bool,
    /// Whether nothing is told but what is not right.
    pub quiet: bool,
    /// Columns that running text may use.
    pub width: usize,
}

impl RenderOptions {
    /// For a file that no terminal shows: lines are as long as they are.
    pub(super) const PLAIN: Self = Self {
        colour: false,
        unicode: true,
        verbose: false,
        quiet: false,
        width: usize::MAX,
    };

    /// The same, with every request and answer of a finding.
    pub(super) const IN_FULL: Self = Self {
        verbose: true,
        ..Self::PLAIN
    };

    /// Foreign text, fit for this terminal.
    pub(super) fn show(self, text: &str) -> String {
        if self.unicode {
            escape(text)
        } else {
            escape_ascii(text)
        }
    }

    /// `text` in a style, if colours may be used.
    pub(super) fn paint(self, style: Style, text: &str) -> String {
        if self.colour {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    /// The sign of a status.
    pub(super) fn glyph(self, status: Status) -> &'static str {
        match (status, self.unicode) {
            (Status::Pass, true) => "✓",
            (Status::Pass, false) => "[ok]",
            (Status::Warn, true) => "⚠",
            (Status::Warn, false) => "[!]",
            (Status::Fail, true) => "✗",
            (Status::Fail, false) => "[x]",
            (Status::Unverifiable, _) => "?",
            (Status::Skipped, _) => "-",
        }
    }

    /// The arrow before where a redirect leads.
    pub(super) fn arrow(self) -> &'static str {
        if self.unicode { "→" } else { "->" }
    }

    /// The signs of a tree.
    pub(super) fn signs(self) -> &'static Signs {
        if self.unicode {
            &Signs::UNICODE
        } else {
            &Signs::ASCII
        }
    }

    /// The colour of a status.
    pub(super) fn style(status: Status) -> Style {
        match status {
            Status::Pass => AnsiColor::Green.on_default().bold(),
            // Plain yellow cannot be read on white.
            Status::Warn => Ansi256Color(130).on_default().bold(),
            Status::Fail => AnsiColor::Red.on_default().bold(),
            Status::Unverifiable => AnsiColor::Magenta.on_default().bold(),
            Status::Skipped => Style::new().dimmed(),
        }
    }

    /// A line that begins with `before` and the sign of a status with a word; what is longer is wrapped.
    pub(super) fn line(self, before: &str, status: Status, word: &str, text: &str) -> String {
        let sign = format!("{} {word}", self.glyph(status));
        let sign = sign.trim_end();
        let lead = format!("{before}{sign}").replace(' ', &GLUE.to_string());
        let line = self.hanging(&format!("{lead} {text}"));
        line.replacen(sign, &self.paint(Self::style(status), sign), 1)
    }

    /// Running text whose later lines are indented.
    pub(super) fn hanging(self, text: &str) -> String {
        let lines = if text.width() <= self.width {
            vec![text.to_owned()]
        } else {
            wrap(text, self.width.saturating_sub(2))
        };
        lines.join("\n  ").replace(GLUE, " ") + "\n"
    }

    /// Running text below such a line.
    pub(super) fn indented(self, text: &str) -> String {
        let lines = wrap(text, self.width.saturating_sub(2));
        format!("  {}\n", lines.join("\n  ").replace(GLUE, " "))
    }

    /// Running text behind a label, wrapped to the width, later lines under the first. What [`GLUE`] joins stays
    /// on one line.
    pub(super) fn paragraph(self, label: &str, text: &str) -> String {
        const INDENT: usize = 2;
        const LABEL: usize = 11;
        let start = INDENT + LABEL;
        let label = if text.is_empty() {
            label.to_owned()
        } else {
            format!("{:<LABEL$}", format!("{label} "))
        };
        let label = self.paint(Style::new().dimmed(), &label);
        let hanging = format!("\n{:start$}", "");
        let lines = wrap(text, self.width.saturating_sub(start));
        let text = lines.join(&hanging).replace(GLUE, " ");
        format!("{:INDENT$}{label}{text}\n", "")
    }
}

#[cfg(test)]
mod tests {
    use super::RenderOptions;
    use crate::finding::Status;
    use crate::report::testing::PLAIN;

    #[test]
    fn no_space_stands_behind_a_label_without_a_text() {
        let colour = RenderOptions {
            colour: true,
            ..PLAIN
        };
        assert_eq!(PLAIN.paragraph("Answer", ""), "  Answer\n");
        assert!(!colour.paragraph("Answer", "").contains("Answer "));
        assert_eq!(PLAIN.paragraph("Answer", "a"), "  Answer     a\n");
    }

    #[test]
    fn colours_are_for_who_can_show_them() {
        let style = RenderOptions::style(Status::Fail);
        let colour = RenderOptions {
            colour: true,
            ..PLAIN
        };
        assert_eq!(
            colour.paint(style, "fail"),
            "\u{1b}[1m\u{1b}[31mfail\u{1b}[0m"
        );
        assert_eq!(PLAIN.paint(style, "fail"), "fail");
    }

    #[test]
    fn later_lines_stand_under_the_first() {
        let narrow = RenderOptions { width: 18, ..PLAIN };
        assert_eq!(
            narrow.paragraph("Means", "one two three"),
            "  Means      one\n             two\n             three\n"
        );
    }
}
