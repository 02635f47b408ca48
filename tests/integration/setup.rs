//! `setup`: the same form in five formats, and that others understand what it prints.

use crate::support::{Ran, program, run};
use serde_json::Value;
use std::io::Write as _;
use std::process::Stdio;

const ID: &str = "4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f";
const FORMATS: [&str; 5] = ["text", "markdown", "json", "terraform", "gc"];

fn setup(more: &[&str]) -> Ran {
    run([&["setup", "--region", "mypurecloud.de"], more].concat())
}

fn json(more: &[&str]) -> Value {
    let ran = setup(&[&["--format", "json"], more].concat());
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}\n{ran:?}"))
}

#[test]
fn every_format_prints_the_form_for_both_grants() {
    for format in FORMATS {
        for grant in ["implicit", "pkce"] {
            let ran = setup(&["--format", format, "--grant", grant]);
            assert_eq!(ran.status, 0, "{ran:?}");
            // What takes no comments is explained beside it.
            assert_eq!(ran.stderr.is_empty(), format != "gc", "{ran:?}");
            let text = match ran.stderr.as_str() {
                "" => ran.stdout,
                stderr => format!("{}--- stderr ---\n{stderr}", ran.stdout),
            };
            insta::with_settings!({ snapshot_path => "setup", prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(format!("{format}-{grant}"), text);
            });
        }
    }
}

#[test]
fn the_grant_of_an_address_of_a_login_window_is_taken_as_well() {
    let url = format!(
        "https://login.mypurecloud.de/oauth/authorize?client_id={ID}&redirect_uri=https%3A%2F%2Fphone.mirabridge.cloud&response_type=code"
    );
    assert_eq!(
        run(["setup", &url]).stdout,
        setup(&["--client-id", ID, "--grant", "pkce"]).stdout
    );
    let other = run(["setup", &url, "--grant", "implicit"]);
    assert_eq!(other.status, 2, "{other:?}");
}

#[test]
fn a_file_gets_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("client.json");
    let file = file.to_str().expect("UTF-8");
    let ran = setup(&["--format", "gc", "--output", file]);
    assert_eq!((ran.status, ran.stdout.as_str()), (0, ""), "{ran:?}");
    let written = std::fs::read_to_string(file).expect("the file is there");
    assert_eq!(written, setup(&["--format", "gc"]).stdout);

    let missing = folder.path().join("missing").join("client.json");
    let ran = setup(&["--output", missing.to_str().expect("UTF-8")]);
    assert_eq!((ran.status, ran.stdout.as_str()), (4, ""), "{ran:?}");
    assert!(ran.stderr.contains("cannot write"), "{ran:?}");
}

#[test]
fn what_is_not_indented_is_for_copying_and_nothing_else() {
    let uris = run(["uris", "--region", "mypurecloud.de"]).stdout;
    let url = run(["url", "--region", "mypurecloud.de", "--client-id", ID]).stdout;
    let text = setup(&["--client-id", ID]).stdout;
    let copied: String = text
        .split_inclusive('\n')
        .filter(|line| !line.starts_with([' ', '\n']))
        .collect();
    assert_eq!(
        copied,
        format!(
            "MiraBridge Phone\n{uris}conversations:readonly\nmirabridge-oauth check --region mypurecloud.de --client-id {ID}\n{url}https://docs.mirabridge.cloud/phone/installation/genesys/oauth.html\n"
        )
    );
}

#[test]
fn a_client_id_takes_the_place_of_the_placeholder() {
    for format in FORMATS {
        let without = setup(&["--format", format]);
        let without = without.stdout + &without.stderr;
        assert!(without.contains("CLIENT_ID"), "{without}");
        let with = setup(&["--format", format, "--client-id", ID]);
        let with = with.stdout + &with.stderr;
        assert!(!with.contains("CLIENT_ID"), "{with}");
        assert_eq!(
            with.matches(ID).count(),
            // Where the form is filled in, the client with that id is opened.
            match format {
                "terraform" | "gc" => 2,
                _ => 3,
            }
        );
    }
    let environment = program()
        .args(["setup", "--format", "json"])
        .env("GENESYSCLOUD_REGION", "euc1")
        .env("MIRABRIDGE_CLIENT_ID", ID)
        .output()
        .expect("the program runs");
    let ran = Ran::from(environment);
    assert!(ran.stdout.contains(ID), "{ran:?}");
    assert!(
        ran.stderr.contains("taken from MIRABRIDGE_CLIENT_ID"),
        "{ran:?}"
    );
}

#[test]
fn the_command_to_verify_with_is_taken_by_check() {
    let regions = [
        ["--region", "mypurecloud.jp"],
        ["--region-domain", "new.pure.cloud"],
    ];
    for region in regions {
        for (grant, deployment) in [("implicit", "test-2"), ("pkce", "-x")] {
            let deployment_option = format!("--deployment={deployment}");
            let more = ["--grant", grant, &deployment_option, "--format", "json"];
            let call = |more: &[&str]| {
                let form = run([&["setup"], &region[..], more].concat());
                let form: Value = serde_json::from_str(&form.stdout).expect("JSON");
                let command = form["verify"]["command"].as_str().expect("a command");
                let (program, arguments) = command.split_once(' ').expect("arguments");
                assert_eq!(program, "mirabridge-oauth");
                run(arguments.split(' ').chain(["--dry-run"]))
            };
            let ran = call(&[&more[..], &["--client-id", ID]].concat());
            assert_eq!(ran.status, 0, "{ran:?}");
            let path = format!("deployment/{deployment}/");
            for part in [region[1], &path, ID] {
                assert!(ran.stdout.contains(part), "{part}: {ran:?}");
            }
            // A forgotten placeholder asks nobody.
            let ran = call(&more);
            assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{ran:?}");
            assert!(ran.stderr.contains("--client-id"), "{ran:?}");
        }
    }
}

#[test]
fn lint_passes_what_gc_is_given() {
    for (made, judged, status) in [
        ("implicit", "implicit", 0),
        ("pkce", "pkce", 0),
        ("pkce", "implicit", 1),
        ("implicit", "pkce", 1),
    ] {
        let body = setup(&["--format", "gc", "--grant", made]).stdout;
        let mut child = program()
            .args(["lint", "--region", "mypurecloud.de", "--grant", judged, "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let mut stdin = child.stdin.take().expect("a pipe");
        stdin.write_all(body.as_bytes()).expect("it reads");
        drop(stdin);
        let ran = Ran::from(child.wait_with_output().expect("it ends"));
        assert_eq!(ran.status, status, "{made}, {judged}: {ran:?}");
        let first = if status == 0 {
            "✓ pass: "
        } else {
            "✗ fail: "
        };
        assert!(ran.stdout.starts_with(first), "{ran:?}");
    }
}

#[test]
fn a_name_is_kept_or_refused() {
    let name = "He said \"${hi}\" | `x` \\ %{y} 電話";
    assert_eq!(json(&["--name", name])["form"]["name"], name);
    let terraform = setup(&["--format", "terraform", "--name", name]).stdout;
    let line = r#"  name                  = "He said \"$${hi}\" | `x` \\ %%{y} 電話""#;
    assert!(terraform.lines().any(|l| l == line), "{terraform}");

    let long = "x".repeat(101);
    for (name, words) in [
        ("", "the name is empty"),
        (" x", "begins or ends with a space"),
        ("a\nb", "character 2 of the name is '\\n'"),
        ("\u{1b}[31m", "'\\u{1b}'"),
        ("\u{202e}x", "'\\u{202e}'"),
        (&long, "101 characters"),
    ] {
        let ran = setup(&["--name", name]);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{ran:?}");
        assert!(ran.stderr.starts_with("error: --name: "), "{ran:?}");
        assert!(ran.stderr.contains(words), "{ran:?}");
    }
}
