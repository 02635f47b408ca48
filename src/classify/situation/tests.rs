use super::{Situation, situation};
use crate::checks::testing::{
    CLIENT, FakeRequest, FakeServer, accepted, answer, genesys, refused, target,
};
use crate::classify::oauth_error::About;
use crate::classify::region_replies::RegionReplies;
use crate::classify::signatures::{SIGNATURES, Signature};
use crate::classify::{Classification, ClassifiedReply, Confidence, Refusal, UriVerdict, classify};
use crate::finding::{Selection, Status};
use crate::genesys::{Grant, RedirectUri, Region, Target};
use crate::probe::{Observation, Purpose};

/// Genesys Cloud, whose login page is this.
fn behind(to_login: fn() -> Observation, login: &str) -> FakeServer {
    FakeServer::with(|asked| {
        let is_login = asked.host().starts_with("login.") && !asked.is_authorization();
        match genesys(asked) {
            _ if is_login => answer(302, login, ""),
            Ok(reply) if reply.is_redirect() && Ok(&reply) == accepted().as_ref() => to_login(),
            other => other,
        }
    })
}

fn to_a_login() -> Observation {
    answer(302, "/login?next=x", "")
}

#[test]
fn an_acceptance_by_contrast_falls_with_any_error_behind_it() {
    assert_eq!(
        behind(to_a_login, "/error").tells("invalid-client"),
        "unverifiable unrecognized: login.mypurecloud.de accepted the request at first and then refused it: 3xx https://login.mypurecloud.de/error."
    );
    assert_eq!(
        behind(accepted, "/error").tells("invalid-client"),
        "pass: login.mypurecloud.de knows the client id, and refuses one that cannot exist."
    );
}

#[test]
fn an_error_about_grant_or_scope_behind_the_redirect_leaves_the_client_known() {
    let back = |error: &str| format!("https://phone.mirabridge.cloud#error={error}");
    for (error, id) in [
        ("unauthorized_client", "grant-not-allowed"),
        ("unsupported_response_type", "grant-not-allowed"),
        ("invalid_scope", "invalid-scope"),
    ] {
        let server = behind(accepted, &back(error));
        assert_eq!(
            server.tells(id),
            format!(
                "fail: login.mypurecloud.de knows client and redirect URI and sends the agent straight back with error={error}."
            )
        );
        assert!(server.tells("invalid-client").starts_with("pass: "));
    }
    assert_eq!(
        behind(accepted, &back("access_denied")).tells("invalid-client"),
        "unverifiable unrecognized: login.mypurecloud.de accepted the request at first and then refused it: error=access_denied."
    );
}

#[test]
fn slips_are_asked_for_with_the_grant_that_is_accepted() {
    let index = "https://apps.mypurecloud.de/crm/index.html";
    let server = FakeServer::with(|asked| {
        let uri = asked.redirect_uri();
        let fits = uri == format!("{index}/") || (asked.names_documented() && uri != index);
        let at_home = asked.host() == "login.mypurecloud.de";
        match asked.is_authorization() {
            true if at_home && asked.is_for_us() && asked.wants_code() && fits => accepted(),
            true => refused(),
            false => genesys(asked),
        }
    });
    let found: Vec<_> = server
        .outcomes("invalid-redirect")
        .into_iter()
        .map(|outcome| outcome.found)
        .collect();
    assert_eq!(found, [None, Some(format!("{index}/")), None]);
}

#[test]
fn a_host_that_asks_for_fewer_requests_is_not_answered_with_more_elsewhere() {
    let elsewhere = |status, at_home: fn(&FakeRequest) -> bool| {
        let server = FakeServer::with(|asked| {
            let is_busy = asked.host() == "login.mypurecloud.de" && at_home(asked);
            if is_busy && asked.is_authorization() {
                return answer(status, "", "");
            }
            refused()
        });
        let asked = (1..=8).flat_map(|round| server.asked_in(round));
        asked
            .filter(|probe| probe.purpose == Purpose::RegionSweep)
            .count()
    };
    assert_eq!(elsewhere(429, |asked| !asked.is_for_us()), 0);
    assert_eq!(elsewhere(429, FakeRequest::is_for_us), 0);
    assert_eq!(elsewhere(503, |asked| !asked.is_for_us()), 0);
    assert_eq!(elsewhere(502, FakeRequest::is_for_us), 0);
    let uris_elsewhere = 3 * (Region::all().len() - 1);
    assert_eq!(elsewhere(403, |asked| !asked.is_for_us()), uris_elsewhere);
}

fn is_home(asked: &FakeRequest) -> bool {
    asked.is_authorization() && asked.host() == "login.mypurecloud.de"
}

/// Every check that fails.
fn failures(server: &FakeServer) -> Vec<&'static str> {
    let results = crate::checks::judge(&server.target, &server.evidence, &Selection::default());
    let failed = results
        .into_iter()
        .filter(|(_, outcome)| outcome.status == Status::Fail);
    failed.map(|(rule, _)| rule.id).collect()
}

fn is_swept(server: &FakeServer) -> bool {
    let exchanges = server.evidence.exchanges().iter();
    let mut purposes = exchanges.map(|exchange| exchange.probe.purpose);
    purposes.any(|purpose| purpose == Purpose::RegionSweep)
}

/// Answers that come in an outage, and talk like refusals.
const OUTAGES: &[(u16, &str)] = &[
    (500, r#"{"error":"invalid_client"}"#),
    (
        503,
        r#"{"error":"invalid_redirect_uri","error_description":"unknown client"}"#,
    ),
    (502, "<title>502 Bad Gateway</title><h1>invalid_client</h1>"),
    (503, "<p>The OAuth client ID or redirect URI is invalid</p>"),
    (
        504,
        "<p>Client not found. The redirect URI is not registered.</p>",
    ),
    (503, r#"{"error":"unauthorized_client"}"#),
    (500, r#"[{"errorCode":"redirect_uri_mismatch"}]"#),
    (
        520,
        "error=invalid_client&error_description=Client+not+found",
    ),
    (503, "<form><input type=password></form><p>Sign in</p>"),
    (599, ""),
];

#[test]
fn an_outage_blames_nobody_wherever_it_strikes() {
    type Struck = fn(&FakeRequest) -> bool;
    let struck: [Struck; 6] = [
        |_| true,
        FakeRequest::is_for_us,
        |asked| !asked.is_for_us(),
        |asked| !asked.names_documented(),
        |asked| asked.is_for_us() && asked.names_documented(),
        |asked| asked.redirect_uri().ends_with("index.html"),
    ];
    for (status, body) in OUTAGES {
        for (number, is_struck) in struck.iter().enumerate() {
            let server = FakeServer::with(|asked| {
                if is_home(asked) && is_struck(asked) {
                    answer(*status, "", body)
                } else {
                    genesys(asked)
                }
            });
            let place = format!("{status} {body}, {number}");
            assert_eq!(failures(&server), Vec::<&str>::new(), "{place}");
            assert!(!is_swept(&server), "{place}");
        }
    }
}

/// A client that is unknown, where the controls meet an outage: nothing is proved.
#[test]
fn a_refusal_is_nothing_without_its_controls() {
    for (status, body) in OUTAGES {
        for struck in [FakeRequest::is_for_us, |asked: &FakeRequest| {
            !asked.is_for_us()
        }] {
            let server = FakeServer::with(|asked| match asked.is_authorization() {
                true if struck(asked) => answer(*status, "", body),
                true => refused(),
                false => genesys(asked),
            });
            assert_eq!(failures(&server), Vec::<&str>::new(), "{status} {body}");
            assert!(!is_swept(&server), "{status} {body}");
        }
    }
}

/// However a refusal was encoded on its way, and with or without a key, it is one.
#[test]
fn a_refusal_is_read_in_every_encoding() {
    for location in [
        "/#/error?errorKey=invalidClientId",
        "/#%2Ferror%3FerrorKey%3DinvalidClientId",
        "/#%2ferror%3ferrorKey%3dinvalidClientId",
        "/#%252Ferror%253FerrorKey%253DinvalidClientId",
        "/%23%2Ferror%3FerrorKey%3DinvalidClientId",
        "/#/error%3FerrorKey%3DinvalidClientId",
        "https://login.mypurecloud.de/#/error?errorKey=invalidClientId&x=y",
        "/?errorKey=invalidClientId",
        "/#/error",
        "/#/error/",
        "/#%2Ferror",
        "/#!/error?x=1",
    ] {
        let refused = || answer(302, location, "");
        let missing = FakeServer::with(|asked| match asked.is_authorization() {
            true if genesys(asked) != accepted() => refused(),
            true if asked.redirect_uri().ends_with("index.html") => refused(),
            _ => genesys(asked),
        });
        let statuses: Vec<_> = missing
            .outcomes("invalid-redirect")
            .into_iter()
            .map(|outcome| outcome.status)
            .collect();
        assert_eq!(
            statuses,
            [Status::Pass, Status::Fail, Status::Pass],
            "{location}"
        );
        // Where everybody gets it, it depends on the key whether anybody is blamed.
        let everybody = FakeServer::with(|asked| {
            if asked.is_authorization() {
                refused()
            } else {
                genesys(asked)
            }
        });
        let is_known = location.contains("errorKey");
        assert_eq!(
            failures(&everybody),
            if is_known {
                vec!["invalid-client"]
            } else {
                vec![]
            },
            "{location}"
        );
    }
}

fn with_uri(uri: &str) -> Target {
    let documented = target(CLIENT);
    Target::new(
        documented.region().clone(),
        documented.client_id().clone(),
        documented.deployment().clone(),
        Grant::Implicit,
        vec![RedirectUri::new(uri).expect("a redirect URI")],
    )
}

/// Redirect URIs that are made of the service's own words.
const OUR_WORDS_ARE_ITS_OWN: &[&str] = &[
    "https://login.mypurecloud.de",
    "https://login.mypurecloud.de/",
    "https://login.mypurecloud.de/oauth/callback",
    "https://mypurecloud.de/callback",
    "https://apps.mypurecloud.de/",
    "https://login/error",
    "https://error/",
    "https://invalid/client",
];

#[test]
fn no_control_is_told_apart_by_what_was_asked() {
    for uri in OUR_WORDS_ARE_ITS_OWN {
        let by_redirect = || answer(302, "/#/error?errorKey=invalidClientId", "");
        let echo = |asked: &FakeRequest| {
            let title = format!(
                "login.mypurecloud.de: no sign-in at {}",
                asked.redirect_uri()
            );
            answer(
                400,
                "",
                &format!("<title>{title}</title><p>invalid_client</p>"),
            )
        };
        for is_echo in [false, true] {
            let refuse = |asked: &FakeRequest| if is_echo { echo(asked) } else { by_redirect() };
            let unknown = FakeServer::of(with_uri(uri), |asked| {
                if asked.is_authorization() {
                    refuse(asked)
                } else {
                    genesys(asked)
                }
            });
            let outcome = unknown.outcomes("invalid-client").remove(0);
            assert_eq!(
                outcome.reason.as_deref(),
                Some("unknown_client_or_uris"),
                "{uri} {is_echo}"
            );
            let known = FakeServer::of(with_uri(uri), |asked| {
                let fits = is_home(asked) && asked.is_for_us() && asked.redirect_uri() == *uri;
                match asked.is_authorization() {
                    true if fits && !asked.wants_code() => accepted(),
                    true => refuse(asked),
                    false => genesys(asked),
                }
            });
            for id in ["invalid-client", "invalid-redirect"] {
                assert!(
                    known.tells(id).starts_with("pass: "),
                    "{uri}: {}",
                    known.tells(id)
                );
            }
        }
    }
}

/// The first comes back signed in, and only what is behind the second is followed.
#[test]
fn an_error_behind_the_redirect_is_put_on_the_uri_that_was_followed() {
    let server = FakeServer::with(|asked| match genesys(asked) {
        _ if asked.path() == "/login" => answer(
            302,
            "https://apps.mypurecloud.de/crm/index.html#error=unauthorized_client",
            "",
        ),
        answered if answered == accepted() => match asked.redirect_uri().as_str() {
            "https://phone.mirabridge.cloud" => {
                answer(302, "https://phone.mirabridge.cloud#access_token=x", "")
            }
            _ => answer(302, "/login", ""),
        },
        answered => answered,
    });
    let answers = super::Answers::of(&server.target, &server.evidence).expect("it was asked");
    let bounced = |verdict: &UriVerdict| matches!(verdict, UriVerdict::Bounced { .. });
    let places: Vec<_> = answers.home.verdicts.iter().map(bounced).collect();
    assert_eq!(places, [false, true, false]);
}

/// Everybody is refused, by a row that is only inferred; or the real requests are accepted by one.
#[test]
fn an_inferred_row_is_never_the_only_ground() {
    let row = |confidence| -> &'static Signature {
        let known = SIGNATURES.first().expect("a row");
        Box::leak(Box::new(Signature {
            confidence,
            ..*known
        }))
    };
    let url = "https://login.mypurecloud.de/oauth/authorize?client_id=ab-1";
    let reply = |classification| ClassifiedReply {
        classification,
        ..classify(url, &answer(400, "", "{}"))
    };
    let refusal = |confidence| {
        reply(Classification::Refused(Refusal {
            known: Some(row(confidence)),
            about: About::ClientOrUri,
            quote: String::new(),
        }))
    };
    let everybody = |confidence| {
        let one = || refusal(confidence);
        let replies = RegionReplies::from_replies(vec![one(), one()], one(), one());
        situation(&replies, None, None, false)
    };
    for confidence in [
        Confidence::Documented("x"),
        Confidence::Standard,
        Confidence::Reported,
    ] {
        let found = everybody(confidence);
        assert!(matches!(found, Situation::UnknownClientOrUris), "{found:?}");
    }
    for confidence in [Confidence::Inferred, Confidence::Unknown] {
        let found = everybody(confidence);
        assert!(
            matches!(found, Situation::UnknownRefusal { .. }),
            "{found:?}"
        );
        let one = reply(Classification::Accepted(row(confidence)));
        let replies =
            RegionReplies::from_replies(vec![one], refused_reply(url), refused_reply(url));
        assert_ne!(replies.basis(), crate::classify::Basis::Signature);
    }
}

fn refused_reply(url: &str) -> ClassifiedReply {
    classify(url, &refused())
}

/// Errors that speak of something else, in a body: no URI and no client is blamed, whoever gets them.
#[test]
fn errors_about_something_else_blame_nobody() {
    for body in [
        r#"{"error":"invalid_scope"}"#,
        r#"{"error":"access_denied"}"#,
        r#"{"error":"login_required"}"#,
        r#"{"error":"unsupported_response_type"}"#,
        r#"{"errors":[{"code":"unauthorized_client"}]}"#,
        "<h1>unauthorized_client</h1>",
        "<p>Client is not allowed to use the grant type implicit</p>",
        "<p>Implicit flow is disabled for the OAuth client</p>",
    ] {
        for status in [400, 401, 403] {
            for everybody in [false, true] {
                let server = FakeServer::with(|asked| {
                    let is_struck = asked.is_for_us() && asked.names_documented();
                    if is_home(asked) && (is_struck || everybody) {
                        answer(status, "", body)
                    } else {
                        genesys(asked)
                    }
                });
                let blamed = failures(&server);
                let harmless = |id: &&str| !matches!(*id, "invalid-client" | "invalid-redirect");
                assert!(blamed.iter().all(harmless), "{status} {body}: {blamed:?}");
            }
        }
    }
}

/// Pages of a firewall or a portal for one request or for all: neither a pass nor a fail rests on them.
#[test]
fn pages_of_an_intermediary_prove_nothing() {
    for (status, body) in [
        (
            200,
            "<title>Attention Required</title><p>Checking your browser</p>",
        ),
        (
            403,
            "<h1>Request blocked</h1><p>Incident ID 77, client IP not allowed</p>",
        ),
        (403, ""),
        (200, "<title>Guest Wi-Fi</title><form><input></form>"),
        (
            200,
            "<title>Einen Moment</title><form><input type=hidden></form>",
        ),
        (401, "<h1>Unauthorized</h1>"),
        (404, "<h1>Not Found</h1>"),
        (429, r#"{"error":"invalid_client"}"#),
    ] {
        for struck in [FakeRequest::is_for_us, |asked: &FakeRequest| {
            asked.redirect_uri().ends_with("index.html")
        }] {
            let server = FakeServer::with(|asked| {
                if is_home(asked) && struck(asked) && asked.names_documented() {
                    answer(status, "", body)
                } else {
                    genesys(asked)
                }
            });
            assert_eq!(failures(&server), Vec::<&str>::new(), "{status} {body}");
            let told = server.tells("invalid-redirect");
            let is_phone_struck = struck(&FakeRequest::of(server.asked_in(1)[2]));
            assert!(
                !is_phone_struck || !told.starts_with("pass"),
                "{status} {body}: {told}"
            );
        }
    }
}

/// Refusals in other languages: each is read as one.
#[test]
fn a_refusal_is_read_in_other_languages() {
    for words in [
        "Die OAuth-Client-ID oder Umleitungs-URI ist ungültig",
        "L'ID client OAuth ou l'URI de redirection est invalide",
        "El ID de cliente OAuth o la URI de redirección no es válida",
        "O ID do cliente OAuth ou a URI de redirecionamento é inválida",
        "L'ID client OAuth o l'URI di reindirizzamento non è valido",
        "OAuth クライアント ID またはリダイレクト URI が無効です",
        "OAuth 客户端 ID 或重定向 URI 无效",
    ] {
        let page = format!("<html lang=x><body><p>{words}</p></body></html>");
        let server = FakeServer::with(|asked| {
            if asked.is_authorization() {
                answer(400, "", &page)
            } else {
                genesys(asked)
            }
        });
        assert_eq!(failures(&server), ["invalid-client"], "{words}");
    }
}

/// An error that blames neither the client nor the redirect URI does not blame them by whom it is like.
#[test]
fn an_error_about_something_else_is_no_contrast() {
    type IsDenied = fn(&FakeRequest) -> bool;
    use Status::{Fail, Skipped, Unverifiable};
    let denied = || answer(400, "", r#"{"error":"access_denied"}"#);
    let cases: [(IsDenied, _); 3] = [
        // All but the client control; all but the redirect control; one of the real ones.
        (|asked| asked.is_for_us(), [Skipped; 3]),
        (|asked| asked.names_documented(), [Skipped; 3]),
        (
            |asked| asked.is_for_us() && asked.redirect_uri() == "https://phone.mirabridge.cloud",
            [Unverifiable, Fail, Fail],
        ),
    ];
    for (is_denied, uris) in cases {
        let server = FakeServer::with(|asked| match asked.is_authorization() {
            true if is_denied(asked) => denied(),
            true => refused(),
            false => genesys(asked),
        });
        assert_eq!(server.ends("invalid-client"), "unverifiable unrecognized");
        let outcomes = server.outcomes("invalid-redirect").into_iter();
        let statuses: Vec<_> = outcomes.map(|outcome| outcome.status).collect();
        assert_eq!(statuses, uris);
    }
}
