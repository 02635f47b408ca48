//! Runs that do not come to their end.

use super::List;
use crate::support::Ran;
use std::process::Stdio;

#[test]
#[cfg(unix)]
fn an_interrupted_run_tells_what_it_has_and_what_is_missing() {
    for (signal, status) in [("-INT", 130), ("-TERM", 143)] {
        interrupted(signal, status);
    }
}

#[cfg(unix)]
fn send(signal: &str, child: &std::process::Child) {
    let id = child.id().to_string();
    let sent = std::process::Command::new("kill")
        .args([signal, &id])
        .status();
    assert!(sent.expect("every Unix has it").success());
}

#[cfg(unix)]
fn interrupted(signal: &str, status: i32) {
    use crate::formats::{all_reports, assert_many_valid};
    use std::io::Read as _;

    // Behind the first, the run waits: the host asked for no more requests.
    let list = List::of(&["rate-limited", "healthy", "uri-missing"]);
    let mut child = list
        .command(&["--jobs", "1"])
        .args(all_reports(list.folder()))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdout = child.stdout.take().expect("a pipe");
    let mut text = vec![0];
    stdout.read_exact(&mut text).expect("the first report");
    send(signal, &child);
    stdout.read_to_end(&mut text).expect("what it has");
    let ran: Ran = child.wait_with_output().expect("it ends").into();
    let text = String::from_utf8(text).expect("UTF-8");
    assert_eq!((ran.status, ran.stderr.as_str()), (status, ""), "{text}");
    let missing = "Interrupted: 2 rows were not checked, lines 3 to 4.";
    assert!(
        text.contains("? could not check: Customer rate-limited"),
        "{text}"
    );
    assert!(text.contains(missing), "{text}");
    assert!(
        text.ends_with(&format!("; exit status {status}\n")),
        "{text}"
    );

    let junit = assert_many_valid(list.folder(), "interrupted");
    let [first, last] = &junit.test_suites[..] else {
        panic!("{junit:?}")
    };
    assert!(first.errors > 0, "{first:?}");
    assert_eq!((last.tests, last.errors), (1, 1), "{last:?}");
    let read =
        |format: &str| std::fs::read_to_string(list.folder().join(format)).expect("a report");
    let (reports, summary) = super::lines(&read("json"));
    assert_eq!(reports.len(), 1);
    assert_eq!(summary["unchecked"]["targets"], 2);
    assert_eq!(summary["exit_status"], status);
    let sarif: serde_json::Value = serde_json::from_str(&read("sarif")).expect("JSON");
    let invocation = &sarif["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(invocation["exitCode"], status);
    let github = read("github");
    let last = github.lines().last().expect("a command");
    assert!(
        last.starts_with("::error ") && last.contains(missing),
        "{last}"
    );
    assert!(read("markdown").contains(&format!("\n**{missing}**\n")));
}

/// A pager that waits for its user holds up neither the checks nor the files, and ends with the program.
#[test]
#[cfg(target_os = "linux")]
fn a_reader_who_pauses_holds_up_nothing() {
    use crate::formats::{all_reports, assert_many_valid};
    use std::io::Write as _;

    let list = List::of(&["healthy", "rate-limited", "healthy"]);
    let (reader, mut writer) = std::io::pipe().expect("a pipe");
    // What a pipe holds on Linux.
    writer.write_all(&vec![b'x'; 64 * 1024]).expect("room");
    let mut child = list
        .command(&["--jobs", "1"])
        .args(all_reports(list.folder()))
        .stdout(writer)
        .spawn()
        .expect("the program runs");
    let json = list.folder().join("json");
    let reports = || std::fs::read_to_string(&json).map_or(0, |text| text.lines().count());
    while reports() < 2 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    send("-TERM", &child);
    assert_eq!(child.wait().expect("it ends").code(), Some(143));
    assert_many_valid(list.folder(), "nobody read it");
    let text = std::fs::read_to_string(&json).expect("a report");
    assert_eq!(super::lines(&text).1["exit_status"], 143);
    drop(reader);
}

#[test]
fn who_is_not_read_any_more_stops_and_does_not_pass() {
    let list = List::of(&["healthy"; 20]);
    let mut child = list
        .command(&["--jobs", "1"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let ran: Ran = child.wait_with_output().expect("it ends").into();
    assert_eq!(ran.status, 3, "{ran:?}");
    assert!(!ran.stderr.contains("Nobody reads"), "{ran:?}");
}

#[test]
fn what_cannot_be_written_keeps_nothing_else_from_being_written() {
    let list = List::of(&["healthy", "trailing-slash"]);
    let nowhere = list.folder().join("no").join("such");
    let junit = format!("junit={}", nowhere.display());
    let file = list.folder().join("ticket.md");
    let markdown = format!("markdown={}", file.display());
    let ran = list.check(&["--report", &junit, "--report", &markdown]);
    assert_eq!(ran.status, 4);
    let said = format!("error: cannot write {}: ", nowhere.display());
    assert!(ran.stderr.starts_with(&said), "{ran:?}");
    assert!(ran.stdout.ends_with("exit status 1\n"), "{ran:?}");
    let written = std::fs::read_to_string(&file).expect("a report");
    assert!(written.ends_with("exit status 1.\n"), "{written}");

    let ran = list.check(&["--output", &nowhere.display().to_string()]);
    assert_eq!(ran.status, 4, "{ran:?}");
    assert!(ran.stderr.starts_with(&said), "{ran:?}");
    assert!(ran.stdout.ends_with("exit status 1\n"), "printed instead");
}
