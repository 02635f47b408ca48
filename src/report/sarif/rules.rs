use super::document::{Descriptor, Driver, Message};
use super::help;
use crate::checks::Rule;
use crate::rules::all;

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
        help: help::of(rule),
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

#[cfg(test)]
mod tests {
    use super::{driver, index, name};
    use crate::rules::all;

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
}
