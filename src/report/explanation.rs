//! Everything that is said of a rule, as text for a terminal.

use crate::finding::{Example, Rule};
use crate::text::hanging;

/// Its id, what is wrong, what to do, and the rest under headings.
pub(crate) fn text(rule: &Rule) -> String {
    let prose = |words| std::iter::once(hanging("    ", words));
    let steps = (1..).zip(rule.fix);
    let steps = steps.map(|(number, step)| hanging(&format!("    {number}. "), step));
    let facts = rule.facts.iter();
    let facts = facts.map(|(sure, fact)| hanging("    - ", &format!("{}: {fact}", sure.words())));
    let links = rule.references.iter();
    let links = links.map(|(name, address)| format!("    {name}\n      {address}"));
    let sections: [(&str, Vec<String>); 5] = [
        ("What users see", prose(rule.symptom).collect()),
        ("Cause", prose(rule.cause).collect()),
        (
            "How to fix it",
            steps.chain(rule.example.iter().map(example)).collect(),
        ),
        ("How it knows", prose(rule.method).chain(facts).collect()),
        ("References", links.collect()),
    ];
    let mut lines = vec![rule.id.to_owned()];
    lines.extend([rule.defect, rule.remedy].map(|words| hanging("  ", words)));
    for (heading, body) in sections {
        lines.extend([String::new(), format!("  {heading}")]);
        lines.extend(body);
    }
    lines.join("\n") + "\n"
}

fn example(Example { before, after }: &Example) -> String {
    let under = format!("\n{:12}", "");
    let (before, after) = (before.join(&under), after.join(&under));
    format!("    Before  {before}\n    After   {after}")
}
