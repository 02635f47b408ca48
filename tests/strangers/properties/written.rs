//! What is written of hostile answers.

use crate::answers::{page, redirect, redirect_with_body, refusal, sign_in};
use crate::ask::Ask;
use crate::world::check;
use clap::ValueEnum as _;
use mirabridge_oauth::genesys::Grant;
use mirabridge_oauth::probe::{Failure, Observation};
use mirabridge_oauth::report::{Format, RenderOptions, Report, headline};
use proptest::prelude::*;

/// Whether a terminal would obey, hide or reorder something by this character.
fn acts(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
        )
}

/// Text in which every second character acts, in clear and in the ways in which an answer may write it.
fn hostile() -> impl Strategy<Value = String> {
    "([\u{0}-\u{1f}\u{7f}-\u{9f}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{feff}]|%1B%5B31m|&#27;|\\\\u001b|[a-z<>\"'|`\\[\\]:]){1,24}"
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Description,
    Location,
    Title,
    Json,
    Failure,
}

fn places() -> impl Strategy<Value = Place> {
    use Place::{Description, Failure, Json, Location, Title};
    proptest::sample::select(vec![Description, Location, Title, Json, Failure])
}

fn give(place: Place, text: &str) -> Observation {
    match place {
        Place::Description => redirect(format!("/#/error?error={text}&error_description={text}")),
        Place::Location => redirect_with_body(text, text),
        Place::Title => page(
            400,
            format!("<title>{text}</title><h1>redirect_uri: {text}</h1>"),
        ),
        Place::Json => page(
            400,
            format!(r#"{{"error":"{text}","error_description":"{text}"}}"#),
        ),
        Place::Failure => Err(Failure::Proxy {
            proxy: text.to_owned(),
            detail: text.to_owned(),
            advice: None,
        }),
    }
}

/// The text without the colours that this tool uses.
fn unpainted(text: &str) -> String {
    ["0", "1", "2", "31", "32", "35", "38;5;130"]
        .iter()
        .fold(text.to_owned(), |text, code| {
            text.replace(&format!("\u{1b}[{code}m"), "")
        })
}

/// What shapes the text for people leaves the other formats alone.
fn looks(format: Format) -> Vec<RenderOptions> {
    let plain = RenderOptions {
        colour: false,
        unicode: true,
        verbose: true,
        quiet: false,
        width: 60,
    };
    let ascii = RenderOptions {
        unicode: false,
        ..plain
    };
    let coloured = RenderOptions {
        colour: true,
        ..plain
    };
    match format {
        Format::Human => vec![plain, ascii, coloured],
        _ => vec![plain],
    }
}

fn assert_harmless(report: &Report) {
    for format in Format::value_variants() {
        for options in looks(*format) {
            let text = unpainted(&report.render(*format, options));
            // What a spreadsheet wants of a file: a mark at its beginning, and its ends of lines.
            let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
            let first = text.chars().find(|c| *c != '\n' && acts(*c));
            assert_eq!(first, None, "{format:?}: {text:?}");
        }
    }
    assert!(!headline(report).contains(acts));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_writer_lets_an_answer_act(text in hostile(), real in places(), control in places()) {
        let report = check(Grant::Implicit, |ask: &Ask| match ask {
            _ if !ask.is_authorization() => give(real, &text),
            _ if ask.is_client_control() => refusal(),
            _ if ask.is_redirect_control() => give(control, &text),
            _ if ask.wants_code() => sign_in(),
            _ => give(real, &text),
        });
        assert_harmless(&report);
    }
}
