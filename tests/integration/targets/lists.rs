//! How a list may be written, and what is wrong with one.

use super::{List, csv, lines, row, told};
use crate::support::{Ran, run};
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

#[test]
fn every_way_to_write_a_list_says_the_same() {
    const SCENARIOS: &[&str] = &["healthy", "trailing-slash", "healthy-pkce", ""];
    let text = csv(SCENARIOS);
    let (reports, _) = List::new("targets.csv", &text).json(&[]);
    let expected = told(&reports);
    assert_eq!(expected.len(), SCENARIOS.len());
    let excel = format!("sep=;\r\n{}", text.replace(',', ";").replace('\n', "\r\n"));
    let unicode_text = format!("\u{feff}{}", text.replace(',', "\t"));
    let unicode_text: Vec<_> = unicode_text
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let (_, rows) = text.split_once('\n').expect("a header");
    let in_their_words = rows
        .replace(",implicit\n", ",Token Implicit Grant (Browser)\n")
        .replace(",pkce\n", ",CODE\n");
    let in_their_words =
        format!("Genesys Region,OAuth Client Id,Customer,Grant Type\n{in_their_words}");
    for bytes in [
        excel.into_bytes(),
        unicode_text,
        in_their_words.into_bytes(),
    ] {
        let ran = List::new("targets.txt", &bytes).check(&["--format", "json"]);
        assert_eq!(ran.stderr, "");
        assert_eq!(told(&lines(&ran.stdout).0), expected);
    }
    let mut child = super::command(Path::new("-"), &["--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(text.as_bytes()).expect("it reads");
    drop(stdin);
    let ran: Ran = child.wait_with_output().expect("it ends").into();
    assert_eq!(told(&lines(&ran.stdout).0), expected);
}

#[test]
fn a_row_that_cannot_be_read_is_no_failed_client() {
    let [region, id, _] = row("healthy");
    let text = format!(
        "region,client_id,name,grant\n\
         {region},{id},first,\n\
         mypurecloud.con,{id},a,\n\
         {region},,b,\n\
         {region},{id},c,,more\n\
         {region},{id},d,Client Credentials\n\
         {region},{id},last,\n"
    );
    let list = List::new("targets.csv", text);
    let (reports, summary) = list.json(&["--fail-on", "fail"]);
    let verdicts: Vec<_> = reports
        .iter()
        .map(|report| report["verdict"].as_str().expect("a verdict"))
        .collect();
    let unread = "unverifiable";
    assert_eq!(
        verdicts,
        ["warn", unread, unread, unread, unread, "warn"],
        "{reports:#?}"
    );
    for (line, report) in (2..).zip(&reports) {
        assert_eq!(report["listed"]["line"], line);
        if report["verdict"] == unread {
            assert_eq!(report["evidence"]["source"], "input");
            assert_eq!(report["results"][0]["id"], "invalid-target");
            assert_eq!(report["probes"].as_array().map(Vec::len), Some(0));
        }
    }
    let counted = ["targets", "warn", "fail", "unverifiable", "unreadable"];
    assert_eq!(
        counted.map(|name| summary[name].as_u64()),
        [2, 2, 0, 0, 4].map(Some)
    );
    assert_eq!(summary["exit_status"], 3);
    let end = "2 clients: 2 passed with warnings; 4 rows could not be read; ";
    assert!(list.check(&[]).stdout.contains(end));
}

#[test]
fn what_the_rows_do_not_say_the_command_line_says() {
    let [region, id, _] = row("healthy-pkce");
    let list = List::new(
        "targets.csv",
        format!("Customer,Client ID,Notes,Owner\nAcme,{id},x,y\n"),
    );
    let ran = list.check(&["--region", region, "--grant", "pkce", "--format", "json"]);
    assert_eq!(
        (ran.status, told(&lines(&ran.stdout).0)),
        (0, vec![format!("Acme {id} pkce pass")])
    );
    let file = list.file.display();
    let unused = format!("{file}: the columns \"Notes\", \"Owner\" are not used\n");
    assert_eq!(ran.stderr, unused);
    let ran = list.check(&["--grant", "pkce"]);
    assert_eq!(ran.status, 3);
    assert!(
        ran.stdout.contains("the row cannot be read: no region"),
        "{ran:?}"
    );
    assert_usage(&list.check(&["--region", "mypurecloud.con"]), "--region: ");

    let url = format!(
        "https://phone.mirabridge.cloud/api/v1/deployment/second/init?region={region}&clientId={id}"
    );
    let list = List::new("targets.csv", format!("client_id\n{url}\n"));
    let ran = list.check(&["--grant", "pkce", "--format", "json"]);
    let (reports, _) = lines(&ran.stdout);
    assert_eq!(reports[0]["target"]["deployment"], "second", "{ran:?}");
    assert!(
        ran.stderr.contains("line 2: took the deployment second "),
        "{ran:?}"
    );
}

#[test]
fn what_is_no_list_is_refused_before_anybody_is_asked() {
    let [region, id, _] = row("healthy");
    let whole = csv(&["healthy"]);
    let long = "x".repeat(16 * 1024 * 1024 + 1);
    for (name, text, words) in [
        (
            "a.csv",
            format!("{region},{id}\n"),
            "the first line must be a header such as region,client_id,name; found \"mypurecloud.de,",
        ),
        (
            "b.csv",
            "region,client_id\n\n".to_owned(),
            "there is no client in it",
        ),
        (
            "c.csv",
            format!("region,client_id,name\n{region},{id},\"a\n{region},{id},b\n"),
            "line 2: a quote is opened and never closed",
        ),
        ("d.csv", long, "longer than 16 MiB"),
        ("e\u{1b}[2J.csv", "\u{1b}[2J".to_owned(), "\\u{1b}[2J"),
    ] {
        assert_usage(&List::new(name, text).check(&[]), words);
    }
    let list = List::new("targets.csv", whole);
    for (more, words) in [
        (&["--partition", "3/2"][..], "it has the form K/N"),
        (&["--jobs", "0"], "--jobs"),
        (&["--client-id", id], "cannot be used with"),
        (&["--record", "run.json"], "cannot be used with"),
        (&["--wait", "1s"], "cannot be used with"),
    ] {
        assert_usage(&list.check(more), words);
    }
    let jobs = [
        "check",
        "--region",
        region,
        "--client-id",
        id,
        "--jobs",
        "2",
    ];
    assert_usage(&run(jobs), "cannot be used with");
    assert_usage(
        &run(["check", "--targets", "no-such-list.csv"]),
        "no-such-list.csv: cannot be read",
    );
    let file = list.file.display();
    let over = list.check(&["--output", &file.to_string()]);
    assert_usage(&over, "name the same file");
}

fn assert_usage(ran: &Ran, words: &str) {
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{ran:?}");
    assert!(ran.stderr.contains(words), "{words}: {ran:?}");
    assert!(!ran.stderr.contains('\u{1b}'), "{ran:?}");
}

#[test]
fn a_dry_run_lists_what_each_row_would_send() {
    let list = List::of(&["healthy", "", "healthy-pkce"]);
    let ran = list.check(&["--dry-run", "--connect-to", "::127.0.0.1:9"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    for words in [
        "Line 2, Customer healthy\n",
        "Line 3, Customer\n\nNothing: region: ",
        "Line 4, Customer healthy-pkce\n",
        row("healthy-pkce")[1],
    ] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
}

#[test]
fn the_documented_list_is_one() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/many-clients.md");
    let page = std::fs::read_to_string(page).expect("a page");
    let block = page.replace("\r\n", "\n");
    let (_, block) = block.split_once("```csv\n").expect("an example");
    let (example, _) = block.split_once("```").expect("the block ends");
    let ran = List::new("targets.csv", example).check(&["--dry-run"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    for row in ["Line 2, Acme\n", "Line 3, Globex, UK\n"] {
        assert!(ran.stdout.contains(row), "{}", ran.stdout);
    }
    assert!(!ran.stdout.contains("Nothing: "), "{}", ran.stdout);
}
