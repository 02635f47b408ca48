//! A pasted client id, alone or in a URL.

use crate::written;
use mirabridge_oauth::genesys::Pasted;

/// What holds of every text: it holds a UUID, which stands for itself, or is refused in few words.
pub fn hold(data: &[u8]) {
    const LONGEST: usize = 400;
    let text = String::from_utf8_lossy(data);
    match Pasted::with_client_id(&text) {
        Ok(pasted) => {
            // A URL of a region may hold none.
            let Some(id) = pasted.client_id else { return };
            let groups: Vec<_> = id.as_str().split('-').map(str::len).collect();
            assert_eq!(groups, [8, 4, 4, 4, 12]);
            assert!(
                id.as_str()
                    .bytes()
                    .all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
            );
            let again = Pasted::parse(id.as_str()).expect("an id stands for itself");
            assert_eq!(again.client_id, Some(id));
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
