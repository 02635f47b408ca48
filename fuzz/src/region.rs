//! The spelling of a region.

use crate::written;
use mirabridge_oauth::genesys::{InputError, Region};

/// What holds of every text: it names a region, whose own names mean the same, or is refused in few words.
pub fn hold(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match Region::parse(&text) {
        Ok(region) => {
            assert!(region.is_listed());
            is_itself(&region);
            let names = [region.aws_region(), region.environment()];
            for name in names.into_iter().flatten() {
                assert_eq!(Region::parse(name).as_ref(), Ok(&region));
            }
            let url = format!("https://{}/?x#/y", region.login_host());
            assert_eq!(Region::parse(&url).as_ref(), Ok(&region));
        }
        Err(error) => is_told(&error),
    }
    match Region::unlisted(&text) {
        Ok(region) => {
            let is_part = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
            let domain = region.domain();
            assert!(
                domain.bytes().all(is_part) && domain.len() <= 253,
                "{domain}"
            );
            is_itself(&region);
        }
        Err(error) => is_told(&error),
    }
}

fn is_itself(region: &Region) {
    assert_eq!(Region::unlisted(region.domain()).as_ref(), Ok(region));
    if region.is_listed() {
        assert_eq!(Region::parse(region.domain()).as_ref(), Ok(region));
    }
}

fn is_told(error: &InputError) {
    // Forty characters, each spelled like \u{10ffff}, and what is said of them.
    const LONGEST: usize = 600;
    let words = error.to_string();
    written::is_one_line(&words);
    assert!(words.len() <= LONGEST, "{words}");
}
