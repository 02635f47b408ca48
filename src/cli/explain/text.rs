//! Explanations as text for a terminal.

use crate::checks::{Body, Example, Rule};
use crate::text::hanging;

/// The ids of the rules of each command, and what is right if they find nothing.
pub(super) fn list(commands: &[(&str, Vec<&Rule>)]) -> String {
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
    lines.push("One alone: mirabridge-oauth explain ID".to_owned());
    text(&lines)
}

/// A rule with everything that is said about it.
pub(super) fn explanation(rule: &'static Rule) -> String {
    let mut lines = vec![rule.id.to_owned()];
    lines.extend([rule.defect, rule.remedy].map(|words| hanging("  ", words)));
    for section in rule.sections() {
        lines.extend([String::new(), format!("  {}", section.heading)]);
        lines.extend(section.body.iter().flat_map(body));
    }
    text(&lines)
}

fn body(body: &Body) -> Vec<String> {
    match body {
        Body::Text(text) => vec![hanging("    ", text)],
        Body::Steps(steps) => (1..)
            .zip(*steps)
            .map(|(number, step)| hanging(&format!("    {number}. "), step))
            .collect(),
        Body::Example(Example { before, after }) => [
            beside("    Before  ", before),
            beside("    After   ", after),
        ]
        .concat(),
        Body::Facts(facts) => facts
            .iter()
            .map(|(sure, fact)| hanging("    - ", &format!("{}: {fact}", sure.words())))
            .collect(),
        Body::Links(links) => links
            .iter()
            .map(|(name, address)| format!("    {name}\n      {address}"))
            .collect(),
    }
}

/// Lines as they are, the first beside a label and the others under that.
fn beside(label: &str, lines: &[&str]) -> Vec<String> {
    let under = " ".repeat(label.len());
    let labels = std::iter::once(label).chain(std::iter::repeat(under.as_str()));
    let lines = labels
        .zip(lines)
        .map(|(label, line)| format!("{label}{line}"));
    lines.collect()
}

fn text(lines: &[String]) -> String {
    lines.join("\n") + "\n"
}
