//! What helps beside the options: examples, what is left for `--help`, and the order of the options.

use clap::Command;
use clap::builder::StyledStr;

/// What is wrong first, by the messages of MiraBridge's documentation.
const MESSAGES: &str = "Messages of MiraBridge's documentation, and what to run:
  \"Invalid redirect URI\" or \"Invalid client\": Genesys Cloud has one page for both
    mirabridge-oauth check --region mypurecloud.de --client-id ID
  \"Authentication loop or timeout\"
    mirabridge-oauth check --region mypurecloud.de --client-id ID --browser
  These, and any other message
    mirabridge-oauth explain invalid redirect uri";

/// Of the program, and of each command.
const EXAMPLES: &[(&str, &[&str])] = &[
    (
        "",
        &[
            "setup --region mypurecloud.de",
            "check --region mypurecloud.de --client-id ID",
            "demo trailing-slash",
        ],
    ),
    ("setup", &["setup --region mypurecloud.de"]),
    (
        "check",
        &[
            "check \"https://phone.mirabridge.cloud/api/v1/deployment/…\"",
            "check --region mypurecloud.de --client-id ID --wait 10m",
            "check --region mypurecloud.de --client-id ID --browser",
            "check --targets clients.csv --report csv=result.csv",
        ],
    ),
    (
        "lint",
        &[
            "lint --region mypurecloud.de registered.txt",
            "lint --region mypurecloud.de -",
        ],
    ),
    ("locate", &["locate --client-id ID"]),
    (
        "explain",
        &["explain invalid redirect uri", "explain login-loop"],
    ),
    ("audit", &["audit --region mypurecloud.de --token-stdin"]),
    ("uris", &["uris --region mypurecloud.de"]),
    ("url", &["url --region mypurecloud.de --client-id ID"]),
    ("regions", &["regions"]),
    (
        "demo",
        &["demo", "demo trailing-slash", "demo --list", "demo --serve"],
    ),
    ("schema", &["schema > report.schema.json"]),
    (
        "completions",
        &["completions bash > ~/.local/share/bash-completion/completions/mirabridge-oauth"],
    ),
    (
        "man",
        &["man | man -l -", "man --dir ~/.local/share/man/man1"],
    ),
];

/// Options that `--help` shows and `-h` does not.
const RARE: &str = "\
    texts region_domain redirect_uri dry_run record replay targets jobs partition timeout deadline \
    retries connect_to browser_path browser_allow screenshot format output color fail_on only skip port \
    delay token_stdin";

/// The options that come first.
const FIRST: &str = "region client_id browser wait grant deployment region_domain";

const TEMPLATE: &str =
    "{about-with-newline}\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

/// The program with its help in order.
pub(super) fn arranged(program: Command) -> Command {
    let examples = examples("");
    program
        .help_template(TEMPLATE)
        .before_help(examples.clone())
        .before_long_help(format!("{examples}\n\n{MESSAGES}"))
        .mut_subcommands(of_command)
}

fn of_command(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let statuses = command.get_after_help().map(StyledStr::to_string);
    let first: Vec<_> = FIRST.split_whitespace().collect();
    let mut place = first.len();
    let command = command.mut_args(|argument| {
        let id = argument.get_id().as_str();
        // What is printed by these is theirs to choose.
        let is_its_own = id == "format" && ["regions", "setup"].contains(&name.as_str());
        let is_rare = !is_its_own && RARE.split_whitespace().any(|rare| rare == id);
        place += 1;
        let place = first.iter().position(|first| *first == id).unwrap_or(place);
        argument.hide_short_help(is_rare).display_order(place)
    });
    let command = command.help_template(TEMPLATE).before_help(examples(&name));
    match statuses {
        Some(statuses) => command
            .after_help(format!(
                "All options, and the exit statuses: mirabridge-oauth {name} --help"
            ))
            .after_long_help(statuses),
        None => command,
    }
}

fn examples(command: &str) -> String {
    let mut known = EXAMPLES.iter();
    let lines = known.find(|(name, _)| *name == command);
    let lines = lines.map(|(_, lines)| *lines).unwrap_or_default();
    let lines: Vec<_> = lines
        .iter()
        .map(|line| format!("\n  mirabridge-oauth {line}"))
        .collect();
    match lines.as_slice() {
        [] => String::new(),
        _ => format!("Examples:{}", lines.concat()),
    }
}

#[cfg(test)]
mod tests {
    use super::EXAMPLES;

    #[test]
    fn every_example_is_a_command_line() {
        let names = crate::cli::command();
        let names = names
            .get_subcommands()
            .filter(|command| !command.is_hide_set());
        let mut names: Vec<_> = names.map(|command| command.get_name().to_owned()).collect();
        names.insert(0, String::new());
        let told: Vec<_> = EXAMPLES.iter().map(|(name, _)| *name).collect();
        assert_eq!(told, names);
        for line in EXAMPLES.iter().flat_map(|(_, lines)| *lines) {
            let line = line.split(['>', '|']).next().unwrap_or_default();
            let words = line.split_whitespace().map(|word| word.trim_matches('"'));
            let words = std::iter::once("mirabridge-oauth").chain(words);
            let parsed = crate::cli::command().try_get_matches_from(words);
            assert!(parsed.is_ok(), "{line}: {parsed:?}");
        }
    }
}
