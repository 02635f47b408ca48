//! curl agrees: each request that `check -v` prints gets the same answer when curl sends it.

use crate::support::{check, simulator};
use std::process::Command;

#[test]
fn every_request_that_is_printed_gets_the_same_answer_from_curl() {
    if Command::new("curl").arg("--version").output().is_err() {
        // It is part of every system that the continuous integration runs on.
        assert!(std::env::var_os("CI").is_none(), "curl is missing");
        return;
    }
    for scenario in ["uri-missing", "login-loop", "told-apart-no-uris"] {
        let ran = check(scenario, &["-v"]);
        let exchanges = exchanges(&ran.stdout);
        assert!(exchanges.len() > 10, "{scenario}: {}", ran.stdout);
        for (url, status, location) in exchanges.iter().take(20) {
            let (curls_status, curls_location) = curl(url);
            assert_eq!(&curls_status, status, "{scenario}: {url}");
            assert_eq!(
                masked(&curls_location),
                masked(location),
                "{scenario}: {url}"
            );
        }
    }
}

/// URL, status and location of every exchange that `-v` printed.
fn exchanges(text: &str) -> Vec<(String, String, String)> {
    let mut exchanges: Vec<(String, String, String)> = Vec::new();
    for line in text.lines() {
        if let Some(url) = line.strip_prefix("> GET ") {
            exchanges.push((url.to_owned(), String::new(), String::new()));
        } else if let Some(answer) = line.strip_prefix("< ")
            && let Some((_, status, location)) = exchanges.last_mut()
        {
            if let Some(value) = answer.strip_prefix("location: ") {
                value.clone_into(location);
            } else if status.is_empty() {
                answer
                    .split(' ')
                    .next()
                    .unwrap_or_default()
                    .clone_into(status);
            }
        }
    }
    exchanges
}

fn curl(url: &str) -> (String, String) {
    let running = simulator();
    let output = Command::new("curl")
        .args(["--silent", "--show-error", "--output"])
        .arg(if cfg!(windows) { "NUL" } else { "/dev/null" })
        .args([
            "--write-out",
            "%{http_code} %header{location}",
            "--connect-to",
        ])
        .arg(format!("::{}", running.address))
        .arg("--cacert")
        .arg(&running.ca)
        .arg(url)
        .output()
        .expect("curl runs");
    assert!(
        output.status.success(),
        "{url}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let (status, location) = text.split_once(' ').expect("two fields");
    (status.to_owned(), location.to_owned())
}

/// A location without the request id, which is new in every answer.
fn masked(location: &str) -> String {
    match location.split_once("rid=") {
        Some((before, after)) => {
            let rest = after
                .trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
            format!("{before}rid={rest}")
        }
        None => location.to_owned(),
    }
}
