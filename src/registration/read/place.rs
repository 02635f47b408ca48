use crate::checks::Place;

/// Where lines end in editors, on Windows, on old Macs, and in what word processors copy.
const BREAKS: [char; 7] = [
    '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}',
];

/// The lines of a text with their offsets. A break that only ends a line of the form was copied along with an address,
/// where nobody sees it: it stays, unless it is that of a file.
pub(super) fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let start = offset(text, line);
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.trim_matches(BREAKS).contains(BREAKS) {
            let parts = line.split(BREAKS);
            lines.extend(parts.map(|part| (offset(text, part), part)));
        } else {
            lines.push((start, line));
        }
    }
    lines
}

/// Where a part of a text begins in it.
fn offset(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

/// Turns offsets into lines and columns.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
    starts: Vec<usize>,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            starts: lines(text).into_iter().map(|(start, _)| start).collect(),
        }
    }

    pub(super) fn place(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        Place {
            line,
            column: before.chars().count() + 1,
        }
    }
}
