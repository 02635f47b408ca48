use super::error::{Problem, unknown_name};
use super::values;
use crate::checks;
use crate::finding::{FailOn, Selection};
use crate::registration;
use clap::Args;

/// Which checks count, and how much.
#[derive(Args, Debug)]
#[command(next_help_heading = "Report")]
pub(super) struct SelectionArgs {
    /// Lowest result that makes the exit status non-zero; the verdict in the report never changes
    #[arg(long, value_enum, default_value_t = FailOn::Unverifiable, value_name = "LEVEL")]
    fail_on: FailOn,
    /// Run only these checks (repeatable, or separated by commas); if none of them tests the client, the result is
    /// "unverifiable"
    #[arg(long, value_name = "ID", value_delimiter = ',', value_parser = values::finding(), hide_possible_values = true)]
    only: Vec<String>,
    /// Leave these checks out (repeatable, or separated by commas)
    #[arg(long, value_name = "ID", value_delimiter = ',', value_parser = values::finding(), hide_possible_values = true)]
    skip: Vec<String>,
}

impl SelectionArgs {
    /// Which of the checks that ask are wanted, and of those of what is registered, for `--admin`.
    pub(super) fn selection(&self) -> Result<Selection, Problem> {
        let registered = registration::ALL.iter().map(|check| check.rule);
        let rules = checks::ALL.iter().map(|check| check.rule).chain(registered);
        let ids: Vec<_> = rules.map(|rule| rule.id).collect();
        self.selection_among(&ids)
    }

    /// Which of these checks are wanted.
    pub(super) fn selection_among(&self, known: &[&'static str]) -> Result<Selection, Problem> {
        let ids = |names: &[String]| {
            let ids = names.iter().map(|name| known_id(name, known));
            ids.collect::<Result<Vec<_>, _>>()
        };
        let (only, skip) = (ids(&self.only)?, ids(&self.skip)?);
        match only.iter().find(|id| skip.contains(*id)) {
            Some(id) => Err(Problem::Usage(format!(
                "--only and --skip name the same check: {id}"
            ))),
            None => Ok(Selection {
                only,
                skip,
                fail_on: self.fail_on,
            }),
        }
    }
}

/// The id among these with this name, or what to say of a name that is none.
fn known_id(name: &str, known: &[&'static str]) -> Result<&'static str, Problem> {
    let name = name.trim();
    let id = known.iter().copied().find(|id| *id == name);
    id.ok_or_else(|| Problem::Usage(unknown_name("check", name, known.iter().copied())))
}
