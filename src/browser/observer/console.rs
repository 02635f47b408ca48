//! What pages write to the console, and what the browser writes there of them.

use super::journal::Id;
use super::{Observer, Then};
use crate::browser::connection::{flag_at, number_at, text_at, value_at};
use crate::browser::page_text::{address, error_text, states_oauth_error, text};
use crate::probe::{Blocker, Level, PageEvent, Resource, What};
use crate::text::cut;
use serde_json::{Value, json};
use std::path::Path;

/// Characters of a line of the console, and of a value in it, that are looked at.
const LONGEST_LINE: usize = 2000;
/// Values in a line that are looked at.
const MOST_VALUES: usize = 10;
/// Lines whose values are being read at the same time.
const MOST_UNREAD: usize = 20;
const DESCRIBE: &str = include_str!("describe.js");

/// What the browser writes where something else tells of it already, and what it refuses without a loss.
const NOT_TOLD: &[&str] = &[
    "content security policy",
    "content-security-policy",
    "cors policy",
    "mixed content",
    "x-frame-options",
    "frame-ancestors",
    "failed to load resource",
    "in a new window",
    "autofocus",
    "unsafe header",
    "permissions policy",
    "aria-hidden",
    // What browsers keep for after a click or key.
    "user gesture",
    "tapped",
];

/// A line whose values are being read: where it stands, and its values in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unread {
    event: PageEvent,
    values: Vec<String>,
}

impl Observer {
    pub(super) fn console(&mut self, session: &str, params: &Value) {
        let level = match text_at(params, "/type") {
            "error" | "assert" => Level::Error,
            "warning" => Level::Warning,
            _ => Level::Info,
        };
        let values = value_at(params, "/args")
            .as_array()
            .map_or(&[][..], Vec::as_slice);
        let text = String::new();
        self.says(session, values, What::Console { level, text });
    }

    pub(super) fn exception(&mut self, session: &str, details: &Value) {
        let url = match text_at(details, "/url") {
            "" => text_at(details, "/stackTrace/callFrames/0/url"),
            url => url,
        };
        // The protocol counts from 0.
        let line = number_at(details, "/lineNumber").map_or(1, |line| line.saturating_add(1));
        let exception = What::Exception {
            text: text_at(details, "/text").to_owned(),
            url: address(url),
            line: u32::try_from(line).unwrap_or(u32::MAX),
        };
        let thrown = details.get("exception");
        let event = self.says(session, thrown.map_or(&[], std::slice::from_ref), exception);
        let id = Id::of((session, number_at(details, "/exceptionId")));
        self.rejections.insert(id, Some(event));
    }

    /// Something caught it later, and browsers no longer show it.
    pub(super) fn revoked(&mut self, session: &str, params: &Value) {
        let id = Id::of((session, number_at(params, "/exceptionId")));
        let Some(caught) = self.rejections.get_mut(id).and_then(Option::take) else {
            return;
        };
        // Its values may have been read; and of several alike, one is written down.
        let origin = |one: &PageEvent| match &one.what {
            What::Exception { url, line, .. } => Some((one.place, url.clone(), *line)),
            _ => None,
        };
        let is_like = |one: &PageEvent| origin(one) == origin(&caught);
        // One that was not kept may be like it.
        if !self.rejections.is_full() && !self.rejections.values().flatten().any(is_like) {
            self.journal.retract(is_like);
        }
    }

    /// Writes down a line of these values, and asks for the values in it that the browser told of in short.
    fn says(&mut self, session: &str, values: &[Value], mut what: What) -> PageEvent {
        let values = values.get(..MOST_VALUES).unwrap_or(values);
        let shown: Vec<_> = values.iter().map(shown).collect();
        let is_error = say(&mut what, &shown);
        let event = PageEvent {
            at_ms: self.now,
            place: self.place_of(session),
            what,
        };
        self.write(event.clone(), is_error);
        let unread = self.unanswered.values();
        let unread = unread.filter(|(_, then)| matches!(then, Then::Read(_)));
        if unread.count() < MOST_UNREAD
            && let Some(object) = values.iter().find(|value| is_short(value))
        {
            let arguments = values
                .iter()
                .map(|value| match text_at(value, "/objectId") {
                    "" => json!({"value": value_at(value, "/value")}),
                    id => json!({"objectId": id}),
                });
            let params = json!({
                "objectId": text_at(object, "/objectId"),
                "functionDeclaration": DESCRIBE,
                "arguments": arguments.collect::<Vec<_>>(),
                "returnByValue": true,
                "silent": true,
            });
            let unread = Unread {
                event: event.clone(),
                values: shown,
            };
            self.command_then(
                session,
                "Runtime.callFunctionOn",
                params,
                Then::Read(unread),
            );
        }
        event
    }

    /// The values of a line have been read. A page may have answered whatever it likes.
    pub(super) fn values_read(&mut self, Unread { event, mut values }: Unread, result: &Value) {
        for (index, value) in values.iter_mut().enumerate() {
            match text_at(result, &format!("/result/value/{index}")) {
                "" => {}
                read => *value = cut(read, LONGEST_LINE),
            }
        }
        let mut whole = event.clone();
        let is_error = say(&mut whole.what, &values);
        if !self.journal.amend(&event, &whole.what) && is_error {
            self.write(whole, is_error);
        }
    }

    /// Writes down a line, if it is worth it.
    fn write(&mut self, PageEvent { at_ms, place, what }: PageEvent, is_error: bool) {
        let is_exception = matches!(what, What::Exception { .. });
        if is_error || is_exception || self.journal.takes_harmless() {
            self.journal.note(at_ms, place, what);
        }
    }

    /// What the browser itself writes of a page: what it refused, and does not tell otherwise.
    pub(super) fn refused(&mut self, session: &str, entry: &Value) {
        let line = text_at(entry, "/text");
        let lower = line.to_lowercase();
        let says = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
        let is_of_page = !matches!(text_at(entry, "/source"), "network" | "worker");
        let is_refusal = says(&[
            "refused to",
            "blocked",
            "failed to load module script",
            "not allowed to",
            "unsafe attempt",
        ]);
        if text_at(entry, "/level") != "error" || !is_of_page || !is_refusal || says(NOT_TOLD) {
            return;
        }
        let quoted = line.split(['\'', '"']).find(|part| part.contains("://"));
        let by = if says(&["'integrity' attribute"]) {
            Blocker::Integrity
        } else if says(&["mime type", "mime checking"]) {
            Blocker::MimeType
        } else {
            Blocker::Other
        };
        let url = address(quoted.unwrap_or(text_at(entry, "/url")));
        let path = Path::new(url.split('?').next().unwrap_or_default());
        let is_script = says(&["script"]) || path.extension().is_some_and(|end| end == "js");
        let blocked = What::Blocked {
            by,
            resource: if is_script {
                Resource::Script
            } else {
                Resource::Other
            },
            url,
            rule: text(line),
        };
        self.note(self.place_of(session), blocked);
    }
}

/// Puts values into the line that they make, as a console does: the first may be a format. Whether it states an OAuth
/// error.
fn say(what: &mut What, values: &[String]) -> bool {
    let (line, is_problem) = match what {
        What::Console { level, text } => (text, level.is_problem()),
        What::Exception { text, .. } => (text, true),
        _ => return false,
    };
    let mut values = values.iter();
    if let Some(format) = values.next() {
        let mut parts = format.split('%');
        let mut said = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let is_value = part.starts_with(['s', 'd', 'i', 'f', 'o', 'O', 'c']);
            if let Some(value) = is_value.then(|| values.next()).flatten() {
                // Styles are not shown.
                said.push_str(if part.starts_with('c') { "" } else { value });
                said.push_str(part.get(1..).unwrap_or_default());
            } else {
                said.push('%');
                said.push_str(part);
            }
        }
        for value in values {
            said.push(' ');
            said.push_str(value);
        }
        *line = cut(&said, LONGEST_LINE);
    }
    let is_error = states_oauth_error(line, is_problem);
    *line = if is_error {
        error_text(line, is_problem)
    } else {
        text(line)
    };
    is_error
}

/// A value as the browser tells of it.
fn shown(value: &Value) -> String {
    let preview = value_at(value, "/preview");
    let shown = match value_at(value, "/value") {
        Value::String(words) => words.clone(),
        Value::Null if preview.is_object() => in_short(preview),
        Value::Null => without_stack(text_at(value, "/description")).to_owned(),
        value => value.to_string(),
    };
    cut(&shown, LONGEST_LINE)
}

/// An object in short: its properties, and those of the objects in it that are told of.
fn in_short(preview: &Value) -> String {
    let is_error = text_at(preview, "/subtype") == "error";
    let properties = value_at(preview, "/properties").as_array();
    let properties = properties
        .into_iter()
        .flatten()
        .filter(|property| !is_error || !matches!(text_at(property, "/name"), "stack" | "message"));
    let pairs: Vec<_> = properties
        .map(|property| {
            let value = match value_at(property, "/valuePreview") {
                Value::Null => without_stack(text_at(property, "/value")).to_owned(),
                nested => in_short(nested),
            };
            match text_at(preview, "/subtype") {
                "array" => value,
                _ => format!("{}: {value}", text_at(property, "/name")),
            }
        })
        .collect();
    let pairs = pairs.join(", ");
    match (text_at(preview, "/subtype"), pairs.as_str()) {
        ("error", "") => without_stack(text_at(preview, "/description")).to_owned(),
        ("error", pairs) => format!(
            "{} {{{pairs}}}",
            without_stack(text_at(preview, "/description"))
        ),
        ("array", pairs) => format!("[{pairs}]"),
        (_, pairs) => format!("{{{pairs}}}"),
    }
}

/// The message of an error, without the calls that led to it.
fn without_stack(description: &str) -> &str {
    let message = description.split("\n    at ").next();
    message.unwrap_or_default()
}

/// Whether there is more in a value than the browser told.
fn is_short(value: &Value) -> bool {
    let properties = value_at(value, "/preview/properties").as_array();
    let mut properties = properties.into_iter().flatten();
    !text_at(value, "/objectId").is_empty()
        && (flag_at(value, "/preview/overflow")
            || value_at(value, "/preview/entries").is_array()
            || properties.any(|property| {
                matches!(text_at(property, "/type"), "object" | "accessor")
                    || text_at(property, "/value").contains('…')
            }))
}
