//! DER (X.690) of strangers. The library reads it, but adds up lengths without looking, so that one which overflows leads it
//! astray: it sees only what ends where it says.

use yasna::{ASN1Error, ASN1ErrorKind, ASN1Result, BERReader};

/// More levels than any certificate has.
const DEEPEST: usize = 32;
/// Bytes of a length, all of which a certificate could be sent with.
const LONGEST_LENGTH: u8 = 4;

/// Reads bytes as the library does, if every value in them ends within the one around it.
pub(super) fn parse<'a, T>(
    bytes: &'a [u8],
    read: impl for<'b> FnOnce(BERReader<'a, 'b>) -> ASN1Result<T>,
) -> ASN1Result<T> {
    if !is_sound(bytes, DEEPEST) {
        return Err(ASN1Error::new(ASN1ErrorKind::Invalid));
    }
    yasna::parse_der(bytes, read)
}

fn is_sound(mut bytes: &[u8], depth: usize) -> bool {
    while !bytes.is_empty() {
        let Some((is_constructed, value, rest)) = value(bytes) else {
            return false;
        };
        if is_constructed && (depth == 0 || !is_sound(value, depth - 1)) {
            return false;
        }
        bytes = rest;
    }
    true
}

/// The first value, whether it holds others, and what stands behind it.
fn value(bytes: &[u8]) -> Option<(bool, &[u8], &[u8])> {
    const CONSTRUCTED: u8 = 0x20;
    const LONG_TAG: u8 = 0x1f;
    const MORE: u8 = 0x80;
    let (tag, mut rest) = bytes.split_first()?;
    if tag & LONG_TAG == LONG_TAG {
        let last = rest.iter().position(|byte| byte & MORE == 0)?;
        rest = rest.get(last + 1..)?;
    }
    let (first, rest) = rest.split_first()?;
    let (length, rest) = if first & MORE == 0 {
        (usize::from(*first), rest)
    } else if (1..=LONGEST_LENGTH).contains(&(first & !MORE)) {
        let (length, rest) = rest.split_at_checked(usize::from(first & !MORE))?;
        let add = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        (usize::try_from(length.iter().fold(0, add)).ok()?, rest)
    } else {
        return None;
    };
    let (value, rest) = rest.split_at_checked(length)?;
    Some((tag & CONSTRUCTED != 0, value, rest))
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn is_read(bytes: &[u8]) -> bool {
        parse(bytes, |reader| {
            reader.read_sequence_of(|value| value.read_der().map(drop))
        })
        .is_ok()
    }

    #[test]
    fn only_what_ends_where_it_says_is_read() {
        assert!(is_read(&[0x30, 0x05, 0x04, 0x00, 0x05, 0x01, 0x00]));
        assert!(is_read(&[0x30, 0x04, 0xbf, 0x81, 0x00, 0x00]));
        let long = [&[0x30, 0x81, 0x83, 0x04, 0x81, 0x80][..], &[0; 0x80]].concat();
        assert!(is_read(&long));
        for bytes in [
            // The sum of a place and such a length is a place before it.
            &[
                0x30, 0x0a, 0x04, 0x88, 255, 255, 255, 255, 255, 255, 255, 255,
            ][..],
            &[0x30],
            &[0x30, 0x80, 0x00, 0x00],
            &[0x30, 0x02, 0x04, 0x01],
            &[0x30, 0x03, 0xbf, 0x81, 0x81],
            &[0x30, 0x84, 255, 255, 255, 255],
        ] {
            assert!(!is_read(bytes), "{bytes:?}");
        }
        assert!(!is_read(&[0x30, 0x80].repeat(100_000)));
        let mut nested = vec![];
        for _ in 0..40 {
            nested.splice(0..0, [0x30, u8::try_from(nested.len()).expect("short")]);
        }
        assert!(!is_read(&nested));
    }
}
