//! The commands that stay offline, and how wrong usage is told.

use crate::support::{Ran, program, run};
use mirabridge_oauth::genesys::Region;

const ID: &str = "4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f";

#[test]
fn uris_are_the_documented_bytes_and_one_newline_a_line() {
    for spelling in [
        "eu_central_1",
        "mypurecloud.de",
        " https://login.mypurecloud.de/ ",
        "EUC1",
        ".mypurecloud.de",
    ] {
        let ran = run(["uris", "--region", spelling]);
        assert_eq!(
            ran.stdout,
            "https://phone.mirabridge.cloud\n\
             https://apps.mypurecloud.de/crm/index.html\n\
             https://apps.mypurecloud.de/crm/authWindow.html\n",
            "{spelling}"
        );
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{spelling}");
    }
}

#[test]
fn url_is_the_debug_init_url_and_nothing_else() {
    let ran = run(["url", "--region", "ie", "--client-id", ID]);
    assert_eq!(ran.status, 2, "{ran:?}");
    let ran = run([
        "url",
        "--region",
        "mypurecloud.ie",
        "--client-id",
        ID,
        "--deployment",
        "test-2",
    ]);
    assert_eq!(
        ran.stdout,
        format!(
            "https://phone.mirabridge.cloud/api/v1/deployment/test-2/init?region=mypurecloud.ie&clientId={ID}&enableDebug=true\n"
        )
    );
}

#[test]
fn regions_are_all_there_in_both_formats() {
    let text = run(["regions"]).stdout;
    assert!(
        text.is_ascii(),
        "older shells of Windows read no other: {text}"
    );
    let json: serde_json::Value =
        serde_json::from_str(&run(["regions", "--format", "json"]).stdout).expect("JSON");
    let regions = json["regions"].as_array().expect("regions");
    assert_eq!(regions.len(), Region::all().len());
    for region in regions {
        let domain = region["domain"].as_str().expect("a domain");
        assert!(text.contains(domain), "{domain}");
    }
}

#[test]
fn what_is_pasted_around_a_client_id_is_told() {
    let quoted = format!("\u{201c}{ID}\u{201d}\u{200b}");
    let url =
        format!("https://login.mypurecloud.de/oauth/authorize?client_id={ID}&response_type=token");
    for (pasted, told) in [
        (
            &quoted,
            "--client-id: left out what stood around the client id\n".to_owned(),
        ),
        (
            &url,
            format!(
                "from the URL in --client-id: region mypurecloud.de, client id {ID}, grant implicit\n"
            ),
        ),
    ] {
        let ran = run(["url", "--region", "mypurecloud.de", "--client-id", pasted]);
        assert_eq!((ran.status, ran.stderr), (0, told), "{pasted}");
        assert!(ran.stdout.contains(ID));
    }
}

/// What `check` would ask for, or why it would not.
fn dry_run(arguments: &[&str]) -> Ran {
    run(["check"].iter().chain(arguments).chain(&["--dry-run"]))
}

#[test]
fn a_url_holds_the_setup_wherever_it_is_pasted() {
    let init = format!(
        "https://phone.mirabridge.cloud/api/v1/deployment/test/init?region=mypurecloud.de&clientId={ID}&enableDebug=true"
    );
    let all = [
        "check",
        "--region",
        "euc1",
        "--client-id",
        ID,
        "--deployment",
        "test",
    ];
    let expected = run(all.iter().chain(&["--dry-run"])).stdout;
    for arguments in [
        &[init.as_str()][..],
        &["--client-id", &init],
        &["--region", &init],
        &["mypurecloud.de", ID, "--deployment", "test"],
        &[ID, "Frankfurt", "--deployment", "test"],
        &[&init, "--region", "eu-central-1", "--client-id", ID],
    ] {
        let ran = dry_run(arguments);
        assert_eq!((ran.status, ran.stdout.as_str()), (0, expected.as_str()));
    }
    let ran = run([init.as_str(), "--dry-run"]);
    assert_eq!(ran.stdout, expected, "without a command");
    assert!(ran.stderr.contains("running check\n"), "{}", ran.stderr);
    for more in [
        ["--region", "mypurecloud.ie"],
        ["--client-id", "1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901"],
        ["--deployment", "main"],
    ] {
        let ran = dry_run(&[&[init.as_str()], &more[..]].concat());
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{ran:?}");
        assert!(ran.stderr.contains("leave out"), "{ran:?}");
    }
}

#[test]
fn what_a_login_asked_with_is_asked_for_beside_the_rest() {
    let url = format!(
        "https://login.mypurecloud.de/oauth/authorize?client_id={ID}&redirect_uri=https%3A%2F%2Fphone.mirabridge.cloud%2F&response_type=code"
    );
    let ran = dry_run(&[&url]);
    assert_eq!(ran.status, 0, "{ran:?}");
    for part in [
        "redirect_uri=https%3A%2F%2Fphone.mirabridge.cloud&response_type=code",
        "redirect_uri=https%3A%2F%2Fphone.mirabridge.cloud%2F&response_type=code",
        "https://apps.mypurecloud.de/crm/index.html",
    ] {
        assert!(ran.stdout.contains(part), "{part}: {}", ran.stdout);
    }
    let pages = ran.stdout.matches(" https://phone.mirabridge.cloud/\n");
    assert_eq!(pages.count(), 0, "it is never fetched: {}", ran.stdout);
    let ran = dry_run(&[&url, "--grant", "Token Implicit Grant (Browser)"]);
    assert_eq!(ran.status, 2, "{ran:?}");
    assert!(ran.stderr.contains("--grant says implicit"), "{ran:?}");
}

/// A secret in the wrong place is not printed, neither as it was typed nor as it was announced.
#[test]
fn a_secret_is_not_quoted() {
    const SECRET: &str = "tulip_xYz-0123456789abcdefghijklmnopqrstuvw";
    for variable in ["MIRABRIDGE_CLIENT_ID", "GENESYSCLOUD_REGION"] {
        let output = program()
            .env("GENESYSCLOUD_REGION", "mypurecloud.de")
            .env(variable, SECRET)
            .args(["url"])
            .output()
            .expect("the program runs");
        let ran = Ran::from(output);
        assert_eq!(ran.status, 2, "{ran:?}");
        assert!(
            ran.stderr.contains(&format!("{variable}: this ")),
            "{ran:?}"
        );
        assert!(!ran.stderr.contains("tulip"), "{ran:?}");
    }
    let url = format!("https://login.mypurecloud.de/#access_token={SECRET}");
    for arguments in [
        ["url", "--region=euc1", "--client-id", &url],
        ["url", "--client-id", ID, &format!("--region={SECRET}")],
        [
            "url",
            "--client-id",
            ID,
            &format!("--region-domain={SECRET}"),
        ],
    ] {
        let ran = run(arguments);
        assert_eq!(ran.status, 2, "{ran:?}");
        assert!(!ran.stderr.contains("tulip"), "{ran:?}");
    }
}

#[test]
fn the_environment_is_used_and_announced() {
    let output = program()
        .env("GENESYSCLOUD_REGION", "eu-central-1")
        .env("MIRABRIDGE_CLIENT_ID", ID)
        // The administrator's own client: never used.
        .env(
            "GENESYSCLOUD_OAUTHCLIENT_ID",
            "11111111-1111-4111-8111-111111111111",
        )
        .args(["url"])
        .output()
        .expect("the program runs");
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    let stdout = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(stdout.contains("region=mypurecloud.de"), "{stdout}");
    assert!(stdout.contains(ID), "{stdout}");
    assert_eq!(
        stderr,
        format!(
            "--region is taken from GENESYSCLOUD_REGION: mypurecloud.de\n--client-id is taken from MIRABRIDGE_CLIENT_ID: {ID}\n"
        )
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn wrong_usage_exits_2_and_says_what_is_meant() {
    for (arguments, words) in [
        (&["check"][..], "--region and --client-id are missing"),
        (&["check", ID], "--region is missing"),
        (
            &[
                "check",
                "https://phone.mirabridge.cloud/api/v1/deployment/main/init?region=euc1",
            ],
            "mirabridge-oauth check \"https://phone.mirabridge.cloud/api/v1/deployment/main/init?region=mypurecloud.de&clientId=CLIENT_ID&enableDebug=true\"",
        ),
        (&["check", "list.csv"], "check --targets list.csv"),
        (&["check", "run.json"], "check --replay run.json"),
        (
            &["check", "https://login.mypurecloud.de/#/error?errorKey=x"],
            "holds no client id. Run: mirabridge-oauth check --region mypurecloud.de --client-id ID",
        ),
        (
            &["check", "Invalid client"],
            "mirabridge-oauth explain \"Invalid client\"",
        ),
        (
            &[
                "check",
                "https://login.mypurecloud.de/oauth/authorize?client_id=4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f",
            ],
            "put it in double quotes",
        ),
        (&["check", "region=euc1"], "--region VALUE"),
        (
            &["setup", "euc1", "--grant", "Token", "Implicit", "Grant"],
            "in quotes",
        ),
        (&["uris", "--region"], "--region needs a value"),
        (&["--region", "euc1", "lint"], "the command comes first"),
        (
            &["check", "mypurecloud.dee"],
            "did you mean mypurecloud.de?",
        ),
        (&["check", "YOUR_CLIENT_ID"], "is a placeholder"),
        (
            &["check", "euc1", ID, "--only", "dangerous-redirect"],
            "--only dangerous-redirect needs --admin",
        ),
        (
            &["demo", "--list", "--format", "json"],
            "cannot be used with",
        ),
        (
            &["check", "--targets", "x.csv", "--screenshot", "x.png"],
            "cannot be used with",
        ),
        (&["demo", "--output", "-"], "--output needs a file"),
        (
            &["aB3_dE5gH7jK9mN1pQ3tU5vW7xY9zA1bC3dE5fG7hJ9"],
            "It is not shown",
        ),
        (&["check", "--region", "{REGION}"], "is a placeholder"),
        (
            &["check", "--region", "Germany"],
            "several Genesys Cloud regions; did you mean mypurecloud.de (Europe, Frankfurt) or ",
        ),
        (&["check", "--client-secret", "abc"], "no secret is needed"),
        (&["version"], "mirabridge-oauth --version"),
        (
            &["replay", "run.json"],
            "mirabridge-oauth check --replay FILE",
        ),
        (&["check", "--nonsense"], "try 'mirabridge-oauth check -h'"),
        (
            &["check", "--region", "mypurecloud.de"],
            "--client-id is missing",
        ),
        (
            &["check", "--region", "mypurecloud.au", "--client-id", ID],
            "did you mean mypurecloud.com.au?",
        ),
        (
            &[
                "check",
                "--region",
                "mypurecloud.com.evil.example",
                "--client-id",
                ID,
            ],
            "--region:",
        ),
        (
            &["check", "--region-domain", "10.0.0.1", "--client-id", ID],
            "--region-domain:",
        ),
        (
            &[
                "check",
                "--region-domain",
                "a.example:8443",
                "--client-id",
                ID,
            ],
            "--region-domain:",
        ),
        (
            &[
                "check",
                "--region",
                "mypurecloud.de",
                "--client-id",
                "4f9g2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f",
            ],
            "character 4 is 'g'",
        ),
        (
            &[
                "check",
                "--region",
                "mypurecloud.de",
                "--client-id",
                ID,
                "--timeout",
                "soon",
            ],
            "--timeout",
        ),
        (
            &[
                "check",
                "--region",
                "mypurecloud.de",
                "--client-id",
                ID,
                "--connect-to",
                "a:8443:127.0.0.1:1",
            ],
            "443",
        ),
        (
            &[
                "check",
                "--region",
                "mypurecloud.de",
                "--client-id",
                ID,
                "--connect-to",
                "::127.0.0.1:1",
                "--proxy",
                "http://a:1",
            ],
            "--proxy",
        ),
        (
            &[
                "check",
                "--region",
                "mypurecloud.de",
                "--client-id",
                ID,
                "--only",
                "invalid-cleint",
            ],
            "did you mean invalid-client?",
        ),
        (
            &[
                "check",
                "--region",
                "mypurecloud.de",
                "--client-id",
                ID,
                "--redirect-uri",
                "",
            ],
            "--redirect-uri",
        ),
        (
            &[
                "check",
                "--region",
                "mypurecloud.de",
                "--client-id",
                ID,
                "--deployment",
                "a/b",
            ],
            "--deployment",
        ),
        (&["explain", "xyzzy"], "no finding fits 'xyzzy'; nearest: "),
        (&["demo", "helthy"], "did you mean healthy?"),
        (&["uris", "--region", "\u{1b}[31m\u{202e}red"], "--region:"),
        (&["\u{1b}[31m\u{202e}red"], "unrecognized subcommand"),
        (&["uris", "--\u{9b}31m"], "unexpected argument"),
    ] {
        let ran = run(arguments);
        assert_eq!(ran.status, 2, "{arguments:?}: {ran:?}");
        assert_eq!(ran.stdout, "", "{arguments:?}");
        assert!(ran.stderr.contains(words), "{arguments:?}: {}", ran.stderr);
        let acts =
            |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(
            !ran.stderr.contains(acts),
            "{arguments:?}: {:?}",
            ran.stderr
        );
    }
}

#[test]
fn help_names_the_exit_statuses() {
    let help = run(["--help"]).stdout;
    for status in ["0 ", "1 ", "2 ", "3 ", "4 ", "130 "] {
        assert!(
            help.lines()
                .any(|line| line.trim_start().starts_with(status)),
            "{status}: {help}"
        );
    }
}

#[test]
fn help_begins_with_examples_and_names_the_messages_that_people_have() {
    let help = run(["--help"]).stdout;
    for message in [
        "Invalid redirect URI",
        "Invalid client",
        "Authentication loop or timeout",
    ] {
        assert!(help.contains(&format!("\"{message}\"")), "{message}");
    }
    let (before, _) = help.split_once("\nUsage: ").expect("usage");
    assert_eq!(before.matches("\n  mirabridge-oauth ").count(), 3);
    // Narrower terminals have a few more.
    let brief = run(["check", "-h"]).stdout;
    assert!(brief.lines().count() <= 30, "{brief}");
    assert!(!brief.contains("--partition"), "{brief}");
    assert!(run(["check", "--help"]).stdout.contains("--partition"));
}

#[test]
fn what_may_be_a_token_is_not_shown() {
    for arguments in [
        &["check", "SEKRET"][..],
        &["audit", "SEKRET"],
        &["audit", "--token-stdin=SEKRET"],
    ] {
        let ran = run(arguments);
        assert_eq!(ran.status, 2, "{ran:?}");
        assert!(!ran.stderr.contains("SEKRET"), "{ran:?}");
    }
}

#[test]
fn a_region_or_a_client_needs_no_option() {
    let uris = run(["uris", "euc1"]).stdout;
    assert_eq!(uris, run(["uris", "--region", "euc1"]).stdout);
    let url = run(["url", "euc1", ID]);
    assert_eq!((url.status, url.stderr.as_str()), (0, ""));
    assert_eq!(run(["locate", ID, "--dry-run"]).status, 0);
}

#[test]
fn what_the_shell_cut_off_a_password_is_not_shown() {
    for arguments in [
        &["check", "--proxy", "http://joe:my", "pass@host:3128"][..],
        &["check", "http://joe:pass@host:3128"],
        &["pass@host:3128"],
    ] {
        let ran = run(arguments);
        assert_eq!(ran.status, 2, "{ran:?}");
        assert!(!ran.stderr.contains("pass@"), "{ran:?}");
    }
}
