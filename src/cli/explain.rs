use super::error::Problem;
use super::output;
use super::reporting::{asking, known_id, reading};
use crate::checks;
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
        write!(text, "\n{heading}\n{}\n", fold(words))
            .expect("a String takes whatever is written to it");
    }
    text.push_str("\nReferences\n");
    for (name, address) in rule.references {
        writeln!(text, "  {name}: {address}").expect("a String takes whatever is written to it");
    }
    text
}

/// Running text in lines of at most 96 columns, indented by two.
fn fold(words: &str) -> String {
    const WIDTH: usize = 96;
    let mut lines = vec![String::from(" ")];
    for word in words.split_whitespace() {
        let line = lines.last_mut().expect("there is a first line");
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(format!("  {word}"));
        } else {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines.join("\n")
}
