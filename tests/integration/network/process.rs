//! The process around a run: its files, its pipes, its signals.

use super::check::{check_at, ran};
use super::server::nobody;
use super::service::Service;
use std::process::Stdio;

#[test]
fn a_file_that_cannot_be_written_never_costs_the_report() {
    let service = Service::healthy();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("missing").join("report.json");
    let name = file.display().to_string();
    let json = format!("json={name}");
    for (arguments, what) in [
        (&["--output", &name][..], name.clone()),
        (&["--report", &json], name.clone()),
        (&["--record", &name], name.clone()),
        (
            &["--format", "github"],
            format!("the step summary (GITHUB_STEP_SUMMARY) {name}"),
        ),
        (
            &["--output", &name, "--report", "junit=/no/such/folder"],
            "/no/such/folder".to_owned(),
        ),
    ] {
        let mut check = check_at(service.address, arguments);
        let run = ran(check.env("GITHUB_STEP_SUMMARY", &name));
        assert_eq!(run.status, 4, "{arguments:?}: {run:?}");
        assert!(!run.stdout.is_empty(), "{arguments:?}: {run:?}");
        let said = format!("cannot write {what}: ");
        assert!(run.stderr.starts_with("error: "), "{run:?}");
        assert!(run.stderr.contains(&said), "{run:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn whatever_cannot_be_written_is_said_and_is_status_4() {
    const FULL: &str = "No space left on device (os error 28)";
    const FOLDER: &str = "Is a directory (os error 21)";
    let service = Service::healthy();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path().to_str().expect("text");
    for (option, value, what, why) in [
        ("--output", "/dev/full", "/dev/full", FULL),
        ("--output", folder, folder, FOLDER),
        ("--report", "json=/dev/full", "/dev/full", FULL),
        ("--report", &format!("json={folder}"), folder, FOLDER),
        ("--record", folder, folder, FOLDER),
        ("--format", "human", "the output", FULL),
        ("--format", "json", "the output", FULL),
    ] {
        let mut check = check_at(service.address, &[option, value]);
        if option == "--format" {
            let full = std::fs::File::options().write(true).open("/dev/full");
            check.stdout(full.expect("every Linux has it"));
        }
        let run = ran(&mut check);
        assert_eq!(run.status, 4, "{option} {value}: {run:?}");
        let printed = option != "--format";
        assert_eq!(!run.stdout.is_empty(), printed, "{option} {value}: {run:?}");
        assert_eq!(
            run.stderr,
            format!("error: cannot write {what}: {why}\n"),
            "{option}"
        );
    }
}

#[test]
fn a_reader_that_has_gone_is_no_error() {
    let service = Service::healthy();
    for (address, status) in [(service.address, 0), (nobody(), 3)] {
        let mut check = check_at(address, &["-v"]);
        let mut child = check
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(status), "{output:?}");
        assert!(output.stderr.is_empty(), "{output:?}");
    }
}

#[test]
#[cfg(unix)]
fn an_interrupted_run_tells_what_it_knows() {
    use super::server::{client_hello, tcp, wait};
    use std::process::Command;
    use std::sync::mpsc;

    let (hangs, hanging) = mpsc::channel();
    let server = tcp(move |connection| {
        client_hello(connection)?;
        let _ = hangs.send(());
        wait(connection)
    });
    let mut check = check_at(server, &["--format", "json"]);
    let child = check
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    // Who has said hello listens for signals, too.
    hanging.recv().expect("it connects");
    let interrupted = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupted.expect("every Unix has it").success());
    let run: crate::support::Ran = child.wait_with_output().expect("it ends").into();
    assert_eq!((run.status, run.stderr.as_str()), (130, ""), "{run:?}");
    let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("a whole report");
    assert_eq!(report["exit_status"], 130);
    assert_eq!(
        super::check::unreachable(&report, "not_asked"),
        "No answer came from login.mypurecloud.de: the run was interrupted before an answer came"
    );
}
