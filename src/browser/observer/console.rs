//! What pages write to the console.

use super::Observer;
use crate::browser::connection::{number, part, word};
use crate::browser::page_text::{address, cut, states_oauth_error, text};
use crate::browser::{Level, What};
use serde_json::Value;

/// Characters of a line of the console that are looked at.
const LONGEST_LINE: usize = 2000;

impl Observer {
    pub(super) fn console(&mut self, session: &str, params: &Value) {
        let words: Vec<_> = part(params, "/args")
            .as_array()
            .into_iter()
            .flatten()
            .take(20)
            .map(|value| match part(value, "/value") {
                Value::String(words) => words.clone(),
                Value::Null => word(value, "/description").to_owned(),
                value => value.to_string(),
            })
            .collect();
        let level = match word(params, "/type") {
            "error" | "assert" => Level::Error,
            "warning" => Level::Warning,
            _ => Level::Info,
        };
        let line = cut(&words.join(" "), LONGEST_LINE);
        // Not even looked at for secrets: a page may write without an end.
        if states_oauth_error(&line, level.is_problem()) || self.journal.has_room_for_harmless() {
            let text = text(&line);
            self.note(self.place_of(session), What::Console { level, text });
        }
    }

    pub(super) fn exception(&mut self, session: &str, details: &Value) {
        let description = word(details, "/exception/description");
        let words = match description.lines().next() {
            Some(line) => line.to_owned(),
            None => format!(
                "{} {}",
                word(details, "/text"),
                part(details, "/exception/value")
            ),
        };
        let url = match word(details, "/url") {
            "" => word(details, "/stackTrace/callFrames/0/url"),
            url => url,
        };
        // The protocol counts from 0.
        let line = number(details, "/lineNumber").map_or(1, |line| line.saturating_add(1));
        let exception = What::Exception {
            text: text(&words),
            url: address(url),
            line: u32::try_from(line).unwrap_or(u32::MAX),
        };
        self.note(self.place_of(session), exception);
    }
}
