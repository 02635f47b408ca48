/// Bytes of a line at the most.
const LONGEST_LINE: usize = 64 * 1024;

/// A line of a list.
pub(super) struct Line<'a> {
    /// From 1.
    pub(super) number: u64,
    /// Without blanks around it, but for tabs, which may be the ends of empty fields; or why it is not looked at.
    pub(super) bytes: Result<&'a [u8], String>,
}

/// The lines that are not blank.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = Line<'_>> {
    (1..)
        .zip(text.split(|byte| *byte == b'\n'))
        .map(|(number, line)| (number, trimmed(line)))
        .filter(|(_, line)| !line.trim_ascii().is_empty())
        .map(|(number, line)| Line {
            number,
            bytes: if line.len() > LONGEST_LINE {
                Err("the line has more than 64 KiB".to_owned())
            } else {
                Ok(line)
            },
        })
}

fn trimmed(line: &[u8]) -> &[u8] {
    let is_kept = |byte: &u8| *byte == b'\t' || !byte.is_ascii_whitespace();
    let start = line.iter().position(is_kept).unwrap_or(line.len());
    let end = line
        .iter()
        .rposition(is_kept)
        .map_or(start, |last| last + 1);
    line.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_line_without_end_costs_that_line_alone() {
        let mut text = vec![b'x'; 200_000];
        text.extend(b"\r\n \r\n last \xff");
        let lines: Vec<_> = lines(&text)
            .map(|line| (line.number, line.bytes.ok()))
            .collect();
        assert_eq!(lines, [(1, None), (3, Some(&b"last \xff"[..]))]);
    }
}
