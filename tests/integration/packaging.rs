//! What packagers take from the program: completion scripts and manual pages.

use crate::support::run;

#[test]
#[cfg(unix)]
fn bash_completes_commands_and_values() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let script = folder.path().join("completion.bash");
    std::fs::write(&script, run(["completions", "bash"]).stdout).expect("a writable folder");
    // Asks as bash does: by the function that was registered for the program.
    let ask = r#"
        set -u
        . "$1"
        function=$(complete -p mirabridge-oauth | sed 's/.* -F \([^ ]*\) .*/\1/')
        complete() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); "$function" "$1" "${!#}" "${COMP_WORDS[$# - 2]}"; echo "${COMPREPLY[*]}"; }
        complete mirabridge-oauth comp
        complete mirabridge-oauth check --grant ''
        complete mirabridge-oauth check --only popup
        complete mirabridge-oauth explain login-
        complete mirabridge-oauth demo stray
        complete mirabridge-oauth uris --region mypurecloud.c
    "#;
    let output = std::process::Command::new("bash")
        .args(["--norc", "-c", ask, "bash"])
        .arg(&script)
        .output()
        .expect("bash runs");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "completions\nimplicit pkce\npopup-blocked\nlogin-loop\nstray-space\nmypurecloud.com mypurecloud.com.au\n"
    );
}

#[test]
fn the_manual_is_one_page_or_a_folder_of_them() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let pages = folder.path().join("share/man1");
    let shown = pages.display().to_string();
    let ran = run(["man", "--dir", &shown]);
    assert_eq!(
        (ran.status, ran.stdout.as_str(), ran.stderr.as_str()),
        (0, "", "")
    );
    assert!(pages.join("mirabridge-oauth-check.1").is_file());
    let first = std::fs::read_to_string(pages.join("mirabridge-oauth.1")).expect("the first page");
    assert_eq!(run(["man"]).stdout, first);
}

#[test]
fn a_manual_that_cannot_be_written_is_a_failure_of_our_own() {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    let shown = file.path().display().to_string();
    let ran = run(["man", "--dir", &shown]);
    assert_eq!(ran.status, 4, "{ran:?}");
    assert!(ran.stderr.contains("cannot make the folder"), "{ran:?}");
}
