//! Every row of the decision table, by name.

use crate::answers::{json, page, redirect, refusal, sent_back, sign_in, timeout, to_sign_in};
use crate::ask::{Ask, Uri};
use crate::services::{Server, but, checking_clients_only, everywhere, genesys, without_client};
use crate::table::{Row, all_hold};
use mirabridge_oauth::probe::Observation;

#[test]
fn every_row_comes_to_what_it_says() {
    all_hold(ROWS);
}

/// Genesys Cloud, but right requests of the implicit grant get `answer`.
fn instead_of_login(ask: &Ask, answer: impl Fn(&Ask) -> Observation) -> Observation {
    let right = ask.is_real() && ask.names_needed_uri();
    if right && ask.is_authorization() && ask.is_at_home() && !ask.wants_code() {
        answer(ask)
    } else {
        genesys(ask)
    }
}

/// Genesys Cloud, but right requests of the implicit grant come back with this error.
fn bounced(ask: &Ask, error: &str) -> Observation {
    instead_of_login(ask, |ask| sent_back(ask, error))
}

/// A service that tells unknown clients from unknown redirect URIs. It knows the client in this region, with these URIs.
fn telling_apart(ask: &Ask, region: &str, known: fn(Uri) -> bool) -> Observation {
    if !ask.is_authorization() {
        genesys(ask)
    } else if ask.uri() == Uri::Control
        || (ask.is_real() && ask.region() == region && !known(ask.uri()))
    {
        json(400, r#"{"error":"invalid_redirect_uri"}"#)
    } else if ask.is_real() && ask.region() == region {
        to_sign_in(ask.number)
    } else {
        json(400, r#"{"error":"invalid_client"}"#)
    }
}

/// Genesys Cloud, where the client lives in these regions.
fn lives_in(ask: &Ask, regions: &[&str]) -> Observation {
    let here = regions.contains(&ask.region());
    if here && ask.is_authorization() && ask.is_real() && ask.names_needed_uri() {
        to_sign_in(ask.number)
    } else {
        without_client(ask)
    }
}

const fn row(
    name: &'static str,
    server: Server,
    verdict: &'static str,
    results: &'static [&'static str],
) -> Row {
    Row {
        name,
        server,
        verdict,
        results,
    }
}

const UNKNOWN: &[&str] = &[
    "invalid-client: fail unknown_client_or_uris",
    "invalid-redirect: skipped",
    "region-mismatch: skipped",
    "open-redirect: skipped",
];
const OTHER_GRANT: &[&str] = &[
    "invalid-client: pass",
    "invalid-redirect: pass",
    "region-mismatch: pass",
    "open-redirect: pass",
    "grant-not-allowed: fail",
];
const WRONG_SCOPE: &[&str] = &[
    "invalid-client: pass",
    "invalid-redirect: pass",
    "region-mismatch: pass",
    "open-redirect: pass",
    "invalid-scope: fail",
];
const INDISTINCT: &[&str] = &[
    "invalid-client: unverifiable indistinct",
    "invalid-redirect: skipped",
    "region-mismatch: skipped",
    "open-redirect: skipped",
];
const CLIENT_CONTROL_ACCEPTED: &[&str] = &[
    "invalid-client: unverifiable indistinct",
    "invalid-redirect: unverifiable indistinct",
    "region-mismatch: unverifiable indistinct",
    "open-redirect: unverifiable indistinct",
];
const OPEN_REDIRECT: &[&str] = &[
    "invalid-client: pass",
    "invalid-redirect: unverifiable indistinct",
    "region-mismatch: pass",
    "open-redirect: fail",
];
const SERVER_ERROR: &[&str] = &[
    "invalid-client: unverifiable server_error",
    "invalid-redirect: unverifiable server_error",
    "region-mismatch: skipped",
    "open-redirect: skipped",
];

const ROWS: &[Row] = &[
    row(
        "X and Y refused; all accepted",
        genesys,
        "warn",
        &[
            "invalid-client: pass",
            "invalid-redirect: pass",
            "region-mismatch: pass",
            "open-redirect: pass",
        ],
    ),
    row(
        "X and Y refused; some accepted, one refused",
        |ask| but(ask, ask.is_real_with(2), refusal(), genesys),
        "fail",
        &[
            "invalid-client: pass",
            "invalid-redirect: pass, pass, fail",
            "region-mismatch: pass",
            "open-redirect: pass",
        ],
    ),
    row(
        "X and Y refused; some accepted, one without a verdict",
        |ask| but(ask, ask.is_real_with(1), page(503, ""), genesys),
        "unverifiable",
        &[
            "invalid-client: pass",
            "invalid-redirect: pass, unverifiable server_error, pass",
            "region-mismatch: pass",
            "open-redirect: pass",
        ],
    ),
    row(
        "none accepted; X and Y refused in different kinds; real ones like Y",
        |ask| telling_apart(ask, "mypurecloud.de", |_| false),
        "fail",
        &[
            "invalid-client: pass",
            "invalid-redirect: fail",
            "region-mismatch: pass",
            "open-redirect: pass",
        ],
    ),
    row(
        "the same, but real ones like X; nowhere found",
        |ask| telling_apart(ask, "nowhere", |_| true),
        "fail",
        &[
            "invalid-client: fail unknown_client",
            "invalid-redirect: skipped",
            "region-mismatch: pass",
            "open-redirect: skipped",
        ],
    ),
    row(
        "the same, but found elsewhere",
        |ask| telling_apart(ask, "mypurecloud.ie", |uri| matches!(uri, Uri::Needed(_))),
        "fail",
        &[
            "invalid-client: skipped",
            "invalid-redirect: skipped",
            "region-mismatch: fail",
            "open-redirect: skipped",
        ],
    ),
    row(
        "none accepted, but accepted with the other grant",
        |ask| instead_of_login(ask, |_| refusal()),
        "fail",
        OTHER_GRANT,
    ),
    row(
        "the same, one URI refused with the other grant too",
        |ask| {
            if ask.is_real_with(2) && ask.is_authorization() {
                refusal()
            } else {
                instead_of_login(ask, |_| refusal())
            }
        },
        "fail",
        &[
            "invalid-client: pass",
            "invalid-redirect: pass, pass, fail",
            "region-mismatch: pass",
            "grant-not-allowed: fail",
        ],
    ),
    row(
        "bounced with unauthorized_client",
        |ask| bounced(ask, "error=unauthorized_client"),
        "fail",
        OTHER_GRANT,
    ),
    row(
        "bounced with unsupported_response_type",
        |ask| bounced(ask, "error=unsupported_response_type"),
        "fail",
        OTHER_GRANT,
    ),
    row(
        "bounced with invalid_scope, without a scope parameter",
        |ask| bounced(ask, "error=invalid_scope"),
        "fail",
        WRONG_SCOPE,
    ),
    row(
        "bounced with invalid_scope, with the documented scope alone",
        |ask| {
            if ask.names_scope() {
                bounced(ask, "error=invalid_scope")
            } else {
                genesys(ask)
            }
        },
        "fail",
        WRONG_SCOPE,
    ),
    row(
        "none accepted; found in exactly one other region",
        |ask| lives_in(ask, &["mypurecloud.ie"]),
        "fail",
        &[
            "invalid-client: skipped",
            "invalid-redirect: skipped",
            "region-mismatch: fail",
            "open-redirect: skipped",
        ],
    ),
    row(
        "none accepted; a near miss accepted and Y refused",
        |ask| {
            let slash = ask.is_real() && ask.redirect_uri() == "https://phone.mirabridge.cloud/";
            but(ask, slash, to_sign_in(ask.number), without_client)
        },
        "fail",
        &[
            "invalid-client: pass",
            "invalid-redirect: fail",
            "region-mismatch: pass",
            "open-redirect: pass",
        ],
    ),
    row(
        "all refused explicitly, X and Y alike; nowhere found; sweep complete",
        without_client,
        "fail",
        UNKNOWN,
    ),
    row(
        "the same, sweep partial",
        |ask| {
            if ask.region() == "mypurecloud.jp" {
                everywhere(ask, page(503, ""))
            } else {
                without_client(ask)
            }
        },
        "fail",
        &[
            "invalid-client: fail unknown_client_or_uris",
            "invalid-redirect: skipped",
            "region-mismatch: unverifiable server_error",
        ],
    ),
    row(
        "all refused with an error that no row knows",
        |ask| everywhere(ask, json(400, r#"{"error":"policy_violation_77"}"#)),
        "unverifiable",
        &[
            "invalid-client: unverifiable unrecognized",
            "invalid-redirect: skipped",
            "region-mismatch: skipped",
        ],
    ),
    row(
        "all refused with an errorKey that no row knows",
        |ask| everywhere(ask, redirect("/#/error?errorKey=clientNotFound")),
        "unverifiable",
        &[
            "invalid-client: unverifiable unrecognized",
            "invalid-redirect: skipped",
            "region-mismatch: skipped",
        ],
    ),
    row(
        "some refused, some without a verdict; none accepted; nowhere found",
        |ask| {
            if ask.is_real_with(2) && ask.is_at_home() {
                page(403, "<h1>Request blocked</h1>")
            } else {
                without_client(ask)
            }
        },
        "fail",
        &[
            "invalid-client: unverifiable blocked",
            "invalid-redirect: fail, fail, unverifiable blocked",
            "region-mismatch: skipped",
        ],
    ),
    row(
        "all alike without an explicit refusal: a login redirect",
        |ask| everywhere(ask, redirect(format!("/login?x={}", ask.fresh_id()))),
        "unverifiable",
        INDISTINCT,
    ),
    row(
        "all alike without an explicit refusal: a page",
        |ask| everywhere(ask, sign_in()),
        "unverifiable",
        INDISTINCT,
    ),
    row(
        "all alike without an explicit refusal: a bare 400",
        |ask| everywhere(ask, page(400, "")),
        "unverifiable",
        INDISTINCT,
    ),
    row(
        "X accepted, and Y too",
        |ask| everywhere(ask, to_sign_in(ask.number)),
        "unverifiable",
        CLIENT_CONTROL_ACCEPTED,
    ),
    row(
        "X accepted, Y refused",
        |ask| {
            if ask.names_needed_uri() {
                everywhere(ask, to_sign_in(ask.number))
            } else {
                everywhere(ask, refusal())
            }
        },
        "unverifiable",
        CLIENT_CONTROL_ACCEPTED,
    ),
    row(
        "X refused, Y treated as the real ones, without a redirect to it",
        |ask| checking_clients_only(ask, |ask| to_sign_in(ask.number)),
        "unverifiable",
        &[
            "invalid-client: pass",
            "invalid-redirect: unverifiable indistinct",
            "region-mismatch: pass",
            "open-redirect: unverifiable indistinct",
        ],
    ),
    row(
        "X refused, Y treated as the real ones, with a redirect to it",
        |ask| {
            checking_clients_only(ask, |ask| {
                sent_back(ask, &format!("access_token={}", ask.fresh_id()))
            })
        },
        "fail",
        OPEN_REDIRECT,
    ),
    row(
        "X refused, Y bounced like the real ones",
        |ask| checking_clients_only(ask, |ask| sent_back(ask, "error=unauthorized_client")),
        "fail",
        OPEN_REDIRECT,
    ),
    row(
        "X without a verdict after retries",
        |ask| but(ask, ask.is_client_control(), timeout(), genesys),
        "unverifiable",
        &[
            "invalid-client: unverifiable timeout",
            "invalid-redirect: pass",
            "region-mismatch: unverifiable timeout",
            "open-redirect: pass",
        ],
    ),
    row(
        "Y without a verdict after retries",
        |ask| but(ask, ask.is_redirect_control(), timeout(), genesys),
        "unverifiable",
        &[
            "invalid-client: pass",
            "invalid-redirect: unverifiable timeout",
            "region-mismatch: pass",
            "open-redirect: unverifiable timeout",
        ],
    ),
    row(
        "home without a verdict",
        |ask| everywhere(ask, page(503, "")),
        "unverifiable",
        &[
            "unreachable: unverifiable server_error",
            "invalid-client: skipped",
            "invalid-redirect: skipped",
            "region-mismatch: skipped",
            "open-redirect: skipped",
        ],
    ),
    row(
        "found in two regions or more",
        |ask| lives_in(ask, &["mypurecloud.ie", "mypurecloud.com"]),
        "unverifiable",
        &[
            "invalid-client: skipped",
            "invalid-redirect: skipped",
            "region-mismatch: unverifiable indistinct",
            "open-redirect: skipped",
        ],
    ),
    row(
        "any other bounce: server_error",
        |ask| bounced(ask, "error=server_error"),
        "unverifiable",
        SERVER_ERROR,
    ),
    row(
        "any other bounce: temporarily_unavailable",
        |ask| bounced(ask, "error=temporarily_unavailable"),
        "unverifiable",
        SERVER_ERROR,
    ),
    row(
        "any other bounce: the rest",
        |ask| bounced(ask, "error=access_denied"),
        "unverifiable",
        &[
            "invalid-client: unverifiable unrecognized",
            "invalid-redirect: unverifiable unrecognized",
            "region-mismatch: skipped",
            "open-redirect: skipped",
        ],
    ),
];
