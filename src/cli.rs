//! What the user types: one file a command, and what they share.

mod argv;
mod audit;
mod browser;
mod check;
mod demo;
mod dry_run;
mod error;
mod explain;
mod help;
mod input;
mod lint;
mod locate;
mod man;
mod network_args;
mod output;
mod output_args;
mod print;
mod selection_args;
mod session;
mod setup;
mod signals;
mod sinks;
mod target_args;
mod token_args;
mod values;

use crate::browser::GUARD;
use argv::{Tidied, tidied};
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use error::Problem;
use std::ffi::OsString;
use std::process::ExitCode;

/// Finds out why agents cannot sign in to MiraBridge Phone, and how to fix it
///
/// It checks the OAuth client in Genesys Cloud. No secret and no login is needed.
#[derive(Debug, Parser)]
#[command(name = "mirabridge-oauth", version, max_term_width = 100, after_help = EXIT_STATUSES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// The exit statuses, the same for every command and format.
pub(crate) const EXIT_STATUSES: &str = "Exit status:
  0    passed (warnings allowed, unless --fail-on warn)
  1    something is wrong
  2    wrong usage, nothing was checked
  3    could not be verified
  4    a failure of this tool's own, such as an output that cannot be written
  130  interrupted (Ctrl-C), after printing what is known
  143  ended by SIGTERM, after printing what is known";

#[derive(Debug, Subcommand)]
enum Command {
    /// Print what to enter for a new OAuth client, step by step
    ///
    /// Without a client id, CLIENT_ID stands for it in what is printed. Nothing is sent.
    Setup(setup::Args),
    /// Check an OAuth client against Genesys Cloud and say what to fix
    Check(Box<check::Args>),
    /// Check a pasted list, or a client's JSON, without a network
    Lint(lint::Args),
    /// Find out which region a client is in
    Locate(locate::Args),
    /// Explain a finding, by its id or by the words of an error message
    Explain(explain::Args),
    /// Check what is registered, with an administrator's token
    ///
    /// The token is taken from GENESYSCLOUD_ACCESS_TOKEN, or is got for GENESYSCLOUD_OAUTHCLIENT_ID and
    /// GENESYSCLOUD_OAUTHCLIENT_SECRET. It needs the permission OAuth > Client > View. It goes to the API host of the region
    /// alone. With it, only GET requests are sent, and with --usage the one that starts the count.
    Audit(Box<audit::Args>),
    /// Print the redirect URIs to register, one a line
    Uris(print::UrisArgs),
    /// Print the debug init URL
    Url(print::UrlArgs),
    /// Print the table of Genesys Cloud regions
    Regions(print::RegionsArgs),
    /// Try it on a simulated Genesys Cloud, without a network
    Demo(demo::Args),
    /// Print the JSON Schema of the report
    Schema(print::SchemaArgs),
    /// Print a completion script for a shell
    Completions(print::CompletionsArgs),
    /// Print the manual page, or write all pages to a folder
    Man(man::Args),
    /// Start a browser, and end it when the input ends; a check runs itself as this
    #[command(name = GUARD, hide = true)]
    BrowserGuard(browser::GuardArgs),
}

/// The arguments that the program takes, as clap knows them.
#[must_use]
pub fn command() -> clap::Command {
    help::arranged(Cli::command())
}

/// Parses the arguments, runs the command, and gives its exit status.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let program = command();
    let Tidied { arguments, notes } = tidied(arguments.into_iter().collect(), &program);
    for note in &notes {
        output::say(note);
    }
    let name = arguments.get(1).and_then(|first| first.to_str());
    let is_command = |name: &&str| program.find_subcommand(name).is_some();
    let name = name.filter(is_command).map(str::to_owned);
    let parsed = program.try_get_matches_from(arguments);
    let result = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli.command.run(),
        Err(error) => return error::of_arguments(&error, name.as_deref()),
    };
    match result {
        Ok(status) => ExitCode::from(status),
        Err(problem) => problem.report(name.as_deref()),
    }
}

fn is_command(name: &str) -> bool {
    Cli::command().find_subcommand(name).is_some()
}

impl Command {
    fn run(self) -> Result<u8, Problem> {
        match self {
            Self::Check(args) => args.run(),
            Self::Uris(args) => args.run(),
            Self::Url(args) => args.run(),
            Self::Setup(args) => args.run(),
            Self::Lint(args) => args.run(),
            Self::Audit(args) => args.run(),
            Self::Locate(args) => args.run(),
            Self::Regions(args) => args.run(),
            Self::Explain(args) => args.run(),
            Self::Demo(args) => args.run(),
            Self::Schema(args) => args.run(),
            Self::Completions(args) => args.run(),
            Self::Man(args) => args.run(),
            Self::BrowserGuard(args) => args.run(),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_arguments_are_well_formed() {
        super::command().debug_assert();
    }
}
