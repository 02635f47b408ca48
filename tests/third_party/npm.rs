//! Packages of npm, installed for tests below `target`.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The folder with what `tests/third_party/{name}` says in its `package-lock.json`, and its `server.mjs`.
pub(crate) fn installed(name: &str) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/third_party")
        .join(name);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("a writable target folder");
    for file in ["package.json", "package-lock.json", "server.mjs"] {
        std::fs::copy(source.join(file), folder.join(file)).expect("a writable target folder");
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let installed = Command::new(npm)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(&folder)
        .stdin(Stdio::null())
        .status()
        .expect("npm can be run");
    assert!(installed.success(), "npm ci: {installed}");
    folder
}
