//! Everything that can be found, by whatever command, and the way to it from what somebody sees.

mod search;

pub(crate) use search::{nearest_ids, search};

use crate::finding::Rule;
use crate::{audit, batch, checks, registration};

/// What can be found, by the command that finds it, each in the order of its reports.
#[must_use]
pub fn rules_by_command() -> Vec<(&'static str, Vec<&'static Rule>)> {
    vec![
        (
            "check",
            checks::ALL.iter().map(|check| check.rule).collect(),
        ),
        (
            "lint",
            registration::ALL.iter().map(|check| check.rule).collect(),
        ),
        ("audit", audit::own_rules().collect()),
        ("check --targets", vec![&batch::INVALID_TARGET]),
    ]
}

/// Every finding there is, in that order: for `explain`, completions and the README.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    rules_by_command().into_iter().flat_map(|(_, rules)| rules)
}

#[cfg(test)]
mod tests {
    use super::rules;
    use crate::finding::Body;
    use std::collections::BTreeSet;

    /// The texts under a heading.
    fn texts(body: &Body) -> Vec<&'static str> {
        match body {
            Body::Text(text) => vec![text],
            Body::Steps(steps) => steps.to_vec(),
            Body::Example(example) => [example.before, example.after].concat(),
            Body::Facts(facts) => facts.iter().map(|(_, fact)| *fact).collect(),
            Body::Links(links) => links.iter().flat_map(|(name, url)| [*name, *url]).collect(),
        }
    }

    #[test]
    fn every_rule_says_something_under_every_heading() {
        for rule in rules() {
            let mut all = vec![("title", vec![rule.title])];
            all.push(("defect", vec![rule.defect]));
            all.push(("remedy", vec![rule.remedy]));
            for part in rule.sections() {
                all.extend(part.body.iter().map(|body| (part.heading, texts(body))));
            }
            for (heading, texts) in all {
                let place = format!("{}: {heading}", rule.id);
                assert!(!texts.is_empty(), "{place}");
                for text in texts {
                    assert!(!text.is_empty(), "{place}");
                    assert_eq!(text, text.trim(), "{place}");
                    assert!(!text.contains("  "), "{place}: a double space");
                    let printable = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
                    assert!(printable, "{place}: {text:?}");
                    // The README has them in the cells of a table.
                    assert!(!text.contains('|'), "{place}: {text}");
                }
            }
        }
    }

    #[test]
    fn what_is_prose_ends_like_a_sentence() {
        for rule in rules() {
            let parts = rule.sections().into_iter().flat_map(|part| part.body);
            let prose = parts.filter_map(|body| match body {
                Body::Text(_) | Body::Steps(_) | Body::Facts(_) => Some(texts(&body)),
                Body::Example(_) | Body::Links(_) => None,
            });
            for text in prose.flatten().chain([rule.defect, rule.remedy]) {
                assert!(text.ends_with(['.', ':', ')']), "{}: {text}", rule.id);
            }
        }
    }

    #[test]
    fn ids_are_unique_and_references_are_https() {
        let ids: BTreeSet<_> = rules().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), rules().count());
        for rule in rules() {
            for (name, address) in rule.references {
                let url = url::Url::parse(address).expect("an address");
                assert_eq!(url.scheme(), "https", "{}: {name}", rule.id);
            }
        }
    }
}
