//! Recordings, each judged again. What `check --record FILE` wrote becomes a fixture by copying it to
//! `recordings/`; a file of an earlier version has to stay readable, so that none is ever made anew.

use crate::support::{results, run};
use serde_json::Value;
use std::path::PathBuf;

#[test]
fn every_recording_is_judged_as_before() {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests/integration/recordings"]
        .iter()
        .collect();
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of the recordings")
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|file| file.extension().is_some_and(|suffix| suffix == "json"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let recording = file.to_str().expect("UTF-8");
        let ran = run(["check", "--replay", recording, "--format", "json"]);
        let report: Value = serde_json::from_str(&ran.stdout)
            .unwrap_or_else(|error| panic!("{recording}: {error}\n{ran:?}"));
        let verdict = report["verdict"].as_str().expect("a verdict");
        let text = format!(
            "{verdict}, exit status {}\n\n{}",
            ran.status,
            results(&report)
        );
        let name = file.file_stem().expect("a name").to_string_lossy();
        insta::with_settings!({ snapshot_path => "recordings", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name.as_ref(), text);
        });
    }
}
