//! The process around a run: its files, its pipes, its signals.

use super::check::{check_at, ran};
use super::server::nobody;
use super::service::Service;
use std::process::Stdio;

#[test]
fn a_file_that_cannot_be_written_never_costs_the_report() {
    let service = Service::healthy();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("missing").join("report.txt");
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
#[cfg(target_os = "linux")]
fn an_offline_command_that_cannot_print_is_a_failure_too() {
    for command in ["--help", "regions", "explain"] {
        let full = std::fs::File::options().write(true).open("/dev/full");
        let mut program = crate::support::program();
        let run = ran(program
            .arg(command)
            .stdout(full.expect("every Linux has it")));
        assert_eq!(run.status, 4, "{command}: {run:?}");
        assert!(run.stderr.contains("cannot write the output"), "{run:?}");
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

/// Signals, as a shell sends them.
#[cfg(unix)]
mod signals {
    use super::super::check::{check_at, unreachable};
    use super::super::server::{client_hello, tcp, wait};
    use super::super::service::Service;
    use crate::support::{Ran, program, run};
    use serde_json::Value;
    use std::io::{BufRead as _, BufReader};
    use std::path::Path;
    use std::process::{Child, Command, Stdio};
    use std::sync::mpsc;
    use std::time::Duration;

    fn send(signals: &str, child: &Child) {
        let id = child.id();
        let command = signals
            .split(' ')
            .map(|signal| format!("kill -{signal} {id}"))
            .collect::<Vec<_>>()
            .join(" && ");
        let sent = Command::new("sh").args(["-c", &command]).status();
        assert!(sent.expect("every Unix has it").success());
    }

    #[test]
    fn an_interrupted_run_tells_what_it_knows() {
        let folder = tempfile::tempdir().expect("a folder");
        for (signals, status) in [
            ("INT", 130),
            ("TERM", 143),
            // 'timeout' sends it to the process and to its group.
            ("TERM TERM TERM", 143),
        ] {
            let (hangs, hanging) = mpsc::channel();
            let server = tcp(move |connection| {
                client_hello(connection)?;
                let _ = hangs.send(());
                wait(connection)
            });
            let recording = folder.path().join("run.json");
            let recording = recording.to_str().expect("UTF-8");
            let child = check_at(server, &["--format", "json", "--record", recording])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("it runs");
            // Who has said hello listens for signals, too.
            hanging.recv().expect("it connects");
            send(signals, &child);
            let ran: Ran = child.wait_with_output().expect("it ends").into();
            assert_eq!((ran.status, ran.stderr.as_str()), (status, ""), "{ran:?}");
            let report: Value = serde_json::from_str(&ran.stdout).expect("a whole report");
            assert_eq!(report["exit_status"], status);
            assert_eq!(
                unreachable(&report, "not_asked"),
                "No answer came from login.mypurecloud.de: the run was interrupted before an answer came"
            );
            let replayed = run(["check", "--replay", recording, "--format", "json"]);
            assert_eq!(replayed.status, status, "{replayed:?}");
        }
    }

    #[test]
    fn the_certificate_of_the_simulator_does_not_stay() {
        for (signal, status) in [("INT", 130), ("TERM", 143)] {
            let mut child = program()
                .args(["demo", "--serve"])
                .stdout(Stdio::piped())
                .spawn()
                .expect("it runs");
            let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
            let lines: Vec<_> = lines
                .map_while(Result::ok)
                .take_while(|line| !line.starts_with("Press Ctrl-C"))
                .collect();
            let check = lines.iter().find(|line| line.contains("--ca-cert "));
            let (_, file) = check
                .expect("a command")
                .split_once("--ca-cert ")
                .expect("a file");
            assert!(Path::new(file).exists(), "{file}");
            send(signal, &child);
            assert_eq!(child.wait().expect("it ends").code(), Some(status));
            assert!(!Path::new(file).exists(), "{file}");
        }
    }

    /// A pipe that takes nothing more.
    #[cfg(target_os = "linux")]
    fn full_pipe() -> (std::io::PipeReader, std::io::PipeWriter) {
        use std::io::Write as _;
        let (reader, mut writer) = std::io::pipe().expect("a pipe");
        // What a pipe holds on Linux.
        writer
            .write_all(&vec![b'x'; 64 * 1024])
            .expect("it has room");
        (reader, writer)
    }

    /// How it ends, if it does; what still listens for signals is sent another one.
    #[cfg(target_os = "linux")]
    fn ended_by(signal: &str, mut child: Child) -> Option<i32> {
        for _ in 0..20 {
            send(signal, &child);
            for _ in 0..50 {
                if let Some(status) = child.try_wait().expect("a child") {
                    return status.code();
                }
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        child.kill().expect("it can be ended");
        None
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_reader_who_does_not_read_keeps_nothing_alive_and_every_file_is_whole() {
        let service = Service::healthy();
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("report.json");
        let report = format!("json={}", file.display());
        for (signal, status) in [("INT", 130), ("TERM", 143)] {
            let (reader, writer) = full_pipe();
            let child = check_at(service.address, &["--report", &report])
                .stdout(writer)
                .spawn()
                .expect("it runs");
            while std::fs::read(&file).is_ok_and(|text| !text.ends_with(b"}\n")) || !file.exists() {
                std::thread::sleep(Duration::from_millis(5));
            }
            assert_eq!(ended_by(signal, child), Some(status));
            let written = std::fs::read_to_string(&file).expect("a report");
            let _: Value = serde_json::from_str(&written).expect("all of it");
            std::fs::remove_file(&file).expect("a file");
            drop(reader);
        }
    }
}
