//! What is said when a command could not do its work, or was called wrongly.

use crate::text::{escape, redact};
use clap::error::{ContextKind, ErrorKind};
use std::io::{self, Write as _};
use std::process::ExitCode;

/// Why a command could not do its work.
#[derive(Debug)]
pub(super) enum Problem {
    /// It was called wrongly; exit status 2.
    Usage(String),
    /// A failure of our own; exit status 4.
    Own(anyhow::Error),
}

impl From<anyhow::Error> for Problem {
    fn from(error: anyhow::Error) -> Self {
        Self::Own(error)
    }
}

impl Problem {
    /// Says what is wrong with this command, and gives the exit status.
    pub(super) fn report(&self, command: Option<&str>) -> ExitCode {
        match self {
            Self::Usage(text) => {
                complain(&format!("error: {text}"));
                complain(&more(command));
                ExitCode::from(2)
            }
            Self::Own(error) => {
                complain(&format!("error: {error:#}"));
                ExitCode::from(4)
            }
        }
    }
}

/// Says what is wrong, on stderr.
pub(super) fn complain(text: &str) {
    // There is nobody left to tell if this fails.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Where to read on.
fn more(command: Option<&str>) -> String {
    let command = command.map_or_else(String::new, |command| format!("{command} "));
    format!("For more information, try 'mirabridge-oauth {command}-h'")
}

/// Words that people try, and what they mean here.
const MEANT: &[(&str, &str)] = &[
    (
        "--client-secret",
        "no secret is needed: leave it out, and revoke it if others may have seen it",
    ),
    (
        "--secret",
        "no secret is needed: leave it out, and revoke it if others may have seen it",
    ),
    ("--password", "no password is needed: leave it out"),
    (
        "--token",
        "a token is never an option: see 'mirabridge-oauth audit --help'",
    ),
    ("version", "use: mirabridge-oauth --version"),
    ("replay", "use: mirabridge-oauth check --replay FILE"),
    ("targets", "use: mirabridge-oauth check --targets FILE"),
];

/// Of an argument that is not shown.
const NOT_SHOWN: &str = "an argument was not expected here. It is not shown, as it may be part of a password or a token. Put a value with blanks in quotes, and percent-encode special characters";

/// What the argument parser has to say: help and version, or what is wrong. It echoes arguments as they
/// are, so that its errors are escaped line by line.
pub(super) fn of_arguments(error: &clap::Error, command: Option<&str>) -> ExitCode {
    let words: Vec<_> = error
        .context()
        .map(|(_, value)| value.to_string())
        .collect();
    let mut meant = MEANT.iter();
    let meant = meant.find(|(word, _)| words.iter().any(|said| said == word));
    let unknown = error.get(ContextKind::InvalidArg).map(ToString::to_string);
    let is_foreign = meant.is_none() && unknown.is_some_and(|text| !text.starts_with('-'));
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => match error.print() {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                let error = anyhow::Error::new(error).context("cannot write the output");
                Problem::Own(error).report(command)
            }
            _ => ExitCode::SUCCESS,
        },
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            ExitCode::from(2)
        }
        ErrorKind::InvalidValue if words.iter().any(|word| word.starts_with("--region ")) => {
            Problem::Usage("--region needs a value, such as mypurecloud.de; 'mirabridge-oauth regions' lists all with their places".to_owned()).report(command)
        }
        // The rest of a password with a blank in it, for example.
        kind if kind == ErrorKind::TooManyValues
            || kind == ErrorKind::UnknownArgument && is_foreign
            || words.iter().any(|word| word.contains('@') || is_token(word)) =>
        {
            Problem::Usage(NOT_SHOWN.to_owned()).report(command)
        }
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand if meant.is_some() => {
            let (word, what) = meant.copied().unwrap_or_default();
            Problem::Usage(format!("'{word}': {what}")).report(command)
        }
        _ => {
            let text = error.render().to_string();
            let lines = text.trim_end().lines();
            // The tip is for values that begin with hyphens, and no argument of ours does.
            let is_ours = |line: &&str| {
                !line.starts_with("For more information") && !line.contains("tip: to pass '")
            };
            for line in lines.filter(is_ours) {
                complain(&escape(line));
            }
            complain(&more(command));
            ExitCode::from(2)
        }
    }
}

/// Whether it looks like a token, and nothing else: longer than any word, and made by a machine.
fn is_token(word: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_.~+/=".contains(c);
    word.len() >= 20
        && word.chars().all(is_part)
        && word.contains(|c: char| c.is_ascii_uppercase())
        && word.contains(|c: char| c.is_ascii_digit())
        && redact::looks_opaque(word)
}

/// What to say of a name that is none of `known`.
pub(super) fn unknown_name<'a>(
    what: &str,
    typed: &str,
    known: impl Iterator<Item = &'a str>,
) -> String {
    let typed: String = typed.chars().take(64).collect();
    let known: Vec<_> = known.collect();
    let nearest = known
        .iter()
        .map(|name| (strsim::damerau_levenshtein(name, &typed), name))
        .filter(|(distance, name)| distance * 3 <= name.len())
        .min();
    let hint = nearest.map_or_else(String::new, |(_, name)| format!("; did you mean {name}?"));
    format!(
        "there is no {what} '{}'{hint}\nThe {what}s are: {}",
        escape(&typed),
        known.join(", ")
    )
}
