//! What word processors, habit and haste make of a command line, put right before it is parsed.

use crate::genesys::Pasted;
use crate::text::escape;
use clap::Command;
use std::collections::HashSet;
use std::ffi::OsString;

/// What stands for a hyphen in texts: hyphens, dashes and the minus sign.
const DASHES: [char; 8] = [
    '-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2015}', '\u{2212}',
];

/// The command where none is given.
const DEFAULT: &str = "check";

/// A command line, and what was put right in it.
pub(super) struct Tidied {
    pub(super) arguments: Vec<OsString>,
    pub(super) notes: Vec<String>,
}

/// The arguments as this program names them. What is not certain is left alone.
pub(super) fn tidied(arguments: Vec<OsString>, program: &Command) -> Tidied {
    let is_odd = arguments
        .iter()
        .any(|argument| argument.to_str().is_some_and(may_be_odd));
    let options = is_odd.then(|| Options::of(program));
    let mut notes = Vec::new();
    let mut is_option = true;
    let mut arguments: Vec<_> = arguments
        .into_iter()
        .map(|argument| {
            is_option &= argument != "--";
            let text = argument.to_str().filter(|_| is_option);
            let meant = |text| options.as_ref()?.meant(text);
            let Some(option) = text.and_then(meant) else {
                return argument;
            };
            let name = |text: &str| escape(text.split('=').next().unwrap_or_default());
            let typed = argument.to_string_lossy();
            notes.push(format!("{} is read as {}", name(&typed), name(&option)));
            option.into()
        })
        .collect();
    let first = arguments.get(1).and_then(|first| first.to_str());
    if first.is_some_and(|first| lacks_command(first, program)) {
        notes.push(format!("no command given; running {DEFAULT}"));
        arguments.insert(1, DEFAULT.into());
    }
    Tidied { arguments, notes }
}

/// Whether an argument begins with a dash, but not as `-q`, `--quiet` or a file that is stdin do.
fn may_be_odd(argument: &str) -> bool {
    let rest = argument.trim_start_matches(DASHES);
    let dashes = argument.strip_suffix(rest).unwrap_or_default();
    match dashes {
        "" | "--" => false,
        "-" => rest.chars().count() > 1,
        _ => true,
    }
}

/// Whether `check` takes this, and no command is called so.
fn lacks_command(first: &str, program: &Command) -> bool {
    let check = program.find_subcommand(DEFAULT);
    let name = first.strip_prefix("--");
    let name = name.map(|option| option.split('=').next().unwrap_or_default());
    match name {
        Some(name) => check.is_some_and(|check| longs(check).any(|long| long == name)),
        None => {
            program.find_subcommand(first).is_none()
                && (Pasted::parse(first).is_ok() || first.to_ascii_lowercase().ends_with(".csv"))
        }
    }
}

fn longs(command: &Command) -> impl Iterator<Item = &str> {
    let arguments = command.get_arguments();
    arguments.flat_map(|argument| {
        let aliases = argument.get_all_aliases().unwrap_or_default();
        argument.get_long().into_iter().chain(aliases)
    })
}

/// The options of all commands.
struct Options<'a> {
    longs: HashSet<&'a str>,
    shorts: HashSet<char>,
}

impl<'a> Options<'a> {
    fn of(program: &'a Command) -> Self {
        let arguments = || program.get_subcommands().flat_map(Command::get_arguments);
        let longs = program.get_subcommands().flat_map(longs);
        Self {
            longs: longs.chain(["help", "version"]).collect(),
            shorts: arguments()
                .filter_map(clap::Arg::get_short)
                .chain(['h'])
                .collect(),
        }
    }

    /// The option that is meant by one with other dashes, or with too few.
    fn meant(&self, text: &str) -> Option<String> {
        let rest = text.trim_start_matches(DASHES);
        let dashes = text.strip_suffix(rest).unwrap_or_default();
        let name = rest.split('=').next().unwrap_or_default();
        let mut letters = name.chars();
        let is_short = match (letters.next(), letters.next()) {
            (Some(letter), None) => self.shorts.contains(&letter),
            _ => false,
        };
        let meant = if self.longs.contains(name) && !dashes.is_empty() {
            format!("--{rest}")
        } else if is_short && !dashes.is_empty() {
            format!("-{rest}")
        } else if rest.is_empty() && dashes.chars().count() == 1 {
            // The file that is stdin.
            "-".to_owned()
        } else {
            return None;
        };
        (meant != text).then_some(meant)
    }
}

#[cfg(test)]
mod tests {
    use super::tidied;
    use std::ffi::OsString;

    #[test]
    fn a_command_line_is_read_as_it_is_meant() {
        const ID: &str = "1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901";
        let program = crate::cli::command();
        for (typed, meant) in [
            ("check –region x", "check --region x"),
            ("check —region=x ‑q", "check --region=x -q"),
            ("check ––region x", "check --region x"),
            (
                "check -region x -client-id y",
                "check --region x --client-id y",
            ),
            ("check -output x", "check --output x"),
            ("lint –", "lint -"),
            ("--region x", "check --region x"),
            ("–region x", "check --region x"),
            (
                "https://login.mypurecloud.de/",
                "check https://login.mypurecloud.de/",
            ),
            ("list.csv", "check list.csv"),
            ("mypurecloud.de", "check mypurecloud.de"),
            (ID, "check 1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901"),
            // As they are.
            ("check -qo x", "check -qo x"),
            ("check -- –region", "check -- –region"),
            ("check –nonsense –x", "check –nonsense –x"),
            ("explain loop – or", "explain loop - or"),
            ("regions", "regions"),
            ("--help", "--help"),
            ("--version", "--version"),
            ("--list", "--list"),
            ("nonsense", "nonsense"),
            ("", ""),
        ] {
            let words = std::iter::once("x").chain(typed.split(' '));
            let tidied = tidied(words.map(OsString::from).collect(), &program);
            let words: Vec<_> = tidied.arguments[1..]
                .iter()
                .map(|word| word.to_str().expect("UTF-8"))
                .collect();
            assert_eq!(words.join(" "), meant, "{typed}");
            assert_eq!(tidied.notes.is_empty(), typed == meant, "{typed}");
        }
    }
}
