//! Bytes as text, in the encodings of spreadsheets and shells.

/// What stands at 0x80 to 0x9f in Windows-1252; elsewhere it is Latin-1. The five bytes that mean nothing stay what they
/// are there.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Text as spreadsheets and shells write it: UTF-8 or UTF-16, with or without a byte order mark, else Windows-1252. UTF-16
/// without one is known by its first character, if that is a Latin letter or sign.
pub(crate) fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [1..=0xff, 0, ..] => utf16(bytes, u16::from_le_bytes),
        [0, 1..=0xff, ..] => utf16(bytes, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> String {
    let windows_1252 = |byte: &u8| match byte {
        0x80..=0x9f => WINDOWS_1252.get(usize::from(byte - 0x80)).copied(),
        _ => Some(char::from(*byte)),
    };
    match str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().filter_map(windows_1252).collect(),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    char::decode_utf16(pairs.iter().copied().map(unit))
        .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn every_encoding_of_a_text_is_that_text() {
        for bytes in [
            &b"M\xc3\xbcller \xe2\x82\xac"[..],
            b"\xef\xbb\xbfM\xc3\xbcller \xe2\x82\xac",
            b"M\xfcller \x80",
            b"\xff\xfeM\0\xfc\0l\0l\0e\0r\0 \0\xac\x20",
            b"M\0\xfc\0l\0l\0e\0r\0 \0\xac\x20",
            b"\xfe\xff\0M\0\xfc\0l\0l\0e\0r\0 \x20\xac",
            b"\0M\0\xfc\0l\0l\0e\0r\0 \x20\xac",
        ] {
            assert_eq!(decode(bytes), "Müller €", "{bytes:?}");
        }
        assert_eq!(decode(b""), "");
        assert_eq!(decode(b"\xff\xfe\0\xd8a"), "\u{fffd}");
    }
}
