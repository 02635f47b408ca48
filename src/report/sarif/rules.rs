//! The checks, with what `explain` says of them as text and as Markdown. All of it is our own.

use super::document::{Descriptor, Driver, Help, Message};
use crate::checks::{Body, Example, Rule, Section, rules as all};
use crate::text::markdown::{block, prose};

/// This program, with all of its checks, so that the list is the same in every report.
pub(super) fn driver() -> Driver {
    Driver {
        name: env!("CARGO_PKG_NAME"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        rules: all().map(descriptor).collect(),
    }
}

/// The position of a rule in that list.
pub(super) fn index(rule: &Rule) -> usize {
    all()
        .position(|other| other.id == rule.id)
        .expect("every rule belongs to a check, and all checks are there")
}

fn descriptor(rule: &'static Rule) -> Descriptor {
    Descriptor {
        id: rule.id,
        name: name(rule.id),
        short_description: Message {
            text: rule.defect.to_owned(),
        },
        full_description: Message {
            text: rule.symptom.to_owned(),
        },
        help: help(rule),
        help_uri: rule.references.first().map(|(_, address)| *address),
    }
}

/// An id as a name: invalid-redirect is InvalidRedirect.
fn name(id: &str) -> String {
    let words = id.split('-').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_ascii_uppercase() + rest
    });
    words.collect()
}

fn help(rule: &'static Rule) -> Help {
    let sections = rule.sections();
    let text: Vec<_> = sections.iter().map(text).collect();
    let markdown: Vec<_> = sections.iter().map(markdown).collect();
    Help {
        text: text.join("\n\n"),
        markdown: markdown.join("\n\n"),
    }
}

fn text(Section { heading, body }: &Section) -> String {
    let parts = body.iter().map(|body| match body {
        Body::Text(words) => (*words).to_owned(),
        Body::Steps(steps) => numbered(steps.iter().map(|step| (*step).to_owned())),
        Body::Example(Example { before, after }) => format!(
            "Before:\n{}\nAfter:\n{}",
            before.join("\n"),
            after.join("\n")
        ),
        Body::Facts(facts) => listed(
            facts
                .iter()
                .map(|(sure, fact)| format!("{}: {fact}", sure.words())),
        ),
        Body::Links(links) => listed(
            links
                .iter()
                .map(|(name, address)| format!("{name}: {address}")),
        ),
    });
    format!("{heading}\n{}", parts.collect::<Vec<_>>().join("\n"))
}

fn markdown(Section { heading, body }: &Section) -> String {
    let parts = body.iter().map(|body| match body {
        Body::Text(words) => prose(words),
        Body::Steps(steps) => numbered(steps.iter().map(|step| prose(step))),
        Body::Example(Example { before, after }) => format!(
            "Before:\n\n{}\nAfter:\n\n{}",
            block(before.iter().copied()),
            block(after.iter().copied()).trim_end()
        ),
        Body::Facts(facts) => listed(
            facts
                .iter()
                .map(|(sure, fact)| format!("{}: {}", sure.words(), prose(fact))),
        ),
        Body::Links(links) => listed(
            links
                .iter()
                .map(|(name, address)| format!("{} <{address}>", prose(name))),
        ),
    });
    format!(
        "### {heading}\n\n{}",
        parts.collect::<Vec<_>>().join("\n\n")
    )
}

fn numbered(steps: impl Iterator<Item = String>) -> String {
    let steps = (1..).zip(steps);
    let lines: Vec<_> = steps
        .map(|(number, step)| format!("{number}. {step}"))
        .collect();
    lines.join("\n")
}

fn listed(items: impl Iterator<Item = String>) -> String {
    let lines: Vec<_> = items.map(|item| format!("- {item}")).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{driver, index, listed, name, numbered};
    use crate::checks::rules as all;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    #[test]
    fn an_index_leads_to_the_rule() {
        let driver = driver();
        for rule in all() {
            assert_eq!(driver.rules[index(rule)].id, rule.id);
        }
    }

    #[test]
    fn an_id_becomes_a_name() {
        assert_eq!(name("invalid-redirect"), "InvalidRedirect");
    }

    fn items() -> impl Iterator<Item = String> {
        ["one", "two"].map(str::to_owned).into_iter()
    }

    #[test]
    fn items_have_a_line_each() {
        assert_eq!(numbered(items()), "1. one\n2. two");
        assert_eq!(listed(items()), "- one\n- two");
    }

    #[test]
    fn the_markdown_is_what_it_means_to_be() {
        for rule in all() {
            let help = super::help(rule);
            let mut headings = 0;
            for event in Parser::new_ext(&help.markdown, Options::all()) {
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
            assert_eq!(headings, rule.sections().len(), "{}", help.markdown);
            for section in rule.sections() {
                let text = super::text(&section);
                assert!(text.starts_with(&format!("{}\n", section.heading)));
                assert!(help.text.contains(&text), "{}", help.text);
            }
        }
    }
}
