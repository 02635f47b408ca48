//! Bytes to text: UTF-8 with or without a byte order mark, UTF-16 with one.

use super::registration::ReadError;

pub(super) fn decode(bytes: &[u8]) -> Result<String, ReadError> {
    let text = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => utf8(bytes),
    }?;
    // What is no text at all is mostly full of these.
    if text.contains('\0') {
        return Err(ReadError::NotText);
    }
    Ok(text)
}

fn utf8(bytes: &[u8]) -> Result<String, ReadError> {
    String::from_utf8(bytes.to_vec()).map_err(|_| ReadError::NotText)
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
        ] {
            assert_eq!(decode(bytes).as_deref(), Ok("éa"), "{bytes:?}");
        }
    }

    #[test]
    fn guesses_nothing() {
        for bytes in [&b"\xe9"[..], b"\xff\xfea", b"\xff\xfe\0\xd8", b"a\0b\0"] {
            assert_eq!(decode(bytes), Err(ReadError::NotText), "{bytes:?}");
        }
    }
}
