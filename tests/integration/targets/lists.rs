//! How a list may be written, and what is wrong with one.

use super::{List, MIXED, csv, lines, row, told};
use crate::support::{Ran, run};
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

#[test]
fn every_way_to_write_a_list_says_the_same() {
    let text = csv(MIXED);
    let (reports, _) = List::new("targets.csv", &text).json(&[]);
    let expected = told(&reports);
    assert_eq!(expected.len(), MIXED.len());
    let rows = || MIXED.iter().map(|name| (row(name), name));
    let json = rows().map(|([region, client_id, grant], name)| {
        let name = format!("Customer {name}");
        let row = serde_json::json!({"region": region, "client_id": client_id, "name": name, "grant": grant});
        format!("{row}\r\n")
    });
    let json: Vec<_> = json.collect();
    let json = json.concat();
    let toml = rows().map(|([region, id, grant], name)| {
        format!(
            "[[target]]\nregion = \"{region}\"\nclient_id = \"{id}\"\nname = \"Customer {name}\"\ngrant = \"{grant}\"\n"
        )
    });
    let toml: Vec<_> = toml.collect();
    let toml = toml.concat();
    for (name, text) in [
        (
            "excel.csv",
            format!("\u{feff}{}", text.replace(',', ";").replace('\n', "\r\n")),
        ),
        ("tabs.txt", text.replace(',', "\t")),
        ("targets.jsonl", json.clone()),
        ("unnamed", json),
        ("targets.toml", toml),
    ] {
        let (reports, _) = List::new(name, text).json(&[]);
        assert_eq!(told(&reports), expected, "{name}");
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
fn a_bad_row_fails_by_itself() {
    let [region, id, _] = row("healthy");
    let mut text = format!("region,client_id,name\n{region},{id},first\n").into_bytes();
    for bad in [
        format!("mypurecloud.con,{id},a").as_bytes(),
        format!("{region},,b").as_bytes(),
        format!("{region},{id},c,more").as_bytes(),
        format!("{region},{id},\"d").as_bytes(),
        b"my\xffpurecloud.de,\xff\xfe,e",
    ] {
        text.extend(bad);
        text.push(b'\n');
    }
    text.extend(format!("{region},{id},last\n").bytes());
    let (reports, summary) = List::new("targets.csv", text).json(&[]);
    let verdicts: Vec<_> = reports
        .iter()
        .map(|report| report["verdict"].as_str())
        .collect();
    let (bad, good) = (Some("fail"), Some("warn"));
    assert_eq!(verdicts, [good, bad, bad, bad, bad, bad, good]);
    for (line, report) in (2..).zip(&reports) {
        assert_eq!(report["listed"]["line"], line);
        if report["verdict"] == "fail" {
            assert_eq!(report["evidence"]["source"], "input");
            assert_eq!(report["results"][0]["id"], "invalid-target");
            assert_eq!(report["results"][0]["basis"], "input");
            assert_eq!(report["probes"].as_array().map(Vec::len), Some(0));
        }
    }
    assert_eq!(summary["exit_status"], 1);
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
            "its first line must name the columns",
        ),
        ("b.csv", String::new(), "it names no client"),
        (
            "c.csv",
            "region,client_id\n\n".to_owned(),
            "it names no client",
        ),
        ("d.toml", "[[target]]\nregion = \n".to_owned(), "line 2: "),
        ("e.csv", long, "longer than 16 MiB"),
        ("f\u{1b}[2J.csv", "\u{1b}[2J".to_owned(), "\\u{1b}[2J"),
    ] {
        assert_usage(&List::new(name, text).check(&[]), words);
    }
    let list = List::new("targets.csv", whole);
    for (more, words) in [
        (&["--partition", "3/2"][..], "it has the form K/N"),
        (&["--partition", "0/2"], "it has the form K/N"),
        (&["--jobs", "0"], "--jobs"),
        (&["--region", "mypurecloud.de"], "cannot be used with"),
        (&["--client-id", id], "cannot be used with"),
        (&["--record", "run.json"], "cannot be used with"),
        (&["--wait", "1s"], "cannot be used with"),
    ] {
        assert_usage(&list.check(more), words);
    }
    let alone = [
        "check",
        "--region",
        region,
        "--client-id",
        id,
        "--jobs",
        "2",
    ];
    assert_usage(&run(alone), "cannot be used with");
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
fn the_list_of_the_readme_is_one() {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(readme).expect("a README.md");
    let block = readme.replace("\r\n", "\n");
    let (_, block) = block.split_once("```csv\n").expect("an example");
    let (example, _) = block.split_once("```").expect("the block ends");
    let ran = List::new("targets.csv", example).check(&["--dry-run"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    for row in ["Line 2, Acme\n", "Line 3, Globex, UK\n"] {
        assert!(ran.stdout.contains(row), "{}", ran.stdout);
    }
    assert!(!ran.stdout.contains("Nothing: "), "{}", ran.stdout);
}
