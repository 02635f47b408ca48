//! The certificate of whoever answers.

use mirabridge_oauth::http::{issuer_of, names_of};

/// What holds of every certificate: what is told of it is short.
pub fn hold(data: &[u8]) {
    const LONGEST: usize = 120;
    assert!(issuer_of(data).chars().count() <= LONGEST);
    let names = names_of(data);
    assert!(names.len() <= 3);
    assert!(names.iter().all(|name| name.chars().count() <= LONGEST));
}
