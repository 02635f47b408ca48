//! For a ticket or a wiki (CommonMark). What is to be copied stands in fenced blocks, unindented, so that it can be copied
//! from the source as well.

use super::Form;
use super::steps::{REST, Step, fill_in, numbered, verify};
use crate::finding::DOCS;
use crate::text::markdown::block;

pub(super) fn render(form: &Form) -> String {
    let grant = form.grant;
    let parts = [
        "# OAuth client of MiraBridge Phone in Genesys Cloud".to_owned(),
        format!(
            "- Region: {}\n- Grant: {}",
            form.region.in_words(),
            grant.admin_label()
        ),
        "## Fill in".to_owned(),
        numbered(&fill_in(form), "\n\n", one),
        "## How to verify".to_owned(),
        numbered(&verify(form), "\n\n", one),
        format!("{REST} <{DOCS}>"),
    ];
    parts.join("\n\n") + "\n"
}

fn one(number: usize, step: &Step) -> String {
    let mut text = format!("{number}. {}", step.what);
    if !step.copy.is_empty() {
        let lines = block(step.copy.iter().map(String::as_str));
        text = format!("{text}\n\n{}", lines.trim_end());
    }
    for caution in &step.cautions {
        text = format!("{text}\n\n> {}", caution.message);
        for source in caution.sources {
            text = format!("{text} <{source}>");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::setup::tests::hostile;

    /// The blocks, as CommonMark reads them: a fence ends one that it is at least as long as.
    fn blocks(text: &str) -> Vec<String> {
        let fence = |line: &str| line.len() - line.trim_start_matches('`').len();
        let mut blocks = Vec::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let open = fence(line);
            if open < 3 {
                continue;
            }
            assert_eq!(&line[open..], "text");
            let inside = lines
                .by_ref()
                .take_while(|line| fence(line) < open || line.len() > fence(line));
            blocks.push(inside.collect::<Vec<_>>().join("\n"));
        }
        blocks
    }

    #[test]
    fn a_hostile_name_stays_in_its_block() {
        for form in hostile() {
            let text = render(&form);
            let blocks = blocks(&text);
            assert_eq!(blocks.len(), 5, "{text}");
            assert_eq!(blocks[0], form.name.as_str());
            assert_eq!(blocks[1].lines().count(), 3, "{text}");
        }
    }
}
