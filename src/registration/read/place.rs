use crate::checks::Place;

/// Where lines end in editors, on Windows, on old Macs, and in what word processors copy.
const BREAKS: [char; 7] = [
    '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}',
];

/// The lines of a text, with their offsets. A break that ends a line beside the one of the file was copied along with an
/// address, where nobody sees it, and stays.
pub(super) fn lines(text: &str) -> Vec<(usize, &str)> {
    let offset = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.trim_matches(BREAKS).contains(BREAKS) {
            lines.extend(line.split(BREAKS).map(|part| (offset(part), part)));
        } else {
            lines.push((offset(line), line));
        }
    }
    lines
}

/// Turns offsets into lines and columns.
#[derive(Default)]
pub(super) struct Places<'a> {
    text: &'a str,
    is_ascii: bool,
    starts: Vec<usize>,
}

impl<'a> Places<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let starts = lines(text).into_iter().map(|(start, _)| start).collect();
        let is_ascii = text.is_ascii();
        Self {
            text,
            is_ascii,
            starts,
        }
    }

    pub(super) fn place(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        let column = if self.is_ascii {
            before.len()
        } else {
            before.chars().count()
        };
        Place {
            line,
            column: column + 1,
        }
    }
}
