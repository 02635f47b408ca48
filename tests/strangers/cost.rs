//! Bounds of the work that a hostile server can cause, in what is asked and read, not in time.

use crate::answers::{json, page, redirect, sign_in, timeout};
use crate::ask::Ask;
use crate::services::{Server, but, everywhere, genesys};
use crate::table::{Row, all_hold, mismatch};
use crate::world::{check, target};
use mirabridge_oauth::genesys::Grant;
use mirabridge_oauth::probe::{AllowList, MAX_ROUNDS, Observation, Purpose};

/// Bytes of a `Location` that are read at the most.
const LONGEST_LOCATION: usize = 8 * 1024;
/// Bytes of a page that are read at the most, and of what is sent.
const LOOKED_AT: usize = 64 * 1024;
const SENT: usize = 1024 * 1024;
/// Requests of a whole run: what the longest way takes through all regions and near misses, and some to spare.
const MOST_REQUESTS: usize = 210;

/// A redirect to a login page, with an address of this length.
fn redirect_of(length: usize) -> String {
    let start = "/login?x=";
    format!("{start}{}", "a".repeat(length - start.len()))
}

/// A page of a megabyte that holds a refusal behind so many bytes of nothing.
fn page_with_refusal_at(position: usize) -> String {
    let before = "x".repeat(position);
    let after = "x".repeat(SENT - position);
    format!("{before}\n<p>The redirect URI is not registered.</p>\n{after}")
}

#[test]
fn a_location_is_read_up_to_its_bound() {
    all_hold(&[
        Row {
            name: "as long as it may be",
            server: |ask| {
                if ask.is_authorization()
                    && ask.is_at_home()
                    && ask.is_real()
                    && ask.names_needed_uri()
                {
                    redirect(redirect_of(LONGEST_LOCATION))
                } else {
                    genesys(ask)
                }
            },
            verdict: "warn",
            results: &["invalid-client: pass", "invalid-redirect: pass"],
        },
        Row {
            name: "a byte longer, for one redirect URI",
            server: |ask| {
                let location = redirect_of(LONGEST_LOCATION + 1);
                but(ask, ask.is_real_with(1), redirect(location), genesys)
            },
            verdict: "unverifiable",
            results: &[
                "invalid-client: pass",
                "invalid-redirect: pass, unverifiable protocol, pass",
            ],
        },
        Row {
            name: "64 KiB of segments and a refusal, for everybody",
            server: |ask| {
                let segments = "a/".repeat(32 * 1024);
                everywhere(ask, redirect(format!("/{segments}?error=invalid_client")))
            },
            verdict: "unverifiable",
            results: &[
                "unreachable: unverifiable protocol",
                "invalid-client: skipped",
            ],
        },
    ]);
}

#[test]
fn a_page_is_read_up_to_its_bound() {
    all_hold(&[
        Row {
            name: "a refusal at its start",
            server: |ask| {
                let refusal = page(400, page_with_refusal_at(0));
                but(ask, ask.is_redirect_control(), refusal, genesys)
            },
            verdict: "warn",
            results: &[
                "invalid-client: pass",
                "invalid-redirect: pass",
                "open-redirect: pass",
            ],
        },
        Row {
            name: "a refusal in JSON that is larger than what is looked at",
            server: |ask| {
                let numbers = "1,".repeat(SENT / 2);
                let refusal = format!(r#"{{"error":"invalid_client","a":[{numbers}1]}}"#);
                but(ask, ask.is_redirect_control(), json(400, refusal), genesys)
            },
            verdict: "unverifiable",
            results: &[
                "invalid-client: pass",
                "invalid-redirect: unverifiable unrecognized",
            ],
        },
        Row {
            name: "a refusal behind what is looked at",
            server: |ask| {
                let refusal = page(400, page_with_refusal_at(LOOKED_AT));
                but(ask, ask.is_redirect_control(), refusal, genesys)
            },
            verdict: "unverifiable",
            results: &[
                "invalid-client: pass",
                "invalid-redirect: unverifiable unrecognized",
            ],
        },
    ]);
}

/// A megabyte of what is slow to read, in place of one answer.
#[test]
fn a_hostile_page_is_one_answer_that_cannot_be_read() {
    for text in [
        "[", "{\"a\":", "<p>x", "<a", "<script>", "<!--", "&amp;", "1,",
    ] {
        let answer = page(200, text.repeat(SENT / text.len()));
        let report = check(Grant::Implicit, |ask| {
            but(ask, ask.is_real_with(1), answer.clone(), genesys)
        });
        let wrong = mismatch(
            text,
            &report,
            "unverifiable",
            &[
                "invalid-client: pass",
                "invalid-redirect: pass, unverifiable unrecognized, pass",
            ],
        );
        assert_eq!(wrong, None);
    }
}

#[test]
fn no_server_keeps_us_asking_or_leads_us_astray() {
    let servers: &[(&str, Server)] = &[
        ("a way without an end", |ask| {
            way(ask, &format!("/login/{}", ask.fresh_id()))
        }),
        ("a circle", |ask| way(ask, "/login")),
        ("a way to another host", |ask| {
            way(ask, "https://evil.example/login")
        }),
        ("a fresh answer every time", |ask| {
            everywhere(ask, redirect(format!("/{}", ask.fresh_id())))
        }),
        ("a fresh refusal every time", |ask| {
            let code = format!("invalid_{}", ask.fresh_id());
            everywhere(ask, json(400, format!(r#"{{"error":"{code}"}}"#)))
        }),
        ("every slip is accepted", |ask| {
            let accepted = ask.is_real() && !ask.names_needed_uri() && !ask.is_redirect_control();
            if accepted {
                everywhere(ask, redirect("/login"))
            } else {
                everywhere(ask, json(400, r#"{"error":"invalid_client"}"#))
            }
        }),
        ("nothing ever", |_| timeout()),
    ];
    for (name, server) in servers {
        for grant in [Grant::Implicit, Grant::Pkce] {
            let report = check(grant, server);
            let exchanges = report.run.evidence.exchanges();
            assert!(
                exchanges.len() <= MOST_REQUESTS,
                "{name}: {}",
                exchanges.len()
            );
            let hops = exchanges
                .iter()
                .filter(|exchange| exchange.probe.purpose == Purpose::LoginHop);
            assert!(hops.count() <= 5, "{name}");
            let allowed = AllowList::of(&target(grant));
            for exchange in exchanges {
                assert!(exchange.round <= MAX_ROUNDS, "{name}");
                assert!(
                    allowed.permits(exchange.probe.host()),
                    "{name}: {}",
                    exchange.probe.url
                );
            }
        }
    }
}

/// Genesys Cloud, but behind an acceptance one redirect follows upon another.
fn way(ask: &Ask, next: &str) -> Observation {
    if ask.host() != "login.mypurecloud.de" {
        return if ask.is_authorization() {
            genesys(ask)
        } else {
            sign_in()
        };
    }
    if ask.is_authorization() && !(ask.is_real() && ask.names_needed_uri()) {
        genesys(ask)
    } else {
        redirect(next)
    }
}
