//! A recording from a file.

use crate::cli::error::Problem;
use crate::recording::Recording;
use crate::text::escape;
use std::io::Read as _;
use std::path::Path;

/// Bytes of a file that are read at the most: a run of many rounds, with a page for every request.
const LARGEST: u64 = 32 * 1024 * 1024;

/// Reads a recording.
pub(super) fn read(path: &Path) -> Result<Recording, Problem> {
    let usage = |what: String| {
        let name = escape(&path.to_string_lossy());
        Problem::Usage(format!("--replay {name}: {}", escape(&what)))
    };
    let mut text = String::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(LARGEST).read_to_string(&mut text))
        .map_err(|error| usage(error.to_string()))?;
    Recording::from_json(&text).map_err(|error| usage(error.to_string()))
}
