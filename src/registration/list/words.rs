//! The words of a part of a line, and where in them an address begins.

use super::cells::{begins_uri, is_mark};
use crate::genesys::{invisible, is_quote};
use crate::registration::stray::is_stray;

/// Where a line begins behind its bullet or number.
pub(super) fn behind_bullet(line: &[char]) -> usize {
    let blank = |c: &char| c.is_whitespace() || invisible(*c).is_some();
    let skip = |from: usize| {
        let rest = line.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|c| blank(c)).count()
    };
    let at = skip(0);
    let rest = line.get(at..).unwrap_or_default();
    let length = match rest {
        ['•' | '‣' | '◦' | '·' | '▪' | '●' | '○' | '–' | '—', ..] => 1,
        ['-' | '*' | '+' | 'o', next, ..] if next.is_whitespace() => 1,
        _ => {
            let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
            let marks = if digits == 0 { 1 } else { digits };
            match rest.get(marks..) {
                Some(['.', next, ..])
                    if next.is_whitespace()
                        && (digits > 0 || rest.first().is_some_and(char::is_ascii_alphabetic)) =>
                {
                    marks + 1
                }
                _ => return 0,
            }
        }
    };
    skip_spaces(line, at + length)
}

/// Spaces behind a bullet belong to it, whatever their kind; what has no width may have been copied with the URI.
fn skip_spaces(line: &[char], from: usize) -> usize {
    let rest = line.get(from..).unwrap_or_default();
    from + rest.iter().take_while(|c| c.is_whitespace()).count()
}

/// The words between spaces; what is quoted as a whole is one word.
pub(super) fn words(line: &[char], from: usize, end: usize) -> Vec<(usize, usize)> {
    let part = line.get(from..end).unwrap_or_default();
    let mut words = Vec::new();
    let mut start = None;
    for (index, character) in part.iter().enumerate() {
        match (*character == ' ', start) {
            (false, None) => start = Some(index),
            (true, Some(begun)) => {
                words.push((from + begun, from + index));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(begun) = start {
        words.push((from + begun, end));
    }
    if let (Some((first, _)), Some((_, last))) = (words.first(), words.last())
        && words.len() > 1
    {
        let whole = line.get(*first..*last).unwrap_or_default();
        let comma = whole.last().is_some_and(|c| is_mark(*c));
        let closing = whole.len().checked_sub(1 + usize::from(comma));
        let closed = closing.and_then(|at| whole.get(at));
        let inner: String = whole.iter().skip(1).filter(|c| !is_stray(**c)).collect();
        if whole.first().is_some_and(|c| is_quote(*c))
            && closed.is_some_and(|c| is_quote(*c))
            && inner.matches("://").count() == 1
            && begins_uri(&inner.chars().collect::<Vec<_>>())
        {
            return vec![(*first, *last)];
        }
    }
    words
}

/// Where in a word a URI begins, with what is invisible before it.
pub(super) fn uri_start(line: &[char], (start, end): (usize, usize), alone: bool) -> Option<usize> {
    let word = line.get(start..end)?;
    let mark = word.windows(3).position(|three| three == [':', '/', '/']);
    if let Some(mark) = mark {
        let is_scheme = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        let mut at = mark;
        while at > 0
            && word
                .get(at - 1)
                .is_some_and(|c| is_scheme(c) || is_stray(*c))
        {
            at -= 1;
        }
        // A bullet without a space behind it.
        while word
            .get(at)
            .is_some_and(|c| !c.is_ascii_alphabetic() && !is_stray(*c))
        {
            at += 1;
        }
        // Something else stands before: spaces of any kind divide it from the URI.
        if at > 0 && !word.get(at - 1).is_some_and(|c| is_quote(*c)) {
            while at < mark && word.get(at).is_some_and(|c| c.is_whitespace()) {
                at += 1;
            }
        }
        return (at < mark).then_some(start + at);
    }
    let text: String = word
        .iter()
        .filter(|c| !is_stray(**c) && !is_quote(**c))
        .collect();
    let text = text.to_ascii_lowercase();
    let hosts = [
        "phone.mirabridge.cloud",
        "apps.",
        "login.",
        "api.",
        "www.",
        "*.",
    ];
    let schemes = ["https:", "http:", "javascript:", "data:", "urn:"];
    let bare = hosts.iter().any(|host| {
        text.strip_prefix(host)
            .is_some_and(|rest| host.len() > 6 || rest.contains('.'))
    }) || text == "localhost"
        || text.starts_with("localhost:")
        || text.starts_with("localhost/")
        || schemes.iter().any(|scheme| {
            text.strip_prefix(scheme)
                .is_some_and(|rest| !rest.is_empty())
        });
    let opening = word.first().is_some_and(|c| is_quote(*c));
    (alone && bare).then_some(start + usize::from(opening))
}
