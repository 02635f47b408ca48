//! What works, and what works at the second try.

use super::check::{check_at, json, overrides};
use super::replies::{healthy, status};
use super::service::{Asked, Service};

#[track_caller]
fn assert_well(service: &Service) {
    let (report, run) = json(&mut check_at(service.address, &[]));
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
    assert_eq!(
        report["verdict"], "warn",
        "the sunset of the implicit grant: {run:?}"
    );
    assert_eq!(overrides(&report).len(), 2, "{run:?}");
}

fn asked_for<'a>(asked: &'a [Asked], start: &str) -> Vec<&'a Asked> {
    asked
        .iter()
        .filter(|asked| asked.target.starts_with(start))
        .collect()
}

#[test]
fn every_version_of_http_works() {
    for protocols in [&[][..], &["http/1.1"], &["h2"], &["h2", "http/1.1"]] {
        let service = Service::held(protocols, |asked, _| healthy(asked), |_| async {});
        assert_well(&service);
        assert_eq!(asked_for(&service.asked(), "/oauth/authorize").len(), 7);
    }
}

#[test]
fn a_fault_of_the_service_is_forgiven_once() {
    let service = Service::new(|asked, before| match before {
        0 if asked.target.starts_with("/oauth/authorize") => status(503),
        _ => healthy(asked),
    });
    assert_well(&service);
    assert_eq!(asked_for(&service.asked(), "/oauth/authorize").len(), 14);
}

#[test]
fn the_debug_init_url_is_asked_once_whatever_it_answers() {
    let init = "/api/v1/deployment/main/init";
    let service = Service::new(move |asked, _| {
        if asked.target.starts_with(init) {
            status(503)
        } else {
            healthy(asked)
        }
    });
    assert_well(&service);
    let asked = service.asked();
    assert_eq!(asked_for(&asked, init).len(), 1, "{asked:?}");
}

#[test]
fn retries_are_as_many_as_were_asked_for() {
    for retries in 0..3 {
        let service = Service::new(|_, _| status(503));
        let (report, run) = json(&mut check_at(
            service.address,
            &["--retries", &retries.to_string()],
        ));
        assert_eq!(run.status, 3, "{run:?}");
        let message = super::check::unreachable(&report, "server_error");
        assert_eq!(
            message,
            "login.mypurecloud.de answers 503: it, or something before it, is out of order"
        );
        let asked = service.asked();
        assert_eq!(
            asked_for(&asked, "/oauth/authorize").len(),
            7 * (retries + 1),
            "{asked:?}"
        );
        assert_eq!(
            asked_for(&asked, "/api/v1/deployment/main/init").len(),
            1,
            "{asked:?}"
        );
    }
}
