use crate::cli::error::Problem;
use crate::cli::input;
use crate::recording::Recording;
use crate::text::escape;
use std::path::Path;

/// Bytes of a file: a run of many rounds, with a page for every request.
const MOST: u64 = 32 * 1024 * 1024;

/// Reads a recording.
pub(super) fn read(path: &Path) -> Result<Recording, Problem> {
    let usage = |why: String| Problem::Usage(format!("--replay {why}"));
    let bytes = input::read(path, MOST).map_err(usage)?;
    let broken = |why: String| usage(format!("{}: {}", input::name(path), escape(&why)));
    let text = str::from_utf8(&bytes).map_err(|error| broken(error.to_string()))?;
    // Some editors put a byte order mark in front.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Recording::from_json(text).map_err(|error| broken(error.to_string()))
}
