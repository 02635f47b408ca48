//! Recordings: without secrets, and judged again to the same bytes.

use crate::support::{check, run};
use mirabridge_oauth::simulator::scenarios;
use serde_json::Value;
use std::path::Path;

/// The text of a run and of the replay of its recording, and the recording.
struct Recorded {
    live: String,
    replayed: String,
    recording: String,
}

fn recorded(scenario: &str, file: &Path, format: &str) -> Recorded {
    let name = file.to_str().expect("UTF-8");
    let plain = check(scenario, &["--format", format]);
    let live = check(scenario, &["--record", name, "--format", format]);
    assert_eq!(plain.status, live.status, "{scenario}");
    let replayed = run(["check", "--replay", name, "--format", format]);
    assert_eq!(
        (live.status, live.stderr.as_str()),
        (replayed.status, replayed.stderr.as_str()),
        "{scenario}"
    );
    Recorded {
        live: live.stdout,
        replayed: replayed.stdout,
        recording: std::fs::read_to_string(file).expect("a recording"),
    }
}

#[test]
fn a_replay_reports_the_bytes_of_the_run_and_a_recording_holds_no_secret() {
    let folder = tempfile::tempdir().expect("a folder");
    // Those for a browser are healthy without one.
    let names: Vec<_> = scenarios()
        .map(|scenario| scenario.name)
        .filter(|name| !name.starts_with("browser-"))
        .collect();
    for names in names.chunks(4) {
        std::thread::scope(|scope| {
            for name in names {
                let file = folder.path().join(format!("{name}.json"));
                scope.spawn(move || {
                    let recorded = recorded(name, &file, "json");
                    assert_eq!(
                        without_evidence(&recorded.live),
                        without_evidence(&recorded.replayed),
                        "{name}"
                    );
                    assert_no_secret(name, &recorded);
                });
            }
        });
    }
}

#[test]
fn a_replay_reads_like_the_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("run.json");
    let recorded = recorded("trailing-slash", &file, "human");
    let told = |text: &str| {
        let lines = text
            .lines()
            .filter(|line| !line.starts_with("  Evidence") && !line.starts_with("  Note"));
        lines.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(told(&recorded.live), told(&recorded.replayed));
    assert!(
        recorded.replayed.contains("  Evidence   replay of "),
        "{}",
        recorded.replayed
    );
    assert!(
        recorded.replayed.starts_with("SIMULATED "),
        "{}",
        recorded.replayed
    );
}

#[test]
fn what_is_no_recording_is_wrong_usage() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("not.json");
    std::fs::write(&file, "\u{1b}[31mnonsense").expect("a writable folder");
    let name = file.to_str().expect("UTF-8");
    for arguments in [
        &["check", "--replay", name][..],
        &["check", "--replay", "no-such-file"],
        &["check", "--replay", name, "--region", "x"],
    ] {
        let ran = run(arguments);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{ran:?}");
        assert!(!ran.stderr.contains('\u{1b}'), "{ran:?}");
    }
    let long = std::fs::File::options().write(true).open(&file);
    let length = 32 * 1024 * 1024 + 1;
    long.and_then(|file| file.set_len(length)).expect("room");
    let ran = run(["check", "--replay", name]);
    let said = format!("error: --replay {name}: longer than 32 MiB\n");
    assert_eq!(ran.status, 2, "{ran:?}");
    assert!(ran.stderr.starts_with(&said), "{ran:?}");
}

/// A JSON report without what differs: where the evidence is from, and times.
fn without_evidence(text: &str) -> String {
    let mut json: Value = serde_json::from_str(text).expect("JSON");
    json["evidence"] = Value::Null;
    for probe in json["probes"].as_array_mut().expect("probes") {
        probe["elapsed_ms"] = Value::Null;
    }
    format!("{json:#}")
}

/// Every rid and every cookie is a placeholder, in the report as well.
fn assert_no_secret(name: &str, recorded: &Recorded) {
    for text in [&recorded.recording, &recorded.live] {
        for (at, mark) in text.match_indices("rid=") {
            let rid: String = text[at + mark.len()..]
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
                .collect();
            assert!(is_stand_in(&rid), "{name}: rid={rid}");
        }
    }
    let json: Value = serde_json::from_str(&recorded.recording).expect("JSON");
    for exchange in json["exchanges"].as_array().expect("exchanges") {
        let set = exchange["answer"]["reply"]["set_cookies"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let sent = exchange["cookies"]
            .as_str()
            .expect("text")
            .split("; ")
            .filter(|pair| !pair.is_empty());
        let pairs = set.iter().map(|header| {
            header
                .as_str()
                .expect("text")
                .split(';')
                .next()
                .unwrap_or_default()
        });
        for pair in pairs.chain(sent) {
            let (_, value) = pair.split_once('=').expect("a pair");
            assert!(is_stand_in(value), "{name}: {pair}");
        }
    }
}

/// What else is left of a stand-in is its number.
fn is_stand_in(value: &str) -> bool {
    value.replace(['x', 'X', '0', '-', '_'], "").len() <= 3
}
