//! Text for people: foreign text made safe ([`escape`]), also where it stands in a syntax of its own, and wrapped.

mod decode;
mod escape;
pub(crate) mod markdown;
pub(crate) mod redact;
mod wrap;

pub(crate) use decode::decode;
pub(crate) use escape::{cut, escape, escape_ascii, escape_json, is_unsafe, spelled};
pub(crate) use wrap::{hanging, wrap};

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The last second of the year 9999.
const LATEST: u64 = 253_402_300_799;

/// A time as RFC 3339. The crate panics before 1970 and after 9999, and a wrong clock must not end the program.
pub(crate) fn timestamp(time: SystemTime) -> String {
    let seconds = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    let time = UNIX_EPOCH + Duration::from_secs(seconds.as_secs().min(LATEST));
    humantime::format_rfc3339_seconds(time).to_string()
}

/// The text with its first letter in upper case.
pub(crate) fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        format!("{}{}", first.to_ascii_uppercase(), characters.as_str())
    })
}

/// How many there are of something that takes an s: "1 day", "2 days".
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{s}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_takes_no_s() {
        let days = [0, 1, 2].map(|count| counted(count, "day"));
        assert_eq!(days, ["0 days", "1 day", "2 days"]);
    }

    #[test]
    fn a_clock_that_is_far_off_is_no_panic() {
        let year = Duration::from_secs(365 * 24 * 60 * 60);
        for (time, text) in [
            (UNIX_EPOCH, "1970-01-01T00:00:00Z"),
            (UNIX_EPOCH - year, "1970-01-01T00:00:00Z"),
            (UNIX_EPOCH + 2 * year, "1972-01-01T00:00:00Z"),
            (UNIX_EPOCH + 20_000 * year, "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(timestamp(time), text);
        }
    }
}
