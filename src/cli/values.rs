//! Values that shells complete, and that are taken in more spellings than are named.

use crate::explain::rules;
use crate::genesys::{Grant, Region};
use crate::simulator::{ORGANIZATIONS, scenarios};
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::error::Error;
use clap::{Arg, Command, ValueEnum as _};
use std::ffi::OsStr;

/// Reads a value by a function, and names some of those that it takes.
#[derive(Clone)]
pub(super) struct Words<T> {
    names: fn() -> Vec<PossibleValue>,
    read: fn(String) -> Result<T, String>,
}

impl<T: Clone + Send + Sync + 'static> TypedValueParser for Words<T> {
    type Value = T;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<T, Error> {
        let text = StringValueParser::new();
        text.try_map(self.read).parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.names)().into_iter()))
    }
}

/// The id of a finding, or other words.
pub(super) fn finding() -> Words<String> {
    Words {
        names: || rules().map(|rule| rule.id.into()).collect(),
        read: Ok,
    }
}

/// A region in any spelling, which is read later.
pub(super) fn region() -> Words<String> {
    Words {
        names: || {
            let regions = Region::all().iter();
            regions.map(|region| region.domain().into()).collect()
        },
        read: Ok,
    }
}

/// A scenario of the demo.
pub(super) fn scenario() -> Words<String> {
    Words {
        names: || {
            let audited = ORGANIZATIONS.iter().map(|organization| organization.name);
            let names = scenarios().map(|scenario| scenario.name).chain(audited);
            names.map(PossibleValue::new).collect()
        },
        read: Ok,
    }
}

/// A grant in the words of this tool, of the form, of the Platform API and of RFC 6749.
pub(super) fn grant() -> Words<Grant> {
    Words {
        names: || {
            let grants = Grant::value_variants().iter();
            grants.filter_map(Grant::to_possible_value).collect()
        },
        read: |text| Grant::of_words(&text).ok_or_else(unusable),
    }
}

fn unusable() -> String {
    format!(
        "it is implicit ({}) or pkce ({}) for MiraBridge Phone",
        Grant::Implicit.admin_label(),
        Grant::Pkce.admin_label()
    )
}

#[cfg(test)]
mod tests {
    use super::grant;
    use crate::genesys::Grant;
    use clap::builder::TypedValueParser as _;
    use std::ffi::OsStr;

    #[test]
    fn a_grant_is_taken_in_the_words_of_others() {
        let command = clap::Command::new("x");
        for (text, expected) in [
            ("Token Implicit Grant (Browser)", Some(Grant::Implicit)),
            ("TOKEN", Some(Grant::Implicit)),
            ("Code Authorization / PKCE", Some(Grant::Pkce)),
            ("Client Credentials", None),
        ] {
            let read = grant().parse_ref(&command, None, OsStr::new(text));
            assert_eq!(read.ok(), expected, "{text}");
        }
    }
}
