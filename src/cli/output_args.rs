use super::environment::setting;
use super::output;
use super::signals::Signals;
use crate::report::RenderOptions;
use anstream::{AutoStream, ColorChoice};
use clap::{Args, ValueEnum};
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

/// Where a report goes, and what it looks like there.
#[derive(Args, Debug)]
pub(super) struct OutputArgs {
    /// Write the report to a file instead of stdout
    #[arg(long, short, value_name = "FILE", help_heading = "Report")]
    output: Option<PathBuf>,
    /// When to use colours in the human format; NO_COLOR and CLICOLOR_FORCE are respected
    #[arg(long, value_enum, default_value_t = ColourArg::Auto, value_name = "WHEN", help_heading = "Report")]
    color: ColourArg,
    /// Show each request and its raw answer in the human format
    #[arg(long, short, conflicts_with = "quiet", help_heading = "Report")]
    verbose: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ColourArg {
    Auto,
    Always,
    Never,
}

impl OutputArgs {
    /// The file that the report goes to, if it is not stdout.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    /// What the report looks like.
    pub(super) fn options(&self, quiet: bool) -> RenderOptions {
        RenderOptions {
            colour: self.colour() != ColorChoice::Never,
            unicode: shows_unicode(),
            verbose: self.verbose,
            quiet,
            width: 100,
        }
    }

    /// Writes the report where it belongs, or to stdout where its file cannot be written.
    /// Behind the files, the next signal ends the program at once: stdout may be read by nobody.
    pub(super) fn write(&self, text: &str, signals: Option<Signals>) -> anyhow::Result<()> {
        let written = self.file().map(|file| output::to_file(file, text));
        drop(signals);
        match written {
            Some(Ok(())) => Ok(()),
            None => output::to_stdout(text, self.colour()).map(drop),
            Some(Err(error)) => {
                output::to_stdout(text, ColorChoice::Never)?;
                Err(error)
            }
        }
    }

    /// When colours reach what the report goes to.
    pub(super) fn colour(&self) -> ColorChoice {
        match self.color {
            _ if self.output.is_some() => ColorChoice::Never,
            ColourArg::Always => ColorChoice::Always,
            ColourArg::Never => ColorChoice::Never,
            ColourArg::Auto => AutoStream::choice(&std::io::stdout()),
        }
    }
}

/// Whether the terminal shows more than ASCII: by the locale, where there is one. On Windows there is mostly none;
/// then the console does, and what is piped to older shells does not.
fn shows_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(setting);
    match locale {
        Some(locale) => {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        }
        None => cfg!(windows) && std::io::stdout().is_terminal(),
    }
}
