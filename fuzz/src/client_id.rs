//! A pasted client id.

use crate::written;
use mirabridge_oauth::genesys::ClientId;

/// What holds of every text: it holds a UUID, which stands for itself, or is refused in few words.
pub fn hold(data: &[u8]) {
    const LONGEST: usize = 8000;
    let text = String::from_utf8_lossy(data);
    match ClientId::parse(&text) {
        Ok(pasted) => {
            let id = pasted.client_id.as_str();
            let groups: Vec<_> = id.split('-').map(str::len).collect();
            assert_eq!(groups, [8, 4, 4, 4, 12]);
            assert!(
                id.bytes()
                    .all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
            );
            let again = ClientId::parse(id).expect("an id stands for itself");
            assert_eq!(again.client_id, pasted.client_id);
            assert!(again.notes.is_empty() && again.region.is_none());
            for note in &pasted.notes {
                written::is_one_line(note);
                assert!(note.len() <= LONGEST);
            }
        }
        Err(error) => {
            written::is_one_line(error.message());
            written::is_lines(&error.to_string());
            assert!(error.to_string().len() <= LONGEST);
            keeps_a_secret(&text, &error.to_string());
        }
    }
}

/// What may be a client secret, which is long and has no hyphens in the places of an id, is not shown.
fn keeps_a_secret(text: &str, words: &str) {
    let is_secret = text.len() > 40
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_secret {
        assert!(!words.contains(&text[..20]), "{words}");
    }
}
