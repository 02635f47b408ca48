//! The step summary of GitHub Actions: a file to which a step appends Markdown.

use crate::cli::environment::variable;
use crate::escape::escape;
use crate::report::Report;
use anyhow::Context as _;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

/// Bytes that GitHub takes; of a longer file it shows nothing.
const LARGEST: u64 = 1024 * 1024;

/// Appends the report, where there is such a file.
pub(super) fn append(report: &Report) -> anyhow::Result<()> {
    append_up_to(|room| report.step_summary(room))
}

/// Appends a part of a longer summary, where there is such a file and it has room.
pub(super) fn append_text(text: &str) -> anyhow::Result<()> {
    append_up_to(|room| {
        if text.len() <= room {
            text.to_owned()
        } else {
            String::new()
        }
    })
}

fn append_up_to(text: impl FnOnce(usize) -> String) -> anyhow::Result<()> {
    let Some(path) = variable("GITHUB_STEP_SUMMARY") else {
        return Ok(());
    };
    append_to(text, Path::new(&path)).with_context(|| {
        format!(
            "cannot write the step summary (GITHUB_STEP_SUMMARY) {}",
            escape(&path)
        )
    })
}

fn append_to(text: impl FnOnce(usize) -> String, path: &Path) -> std::io::Result<()> {
    let mut file = OpenOptions::new().append(true).create(true).open(path)?;
    let room = LARGEST.saturating_sub(file.metadata()?.len());
    let room = usize::try_from(room).unwrap_or(usize::MAX);
    file.write_all(text(room).as_bytes())
}
