//! What a run never exceeds: its time, the requests under way at a host, the hosts it may contact.

use super::check::{check_at, json, ran, result, unreachable};
use super::replies::{healthy, redirect, status};
use super::server::{tcp, wait};
use super::service::{Asked, Service};
use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::{Notify, Semaphore};
use tokio::time::timeout;

#[test]
fn a_run_is_over_at_its_deadline() {
    let server = tcp(wait);
    let started = Instant::now();
    let (report, run) = json(&mut check_at(server, &["--deadline", "1s"]));
    let took = started.elapsed();
    assert_eq!(run.status, 3, "{run:?}");
    assert!(took < Duration::from_millis(2500), "{took:?}");
    let message = unreachable(&report, "timeout");
    assert_eq!(
        message,
        "the time ran out while waiting for the TLS handshake"
    );
}

#[test]
fn what_still_waits_for_its_turn_at_the_deadline_was_not_asked() {
    let service = Service::held(
        &["h2"],
        |_, _| status(404),
        |_| std::future::pending::<()>(),
    );
    let uris: Vec<_> = (0..30)
        .map(|number| format!("https://app.example/{number}"))
        .collect();
    let uris = uris.iter().flat_map(|uri| ["--redirect-uri", uri]);
    let more: Vec<_> = uris.chain(["--deadline", "2s"]).collect();
    let (report, run) = json(&mut check_at(service.address, &more));
    assert_eq!(run.status, 3, "{run:?}");
    let failures = report["probes"].as_array().expect("probes").iter();
    let told: Vec<_> = failures
        .map(|probe| probe["failure"]["message"].as_str().expect("a failure"))
        .collect();
    let count = |message: &str| told.iter().filter(|one| **one == message).count();
    assert_eq!(
        count("the time ran out while waiting for the header of the answer"),
        8,
        "{told:?}"
    );
    assert_eq!(
        count("the deadline came before the request was sent"),
        told.len() - 8,
        "{told:?}"
    );
    assert!(told.len() > 30);
}

#[test]
fn an_answer_stands_if_the_deadline_cuts_the_second_attempt_short() {
    // Answered at the first time, and never again.
    let seen = Mutex::new(HashSet::new());
    let hold = move |asked: &Asked| {
        let mut seen = seen.lock().expect("no panic");
        let again = !seen.insert((asked.host.clone(), asked.target.clone()));
        async move {
            if again {
                std::future::pending::<()>().await;
            }
        }
    };
    let service = Service::held(&["h2"], |_, _| status(503), hold);
    let (report, run) = json(&mut check_at(service.address, &["--deadline", "2s"]));
    assert_eq!(run.status, 3, "{run:?}");
    assert!(service.asked().len() > 7);
    let probes = report["probes"].as_array().expect("probes");
    let first = probes.iter().filter(|probe| probe["round"] == 1);
    assert!(
        first.clone().all(|probe| probe["status"] == 503),
        "{report:#}"
    );
    assert!(first.count() > 7);
}

#[test]
fn what_the_deadline_leaves_no_time_for_is_not_asked() {
    // One page hangs, so that the step behind the login redirect, which is of the next round, comes too late.
    let hold = |asked: &Asked| {
        let hangs = asked.target.contains("/init?");
        async move {
            if hangs {
                std::future::pending::<()>().await;
            }
        }
    };
    let service = Service::held(&["h2"], |asked, _| healthy(asked), hold);
    let (report, run) = json(&mut check_at(service.address, &["--deadline", "2s"]));
    assert_eq!(run.status, 3, "{run:?}");
    let causes =
        ["init-page", "authentication-loop"].map(|id| result(&report, id)["cause"].clone());
    assert_eq!(causes, ["timeout", "not_asked"], "{report:#}");
    assert!(
        !service
            .asked()
            .iter()
            .any(|asked| asked.target.starts_with("/?rid="))
    );
}

#[track_caller]
fn assert_eight_at_once(protocol: &str) {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (gate, ninth) = (Arc::new(Semaphore::new(0)), Arc::new(Notify::new()));
    let seen = Arc::clone(&most);
    let hold = move |_: &Asked| {
        let under_way = now.fetch_add(1, Ordering::SeqCst) + 1;
        seen.fetch_max(under_way, Ordering::SeqCst);
        let (now, gate, ninth) = (Arc::clone(&now), Arc::clone(&gate), Arc::clone(&ninth));
        async move {
            // Nobody is answered before eight wait, and a ninth had time to come.
            match under_way {
                8 if gate.available_permits() == 0 => {
                    let _ = timeout(Duration::from_millis(300), ninth.notified()).await;
                    gate.add_permits(100);
                }
                9.. => ninth.notify_one(),
                _ => {}
            }
            let _ = gate.acquire().await;
            now.fetch_sub(1, Ordering::SeqCst);
        }
    };
    let service = Service::held(&[protocol], |_, _| status(404), hold);
    let uris: Vec<_> = (0..30)
        .map(|number| format!("https://app.example/{number}"))
        .collect();
    let uris: Vec<_> = uris
        .iter()
        .flat_map(|uri| ["--redirect-uri", uri])
        .collect();
    let run = ran(&mut check_at(service.address, &uris));
    assert_eq!(run.status, 3, "{run:?}");
    assert!(service.asked().len() > 30);
    assert_eq!(most.load(Ordering::SeqCst), 8);
}

#[test]
fn eight_requests_at_once_over_http_1() {
    assert_eight_at_once("http/1.1");
}

#[test]
fn eight_requests_at_once_over_http_2() {
    assert_eight_at_once("h2");
}

#[test]
fn a_foreign_host_is_never_contacted_wherever_a_redirect_leads() {
    let service = Service::new(|asked, _| {
        if asked.target.starts_with("/?rid=") {
            redirect("https://foreign.example/login")
        } else {
            healthy(asked)
        }
    });
    let (_, run) = json(&mut check_at(service.address, &[]));
    assert_eq!(run.status, 0, "{run:?}");
    let asked = service.asked();
    assert!(
        asked.iter().any(|asked| asked.target.starts_with("/?rid=")),
        "{asked:?}"
    );
    assert!(
        asked.iter().all(|asked| asked.host != "foreign.example"),
        "{asked:?}"
    );
    assert!(run.stdout.contains("foreign.example"), "{run:?}");
}
