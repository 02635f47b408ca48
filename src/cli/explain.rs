use super::error::Problem;
use super::output;
use super::values;
use crate::explain::{nearest_ids, rules_by_command, search};
use crate::finding::Rule;
use crate::report::explanation;
use crate::text::escape;

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The id of a finding, or what somebody sees: invalid redirect uri, loop, popup; without it, all findings are listed
    #[arg(value_parser = values::finding(), hide_possible_values = true)]
    words: Vec<String>,
}

/// Other findings that are named beside the one that is printed.
const MOST_OTHERS: usize = 3;

impl Args {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        if self.words.is_empty() {
            return output::print(&index(&rules_by_command()));
        }
        let words = self.words.join(" ");
        let found = search(&words);
        let Some((best, others)) = found.split_first() else {
            let shown: String = words.chars().take(64).collect();
            return Err(Problem::Usage(format!(
                "no finding fits '{}'; nearest: {}\n'mirabridge-oauth explain' lists all",
                escape(&shown),
                nearest_ids(&words).join(", ")
            )));
        };
        let mut text = explanation::text(best);
        if words != best.id && !others.is_empty() {
            let others: Vec<_> = others
                .iter()
                .take(MOST_OTHERS)
                .map(|rule| rule.id)
                .collect();
            text = format!("{text}\nAlso fits: {}\n", others.join(", "));
        }
        output::print(&text)
    }
}

/// The ids of the rules of each command, and what is right if they find nothing.
fn index(commands: &[(&str, Vec<&Rule>)]) -> String {
    let heading = |command: &str| format!("Findings of {command}");
    let widths = commands.iter().flat_map(|(command, rules)| {
        let ids = rules.iter().map(|rule| rule.id.len());
        ids.chain([heading(command).len()])
    });
    let column = widths.max().unwrap_or_default();
    let mut lines = Vec::new();
    for (command, rules) in commands {
        lines.push(format!("{:column$}    Right if", heading(command)));
        let row = |rule: &&Rule| format!("  {:column$}  {}", rule.id, rule.title);
        lines.extend(rules.iter().map(row));
        lines.push(String::new());
    }
    lines.push("More: mirabridge-oauth explain ID, or the words of an error message".to_owned());
    lines.join("\n") + "\n"
}
