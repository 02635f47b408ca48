//! The text of a UUID, as client ids are.

/// The parts of a UUID (RFC 9562 §4).
const SHAPE: [usize; 5] = [8, 4, 4, 4, 12];
/// Characters of a UUID.
pub(super) const LENGTH: usize = 36;

/// Whether the text is a UUID and nothing else.
pub(super) fn is_uuid(text: &str) -> bool {
    text.len() == LENGTH
        && text
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
        && text.split('-').map(str::len).eq(SHAPE)
}

/// Whether the text is near enough to a UUID to be no secret.
pub(super) fn is_almost_uuid(text: &str) -> bool {
    let parts: Vec<usize> = text.split('-').map(|part| part.chars().count()).collect();
    parts.len() == SHAPE.len()
        && parts
            .iter()
            .zip(SHAPE)
            .all(|(length, right)| length.abs_diff(right) <= 2)
        && parts.iter().sum::<usize>() <= LENGTH
}

/// 32 digits with the hyphens of a UUID.
pub(super) fn hyphenated(digits: &str) -> String {
    let mut text = String::with_capacity(LENGTH);
    for (index, digit) in digits.chars().enumerate() {
        if matches!(index, 8 | 12 | 16 | 20) {
            text.push('-');
        }
        text.push(digit);
    }
    text
}
