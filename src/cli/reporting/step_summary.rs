//! The step summary of GitHub Actions: a file to which a step appends Markdown.

use crate::report::Report;
use crate::text::escape;
use anyhow::Context as _;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::PathBuf;

/// Bytes that GitHub takes; of a longer file it shows nothing.
const LARGEST: u64 = 1024 * 1024;
/// Bytes that many reports leave to what stands behind them: some twenty clients with a line each.
const KEPT: usize = 64 * 1024;
/// Where reports are missing.
const LEFT_OUT: &str = "\nThe reports on some clients have no room in a step summary.\n";

/// Appends the report, where there is such a file.
pub(super) fn append(report: &Report) -> anyhow::Result<()> {
    StepSummary::wanted().map_or(Ok(()), |summary| {
        summary.append(|room| report.step_summary(room))
    })
}

/// The file.
pub(super) struct StepSummary {
    path: PathBuf,
    /// Whether a report had no room. Then no later one is written either, so that nobody takes the rest for all.
    is_full: bool,
}

impl StepSummary {
    /// None where nobody asks for one.
    pub(super) fn wanted() -> Option<Self> {
        let path = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty())?;
        Some(Self {
            path: path.into(),
            is_full: false,
        })
    }

    /// Appends one of many reports.
    pub(super) fn append_one(&mut self, text: &str) -> anyhow::Result<()> {
        if self.is_full {
            return Ok(());
        }
        let mut fits = false;
        self.append(|room| {
            fits = text.len() + KEPT <= room;
            if fits { text.to_owned() } else { String::new() }
        })?;
        self.is_full = !fits;
        Ok(())
    }

    /// Appends what stands behind many reports.
    pub(super) fn append_last(&self, text: &str) -> anyhow::Result<()> {
        let note = if self.is_full { LEFT_OUT } else { "" };
        let text = format!("{note}{text}");
        self.append(|room| {
            if text.len() <= room {
                text
            } else {
                String::new()
            }
        })
    }

    fn append(&self, text: impl FnOnce(usize) -> String) -> anyhow::Result<()> {
        self.append_to(text).with_context(|| {
            format!(
                "cannot write the step summary (GITHUB_STEP_SUMMARY) {}",
                escape(&self.path.to_string_lossy())
            )
        })
    }

    fn append_to(&self, text: impl FnOnce(usize) -> String) -> std::io::Result<()> {
        let mut file = OpenOptions::new()
            .append(true)
            .create(true)
            .open(&self.path)?;
        let room = LARGEST.saturating_sub(file.metadata()?.len());
        let room = usize::try_from(room).unwrap_or(usize::MAX);
        file.write_all(text(room).as_bytes())
    }
}
