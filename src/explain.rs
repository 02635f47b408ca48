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
    use crate::finding::Rule;
    use std::collections::BTreeSet;

    /// Running text, by its field.
    fn prose(rule: &'static Rule) -> Vec<(&'static str, Vec<&'static str>)> {
        let facts = rule.facts.iter().map(|(_, fact)| *fact);
        vec![
            ("defect", vec![rule.defect]),
            ("remedy", vec![rule.remedy]),
            ("symptom", vec![rule.symptom]),
            ("cause", vec![rule.cause]),
            ("fix", rule.fix.to_vec()),
            ("method", vec![rule.method]),
            ("facts", facts.collect()),
        ]
    }

    #[test]
    fn every_rule_says_something_in_every_field() {
        for rule in rules() {
            let mut all = prose(rule);
            all.push(("title", vec![rule.title]));
            let example = rule.example.iter();
            all.extend(example.map(|one| ("example", [one.before, one.after].concat())));
            let links = rule.references.iter().flat_map(|(name, url)| [*name, *url]);
            all.push(("references", links.collect()));
            for (field, texts) in all {
                let place = format!("{}: {field}", rule.id);
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
            for text in prose(rule).into_iter().flat_map(|(_, texts)| texts) {
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
