//! What looks like a secret, and what stands for it.

/// Characters of an id, besides those of words, from which on it is replaced in texts.
///
/// Ids of sessions have 64 bits at the least (OWASP Session Management Cheat Sheet), which is 11 characters of
/// base64url; tokens and codes have 128 (RFC 6749 10.10). Fewer characters than these eight anybody can guess, and
/// they may as well be a word of the protocol, a language or a count.
const FEWEST: usize = 8;
/// Letters of a word.
const WORD: std::ops::RangeInclusive<usize> = 3..=15;

/// Whether a run of letters, digits, hyphens and underscores looks like an id that a machine made.
pub(super) fn is_id(run: &str) -> bool {
    let parts = run.split(is_joint).filter(|part| !is_word(part));
    parts.map(str::len).sum::<usize>() >= FEWEST
}

/// What stands for an id: the words in small letters in it, and other characters of the same classes in the places of the rest, which
/// hold the number. Whoever asks of what kind an answer is gets the same answer for both.
pub(super) fn stand_in(id: &str, number: usize) -> String {
    let mut number = number;
    let mut backwards = Vec::with_capacity(id.len());
    for part in id.split_inclusive(is_joint).rev() {
        // With capitals, it may as well be chance.
        let word = part.trim_end_matches(is_joint);
        let is_word = is_word(word) && word.bytes().all(|byte| byte.is_ascii_lowercase());
        for character in part.bytes().rev() {
            backwards.push(match character {
                b'0'..=b'9' if !is_word => b'0' + digit(&mut number, 10),
                b'a'..=b'z' if !is_word => b'a' + letter(&mut number),
                b'A'..=b'Z' if !is_word => b'A' + letter(&mut number),
                _ => character,
            });
        }
    }
    backwards.into_iter().rev().map(char::from).collect()
}

/// The letters in their order, from x on.
fn letter(number: &mut usize) -> u8 {
    (digit(number, 26) + 23) % 26
}

/// The last digit of a number, which is taken off.
fn digit(number: &mut usize, base: u8) -> u8 {
    let digit = *number % usize::from(base);
    *number /= usize::from(base);
    u8::try_from(digit).unwrap_or_default()
}

/// Whether a part of a run is a word or several, as `invalidClientId`: letters, few of them capitals, or all.
fn is_word(part: &str) -> bool {
    let capitals = part.bytes().filter(u8::is_ascii_uppercase).count();
    let is_shouted = capitals == part.len() && WORD.contains(&part.len());
    let mut words = part.split(|c: char| c.is_ascii_uppercase());
    let is_written = part.len() >= *WORD.start().max(&(5 * capitals))
        && words.all(|word| word.len() <= *WORD.end());
    part.bytes().all(|byte| byte.is_ascii_alphabetic()) && (is_shouted || is_written)
}

fn is_joint(character: char) -> bool {
    matches!(character, '-' | '_')
}

#[cfg(test)]
mod tests {
    use super::{is_id, stand_in};

    #[test]
    fn what_machines_make_is_told_from_words() {
        for (run, is) in [
            ("dGhpcyBpcyBub3QgYSByZWFsIHJlcXVlc3QgaWQgYXQ", true),
            ("4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f", true),
            ("abcdefghijklmnop", true),
            ("ABCDEFGHIJKLMNOP", true),
            ("AbCdEfGh", true),
            ("AbCdEfG", false),
            ("12345678", true),
            ("1234567", false),
            ("error-12345678", true),
            ("session-usw2", false),
            ("", false),
            ("1", false),
            ("de", false),
            ("code", false),
            ("authenticate", false),
            ("invalid_client", false),
            ("INVALID_CLIENT", false),
            ("temporarily_unavailable", false),
            ("invalidClientId", false),
            ("serviceTemporarilyUnavailable", false),
            ("authenticate-adv", false),
            ("us-gov-pure", false),
            ("gRea-Lqlp", true),
            ("abcdefghijklmno", false),
        ] {
            assert_eq!(is_id(run), is, "{run}");
        }
    }

    #[test]
    fn a_stand_in_has_the_shape_of_its_id_and_a_number() {
        for (id, number, expected) in [
            ("", 7, ""),
            ("12345678", 0, "00000000"),
            ("12345678", 12, "00000012"),
            ("aB3dE6-error_4", 0, "xX0xX0-error_0"),
            ("aB3dE6-error_4", 27, "xX0xX2-error_7"),
            ("aB3dEf", 1, "xX0xXy"),
            ("aB3dEf", 26, "xX0xYx"),
        ] {
            assert_eq!(stand_in(id, number), expected, "{id}");
        }
    }
}
