//! What is read from a file, or from stdin where its name is "-".

use crate::text::escape;
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
