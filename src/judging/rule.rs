use super::sure::Sure;
use super::topic::Topic;

/// Everything about a check that does not depend on a run: the one source of `explain`, of advice in reports
/// and of the README's tables.
///
/// All of it is printable ASCII without line breaks, so that it can be folded to any width and shown anywhere.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The name of the defect; never changed once published.
    pub id: &'static str,
    /// The name of the check, for people, as the good state.
    pub title: &'static str,
    /// What it is about, by which the first line of a report goes.
    pub topic: Topic,
    /// What is wrong, in a sentence or two.
    pub defect: &'static str,
    /// What to do about it, in a sentence or two.
    pub remedy: &'static str,
    /// What it checks.
    pub checks: &'static str,
    /// What an agent or an administrator sees of the defect, in the browser and its console.
    pub symptom: &'static str,
    /// What brings the defect about.
    pub cause: &'static str,
    /// Why it matters.
    pub matters: &'static str,
    /// How to mend it, a step each.
    pub mend: &'static [&'static str],
    /// The defect and its mending in a text, where a text can be wrong.
    pub example: Option<Example>,
    /// How the check knows: what is asked, and what the answer is compared with.
    pub knows: &'static str,
    /// The facts it rests on, and how sure each is.
    pub facts: &'static [(Sure, &'static str)],
    /// References: a name and an address each.
    pub references: &'static [(&'static str, &'static str)],
    /// Whether its requests serve it alone, so that they are not sent when it is left out.
    pub asks_for_itself: bool,
}

/// A text that is wrong, and the same put right, in lines.
#[derive(Debug, PartialEq, Eq)]
pub struct Example {
    /// What is wrong.
    pub before: &'static [&'static str],
    /// What it should be.
    pub after: &'static [&'static str],
}

/// A part of an explanation.
#[derive(Debug)]
pub struct Section {
    /// Its heading.
    pub heading: &'static str,
    /// What stands under it.
    pub body: Body,
}

/// What stands under a heading, for any format to lay out.
#[derive(Debug)]
pub enum Body {
    /// Running text.
    Text(&'static str),
    /// Steps, to be numbered.
    Steps(&'static [&'static str]),
    /// Lines that are wrong, and right.
    Example(&'static Example),
    /// Facts, and how sure they are.
    Facts(&'static [(Sure, &'static str)]),
    /// Names with their addresses.
    Links(&'static [(&'static str, &'static str)]),
}

impl Rule {
    /// The explanation in its parts, in the order of reading.
    #[must_use]
    pub fn sections(&'static self) -> Vec<Section> {
        let parts = [
            ("What it checks", Some(Body::Text(self.checks))),
            ("What users see", Some(Body::Text(self.symptom))),
            ("Cause", Some(Body::Text(self.cause))),
            ("Why it matters", Some(Body::Text(self.matters))),
            ("How to mend it", Some(Body::Steps(self.mend))),
            ("Example", self.example.as_ref().map(Body::Example)),
            ("How the check knows", Some(Body::Text(self.knows))),
            ("How sure that is", Some(Body::Facts(self.facts))),
            ("References", Some(Body::Links(self.references))),
        ];
        let written = parts
            .into_iter()
            .filter_map(|(heading, body)| Some((heading, body?)));
        written
            .map(|(heading, body)| Section { heading, body })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Body;
    use crate::rules::all as rules;
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
            let sections = rule.sections();
            assert!(sections.len() > 7, "{}", rule.id);
            all.extend(
                sections
                    .iter()
                    .map(|part| (part.heading, texts(&part.body))),
            );
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
            let prose = rule
                .sections()
                .into_iter()
                .filter_map(|part| match part.body {
                    Body::Text(_) | Body::Steps(_) | Body::Facts(_) => Some(texts(&part.body)),
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

    #[test]
    fn examples_put_something_right() {
        for rule in rules() {
            if let Some(example) = &rule.example {
                assert_ne!(example.before, example.after, "{}", rule.id);
            }
        }
    }
}
