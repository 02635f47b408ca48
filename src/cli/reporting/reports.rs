//! Many reports, written as they come.

use super::ReportingArgs;
use super::step_summary::StepSummary;
use crate::cli::output::{self, Reader, Stdout};
use crate::cli::signals::Signals;
use crate::report::{Format, RenderOptions, Report, ReportStream, Totals, stream};
use crate::text::escape;
use anstream::ColorChoice;
use anyhow::Context as _;
use indicatif::ProgressBar;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

/// How long an interrupted run waits for a reader who has stopped reading.
const PATIENCE: Duration = Duration::from_secs(1);

/// Every place that many reports are written to. What cannot be written keeps nothing else from being written.
pub(in crate::cli) struct Reports {
    places: Vec<Place>,
    errors: Vec<anyhow::Error>,
}

/// A format and where it goes.
struct Place {
    stream: Box<dyn ReportStream>,
    goes: Goes,
}

enum Goes {
    Stdout(Stdout),
    File(File, String),
    StepSummary(StepSummary),
}

impl ReportingArgs {
    /// Opens every place and writes what stands before all reports. Where the file of the report cannot be written, it
    /// is printed.
    pub(in crate::cli) fn reports(&self, totals: &Totals, progress: &ProgressBar) -> Reports {
        let options = self.output.options(self.quiet);
        let plain = RenderOptions {
            colour: false,
            ..options
        };
        let mut reports = Reports {
            places: Vec::new(),
            errors: Vec::new(),
        };
        for to in &self.report {
            reports.open(to.format, plain, &to.file);
        }
        let mut formats = self.report.iter().map(|to| to.format).chain([self.format]);
        if formats.any(|format| format == Format::Github)
            && let Some(summary) = StepSummary::wanted()
        {
            reports.add(Format::Markdown, plain, Goes::StepSummary(summary));
        }
        let stdout = |colour| Goes::Stdout(Stdout::new(colour, progress.clone()));
        match self.output.file() {
            None => reports.add(self.format, options, stdout(self.output.colour())),
            Some(file) => {
                if !reports.open(self.format, plain, file) {
                    reports.add(self.format, plain, stdout(ColorChoice::Never));
                }
            }
        }
        reports.write(|stream| stream.begin(totals), Goes::write);
        reports
    }
}

impl Reports {
    fn add(&mut self, format: Format, options: RenderOptions, goes: Goes) {
        let stream = stream(format, options);
        self.places.push(Place { stream, goes });
    }

    /// Whether the file can be written.
    fn open(&mut self, format: Format, options: RenderOptions, path: &Path) -> bool {
        let name = escape(&path.to_string_lossy());
        match File::create(path).with_context(|| format!("cannot write {name}")) {
            Ok(file) => {
                self.add(format, options, Goes::File(file, name));
                true
            }
            Err(error) => {
                self.errors.push(error);
                false
            }
        }
    }

    /// Writes the next report everywhere.
    pub(in crate::cli) fn report(&mut self, report: &Report) {
        self.write(|stream| stream.report(report), Goes::write);
    }

    /// Whether what is written arrives anywhere.
    pub(in crate::cli) fn are_read(&self) -> bool {
        !self.places.is_empty()
    }

    /// Writes what stands behind all reports, and says what could not be written.
    pub(in crate::cli) fn end(
        mut self,
        totals: &Totals,
        signals: Option<Signals>,
    ) -> anyhow::Result<()> {
        self.write(|stream| stream.end(totals), Goes::end);
        let first = signals.as_ref().and_then(Signals::first);
        let patience = first.map(|_| PATIENCE);
        // The files are complete. The next signal ends the program at once.
        drop(signals);
        for place in self.places {
            if let Goes::Stdout(stdout) = place.goes {
                self.errors.extend(stdout.close(patience).err());
            }
        }
        output::failed(&self.errors)
    }

    /// Writes everywhere, and not again where it cannot be written or nobody reads it.
    fn write(
        &mut self,
        text: impl Fn(&mut dyn ReportStream) -> String,
        write: impl Fn(&mut Goes, &str) -> anyhow::Result<Reader>,
    ) {
        self.places.retain_mut(|place| {
            let text = text(place.stream.as_mut());
            match write(&mut place.goes, &text) {
                Ok(reader) => reader == Reader::Listens,
                Err(error) => {
                    self.errors.push(error);
                    false
                }
            }
        });
    }
}

impl Goes {
    fn write(&mut self, text: &str) -> anyhow::Result<Reader> {
        match self {
            Self::Stdout(stdout) => Ok(stdout.write(text)),
            Self::File(file, name) => file
                .write_all(text.as_bytes())
                .map(|()| Reader::Listens)
                .with_context(|| format!("cannot write {name}")),
            Self::StepSummary(summary) => summary.append_one(text).map(|()| Reader::Listens),
        }
    }

    /// Writes what stands behind everything.
    fn end(&mut self, text: &str) -> anyhow::Result<Reader> {
        match self {
            Self::StepSummary(summary) => summary.append_last(text).map(|()| Reader::Listens),
            _ => self.write(text),
        }
    }
}
