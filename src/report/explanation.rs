//! Everything that is said of a rule, as text for a terminal and as Markdown.

use crate::finding::{Body, Example, Rule};
use crate::text::hanging;
use crate::text::markdown::{block, prose};

/// A rule as text: its id, what is wrong, what to do, and the sections.
pub(crate) fn text(rule: &'static Rule) -> String {
    let mut lines = vec![rule.id.to_owned()];
    lines.extend([rule.defect, rule.remedy].map(|words| hanging("  ", words)));
    for section in rule.sections() {
        lines.extend([String::new(), format!("  {}", section.heading)]);
        for body in &section.body {
            match body {
                Body::Text(words) => lines.push(hanging("    ", words)),
                Body::Steps(steps) => lines.extend(
                    (1..)
                        .zip(*steps)
                        .map(|(number, step)| hanging(&format!("    {number}. "), step)),
                ),
                Body::Example(Example { before, after }) => {
                    let under = format!("\n{:12}", "");
                    lines.push(format!("    Before  {}", before.join(&under)));
                    lines.push(format!("    After   {}", after.join(&under)));
                }
                Body::Facts(facts) => {
                    lines.extend(facts.iter().map(|(sure, fact)| {
                        hanging("    - ", &format!("{}: {fact}", sure.words()))
                    }));
                }
                Body::Links(links) => lines.extend(
                    links
                        .iter()
                        .map(|(name, address)| format!("    {name}\n      {address}")),
                ),
            }
        }
    }
    lines.join("\n") + "\n"
}

/// The sections of a rule as Markdown.
pub(super) fn markdown(rule: &'static Rule) -> String {
    let mut parts = Vec::new();
    for section in rule.sections() {
        parts.push(format!("### {}", section.heading));
        parts.extend(section.body.iter().map(|body| {
            match body {
                Body::Text(words) => prose(words),
                Body::Steps(steps) => lines(
                    (1..)
                        .zip(*steps)
                        .map(|(number, step)| format!("{number}. {}", prose(step))),
                ),
                Body::Example(Example { before, after }) => format!(
                    "Before:\n\n{}\nAfter:\n\n{}",
                    block(before.iter().copied()),
                    block(after.iter().copied()).trim_end()
                ),
                Body::Facts(facts) => lines(
                    facts
                        .iter()
                        .map(|(sure, fact)| format!("- {}: {}", sure.words(), prose(fact))),
                ),
                Body::Links(links) => lines(
                    links
                        .iter()
                        .map(|(name, address)| format!("- {} <{address}>", prose(name))),
                ),
            }
        }));
    }
    parts.join("\n\n")
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use crate::report::testing::rules;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    #[test]
    fn the_markdown_is_what_it_means_to_be() {
        for rule in rules() {
            let markdown = super::markdown(rule);
            let mut headings = 0;
            for event in Parser::new_ext(&markdown, Options::all()) {
                match event {
                    Event::Html(_) | Event::InlineHtml(_) | Event::InlineMath(_) => {
                        panic!("{}: {event:?}", rule.id)
                    }
                    Event::Start(Tag::Heading { .. }) => headings += 1,
                    Event::Start(Tag::Link { dest_url, .. }) => {
                        let mut known = rule.references.iter();
                        assert!(
                            known.any(|(_, address)| *address == &*dest_url),
                            "{dest_url}"
                        );
                    }
                    _ => {}
                }
            }
            assert_eq!(headings, rule.sections().len(), "{markdown}");
        }
    }
}
