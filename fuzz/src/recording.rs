//! A file that somebody says is a recording.

use crate::{world, written};
use mirabridge_oauth::recording::{Recording, Redacted};

/// What holds of every file: it is refused in one line, or read, judged, told, and written again as it was read.
pub fn hold(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let recording = match Recording::from_json(text) {
        Ok(recording) => recording,
        Err(error) => {
            // Its words are escaped where they are written.
            assert!(error.to_string().len() <= data.len() + 1000);
            return;
        }
    };
    let json = recording.to_json();
    let again = Recording::from_json(&json).expect("what was written is read");
    assert_eq!(again.to_json(), json);

    // Taking the secrets out must hold whatever they are.
    let redacted = Redacted::of(&recording.target, &recording.evidence).into_evidence();
    assert_eq!(
        redacted.exchanges().len(),
        recording.evidence.exchanges().len()
    );

    let report = world::judge(&recording.target, recording.evidence);
    written::is_fit(&report, data.len());
    let replayed = world::judge(&again.target, again.evidence);
    assert_eq!(replayed.verdict, report.verdict);
}
