//! `--wait`: polls until the client is right, and asks for everything else once.

use super::check::{check_at, json, unreachable};
use super::replies::{Answer, healthy, redirect};
use super::server::{tcp, wait};
use super::service::{Asked, Service};
use std::time::{Duration, Instant};

#[test]
fn it_ends_with_the_first_poll_that_is_right() {
    // Refused when asked for the first time, right from then on.
    let service = Service::new(|asked, before| {
        if is_authorization(asked) && before == 0 {
            refused()
        } else {
            healthy(asked)
        }
    });
    let (report, run) = json(&mut check_at(service.address, &["--wait", "30s"]));
    assert_eq!(run.status, 0, "{run:?}");
    let lines: Vec<_> = run.stderr.lines().collect();
    let [state, waited] = lines[..] else {
        panic!("{run:?}")
    };
    assert!(state.starts_with("not right yet: "), "{run:?}");
    assert!(
        waited.starts_with("waited ") && waited.ends_with("s, 2 polls"),
        "{run:?}"
    );
    assert_eq!(report["exit_status"], 0);
    let init = service
        .asked()
        .iter()
        .filter(|asked| asked.target.contains("/init?"))
        .count();
    assert_eq!(init, 1, "the debug init URL is asked once");
}

/// With a wrong grant, client and redirect URIs are known to be right; it is for the form to be corrected all the same.
#[test]
fn it_waits_for_the_grant_and_the_scope_too() {
    for (parameter, error) in [
        ("response_type=token", "unauthorized_client"),
        ("scope=", "invalid_scope"),
    ] {
        let service = Service::new(move |asked, before| {
            let answer = healthy(asked);
            let is_known = answer
                .headers()
                .get("location")
                .is_some_and(|to| to.to_str().is_ok_and(|to| to.contains("?rid=")));
            let is_wrong = [parameter, "redirect_uri=https%3A%2F%2Fphone."]
                .iter()
                .all(|part| asked.target.contains(part));
            if before == 0 && is_known && is_wrong {
                redirect(&format!("https://phone.mirabridge.cloud/#error={error}"))
            } else {
                answer
            }
        });
        let (report, run) = json(&mut check_at(service.address, &["--wait", "30s"]));
        assert!(run.stderr.contains("s, 2 polls\n"), "{error}: {run:?}");
        assert_eq!(report["exit_status"], 0, "{error}: {run:?}");
    }
}

#[test]
fn it_gives_up_when_the_time_is_over() {
    let service = Service::new(|asked, _| {
        if is_authorization(asked) {
            refused()
        } else {
            healthy(asked)
        }
    });
    let (report, run) = json(&mut check_at(service.address, &["--wait", "3s"]));
    assert_eq!(run.status, 1, "{run:?}");
    let told = run.stderr.matches("not right yet: ").count();
    assert_eq!(
        told, 1,
        "it says so again only when it is another state: {run:?}"
    );
    assert_eq!(report["verdict"], "fail");
}

/// The check has its own deadline, and no more time than that.
#[test]
fn a_poll_under_way_ends_with_the_wait() {
    let server = tcp(wait);
    let more = ["--wait", "1s", "--deadline", "4s"];
    let started = Instant::now();
    let (report, run) = json(&mut check_at(server, &more));
    let took = started.elapsed();
    assert_eq!(run.status, 3, "{run:?}");
    assert!(run.stderr.ends_with("s, 1 poll\n"), "{run:?}");
    assert!(took < Duration::from_millis(6500), "{took:?}");
    let message = unreachable(&report, "timeout");
    assert_eq!(
        message,
        "the time ran out while waiting for the TLS handshake"
    );
}

fn is_authorization(asked: &Asked) -> bool {
    asked.target.starts_with("/oauth/authorize")
}

/// What an unknown client gets.
fn refused() -> Answer {
    redirect("https://login.mypurecloud.de/#/error?errorKey=invalidClientId")
}
