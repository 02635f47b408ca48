use super::in_between::stands_in_between;
use super::question::Question;
use super::reaction::{Reaction, Reading, no_answer};
use super::{document, redirect};
use crate::probe::{Cause, Observation};
use url::Url;

/// Reads what came back for the authorization request `url`.
#[must_use]
pub fn read(url: &str, observation: &Observation) -> Reading {
    let Some(question) = Question::of(url) else {
        return no_answer(Cause::Unrecognized);
    };
    let reading = read_answer(&question, observation);
    match (&reading.reaction, observation) {
        // The same question again is no step forward. Further on the way to a login, it is a loop of its own.
        (Reaction::Forwarded, Ok(reply)) if redirect::leads_back(&question, reply) => {
            no_answer(Cause::RedirectLoop)
        }
        _ => reading,
    }
}

/// Reads what came back for a step behind the authorization request `url`.
pub(super) fn read_step(url: &str, step: &str, observation: &Observation) -> Reading {
    match (Question::of(url), Url::parse(step)) {
        (Some(question), Ok(url)) => read_answer(&question.at(url), observation),
        _ => no_answer(Cause::Unrecognized),
    }
}

fn read_answer(question: &Question, observation: &Observation) -> Reading {
    let reply = match observation {
        Ok(reply) => reply,
        Err(failure) => return no_answer(failure.cause()),
    };
    if let Some(cause) = stands_in_between(reply) {
        return no_answer(cause);
    }
    if reply.is_redirect() && reply.has("location") {
        return redirect::read(question, reply);
    }
    document::read(question, reply)
}

#[cfg(test)]
mod tests {
    use super::{Reaction, Reading, read};
    use crate::probe::{Cause, Failure, Reply};

    const ASKED: &str = "https://login.mypurecloud.de/oauth/authorize?client_id=4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f&redirect_uri=https%3A%2F%2Fphone.mirabridge.cloud&response_type=token";

    fn to(location: &str) -> Reading {
        read(
            ASKED,
            &Ok(Reply::new(
                302,
                [("location", location.as_bytes())],
                b"Found",
            )),
        )
    }

    fn page(status: u16, body: &str) -> Reading {
        read(ASKED, &Ok(Reply::new(status, [], body.as_bytes())))
    }

    /// One word for a reaction, for tables.
    fn word(reading: &Reading) -> String {
        match &reading.reaction {
            Reaction::Accepted(_) => "accepted".to_owned(),
            Reaction::Forwarded => "forwarded".to_owned(),
            Reaction::SignInPage => "sign-in".to_owned(),
            Reaction::Returned => "returned".to_owned(),
            Reaction::Bounced { code, .. } => format!("bounced {code}"),
            Reaction::Refused(refusal) => {
                let row = refusal.known.map_or("unknown", |row| row.id);
                format!("refused {row}")
            }
            Reaction::Unexplained { cause } => format!("unexplained {}", cause.name()),
            Reaction::NoVerdict { cause, foreign } => match foreign {
                Some(host) => format!("foreign {host}"),
                None => format!("nothing {}", cause.name()),
            },
        }
    }

    #[test]
    fn redirects_are_read() {
        for (location, expected) in [
            (
                "/?rid=dGhpcyBpcyBub3QgYSByZWFsIHJlcXVlc3QgaWQgYXQ",
                "accepted",
            ),
            ("/login?next=x", "forwarded"),
            ("https://login.mypurecloud.de/", "forwarded"),
            ("/error", "unexplained unrecognized"),
            ("/oauth/access-denied", "unexplained unrecognized"),
            ("/login?reason=unknown-client", "unexplained unrecognized"),
            (
                "/login?next=%2Foauth%2Fauthorize%3Fcode_challenge%3Dx%26redirect_uri%3Dhttps%253A%252F%252Fa.invalid%252Fcallback",
                "forwarded",
            ),
            (
                "/login?client_id=unknown&code_challenge=x&redirect_uri=https%3A%2F%2Fa.invalid",
                "forwarded",
            ),
            ("/#/error?errorKey=somethingNew", "refused unknown"),
            (
                "https://phone.mirabridge.cloud/#error=unauthorized_client",
                "bounced unauthorized_client",
            ),
            (
                "https://phone.mirabridge.cloud?error=invalid_scope",
                "bounced invalid_scope",
            ),
            ("https://phone.mirabridge.cloud/#access_token=x", "returned"),
            ("https://phone.mirabridge.cloud/", "nothing unrecognized"),
            (
                "https://phone.mirabridge.cloud/other?error=x",
                "foreign phone.mirabridge.cloud",
            ),
            (
                "http://portal.guest-wifi.example/login?error=x",
                "foreign portal.guest-wifi.example",
            ),
            ("//evil.example/", "foreign evil.example"),
            (
                "http://login.mypurecloud.de/",
                "foreign login.mypurecloud.de",
            ),
            (
                "/login?error=temporarily_unavailable",
                "nothing server_error",
            ),
            (ASKED, "nothing redirect_loop"),
            ("#/authenticate", "nothing redirect_loop"),
            (
                "#/error?errorKey=invalidClientId",
                "refused shared-error-page",
            ),
            ("https://[", "nothing protocol"),
            ("https:", "nothing protocol"),
            ("HTTPS:/login.mypurecloud.de/?rid=a", "nothing protocol"),
            ("https:login.mypurecloud.de/?rid=a", "nothing protocol"),
            ("", "nothing protocol"),
        ] {
            assert_eq!(word(&to(location)), expected, "{location}");
        }
    }

    #[test]
    fn documents_are_read() {
        for (status, body, expected) in [
            (
                200,
                "<title>Sign in</title><form><input type=password></form>",
                "sign-in",
            ),
            (200, "<title>Genesys</title>", "nothing unrecognized"),
            (200, "<h1>Access denied</h1>", "nothing blocked"),
            (
                200,
                "<p>Something went wrong</p>",
                "unexplained unrecognized",
            ),
            (
                200,
                "<p>The OAuth client ID or redirect URI is invalid</p>",
                "refused shared-error-text",
            ),
            (
                200,
                "<title>Guest Wi-Fi</title><p>Please accept the terms</p>",
                "nothing captive_portal",
            ),
            (
                200,
                "<title>Hotspot</title><p>The OAuth client ID is invalid</p>",
                "nothing captive_portal",
            ),
            (
                403,
                "<title>Guest Wi-Fi</title><p>Please accept the terms</p>",
                "nothing captive_portal",
            ),
            (
                403,
                "<title>Hotspot</title><p>The OAuth client ID is invalid</p>",
                "refused standard-error",
            ),
            (200, "<p>Too many requests</p>", "nothing rate_limited"),
            (
                200,
                "<p>No captcha today</p><form><input type=password></form>",
                "sign-in",
            ),
            (400, r#"{"error":"slow_down"}"#, "nothing rate_limited"),
            (302, "", "nothing unrecognized"),
            (400, "", "unexplained unrecognized"),
            (401, "", "unexplained unrecognized"),
            (403, "", "unexplained blocked"),
            (
                500,
                r#"{"error":"invalid_client"}"#,
                "refused standard-error",
            ),
            (500, r#"{"error":"E1234"}"#, "nothing server_error"),
            (503, "", "nothing server_error"),
            (
                401,
                r#"{"error":"invalid_client"}"#,
                "refused standard-error",
            ),
            (400, r#"{"error":"policy_77"}"#, "refused unknown"),
            (204, "", "nothing unrecognized"),
        ] {
            assert_eq!(word(&page(status, body)), expected, "{status} {body}");
        }
    }

    #[test]
    fn a_page_with_a_location_is_a_page() {
        let body = b"<form><input type=password></form>";
        let reply = Reply::new(200, [("location", b"/elsewhere".as_slice())], body);
        assert_eq!(word(&read(ASKED, &Ok(reply))), "sign-in");
    }

    #[test]
    fn a_login_is_known_by_its_password_or_by_its_words() {
        for (body, looks_like_login) in [
            ("<form><input type=password></form>", true),
            ("<p>Sign in</p>", true),
            ("<p>Welcome</p>", false),
        ] {
            assert_eq!(page(200, body).looks_like_login, looks_like_login, "{body}");
        }
    }

    #[test]
    fn who_stands_in_between_is_told_by_headers_and_status() {
        for (status, headers, expected) in [
            (407, vec![], "nothing proxy"),
            (
                403,
                vec![("X-Squid-Error", "ERR_ACCESS_DENIED 0")],
                "nothing proxy",
            ),
            (401, vec![("WWW-Authenticate", "NTLM")], "nothing proxy"),
            (511, vec![], "nothing captive_portal"),
            (429, vec![], "nothing rate_limited"),
            (403, vec![("cf-mitigated", "challenge")], "nothing blocked"),
            (
                202,
                vec![("x-amzn-waf-action", "challenge")],
                "nothing blocked",
            ),
        ] {
            let headers = headers
                .iter()
                .map(|(name, value)| (*name, value.as_bytes()));
            let reading = read(ASKED, &Ok(Reply::new(status, headers, b"")));
            assert_eq!(word(&reading), expected, "{status}");
        }
    }

    #[test]
    fn a_failure_keeps_its_cause() {
        let reading = read(ASKED, &Err(Failure::Timeout { waiting_for: "x" }));
        assert_eq!(reading.no_verdict(), Some(Cause::Timeout));
        assert!(!reading.is_like(&reading));
    }

    #[test]
    fn two_locations_are_no_redirect() {
        let reply = Reply::new(
            302,
            [
                ("location", b"/a".as_slice()),
                ("location", b"/b".as_slice()),
            ],
            b"",
        );
        assert_eq!(word(&read(ASKED, &Ok(reply))), "nothing protocol");
    }
}
