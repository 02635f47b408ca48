/// The first `limit` characters, and a sign that more were there.
pub(super) fn cut(text: &str, limit: usize) -> String {
    let mut characters = text.chars();
    let mut short: String = characters.by_ref().take(limit).collect();
    if characters.next().is_some() {
        short.push_str("...");
    }
    short
}
