//! For a person at a terminal. What is to be copied stands at the beginning of a line with nothing behind it, and nothing
//! else does.

use super::steps::{REST, Step, fill_in, numbered, verify};
use super::{Caution, Form};
use crate::checks::DOCS;
use crate::text::hanging;

pub(super) fn render(form: &Form) -> String {
    let grant = form.grant;
    let parts = [
        "  Set up the OAuth client of MiraBridge Phone. What is not indented is for copying."
            .to_owned(),
        format!(
            "  Region  {}\n  Grant   {}: {}",
            form.region_in_words(),
            grant.name(),
            grant.admin_label()
        ),
        numbered(&fill_in(form), one),
        "  How to verify".to_owned(),
        ending(&verify(form)),
    ];
    parts.join("\n\n") + "\n"
}

/// The last steps, and where the rest is documented.
pub(super) fn ending(last: &[Step]) -> String {
    format!("{}\n\n  {REST}\n\n{DOCS}", numbered(last, one))
}

fn one(number: usize, step: &Step) -> String {
    const INDENT: &str = "     ";
    let mut text = hanging(&format!("  {number}. "), &step.what);
    if !step.copy.is_empty() {
        text = format!("{text}\n\n{}", step.copy.join("\n"));
    }
    for caution in &step.cautions {
        text = format!("{text}\n\n{}", indented(INDENT, caution));
    }
    text
}

/// A caution in lines, its sources below.
pub(super) fn indented(indent: &str, caution: &Caution) -> String {
    let mut text = hanging(indent, &caution.message);
    for source in caution.sources {
        text = format!("{text}\n{indent}{source}");
    }
    text
}
