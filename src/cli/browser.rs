//! What a visit needs of the command line: an environment variable, files for its pictures, and the guard.

use super::error::Problem;
use super::input::Given;
use super::output;
use crate::browser::{BrowserArgs, BrowserPlan, Picture, guard};
use crate::checks;
use crate::finding::Selection;
use crate::text::escape;
use anyhow::Context as _;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The plan, if a browser is wanted. That there is none is wrong usage.
pub(super) fn plan(
    browser: &BrowserArgs,
    selection: &Selection,
) -> Result<Option<BrowserPlan>, Problem> {
    let mut only = selection.only.iter();
    if let Some(id) = only.find(|id| !browser.browser && checks::needs_browser(id)) {
        return Err(Problem::Usage(format!("--only {id} needs --browser")));
    }
    let named = if browser.browser {
        let typed = browser.browser_path.as_ref();
        Given::of(typed, "--browser-path", "MIRABRIDGE_BROWSER")?
    } else {
        None
    };
    if let Some(named) = &named {
        let shown: String = named.text.chars().take(80).collect();
        named.announce(&escape(&shown));
    }
    let named = named.map(|named| named.text);
    browser.plan(named.as_deref()).map_err(Problem::Usage)
}

/// Writes the picture of the page to `file`, and those of the windows it opened beside it, with a number. Notes on
/// those that there are not: a file of that name is from another run.
pub(super) fn keep(
    file: &Path,
    pictures: &[Picture],
    unwritten: &mut Vec<anyhow::Error>,
) -> Vec<String> {
    // Where no window is known, the one that was to be opened has none.
    let pictures = if pictures.is_empty() {
        &[None]
    } else {
        pictures
    };
    let mut missing = Vec::new();
    for (number, picture) in (1..).zip(pictures) {
        let file = match number {
            1 => file.to_owned(),
            _ => numbered(file, number),
        };
        let name = escape(&file.to_string_lossy());
        match picture {
            Some(picture) => unwritten.extend(output::to_file(&file, picture).err()),
            None => missing.push(format!(
                "{name} was not written: the browser gave no picture in time"
            )),
        }
    }
    missing
}

fn numbered(file: &Path, number: usize) -> PathBuf {
    let mut name = file.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{number}"));
    if let Some(extension) = file.extension() {
        name.push(".");
        name.push(extension);
    }
    file.with_file_name(name)
}

#[derive(clap::Args, Debug)]
pub(super) struct GuardArgs {
    program: PathBuf,
    #[arg(last = true)]
    flags: Vec<OsString>,
}

impl GuardArgs {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        guard(&self.program, &self.flags)
            .with_context(|| escape(&self.program.to_string_lossy()))?;
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::{keep, numbered};
    use std::path::Path;

    #[test]
    fn further_pictures_have_a_number() {
        for (file, second) in [
            ("a/shot.png", "a/shot-2.png"),
            ("shot", "shot-2"),
            ("a.b.png", "a.b-2.png"),
        ] {
            assert_eq!(numbered(Path::new(file), 2), Path::new(second));
        }
    }

    #[test]
    fn a_picture_keeps_its_number_and_one_that_is_missing_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.png");
        let told = |pictures: &[_]| {
            let mut unwritten = Vec::new();
            let missing = keep(&file, pictures, &mut unwritten);
            assert!(unwritten.is_empty(), "{unwritten:?}");
            missing
        };
        let missing = |name: &str| {
            let path = folder.path().join(name);
            let path = path.display();
            format!("{path} was not written: the browser gave no picture in time")
        };
        assert_eq!(told(&[None, Some(vec![2])]), [missing("a.png")]);
        assert!(!file.exists());
        let second = std::fs::read(folder.path().join("a-2.png"));
        assert_eq!(second.expect("a picture"), [2]);
        assert_eq!(told(&[]), [missing("a.png")]);
        assert_eq!(told(&[Some(vec![1])]), [""; 0]);
        assert_eq!(std::fs::read(&file).expect("a picture"), [1]);
        let nowhere = folder.path().join("no/such.png");
        let mut unwritten = Vec::new();
        keep(&nowhere, &[Some(vec![1]), Some(vec![2])], &mut unwritten);
        assert_eq!(unwritten.len(), 2, "{unwritten:?}");
    }
}
