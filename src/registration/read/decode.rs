//! Bytes to text: UTF-8 and UTF-16 with or without a byte order mark, else Windows-1252.

use crate::registration::ReadError;

/// What Windows-1252 has from 0x80 to 0x9f; the other bytes are those of Unicode.
const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

pub(super) fn decode(bytes: &[u8]) -> Result<String, ReadError> {
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        [first, 0, rest @ ..] if *first != 0 && rest.len().is_multiple_of(2) => {
            utf16(bytes, u16::from_le_bytes)?
        }
        _ => {
            let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
            let text = std::str::from_utf8(bytes).map(str::to_owned);
            text.unwrap_or_else(|_| bytes.iter().copied().map(windows).collect())
        }
    };
    if text.contains('\0') {
        return Err(ReadError::NotText);
    }
    Ok(text)
}

fn windows(byte: u8) -> char {
    let place = byte.checked_sub(0x80).map(usize::from);
    let named = place.and_then(|place| WINDOWS.chars().nth(place));
    named.unwrap_or(char::from(byte))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, ReadError> {
    let pairs = bytes.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return Err(ReadError::NotText);
    }
    let units = pairs.filter_map(|pair| pair.try_into().ok().map(unit));
    char::decode_utf16(units)
        .collect::<Result<_, _>>()
        .map_err(|_| ReadError::NotText)
}

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::registration::ReadError;

    #[test]
    fn reads_what_editors_and_shells_write() {
        for bytes in [
            &b"\xc3\xa9a"[..],
            b"\xef\xbb\xbf\xc3\xa9a",
            b"\xff\xfe\xe9\0a\0",
            b"\xfe\xff\0\xe9\0a",
            b"a\0b\0",
            b"\xe9\xe4",
            b"\x93a\x94 \x96",
        ] {
            let text = decode(bytes).expect("text");
            assert!(
                ["éa", "ab", "éä", "“a” –"].contains(&text.as_str()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [&b"\xff\xfea"[..], b"\xff\xfe\0\xd8", b"PK\x03\x04\0\0"] {
            assert_eq!(decode(bytes), Err(ReadError::NotText), "{bytes:?}");
        }
    }
}
