//! A pasted client id.

use crate::written;
use mirabridge_oauth::genesys::{Deployment, PastedClientId};

/// What holds of every text: it holds a UUID, which stands for itself, or is refused in few words.
pub fn hold(data: &[u8]) {
    const LONGEST: usize = 400;
    let text = String::from_utf8_lossy(data);
    match PastedClientId::parse(&text) {
        Ok(pasted) => {
            let id = pasted.client_id.as_str();
            let groups: Vec<_> = id.split('-').map(str::len).collect();
            assert_eq!(groups, [8, 4, 4, 4, 12]);
            assert!(
                id.bytes()
                    .all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
            );
            let again = PastedClientId::parse(id).expect("an id stands for itself");
            assert_eq!(again.client_id, pasted.client_id);
            let main = Deployment::default();
            assert!(again.notes(None, &main).is_empty());
            for note in pasted.notes(None, &main) {
                written::is_one_line(&note);
                assert!(note.len() <= LONGEST);
            }
        }
        Err(error) => {
            let words = error.to_string();
            written::is_one_line(&words);
            assert!(words.len() <= LONGEST);
            keeps_a_secret(&text, &words);
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
