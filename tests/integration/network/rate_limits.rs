//! A host that asks for patience: 429.

use super::check::{check_at, json, unreachable};
use super::replies::{Answer, healthy, status, with};
use super::service::{Asked, Service};
use std::time::{Duration, SystemTime};

/// A service that answers everything with this at first.
fn impatient(first: impl Fn() -> Answer + Send + Sync + 'static) -> Service {
    Service::new(move |asked, before| match before {
        0 => first(),
        _ => healthy(asked),
    })
}

fn is_authorize(asked: &Asked) -> bool {
    asked.target.starts_with("/oauth/authorize")
}

/// How long the service was left alone between two equal requests, for each of the seven that are sent.
fn pauses(service: &Service) -> Vec<Duration> {
    let asked = service.asked();
    let pause = |(at, first): (usize, &Asked)| {
        let again = asked
            .iter()
            .skip(at + 1)
            .find(|again| again.target == first.target)?;
        Some(again.at - first.at)
    };
    asked
        .iter()
        .enumerate()
        .filter(|(_, asked)| is_authorize(asked))
        .filter_map(pause)
        .collect()
}

#[test]
fn retry_after_in_seconds_is_kept() {
    let service = impatient(|| with(status(429), "retry-after", "1"));
    let (_, run) = json(&mut check_at(service.address, &[]));
    assert_eq!(run.status, 0, "{run:?}");
    let pauses = pauses(&service);
    assert_eq!(pauses.len(), 7);
    assert!(
        pauses.iter().all(|pause| *pause >= Duration::from_secs(1)),
        "{pauses:?}"
    );
}

#[test]
fn retry_after_as_a_date_is_kept() {
    let service = impatient(|| {
        // Dates have no fractions, so that this is at least one second from now.
        let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(2));
        with(status(429), "retry-after", &date)
    });
    let (_, run) = json(&mut check_at(service.address, &[]));
    assert_eq!(run.status, 0, "{run:?}");
    let pauses = pauses(&service);
    assert_eq!(pauses.len(), 7);
    // Without the date it would have been back after a quarter of a second.
    assert!(
        pauses
            .iter()
            .all(|pause| *pause >= Duration::from_millis(500)),
        "{pauses:?}"
    );
}

#[test]
fn without_a_time_that_can_be_kept_nobody_comes_back() {
    for retry_after in [None, Some("3600"), Some("soon")] {
        let service = impatient(move || match retry_after {
            Some(time) => with(status(429), "retry-after", time),
            None => status(429),
        });
        let (report, run) = json(&mut check_at(service.address, &[]));
        assert_eq!(run.status, 3, "{run:?}");
        let message = unreachable(&report, "rate_limited");
        assert_eq!(
            message,
            "login.mypurecloud.de answers 429, too many requests: it asks to wait"
        );
        let asked: Vec<_> = service
            .asked()
            .into_iter()
            .filter(|asked| asked.host.starts_with("login."))
            .collect();
        assert!((1..=7).contains(&asked.len()), "{asked:?}");
        assert!(pauses(&service).is_empty(), "{asked:?}");
    }
}

#[test]
fn what_still_waits_for_its_turn_is_not_sent_any_more() {
    let service = impatient(|| status(429));
    let uris: Vec<_> = (0..30)
        .map(|number| format!("https://app.example/{number}"))
        .collect();
    let uris: Vec<_> = uris
        .iter()
        .flat_map(|uri| ["--redirect-uri", uri])
        .collect();
    let (report, run) = json(&mut check_at(service.address, &uris));
    assert_eq!(run.status, 3, "{run:?}");
    assert!(service.asked().len() <= 8, "{:?}", service.asked());
    let probes = report["probes"].as_array().expect("probes").iter();
    let unsent = probes.filter(|probe| probe["failure"]["cause"] == "rate_limited");
    assert!(unsent.count() > 20);
}
