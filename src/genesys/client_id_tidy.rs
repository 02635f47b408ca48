//! A client id without what came along when it was copied.

use super::paste::{invisible, is_bracket, is_quote, is_sentence_end, is_wrapping, odd_space};

/// The text without what clings to it, and what that was.
pub(super) fn tidied(text: &str) -> (String, Vec<String>) {
    let characters: Vec<char> = text.chars().collect();
    let is_core = |c: &char| !is_wrapping(*c) && !is_sentence_end(*c);
    let first = characters
        .iter()
        .position(is_core)
        .unwrap_or(characters.len());
    let last = characters.iter().rposition(is_core).unwrap_or_default();
    let mut bare = String::new();
    let mut dropped: Vec<Dropped> = Vec::new();
    let mut dashes: Vec<String> = Vec::new();
    for (index, character) in characters.into_iter().enumerate() {
        let side = (index < first, index > last);
        if side != INSIDE || invisible(character).is_some() {
            let what = name(character);
            match dropped.iter_mut().find(|other| other.what == what) {
                Some(other) => other.sides.push(side),
                None => dropped.push(Dropped {
                    what,
                    sides: vec![side],
                }),
            }
        } else if matches!(character, '\u{2010}'..='\u{2015}' | '\u{2212}') {
            // Word processors and wikis turn the hyphens of an id into dashes.
            let dash = code_point(character);
            if !dashes.contains(&dash) {
                dashes.push(dash);
            }
            bare.push('-');
        } else {
            bare.push(character);
        }
    }
    let mut notes: Vec<String> = dropped.iter().map(Dropped::note).collect();
    if !dashes.is_empty() {
        notes.push(format!(
            "put plain hyphens for {} in the client id",
            dashes.join(" and ")
        ));
    }
    (bare, notes)
}

/// Where a character stood: whether before, whether behind.
type Side = (bool, bool);

const INSIDE: Side = (false, false);

/// A kind of character that was dropped, and for each where it stood.
struct Dropped {
    what: String,
    sides: Vec<Side>,
}

impl Dropped {
    fn note(&self) -> String {
        let before = self.sides.iter().any(|(before, _)| *before);
        let after = self.sides.iter().any(|(_, after)| *after);
        let inside = self.sides.contains(&INSIDE);
        let side = match (before, inside, after) {
            (true, false, false) => "before",
            (false, false, true) => "after",
            (true, false, true) => "around",
            (false, _, false) => "inside",
            _ => "in and around",
        };
        format!("dropped {} {side} the client id", self.what)
    }
}

fn name(character: char) -> String {
    if let Some(name) = invisible(character).or_else(|| odd_space(character)) {
        return format!("{name} ({})", code_point(character));
    }
    match character {
        ',' => "a comma".to_owned(),
        ';' => "a semicolon".to_owned(),
        '.' => "a full stop".to_owned(),
        _ if is_quote(character) => "quotes".to_owned(),
        _ if is_bracket(character) => "brackets".to_owned(),
        _ if character.is_whitespace() => "white space".to_owned(),
        _ => format!("a control character ({})", code_point(character)),
    }
}

fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}
