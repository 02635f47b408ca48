//! Those who look into TLS and answer in place of everybody, with pages of their own.

use super::check::{check_at, json, result, unreachable};
use super::replies::{Answer, status, with};
use super::service::Service;
use http_body_util::Full;

fn page(number: u16, name: &'static str, value: &str) -> Answer {
    let mut answer = with(status(number), name, value);
    *answer.body_mut() = Full::from("<h1>This page is not available</h1>");
    answer
}

#[test]
fn a_proxy_that_gives_itself_away_is_named_everywhere() {
    for (number, name, value, says) in [
        (
            403,
            "x-squid-error",
            "ERR_ACCESS_DENIED 0",
            "refuses the request (403, ERR_ACCESS_DENIED)",
        ),
        (
            502,
            "server",
            "mitmproxy 11.0.2",
            "cannot pass the request on (502)",
        ),
        (
            200,
            "server",
            "squid/5.7",
            "gives an answer of its own (200)",
        ),
    ] {
        let service = Service::new(move |_, _| page(number, name, value));
        let (report, run) = json(&mut check_at(service.address, &["--retries", "0"]));
        assert_eq!(run.status, 3, "{run:?}");
        assert_eq!(
            unreachable(&report, "proxy"),
            format!("A proxy answers instead of login.mypurecloud.de and {says}")
        );
        for id in ["redirect-page", "init-page"] {
            let page = result(&report, id);
            assert_eq!(page["status"], "unverifiable", "{page:#}");
            assert_eq!(
                page["message"],
                format!("A proxy answers instead and {says}.")
            );
        }
    }
}

#[test]
fn one_page_for_two_companies_is_a_page_of_neither() {
    let service = Service::new(|_, _| page(200, "server", "web"));
    let (report, run) = json(&mut check_at(service.address, &["--retries", "0"]));
    assert_eq!(run.status, 3, "{run:?}");
    for id in ["redirect-page", "init-page"] {
        let page = result(&report, id);
        assert_eq!(page["status"], "warn", "{page:#}");
        assert_eq!(
            page["message"],
            "The same page came from phone.mirabridge.cloud and from login.mypurecloud.de, so an intermediary such as a firewall answers for both."
        );
    }
}
