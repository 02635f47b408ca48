//! What answers mean: one by one ([`ClassifiedReply`]), and all together (`Situation`).
//!
//! Pure: the same evidence always means the same.

mod authorize_requests;
mod destination;
mod elsewhere;
mod fingerprint;
mod login_path;
mod near_miss;
mod oauth_error;
mod page;
mod redirect;
mod region_replies;
mod signatures;
mod situation;
mod words;

pub(crate) use authorize_requests::AuthorizeRequests;
pub(crate) use elsewhere::{RegionResult, RegionVerdict, Sweep};
pub(crate) use login_path::{LoginEnd, LoginPath, MAX_HOPS};
pub use near_miss::MAX_NEAR_MISSES;
pub(crate) use near_miss::{AcceptedNearMiss, MOST_LIKELY, Search};
pub(crate) use oauth_error::{IN_TEXT as OAUTH_CODES, is_standard as is_oauth_code};
pub use page::readable;
pub(crate) use page::{intermediary, is_same_page, proxy_says};
pub use region_replies::Basis;
pub(crate) use region_replies::{ControlResult, RegionReplies, UriVerdict};
pub use signatures::{Confidence, Example, Meaning, SIGNATURES, Signature};
pub(crate) use situation::{Answers, Situation};
pub(crate) use words::blames;

use crate::probe::{Cause, Observation, Reply};
use authorize_requests::SentRequest;
use fingerprint::Fingerprint;
use oauth_error::{About, OauthError};
use page::{Page, by_headers};
use signatures::Shape;
use url::Url;

/// What one answer to an authorization request means, taken by itself.
#[derive(Clone, Debug)]
pub enum Classification {
    /// A known sign of acceptance.
    Accepted(&'static Signature),
    /// Sent on towards a page of the same region, without any error: acceptance, if the controls fared differently.
    Forwarded,
    /// A page on which a person signs in or consents: acceptance, if the controls fared differently.
    SignInPage,
    /// Sent back to the requested redirect URI with a code or a token.
    Returned,
    /// Sent back to the requested redirect URI with an error.
    Bounced { code: String, quote: String },
    /// Refused in so many words.
    Refused(Refusal),
    /// An error without a reason. Says something only where both controls fare alike.
    Unexplained { cause: Cause },
    /// Nothing can be concluded.
    NoVerdict {
        cause: Cause,
        /// A host outside the region that the answer points to.
        foreign: Option<String>,
    },
}

/// An explicit refusal.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The row that knows it as speaking of the client or its redirect URI.
    pub known: Option<&'static Signature>,
    pub about: About,
    /// The error as the server stated it.
    pub quote: String,
}

/// A reply with what it means.
#[derive(Clone, Debug)]
pub struct ClassifiedReply {
    pub classification: Classification,
    /// `None` where there was no HTTP answer.
    pub fingerprint: Option<Fingerprint>,
    /// 0 where there was no HTTP answer.
    pub status: u16,
    /// Whether it looks like the way to a login: a password field, or an address that says so.
    pub looks_like_login: bool,
}

/// Classifies what came back for the authorization request `url`.
#[must_use]
pub fn classify(url: &str, observation: &Observation) -> ClassifiedReply {
    match SentRequest::of(url) {
        Some(request) => ClassifiedReply::of(&request, observation),
        None => ClassifiedReply::no_answer(Cause::Unrecognized),
    }
}

impl Classification {
    fn no_verdict(cause: Cause) -> Self {
        Self::NoVerdict {
            cause,
            foreign: None,
        }
    }
}

impl Refusal {
    /// Whether it is known, surely enough to blame somebody, to speak of the client or its redirect URI.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.known.is_some_and(|row| row.confidence.is_ground())
    }

    #[must_use]
    pub fn is_about_grant(&self) -> bool {
        self.about == About::Grant
    }

    /// Whether it may speak of the client or its redirect URI. What speaks of the grant or the scope blames neither.
    #[must_use]
    pub fn may_blame(&self) -> bool {
        matches!(self.about, About::ClientOrUri | About::Unknown)
    }
}

impl ClassifiedReply {
    fn of(request: &SentRequest, observation: &Observation) -> Self {
        let reply = Self::of_step(request, observation);
        match (&reply.classification, observation) {
            // The same request again is no step forward. Further on the way to a login, it is a loop of its own.
            (Classification::Forwarded, Ok(raw)) if redirect::leads_back(request, raw) => {
                Self::no_answer(Cause::RedirectLoop)
            }
            _ => reply,
        }
    }

    /// The same for a step behind an authorization request.
    fn of_step(request: &SentRequest, observation: &Observation) -> Self {
        let reply = match observation {
            Ok(reply) => reply,
            Err(failure) => return Self::no_answer(failure.cause()),
        };
        if let Some(cause) = by_headers(reply) {
            return Self::no_answer(cause);
        }
        if reply.is_redirect() && reply.has("location") {
            return redirect::classify(request, reply);
        }
        let page = Page::of(request, &reply.body);
        let error = oauth_error::in_body(request, reply, &page);
        Self {
            classification: of_document(request, reply, &page, error.as_ref()),
            fingerprint: Some(Fingerprint::page(request, reply, &page, error.as_ref())),
            status: reply.status,
            looks_like_login: page.asks_password() || page.speaks_of_signing_in(),
        }
    }

    fn no_answer(cause: Cause) -> Self {
        Self {
            classification: Classification::no_verdict(cause),
            fingerprint: None,
            status: 0,
            looks_like_login: false,
        }
    }

    /// Why nothing can be concluded from this answer by itself, if nothing can.
    #[must_use]
    pub fn no_verdict(&self) -> Option<Cause> {
        match &self.classification {
            Classification::NoVerdict { cause, .. } | Classification::Unexplained { cause } => {
                Some(*cause)
            }
            _ => None,
        }
    }

    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match &self.classification {
            Classification::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// Whether it was refused, or sent back with an error, and not for the scope or for the person who signs in: with another
    /// grant accepted, it was for this one.
    pub(crate) fn is_turned_down_for_grant(&self) -> bool {
        match (UriVerdict::alone(&self.classification), self.refusal()) {
            (UriVerdict::Bounced { code, .. }, _) => code != "invalid_scope",
            (_, Some(refusal)) => refusal.about != About::Other,
            _ => false,
        }
    }

    /// Whether it is a refusal that is known to speak of the client or its redirect URI.
    fn is_known_refusal(&self) -> bool {
        self.refusal().is_some_and(Refusal::is_known)
    }

    /// The host outside the region that the answer points to, if it does.
    #[must_use]
    pub fn foreign(&self) -> Option<&str> {
        match &self.classification {
            Classification::NoVerdict { foreign, .. } => foreign.as_deref(),
            _ => None,
        }
    }

    /// Whether it leads to a login or shows one: acceptance, if the controls fared differently.
    fn may_be_acceptance(&self) -> bool {
        match &self.classification {
            Classification::Forwarded | Classification::SignInPage => true,
            Classification::Accepted(row) => !row.confidence.is_ground(),
            _ => false,
        }
    }

    /// Whether both replies have the same fingerprint and status.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.is_like(other) && self.status == other.status
    }

    /// Whether both replies have the same fingerprint; false if either has none.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.fingerprint.is_some() && self.fingerprint == other.fingerprint
    }
}

/// What an answer other than a redirect means by itself.
fn of_document(
    request: &SentRequest,
    reply: &Reply,
    page: &Page,
    error: Option<&OauthError>,
) -> Classification {
    let unexplained = |cause| Classification::Unexplained { cause };
    let shape = Shape {
        request,
        status: reply.status,
        destination: None,
        error,
    };
    match (error, reply.status) {
        // An outage, whatever it says: of the client, of a rate limit, of somebody in between.
        (_, 500..) => Classification::no_verdict(Cause::ServerError),
        _ if page.is_throttled() => Classification::no_verdict(Cause::RateLimited),
        (_, ..400) if page.is_portal() => Classification::no_verdict(Cause::CaptivePortal),
        // A firewall's page may use any words; an error in JSON is the service's.
        (Some(error), 403) if error.is_of_page() && page.is_firewall() => {
            Classification::no_verdict(Cause::Blocked)
        }
        (Some(error), _) => refused(&shape, error),
        _ if page.is_portal() => Classification::no_verdict(Cause::CaptivePortal),
        (_, 200) if page.asks_password() => Classification::SignInPage,
        _ if page.is_firewall() => Classification::no_verdict(Cause::Blocked),
        (_, 401) if reply.has("www-authenticate") => Classification::no_verdict(Cause::Proxy),
        (_, 403) => unexplained(Cause::Blocked),
        (_, 400..) => unexplained(Cause::Unrecognized),
        (_, 200) if !page.error_words().is_empty() => unexplained(Cause::Unrecognized),
        (_, 200) if page.is_sign_in() => Classification::SignInPage,
        _ => Classification::no_verdict(Cause::Unrecognized),
    }
}

/// What an explicit error means: trouble of the service's own, or a refusal.
fn refused(shape: &Shape<'_>, error: &OauthError) -> Classification {
    if error.is_server_trouble() {
        return Classification::no_verdict(Cause::ServerError);
    }
    if error.asks_patience() {
        return Classification::no_verdict(Cause::RateLimited);
    }
    let known = signatures::known(shape).filter(|row| row.meaning == Meaning::Refused);
    Classification::Refused(Refusal {
        known,
        about: if known.is_some() {
            About::ClientOrUri
        } else {
            error.about()
        },
        quote: error.quote(),
    })
}

/// Classifies what came back for a step behind the authorization request `url`.
fn classify_step(url: &str, step: &str, observation: &Observation) -> ClassifiedReply {
    match (SentRequest::of(url), Url::parse(step)) {
        (Some(request), Ok(url)) => ClassifiedReply::of_step(&request.at(url), observation),
        _ => ClassifiedReply::no_answer(Cause::Unrecognized),
    }
}

#[cfg(test)]
mod tests {
    use super::{Classification, ClassifiedReply, classify};
    use crate::probe::{Cause, Failure, Reply};

    const ASKED: &str = "https://login.mypurecloud.de/oauth/authorize?client_id=4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f&redirect_uri=https%3A%2F%2Fphone.mirabridge.cloud&response_type=token";

    fn to(location: &str) -> ClassifiedReply {
        classify(
            ASKED,
            &Ok(Reply::new(
                302,
                [("location", location.as_bytes())],
                b"Found",
            )),
        )
    }

    fn page(status: u16, body: &str) -> ClassifiedReply {
        classify(ASKED, &Ok(Reply::new(status, [], body.as_bytes())))
    }

    /// One word for a reaction, for tables.
    fn word(reply: &ClassifiedReply) -> String {
        match &reply.classification {
            Classification::Accepted(_) => "accepted".to_owned(),
            Classification::Forwarded => "forwarded".to_owned(),
            Classification::SignInPage => "sign-in".to_owned(),
            Classification::Returned => "returned".to_owned(),
            Classification::Bounced { code, .. } => format!("bounced {code}"),
            Classification::Refused(refusal) => {
                let row = refusal.known.map_or("unknown", |row| row.id);
                format!("refused {row}")
            }
            Classification::Unexplained { cause } => format!("unexplained {}", cause.name()),
            Classification::NoVerdict { cause, foreign } => match foreign {
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
            ("/#/error", "refused unknown"),
            ("/#/error?errorKey=", "refused unknown"),
            (
                "/#%2Ferror%3FerrorKey%3DinvalidClientId",
                "refused shared-error-page",
            ),
            (
                "/#%252ferror%253ferrorKey%253dinvalidClientId",
                "refused shared-error-page",
            ),
            ("/#/error?errorKey=503", "nothing server_error"),
            (
                "/?rid=dGhpcyBpcyBub3QgYSByZWFsIHJlcXVlc3QgaWQgYXQ#%2Fauthenticate",
                "accepted",
            ),
            (
                "https://phone.mirabridge.cloud/#error%3Dunauthorized_client",
                "bounced unauthorized_client",
            ),
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

    /// A redirect URI on the host that is asked: its own pages are no response to it.
    #[test]
    fn a_page_of_the_login_host_is_no_response_though_a_redirect_uri_leads_there() {
        let asked = ASKED.replace("phone.mirabridge.cloud", "login.mypurecloud.de%2F");
        for (location, expected) in [
            (
                "/?rid=dGhpcyBpcyBub3QgYSByZWFsIHJlcXVlc3QgaWQgYXQ#/authenticate",
                "accepted",
            ),
            (
                "/#/error?errorKey=invalidClientId",
                "refused shared-error-page",
            ),
            ("/#error=unauthorized_client", "bounced unauthorized_client"),
        ] {
            let reply = Reply::new(302, [("location", location.as_bytes())], b"");
            assert_eq!(word(&classify(&asked, &Ok(reply))), expected, "{location}");
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
            (500, r#"{"error":"invalid_client"}"#, "nothing server_error"),
            (
                502,
                "<h1>Bad Gateway</h1><p>invalid_client: the OAuth client ID or redirect URI is invalid</p>",
                "nothing server_error",
            ),
            (503, "<p>Too many requests</p>", "nothing server_error"),
            (
                503,
                "<p>Request blocked. Incident id 7</p>",
                "nothing server_error",
            ),
            (503, "", "nothing server_error"),
            (
                403,
                "<title>Request blocked</title><p>invalid client</p>",
                "nothing blocked",
            ),
            (
                403,
                r#"{"error":"invalid_client","error_description":"access denied"}"#,
                "refused standard-error",
            ),
            (200, r#"{"error":"invalid_client"}"#, "refused unknown"),
            (400, r#"{"error":"unauthorized_client"}"#, "refused unknown"),
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
        assert_eq!(word(&classify(ASKED, &Ok(reply))), "sign-in");
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
            let reply = classify(ASKED, &Ok(Reply::new(status, headers, b"")));
            assert_eq!(word(&reply), expected, "{status}");
        }
    }

    #[test]
    fn a_failure_keeps_its_cause() {
        let reply = classify(ASKED, &Err(Failure::Timeout { waiting_for: "x" }));
        assert_eq!(reply.no_verdict(), Some(Cause::Timeout));
        assert!(!reply.is_like(&reply));
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
        assert_eq!(word(&classify(ASKED, &Ok(reply))), "nothing protocol");
    }
}
