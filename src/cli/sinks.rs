//! Every place that a report goes to, or many of them one after the other. What cannot be written to one place is still
//! written to the others.

use super::error::Problem;
use super::output::{self, Reader, Stdout};
use super::output_args::OutputArgs;
use super::signals::{self, Signals};
use crate::report::{Format, RenderOptions, Renderer, Report};
use crate::text::escape;
use anstream::ColorChoice;
use anyhow::Context as _;
use indicatif::ProgressBar;
use std::fs::{File, OpenOptions};
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long an interrupted run waits for a reader who has stopped reading.
const PATIENCE: Duration = Duration::from_secs(1);
/// Bytes that GitHub takes as a step summary; of a longer one it shows nothing.
const LONGEST_SUMMARY: usize = 1024 * 1024;
/// What stands before the first in Markdown tells of every client.
const RULE: &str = "\n---\n";
const TOO_LONG: &str = "\nThe whole report is too long for a step summary; write it to a file with --report markdown=FILE.\n\n";

pub(super) struct Sinks {
    all: Vec<Sink>,
    progress: ProgressBar,
    errors: Vec<anyhow::Error>,
}

/// One place, and the format of the report there.
pub(super) struct Sink {
    pub(super) format: Format,
    pub(super) options: RenderOptions,
    pub(super) renderer: Box<dyn Renderer>,
    to: Destination,
    /// Whether it is printed where its file cannot be written.
    must_arrive: bool,
}

enum Destination {
    Stdout(Stdout),
    File(File, PathBuf),
    /// Written at the end, as much of it as GitHub shows.
    StepSummary(PathBuf, String),
}

impl OutputArgs {
    /// Writes the report wherever it belongs, and gives its exit status. It fails if a file or what is `unwritten`
    /// already could not be written; the report is printed all the same.
    pub(super) fn write(
        &self,
        report: &Report,
        unwritten: &[anyhow::Error],
        signals: Option<Signals>,
    ) -> Result<u8, Problem> {
        let mut sinks = Sinks::open(self, &ProgressBar::hidden());
        sinks.write(|sink| sink.renderer.single(report));
        sinks.close(unwritten, signals)?;
        Ok(report.exit_status)
    }
}

impl Sinks {
    /// Opens the files.
    pub(super) fn open(args: &OutputArgs, progress: &ProgressBar) -> Self {
        let mut sinks = Self {
            all: Vec::new(),
            progress: progress.clone(),
            errors: Vec::new(),
        };
        let in_a_file = args.options_in_a_file();
        for to in &args.report {
            if let Some(file) = sinks.create(&to.file) {
                sinks.add(to.format, in_a_file, file);
            }
        }
        if let Some(path) = args.step_summary() {
            let summary = Destination::StepSummary(path, String::new());
            sinks.add(Format::Markdown, in_a_file, summary);
        }
        let file = args.output.as_deref().and_then(|file| sinks.create(file));
        let (options, to) = match file {
            Some(file) => (in_a_file, file),
            None => (args.options(), stdout(args.colour(), progress)),
        };
        sinks.add(args.format, options, to);
        if let Some(report) = sinks.all.last_mut() {
            report.must_arrive = true;
        }
        sinks
    }

    fn create(&mut self, path: &Path) -> Option<Destination> {
        match File::create(path).with_context(|| cannot_write(path)) {
            Ok(file) => Some(Destination::File(file, path.to_owned())),
            Err(error) => {
                self.errors.push(error);
                None
            }
        }
    }

    fn add(&mut self, format: Format, options: RenderOptions, to: Destination) {
        self.all.push(Sink {
            format,
            options,
            renderer: format.renderer(options),
            to,
            must_arrive: false,
        });
    }

    /// Writes everywhere, and not again where it cannot be written or nobody reads it.
    pub(super) fn write(&mut self, text: impl Fn(&mut Sink) -> String) {
        self.all.retain_mut(|sink| {
            let text = text(sink);
            let mut written = sink.to.write(&text);
            if sink.must_arrive && written.is_err() {
                self.errors.extend(written.err());
                sink.to = stdout(ColorChoice::Never, &self.progress);
                written = sink.to.write(&text);
            }
            match written {
                Ok(reader) => reader == Reader::Listens,
                Err(error) => {
                    self.errors.push(error);
                    false
                }
            }
        });
    }

    /// Whether what is written arrives anywhere.
    pub(super) fn are_read(&self) -> bool {
        !self.all.is_empty()
    }

    /// Ends everything, and fails if anything could not be written, also what is `unwritten` already.
    pub(super) fn close(
        mut self,
        unwritten: &[anyhow::Error],
        signals: Option<Signals>,
    ) -> anyhow::Result<()> {
        let mut stdout = None;
        let mut written = Vec::new();
        for sink in self.all {
            match sink.to {
                Destination::Stdout(open) => stdout = Some(open),
                Destination::File(_, path) => written.push(path),
                Destination::StepSummary(path, text) => {
                    self.errors.extend(append(&path, &text).err());
                }
            }
        }
        let signal = signals.as_ref().and_then(Signals::first);
        // The files are complete: the next signal ends the program at once, whether stdout is read or not.
        drop(signals);
        if let Some(stdout) = stdout {
            match (stdout.close(signal.map(|_| PATIENCE)), signal) {
                (None, Some(signal)) => signals::end(signal),
                (written, _) => self.errors.extend(written.and_then(Result::err)),
            }
        }
        let errors = unwritten.iter().chain(&self.errors);
        let errors: Vec<_> = errors.map(|error| format!("{error:#}")).collect();
        anyhow::ensure!(errors.is_empty(), errors.join("; "));
        for path in written.iter().filter(|_| std::io::stderr().is_terminal()) {
            output::say(&format!("written: {}", escape(&path.to_string_lossy())));
        }
        Ok(())
    }
}

impl Destination {
    fn write(&mut self, text: &str) -> anyhow::Result<Reader> {
        match self {
            Self::Stdout(stdout) => return Ok(stdout.write(text.to_owned())),
            Self::File(file, path) => file
                .write_all(text.as_bytes())
                .with_context(|| cannot_write(path))?,
            Self::StepSummary(_, all) => all.push_str(text),
        }
        Ok(Reader::Listens)
    }
}

/// Appends to the step summary, as each run of a step does.
fn append(path: &Path, text: &str) -> anyhow::Result<()> {
    let append = || {
        let mut file = OpenOptions::new().append(true).create(true).open(path)?;
        let taken = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
        let (table, _) = text.split_once(RULE).unwrap_or_default();
        let texts = [
            format!("\n{text}"),
            format!("\n{table}{TOO_LONG}"),
            TOO_LONG.to_owned(),
        ];
        let mut fitting = texts
            .iter()
            .filter(|text| taken.saturating_add(text.len()) <= LONGEST_SUMMARY);
        let text = fitting.next().map_or("", String::as_str);
        file.write_all(text.as_bytes())
    };
    append().with_context(|| {
        let path = escape(&path.to_string_lossy());
        format!("cannot write the step summary (GITHUB_STEP_SUMMARY) {path}")
    })
}

fn stdout(colour: ColorChoice, progress: &ProgressBar) -> Destination {
    Destination::Stdout(Stdout::new(colour, progress.clone()))
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write {}", escape(&path.to_string_lossy()))
}
