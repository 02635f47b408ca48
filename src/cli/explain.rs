mod text;

use super::error::Problem;
use super::output;
use super::selection_args::known_id;
use crate::checks::{Rule, rules, rules_by_command};

/// Explain a finding, or all of them
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The id of the finding, as reports name it; without one, all are listed and explained
    #[arg(value_name = "ID")]
    id: Option<String>,
}

impl Args {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        let groups = rules_by_command();
        let all: Vec<_> = rules().collect();
        let explained = if let Some(id) = &self.id {
            text::explanation(one(id, &all)?)
        } else {
            let mut parts = vec![text::list(&groups)];
            parts.extend(all.into_iter().map(text::explanation));
            parts.join("\n")
        };
        output::print(&explained)?;
        Ok(0)
    }
}

fn one(id: &str, rules: &[&'static Rule]) -> Result<&'static Rule, Problem> {
    let ids: Vec<_> = rules.iter().map(|rule| rule.id).collect();
    let id = known_id(id, &ids)?;
    let rule = rules.iter().find(|rule| rule.id == id);
    Ok(rule.expect("a known id is that of a rule"))
}
