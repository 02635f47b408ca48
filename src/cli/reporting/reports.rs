//! Many reports, written as they come.

use super::ReportingArgs;
use super::format::FormatArg;
use super::step_summary;
use crate::cli::output;
use crate::report::{Format, Look, Report, Teller, Totals, teller};
use anstream::ColorChoice;
use anyhow::Context as _;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;

/// Every place that many reports are written to.
pub(in crate::cli) struct Reports {
    places: Vec<Place>,
    errors: Vec<String>,
}

/// A format and where it goes.
struct Place {
    teller: Box<dyn Teller>,
    goes: Goes,
    /// What could not be written is not tried again.
    broken: bool,
}

enum Goes {
    Stdout(ColorChoice),
    File(File, String),
    StepSummary,
}

impl ReportingArgs {
    /// Opens every place and writes what stands before all reports.
    pub(in crate::cli) fn reports(&self) -> anyhow::Result<Reports> {
        let look = self.output.look(self.quiet);
        let plain = Look {
            colour: false,
            ..look
        };
        let format = self.format.format();
        let mut places = vec![match self.output.file() {
            Some(file) => Place::file(format, plain, file)?,
            None => Place::new(format, look, Goes::Stdout(self.output.colour())),
        }];
        for to in &self.report {
            places.push(Place::file(to.format.format(), plain, &to.file)?);
        }
        let mut formats = self.report.iter().map(|to| to.format).chain([self.format]);
        if formats.any(|format| format == FormatArg::Github) {
            places.push(Place::new(Format::Markdown, plain, Goes::StepSummary));
        }
        let mut reports = Reports {
            places,
            errors: Vec::new(),
        };
        reports.write(|teller| teller.begin());
        Ok(reports)
    }
}

impl Reports {
    /// Writes the next report everywhere.
    pub(in crate::cli) fn tell(&mut self, report: &Report) {
        self.write(|teller| teller.tell(report));
    }

    /// Writes what stands behind all reports, and says what could not be written.
    pub(in crate::cli) fn end(mut self, totals: &Totals) -> anyhow::Result<()> {
        self.write(|teller| teller.end(totals));
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(anyhow::anyhow!(self.errors.join("; ")))
        }
    }

    fn write(&mut self, text: impl Fn(&mut dyn Teller) -> String) {
        for place in &mut self.places {
            let text = text(place.teller.as_mut());
            if place.broken {
                continue;
            }
            if let Err(error) = place.goes.write(&text) {
                place.broken = true;
                self.errors.push(format!("{error:#}"));
            }
        }
    }
}

impl Place {
    fn new(format: Format, look: Look, goes: Goes) -> Self {
        Self {
            teller: teller(format, look),
            goes,
            broken: false,
        }
    }

    fn file(format: Format, look: Look, path: &Path) -> anyhow::Result<Self> {
        let name = crate::escape::escape(&path.to_string_lossy());
        let file = File::create(path).with_context(|| format!("cannot write {name}"))?;
        Ok(Self::new(format, look, Goes::File(file, name)))
    }
}

impl Goes {
    fn write(&mut self, text: &str) -> anyhow::Result<()> {
        match self {
            Self::Stdout(colour) => output::write(text, *colour, None),
            Self::File(file, name) => file
                .write_all(text.as_bytes())
                .with_context(|| format!("cannot write {name}")),
            Self::StepSummary => step_summary::append_text(text),
        }
    }
}
