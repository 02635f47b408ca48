mod format;
mod reports;
mod step_summary;

use self::format::{ReportTo, report_to};
pub(super) use self::reports::Reports;
use super::error::Problem;
use super::output;
use super::output_args::OutputArgs;
use super::signals::Signals;
use crate::checks;
use crate::checks::{FailOn, Selection};
use crate::registration;
use crate::report::{Format, RenderOptions, Report};
use crate::text::escape;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// How to tell what was found.
#[derive(Args, Debug)]
pub(super) struct ReportingArgs {
    /// Format of the report
    #[arg(long, value_enum, default_value_t = Format::Human, help_heading = "Report")]
    format: Format,
    #[command(flatten)]
    output: OutputArgs,
    /// Write the report in this format to a file as well, such as junit=report.xml (repeatable)
    #[arg(long, value_name = "FORMAT=FILE", value_parser = report_to, help_heading = "Report")]
    report: Vec<ReportTo>,
    /// From what on the exit status is not 0; the verdict in the report never changes
    #[arg(long, value_enum, default_value_t = FailOnArg::Unverifiable, value_name = "LEVEL", help_heading = "Report")]
    fail_on: FailOnArg,
    /// Judge these checks alone (repeatable, or separated by commas); what shows nothing about the client ends
    /// unverifiable
    #[arg(
        long,
        value_name = "ID",
        value_delimiter = ',',
        help_heading = "Report"
    )]
    only: Vec<String>,
    /// Leave these checks out (repeatable, or separated by commas)
    #[arg(
        long,
        value_name = "ID",
        value_delimiter = ',',
        help_heading = "Report"
    )]
    skip: Vec<String>,
    /// Say nothing but what is not right in the human format: nothing at all, if all is well
    #[arg(long, short, help_heading = "Report")]
    pub(super) quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOnArg {
    /// Only what is wrong; what could not be verified exits 0
    Fail,
    /// Also what could not be verified
    Unverifiable,
    /// Also warnings
    Warn,
}

impl ReportingArgs {
    /// Which checks are wanted.
    pub(super) fn selection(&self) -> Result<Selection, Problem> {
        self.selection_among(&asking())
    }

    /// Which of these checks are wanted.
    pub(super) fn selection_among(&self, known: &[&'static str]) -> Result<Selection, Problem> {
        let ids = |names: &[String]| {
            names
                .iter()
                .map(|name| known_id(name, known))
                .collect::<Result<Vec<_>, _>>()
        };
        let (only, skip) = (ids(&self.only)?, ids(&self.skip)?);
        match only.iter().find(|id| skip.contains(*id)) {
            Some(id) => Err(Problem::Usage(format!(
                "--only and --skip name the same check: {id}"
            ))),
            None => Ok(Selection { only, skip }),
        }
    }

    pub(super) fn fail_on(&self) -> FailOn {
        match self.fail_on {
            FailOnArg::Fail => FailOn::Fail,
            FailOnArg::Unverifiable => FailOn::Unverifiable,
            FailOnArg::Warn => FailOn::Warn,
        }
    }

    /// Refuses two things in one file: reports, and what else is read or written under the name of an option.
    pub(super) fn check_files(&self, others: &[(&str, Option<&Path>)]) -> Result<(), Problem> {
        let reports = self.report.iter().map(|to| ("--report", to.file.as_path()));
        let output = self.output.file().map(|file| ("--output", file));
        let others = others
            .iter()
            .filter_map(|(name, file)| Some((*name, (*file)?)));
        let files: Vec<_> = others.chain(output).chain(reports).collect();
        for (index, (name, file)) in files.iter().enumerate() {
            let earlier = files.iter().take(index);
            if let Some((other, _)) = earlier
                .into_iter()
                .find(|(_, other)| identity(other) == identity(file))
            {
                return Err(Problem::Usage(format!(
                    "{other} and {name} name the same file: {}",
                    escape(&file.to_string_lossy())
                )));
            }
        }
        Ok(())
    }

    /// Writes the report wherever it belongs, files first, and gives its exit status. It fails if a file or what is
    /// `unwritten` already could not be written; the report is printed all the same.
    pub(super) fn write(
        &self,
        report: &Report,
        mut unwritten: Vec<anyhow::Error>,
        signals: Option<Signals>,
    ) -> Result<u8, Problem> {
        let options = self.output.options(self.quiet);
        let plain = RenderOptions {
            colour: false,
            ..options
        };
        for to in &self.report {
            let text = report.render(to.format, plain);
            unwritten.extend(output::to_file(&to.file, text).err());
        }
        let mut formats = self.report.iter().map(|to| to.format).chain([self.format]);
        if formats.any(|format| format == Format::Github) {
            unwritten.extend(step_summary::append(report).err());
        }
        let text = report.render(self.format, options);
        unwritten.extend(self.output.write(&text, signals).err());
        output::failed(&unwritten)?;
        Ok(report.exit_status)
    }
}

/// The same for two names of one file, as far as can be told before it is written.
fn identity(path: &Path) -> PathBuf {
    let known = path.canonicalize().or_else(|_| std::path::absolute(path));
    known.unwrap_or_else(|_| path.to_owned())
}

/// The ids of the checks that ask.
pub(super) fn asking() -> Vec<&'static str> {
    checks::ALL.iter().map(|check| check.rule.id).collect()
}

/// The ids of the checks that read.
pub(super) fn reading() -> Vec<&'static str> {
    registration::ALL
        .iter()
        .map(|check| check.rule.id)
        .collect()
}

/// The id among these with this name, or what to say of a name that is none.
pub(super) fn known_id(name: &str, known: &[&'static str]) -> Result<&'static str, Problem> {
    let name = name.trim();
    let id = known.iter().copied().find(|id| *id == name);
    id.ok_or_else(|| {
        let shown: String = name.chars().take(64).collect();
        let nearest = nearest(&shown, known.iter().copied());
        let hint = nearest.map_or_else(String::new, |id| format!("; did you mean {id}?"));
        Problem::Usage(format!(
            "there is no check '{}'{hint}\nThe checks are: {}",
            escape(&shown),
            known.join(", ")
        ))
    })
}

/// The name that was probably meant: one that differs by a third of its letters at the most.
pub(super) fn nearest<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    names
        .map(|name| (strsim::damerau_levenshtein(name, typed), name))
        .filter(|(distance, name)| distance * 3 <= name.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
