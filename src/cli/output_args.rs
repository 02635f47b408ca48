use super::error::{Problem, unknown_name};
use super::input::setting;
use super::output;
use crate::report::{Format, RenderOptions};
use crate::text::escape;
use anstream::{AutoStream, ColorChoice};
use clap::builder::{EnumValueParser, TypedValueParser as _};
use clap::{Args, ValueEnum};
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

/// Where a report goes, and what it looks like there.
#[derive(Args, Debug)]
#[command(next_help_heading = "Report")]
pub(super) struct OutputArgs {
    /// Format of the report
    #[arg(long, default_value = "human", value_parser = EnumValueParser::<Format>::new().try_map(printed))]
    pub(super) format: Format,
    /// Write the report to a file instead of stdout
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Write the report to a file as well: html=a.html
    ///
    /// Every format is taken, and csv=summary.csv, a row a client. (repeatable)
    #[arg(long, value_name = "FORMAT=FILE", value_parser = report_to)]
    pub(super) report: Vec<ReportTo>,
    /// When to use colours in the human format; NO_COLOR and CLICOLOR_FORCE are respected
    #[arg(long, value_enum, default_value_t = ColourArg::Auto, value_name = "WHEN")]
    color: ColourArg,
    /// Show each request and its raw answer
    ///
    /// In the human format, and the evidence in full.
    #[arg(long, short, conflicts_with = "quiet")]
    verbose: bool,
    /// Print problems only (human format)
    #[arg(long, short)]
    pub(super) quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ColourArg {
    Auto,
    Always,
    Never,
}

/// One more report, in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReportTo {
    pub(super) format: Format,
    pub(super) file: PathBuf,
}

/// A sheet is for a program that opens files.
fn printed(format: Format) -> Result<Format, &'static str> {
    match format {
        Format::Csv => Err("a sheet is written to a file: --report csv=FILE"),
        format => Ok(format),
    }
}

/// Reads FORMAT=FILE.
fn report_to(text: &str) -> Result<ReportTo, String> {
    let form = "it has the form FORMAT=FILE, such as junit=report.xml";
    let (name, file) = text.split_once('=').ok_or(form)?;
    let format = Format::from_str(name, false).map_err(|_| {
        let formats = Format::value_variants().iter();
        let names: Vec<_> = formats.filter_map(Format::to_possible_value).collect();
        unknown_name(
            "format",
            name,
            names.iter().map(clap::builder::PossibleValue::get_name),
        )
    })?;
    match file {
        "" => Err("it names no file".to_owned()),
        "-" => Err("it needs a file; --format says what goes to stdout".to_owned()),
        file => Ok(ReportTo {
            format,
            file: file.into(),
        }),
    }
}

/// The format that a file is mostly in, by the end of its name.
fn named_after(file: &Path) -> Option<&'static str> {
    const ENDS: &[(&str, &str)] = &[
        ("html", "html"),
        ("htm", "html"),
        ("json", "json"),
        ("md", "markdown"),
        ("sarif", "sarif"),
        ("xml", "junit"),
    ];
    let end = file.extension()?.to_str()?;
    let known = ENDS
        .iter()
        .find(|(known, _)| end.eq_ignore_ascii_case(known));
    known.map(|(_, format)| *format)
}

impl OutputArgs {
    /// Comes before anything is said or asked. Refuses two things in one file: reports, and what else is read or written
    /// under the name of an option.
    pub(super) fn check_files(&self, others: &[(&str, Option<&Path>)]) -> Result<(), Problem> {
        if self.quiet {
            output::be_quiet();
        }
        if self
            .output
            .as_deref()
            .is_some_and(|file| file == Path::new("-"))
        {
            let why = "--output needs a file; without it, the report goes to stdout";
            return Err(Problem::Usage(why.to_owned()));
        }
        let format = self.output.as_deref().and_then(named_after);
        if let Some(format) = format.filter(|_| self.format == Format::Human) {
            output::say(&format!(
                "--output: the format is human; for {format} add --format {format}"
            ));
        }
        let others = others
            .iter()
            .filter_map(|(name, file)| Some((*name, (*file)?)));
        let output = self.output.as_deref().map(|file| ("--output", file));
        let reports = self.report.iter().map(|to| ("--report", to.file.as_path()));
        let mut files: Vec<(&str, PathBuf)> = Vec::new();
        for (name, file) in others.chain(output).chain(reports) {
            let identity = identity(file);
            if let Some((other, _)) = files.iter().find(|(_, earlier)| *earlier == identity) {
                return Err(Problem::Usage(format!(
                    "{other} and {name} name the same file: {}",
                    escape(&file.to_string_lossy())
                )));
            }
            files.push((name, identity));
        }
        Ok(())
    }

    /// What the report looks like on stdout.
    pub(super) fn options(&self) -> RenderOptions {
        RenderOptions {
            colour: self.colour() != ColorChoice::Never,
            unicode: shows_unicode(),
            verbose: self.verbose,
            quiet: self.quiet,
            width: width(),
        }
    }

    pub(super) fn options_in_a_file(&self) -> RenderOptions {
        RenderOptions {
            colour: false,
            // Who opens a file does not know how it is encoded, and older programs of Windows guess wrong.
            unicode: false,
            width: 100,
            ..self.options()
        }
    }

    /// When colours reach stdout.
    pub(super) fn colour(&self) -> ColorChoice {
        match self.color {
            ColourArg::Always => ColorChoice::Always,
            ColourArg::Never => ColorChoice::Never,
            ColourArg::Auto => AutoStream::choice(&std::io::stdout()),
        }
    }

    /// The file to which a step of GitHub Actions appends Markdown, where its format is wanted and it has one.
    pub(super) fn step_summary(&self) -> Option<PathBuf> {
        let mut formats = self.report.iter().map(|to| to.format).chain([self.format]);
        let is_wanted = formats.any(|format| format == Format::Github);
        let path = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty());
        path.filter(|_| is_wanted).map(PathBuf::from)
    }
}

/// The same for two names of one file, as far as can be told before it is written.
fn identity(path: &Path) -> PathBuf {
    let in_its_folder = || {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).canonicalize().ok()?;
        Some(folder.join(path.file_name()?))
    };
    let known = path.canonicalize().ok().or_else(in_its_folder);
    known.unwrap_or_else(|| path.to_owned())
}

/// Columns of the report: those of the terminal as far as that reads well, and as many as most have where there is none.
fn width() -> usize {
    let terminal = terminal_size::terminal_size_of(std::io::stdout());
    terminal
        .map_or(100, |(width, _)| width.0.clamp(60, 100))
        .into()
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

#[cfg(test)]
mod tests {
    use super::{ReportTo, report_to};
    use crate::report::Format;

    #[test]
    fn a_file_may_have_any_name() {
        let parsed = |text| report_to(text).map(|ReportTo { format, file }| (format, file));
        assert_eq!(
            parsed("junit=out/a=b.xml"),
            Ok((Format::Junit, "out/a=b.xml".into()))
        );
        for (text, words) in [
            ("junit", "FORMAT=FILE"),
            ("junit=", "names no file"),
            ("junit=-", "needs a file"),
            ("junt=x", "did you mean junit?"),
            ("=x", "there is no format ''"),
        ] {
            let error = parsed(text).expect_err(text);
            assert!(error.contains(words), "{error}");
        }
    }
}
