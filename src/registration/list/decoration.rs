//! What decorates all entries of a list alike, and what only some of them have.

use super::Draft;
use crate::registration::registration::{Doubt, Entry};

/// What all entries have in common, so that it is the list's and not theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Habit {
    /// Quotes around every entry.
    Quotes,
    /// One space at the start of every line.
    Indent,
    /// Spaces behind every entry that has no comma.
    Padding,
    /// Spaces before every comma.
    SpacedCommas,
    /// A comma at the end of every line but the last.
    Commas,
    /// A full stop behind every entry.
    FullStops,
}

/// The entries without what decorates all of them, and with what only some of them have.
pub(super) fn undecorated(drafts: Vec<Draft>) -> (Vec<Entry>, Vec<Doubt>) {
    let habits = habits(&drafts);
    let doubts = doubts(&drafts);
    let count = drafts.len();
    let entries = drafts
        .into_iter()
        .zip(1..)
        .map(|(draft, number)| entry(&habits, draft, number == count))
        .collect();
    (entries, doubts)
}

fn habits(drafts: &[Draft]) -> Vec<Habit> {
    let several = drafts.len() > 1;
    let mut ending: Vec<_> = drafts.iter().filter(|draft| draft.ends_line).collect();
    let last_line = drafts.last().map(|draft| draft.line);
    if several && ending.last().map(|draft| draft.line) == last_line {
        ending.pop();
    }
    let all = |has: fn(&Draft) -> bool| drafts.iter().all(has);
    let padded = |draft: &&Draft| !draft.tail.is_empty();
    let (with_comma, without): (Vec<_>, Vec<_>) =
        drafts.iter().partition(|draft| draft.comma.is_some());
    [
        (Habit::Quotes, all(|draft| draft.quotes.is_some())),
        (
            Habit::Indent,
            !several || all(|draft| draft.lead != Some(false)),
        ),
        (Habit::Padding, several && without.iter().all(padded)),
        (
            Habit::SpacedCommas,
            with_comma.len() > 1 && with_comma.iter().all(padded),
        ),
        (
            Habit::Commas,
            ending.iter().all(|draft| draft.comma.is_some()),
        ),
        (Habit::FullStops, all(|draft| draft.core.ends_with('.'))),
    ]
    .into_iter()
    .filter_map(|(habit, is_one)| is_one.then_some(habit))
    .collect()
}

fn entry(habits: &[Habit], draft: Draft, is_last: bool) -> Entry {
    let is_habit = |habit| habits.contains(&habit);
    let mut text = draft.core;
    let mut column = draft.column;
    if let Some((open, close)) = draft
        .quotes
        .filter(|_| !draft.prose && !is_habit(Habit::Quotes))
    {
        text = format!("{open}{text}{close}");
        column -= 1;
    }
    let padding = match draft.comma {
        Some(_) => Habit::SpacedCommas,
        None => Habit::Padding,
    };
    if !draft.prose && !is_habit(padding) {
        text.push_str(&draft.tail);
    }
    if let Some(mark) = draft
        .comma
        .filter(|_| draft.ends_line && !is_habit(Habit::Commas))
    {
        text.push(mark);
    }
    if !draft.prose && draft.lead == Some(true) && !is_habit(Habit::Indent) {
        text.insert(0, ' ');
        column -= 1;
    }
    let ends_a_sentence = is_last && is_habit(Habit::Commas) || is_habit(Habit::FullStops);
    if ends_a_sentence && text.ends_with('.') {
        text.pop();
    }
    Entry {
        text,
        line: draft.line,
        column: column + 1,
        next: draft.next,
        in_prose: draft.prose,
        spoken_of: draft.spoken_of,
    }
}

/// What was taken for decoration and may be registered.
fn doubts(drafts: &[Draft]) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let several = drafts.len() > 1;
    let begins = |draft: &Draft| draft.lead == Some(true);
    let ends = |draft: &Draft| draft.comma.is_none() && !draft.tail.is_empty();
    if several && drafts.iter().all(ends) {
        doubts.push(Doubt::SpaceBehind);
    }
    if several && drafts.iter().all(begins) {
        doubts.push(Doubt::SpaceBefore);
    }
    let alone = drafts
        .chunk_by(|one, other| one.line == other.line)
        .any(|line| matches!(line, [only] if !only.prose && only.lead.is_some()));
    let together = drafts.iter().find(|draft| draft.joined && !draft.prose);
    if let Some(together) = together.filter(|_| alone) {
        doubts.push(Doubt::Together(together.line));
    }
    doubts
}
