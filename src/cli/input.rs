//! What is read: files, stdin where a file is named "-", and the environment. Whatever is taken from that is announced.

use super::error::Problem;
use super::output;
use crate::genesys::InputError;
use crate::text::escape;
use std::env::VarError;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// All of it; or why not, with its name. What is longer than so many bytes is refused, as half of it would say something
/// else.
pub(super) fn read(file: &Path, most: u64) -> Result<Vec<u8>, String> {
    let read = if is_stdin(file) {
        bounded(std::io::stdin().lock(), most)
    } else {
        File::open(file).and_then(|file| bounded(file, most))
    };
    let bytes = read.map_err(|error| format!("{}: cannot be read: {error}", name(file)))?;
    if bytes.len() as u64 > most {
        let most = most / 1024 / 1024;
        return Err(format!("{}: longer than {most} MiB", name(file)));
    }
    Ok(bytes)
}

pub(super) fn is_stdin(file: &Path) -> bool {
    file.as_os_str() == "-"
}

/// What the file is called in messages.
pub(super) fn name(file: &Path) -> String {
    if is_stdin(file) {
        "stdin".to_owned()
    } else {
        escape(&file.to_string_lossy())
    }
}

/// One byte more than is taken, so that a longer one is noticed.
fn bounded(source: impl Read, most: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(most + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The value of a variable; an empty one is none. One that is not text is refused: to go on without it would be another
/// run than the one that was asked for.
pub(super) fn variable(name: &str) -> Result<Option<String>, Problem> {
    match std::env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(Problem::Usage(format!(
            "the environment variable {name} is not valid UTF-8; set it anew, or unset it"
        ))),
    }
}

/// The value of a variable that changes how things look and not what is done, so that whatever it is, it is taken.
pub(super) fn setting(name: &str) -> Option<String> {
    let value = std::env::var_os(name).filter(|value| !value.is_empty())?;
    Some(value.to_string_lossy().into_owned())
}

/// The value of an option, typed or taken from the environment.
pub(super) struct Given {
    pub(super) text: String,
    option: &'static str,
    variable: Option<&'static str>,
}

impl Given {
    pub(super) fn of(
        typed: Option<&String>,
        option: &'static str,
        name: &'static str,
    ) -> Result<Option<Self>, Problem> {
        let (text, variable) = match typed {
            Some(text) => (Some(text.clone()), None),
            None => (variable(name)?, Some(name)),
        };
        Ok(text.map(|text| Self {
            text,
            option,
            variable,
        }))
    }

    /// What holds it: the option or the variable.
    pub(super) fn name(&self) -> &'static str {
        self.variable.unwrap_or(self.option)
    }

    pub(super) fn usage(&self, error: &InputError) -> Problem {
        Problem::Usage(format!("{}: {error}", self.name()))
    }

    /// Says what was taken from the environment, as it was understood: the text itself may hold a secret.
    pub(super) fn announce(&self, understood: &str) {
        if let Some(variable) = self.variable {
            let option = self.option;
            output::say(&format!("{option} is taken from {variable}: {understood}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn what_is_too_long_is_refused_and_not_cut() {
        const MIB: u64 = 1024 * 1024;
        let file = tempfile::NamedTempFile::new().expect("a file");
        let name = file.path().display();
        for (length, read_as) in [
            (0, Ok(0)),
            (MIB, Ok(1024 * 1024)),
            (MIB + 1, Err(format!("{name}: longer than 1 MiB"))),
        ] {
            file.as_file().set_len(length).expect("room");
            let bytes = read(file.path(), MIB).map(|bytes| bytes.len());
            assert_eq!(bytes, read_as);
        }
        let missing = read(&file.path().join("x"), MIB).expect_err("no such file");
        assert!(missing.contains("cannot be read: "), "{missing}");
    }
}
