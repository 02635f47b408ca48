use super::error::Problem;
use super::output;
use super::reporting::{asking, known_id, reading};
use crate::checks;
use crate::fold::hanging;
use crate::judging::Rule;
use crate::lint;
use std::fmt::Write as _;

/// Explain a finding, or all of them
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The id of the finding, as reports name it
    #[arg(value_name = "ID")]
    id: Option<String>,
}

impl Args {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        let of_checks = checks::ALL.iter().map(|check| check.rule());
        let rules = of_checks.chain(lint::ALL.iter().map(|check| check.rule()));
        let chosen: Vec<_> = match &self.id {
            None => rules.collect(),
            Some(id) => {
                let known = known_id(id, &[asking(), reading()].concat())?;
                rules.filter(|rule| rule.id == known).collect()
            }
        };
        let texts: Vec<_> = chosen.into_iter().map(explain).collect();
        output::print(&texts.join("\n"))?;
        Ok(0)
    }
}

fn explain(rule: &Rule) -> String {
    let mut text = format!("{}\n  Right if: {}\n", rule.id, rule.title);
    for (heading, words) in [
        ("What it checks", rule.checks),
        ("Why it matters", rule.matters),
        ("How to mend it", rule.mend),
    ] {
        write!(text, "\n{heading}\n{}\n", hanging("  ", words))
            .expect("a String takes whatever is written to it");
    }
    text.push_str("\nReferences\n");
    for (name, address) in rule.references {
        writeln!(text, "  {name}: {address}").expect("a String takes whatever is written to it");
    }
    text
}
