//! Lines of bounded length, with their numbers.

use super::{LONGEST_LIST, ListError};
use std::io::{BufRead, Read as _};

/// Bytes of a line at the most.
const LONGEST_LINE: u64 = 64 * 1024;

/// A line of a list.
pub(super) struct Line {
    /// From 1.
    pub(super) number: u64,
    /// Without what ends it; or why it is not read.
    pub(super) bytes: Result<Vec<u8>, String>,
}

/// The lines that are not blank.
pub(super) struct Lines<R> {
    source: R,
    number: u64,
    read: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            number: 0,
            read: 0,
        }
    }

    /// The next line, also a blank one, or none at the end. What is too long is skipped, not kept.
    fn any(&mut self) -> Result<Option<Line>, ListError> {
        let mut bytes = Vec::new();
        let source = self.source.by_ref();
        source
            .take(LONGEST_LINE + 1)
            .read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        self.read += bytes.len() as u64;
        let ended = bytes.pop_if(|byte| *byte == b'\n').is_some();
        let bytes = if bytes.len() as u64 > LONGEST_LINE && !ended {
            self.read += self.source.skip_until(b'\n')? as u64;
            Err("the line has more than 64 KiB".to_owned())
        } else {
            Ok(bytes.trim_ascii().to_vec())
        };
        if self.read > LONGEST_LIST {
            return Err(ListError::TooLong);
        }
        Ok(Some(Line {
            number: self.number,
            bytes,
        }))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Line, ListError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let line = self.any().transpose()?;
            let blank = line
                .as_ref()
                .is_ok_and(|line| line.bytes.as_ref().is_ok_and(Vec::is_empty));
            if !blank {
                return Some(line);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_without_end_costs_that_line_alone() {
        let mut text = vec![b'x'; 200_000];
        text.extend(b"\r\n \r\n last \xff");
        let lines: Vec<_> = Lines::new(text.as_slice())
            .map(|line| line.expect("readable"))
            .map(|line| (line.number, line.bytes.ok()))
            .collect();
        assert_eq!(lines, [(1, None), (3, Some(b"last \xff".to_vec()))]);
    }

    #[test]
    fn a_list_without_end_is_given_up() {
        let endless = std::io::BufReader::new(std::io::repeat(b'x'));
        let mut lines = Lines::new(endless.take(LONGEST_LIST + 1));
        assert!(matches!(lines.next(), Some(Err(ListError::TooLong))));
    }
}
