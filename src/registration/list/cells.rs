//! The parts of a line: cells of a table, items of an array, what stands in brackets.

use crate::genesys::is_quote;
use crate::registration::stray::is_stray;

/// Brackets and quotes as the source of a web page or a mail has them.
const ENTITIES: [&str; 5] = ["&lt;", "&gt;", "&quot;", "&nbsp;", "&#39;"];

/// What may divide one entry from the next.
pub(super) fn is_mark(character: char) -> bool {
    matches!(character, ',' | ';')
}

/// The mark between the columns, where every line with an address has as many of them, and something else in a cell.
pub(super) fn table(lines: &[Vec<char>]) -> Option<char> {
    let rows: Vec<String> = lines
        .iter()
        .map(|line| line.iter().collect::<String>())
        .filter(|line| line.contains("://"))
        .collect();
    if rows.len() < 2 {
        return None;
    }
    [',', ';'].into_iter().find(|mark| {
        let count = |row: &String| row.matches(*mark).count();
        let first = rows.first().map_or(0, count);
        let other = |cell: &str| !cell.trim().is_empty() && !cell.contains("://");
        first > 0
            && rows
                .iter()
                .all(|row| count(row) == first && row.split(*mark).any(other))
    })
}

/// Whether tabs are the manner of the list: every line with an address has one. Else a tab at the end of a line was copied
/// along, where nobody sees it.
pub(super) fn is_tabbed(lines: &[Vec<char>]) -> bool {
    let is_address = |line: &&Vec<char>| line.windows(3).any(|three| three == [':', '/', '/']);
    let mut rows = lines.iter().filter(is_address);
    rows.all(|row| row.contains(&'\t'))
}

/// The parts of a line between tabs, bars, brackets, commas and semicolons.
pub(super) fn cells(
    line: &[char],
    column_mark: Option<char>,
    is_tabbed: bool,
) -> Vec<(usize, usize)> {
    let mut cells = Vec::new();
    let mut start = 0;
    let mut index = 0;
    // Brackets that are part of an address, such as those of IPv6 and of placeholders.
    let mut open = 0_usize;
    while let Some(character) = line.get(index) {
        let rest = line.get(index + 1..).unwrap_or_default();
        let mut length = 1;
        let divides = match character {
            '\t' => is_tabbed || !rest.iter().all(|c| c.is_whitespace()),
            '|' | '<' | '>' | '(' | ')' => true,
            '[' => {
                let opens = rest
                    .iter()
                    .find(|c| **c != ' ')
                    .is_none_or(|c| is_quote(*c))
                    || begins_uri(rest);
                open += usize::from(!opens);
                opens
            }
            ']' => {
                let closes = open == 0;
                open = open.saturating_sub(1);
                closes
            }
            '&' => {
                let entity = entity(line.get(index..).unwrap_or_default());
                length = entity.unwrap_or(1);
                entity.is_some()
            }
            mark if column_mark == Some(*mark) => true,
            // At the end of the line it is looked at with the entry.
            ',' | ';' => {
                !is_blank(rest)
                    && rest.first().is_some_and(|next| {
                        is_stray(*next) || is_quote(*next) || *next == ',' || begins_uri(rest)
                    })
            }
            _ => false,
        };
        if divides {
            cells.push((start, index));
            start = index + length;
        }
        index += length;
    }
    cells.push((start, line.len()));
    cells
}

fn is_blank(characters: &[char]) -> bool {
    characters.iter().all(|c| *c == ' ' || is_mark(*c))
}

pub(super) fn begins_uri(characters: &[char]) -> bool {
    let text: String = characters.iter().take(8).collect();
    let text = text.to_ascii_lowercase();
    text.starts_with("https://") || text.starts_with("http://")
}

/// The length of the entity that begins here.
fn entity(characters: &[char]) -> Option<usize> {
    let text: String = characters.iter().take(6).collect();
    let entity = ENTITIES.iter().find(|entity| text.starts_with(**entity))?;
    Some(entity.len())
}
