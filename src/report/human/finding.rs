//! One finding: what is wrong, what is registered instead, what to do, and what that was told from.

use super::exchange;
use crate::browser;
use crate::finding::{Outcome, Status};
use crate::probe::Evidence;
use crate::report::render_options::{GLUE, RenderOptions};
use crate::report::{Entry, summary};
use crate::text::{cut, escape};
use unicode_width::UnicodeWidthStr as _;

/// The findings in order. Those of one check that say the same of several subjects are told once; advice and addresses
/// are not repeated.
pub(super) fn render(evidence: &Evidence, options: RenderOptions, entries: &[&Entry]) -> String {
    let mut text = String::new();
    let mut advice = None;
    let mut seen = Vec::new();
    for group in entries.chunk_by(|one, other| summary::say_the_same(one, other)) {
        let Some((rule, first)) = group.first() else {
            continue;
        };
        let subjects = group.iter().filter_map(|(_, one)| one.subject.as_deref());
        let subjects: Vec<_> = subjects.map(|subject| options.show(subject)).collect();
        let message = options.show(&first.message);
        let (head, below) = if subjects.is_empty() {
            (message, String::new())
        } else {
            (subjects.join(", "), options.indented(&message))
        };
        let (head, word) = (
            format!("{head} ({})", rule.id),
            summary::status(first.status),
        );
        text.push('\n');
        text.push_str(&options.line("", first.status, &format!("{word}:"), &head));
        text.push_str(&below);
        text.push_str(&body(evidence, options, first, &mut advice));
        if matches!(first.status, Status::Fail | Status::Pass)
            && let Some((_, address)) = rule.references.first()
            && !seen.contains(address)
        {
            seen.push(address);
            text.push_str(&options.paragraph("See", address));
        }
        // What comes next brings its own distance.
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

/// What is registered instead, what to do, unless that was just said, and what it was told from.
pub(super) fn body<'a>(
    evidence: &Evidence,
    options: RenderOptions,
    outcome: &'a Outcome,
    advice: &mut Option<&'a str>,
) -> String {
    let mut text = String::new();
    if let Some(found) = &outcome.found {
        text.push_str(&registered(options, found));
    }
    let remedy = outcome.remedy.as_deref();
    if let Some(remedy) = remedy.filter(|_| remedy != *advice || !outcome.paste.is_empty()) {
        text.push_str(&options.paragraph("Do", &options.show(remedy)));
    }
    *advice = remedy;
    if !outcome.paste.is_empty() {
        // Flush left: a line that is copied whole must not bring spaces along.
        let lines: Vec<_> = outcome.paste.iter().map(|line| escape(line)).collect();
        text.extend(["\n", &lines.join("\n"), "\n\n"]);
    }
    text.push_str(&told_from(evidence, options, outcome));
    for source in outcome.sources {
        text.push_str(&options.paragraph("Source", source));
    }
    text
}

/// The requests and answers that a finding was told from, and what a page did.
pub(super) fn told_from(evidence: &Evidence, options: RenderOptions, outcome: &Outcome) -> String {
    let mut text = exchange::evidence(evidence, options, outcome);
    let visited = evidence.visited().into_iter();
    let trail = visited
        .flat_map(|visited| browser::report::trail(visited, options.signs(), &outcome.events));
    for (position, line) in trail.enumerate() {
        let label = if position == 0 { "Page did" } else { "" };
        text.push_str(&options.paragraph(label, &options.show(&line)));
    }
    text
}

/// What is registered instead, with its spaces made visible, and a caret under everything that nobody sees.
fn registered(options: RenderOptions, found: &str) -> String {
    const LONGEST: usize = 400;
    let space = if options.unicode { "␠" } else { "\\u{20}" };
    let mut shown = String::new();
    let mut carets = String::new();
    for character in cut(found, LONGEST).chars() {
        let words = match character {
            ' ' => space.to_owned(),
            other => options.show(&other.to_string()),
        };
        let is_seen = matches!(character, '!'..='~');
        let sign = if is_seen { GLUE } else { '^' };
        for index in 0..words.width() {
            carets.push(if index == 0 { sign } else { GLUE });
        }
        shown.push_str(&words);
    }
    let mut text = options.paragraph("Registered", &shown);
    let carets = carets.trim_end_matches(GLUE);
    if !carets.is_empty() {
        text.push_str(&options.paragraph("", carets));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{registered, render};
    use crate::classify::Basis;
    use crate::finding::Outcome;
    use crate::probe::Evidence;
    use crate::report::RenderOptions;
    use crate::report::testing::{PLAIN, rule};

    #[test]
    fn a_caret_stands_under_what_nobody_sees() {
        assert_eq!(
            registered(PLAIN, "a b\u{200b}é"),
            "  Registered a␠b\\u{200b}é
              ^ ^       ^
"
        );
        let ascii = RenderOptions {
            unicode: false,
            ..PLAIN
        };
        assert_eq!(
            registered(ascii, "a b"),
            "  Registered a\\u{20}b
              ^
"
        );
        assert_eq!(
            registered(PLAIN, "漢\u{200b}"),
            "  Registered 漢\\u{200b}
             ^ ^
"
        );
        assert_eq!(registered(PLAIN, "a/b"), "  Registered a/b\n");
    }

    #[test]
    fn the_same_of_several_subjects_is_told_once() {
        let of = |subject, message| {
            let outcome = Outcome::warn(Basis::Transport, message, "see to it");
            (rule("redirect-page"), outcome.about(Some(subject)))
        };
        let entries = [of("a", "gone"), of("b", "gone"), of("c", "odd")];
        let entries: Vec<_> = entries.iter().collect();
        assert_eq!(
            render(&Evidence::default(), PLAIN, &entries),
            "
⚠ warn: a, b (redirect-page)
  gone
  Do         see to it

⚠ warn: c (redirect-page)
  odd
"
        );
    }
}
