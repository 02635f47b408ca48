//! The answers of Genesys Cloud that are known, one row each.
//!
//! A row is a sufficient sign, never a necessary one: what no row knows is judged by contrast with the
//! controls, or not at all. A new answer costs a row and its example.

use super::authorize_requests::SentRequest;
use super::destination::Destination;
use super::oauth_error::{About, OauthError};

/// What a known answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Client and redirect URI are accepted, and the login page follows.
    Accepted,
    /// Client or redirect URI is refused.
    Refused,
}

/// One known answer.
#[derive(Debug)]
pub struct Signature {
    /// Its name.
    pub id: &'static str,
    /// What it means.
    pub meaning: Meaning,
    /// How sure that is.
    pub confidence: Confidence,
    /// Where it is known from.
    pub source: &'static str,
    /// An example, constructed from the source until a recording of a real answer replaces it:
    /// `Location` for a redirect, else the body of a page.
    pub example: Example,
    pub(super) matches: fn(&Shape<'_>) -> bool,
}

/// A constructed example of a known answer, for the region `mypurecloud.de`.
#[derive(Clone, Copy, Debug)]
pub enum Example {
    /// A redirect to this address.
    Redirect(&'static str),
    /// A page with this body.
    Page(&'static str),
}

/// What a row may look at.
pub(super) struct Shape<'a> {
    pub(super) request: &'a SentRequest,
    pub(super) status: u16,
    /// Where a redirect leads.
    pub(super) destination: Option<&'a Destination>,
    pub(super) error: Option<&'a OauthError>,
}

/// All known answers; the first that matches counts.
pub static SIGNATURES: &[Signature] = &[
    Signature {
        id: "login-page-with-request",
        meaning: Meaning::Accepted,
        confidence: Confidence::Reported,
        source: "several independent descriptions of the sign-in redirect",
        example: Example::Redirect(
            "https://login.mypurecloud.de/?rid=dGhpcyBpcyBub3QgYSByZWFsIHJlcXVlc3QgaWQgYXQ#/authenticate",
        ),
        matches: login_page_with_request,
    },
    Signature {
        id: "shared-error-page",
        meaning: Meaning::Refused,
        confidence: Confidence::Documented("Genesys"),
        source: "the page's address is in Genesys' own SDK repositories; that unregistered redirect URIs share it is inferred",
        example: Example::Redirect("https://login.mypurecloud.de/#/error?errorKey=invalidClientId"),
        matches: |shape| {
            shape.error.is_some_and(|error| {
                error.place.eq_ignore_ascii_case("errorKey") && error.code == "invalidClientId"
            })
        },
    },
    Signature {
        id: "shared-error-text",
        meaning: Meaning::Refused,
        confidence: Confidence::Reported,
        source: "screenshots and threads in the Genesys community",
        example: Example::Page(
            "<h1>Error</h1><p>The OAuth client ID or redirect URI is invalid</p>",
        ),
        matches: |shape| {
            shape.error.is_some_and(|error| {
                error
                    .description
                    .to_lowercase()
                    .contains("oauth client id or redirect uri is invalid")
            })
        },
    },
    Signature {
        id: "standard-error",
        meaning: Meaning::Refused,
        confidence: Confidence::Standard,
        source: "RFC 6749 4.1.2.1 and 5.2, RFC 7591 3.2.2; not seen from Genesys Cloud",
        example: Example::Page(r#"{"error":"invalid_client"}"#),
        matches: |shape| {
            (300..500).contains(&shape.status)
                && shape
                    .error
                    .is_some_and(|error| error.about() == About::ClientOrUri)
        },
    },
];

/// The first row that knows an answer.
pub(super) fn known(shape: &Shape<'_>) -> Option<&'static Signature> {
    SIGNATURES.iter().find(|row| (row.matches)(shape))
}

fn login_page_with_request(shape: &Shape<'_>) -> bool {
    let (Some(to), None) = (shape.destination, shape.error) else {
        return false;
    };
    let pairs = url::form_urlencoded::parse(to.query.as_bytes());
    let mut rids = pairs.filter(|(name, _)| name == "rid");
    let (Some((_, rid)), None) = (rids.next(), rids.next()) else {
        return false;
    };
    to.url.scheme() == "https"
        && to.url.port().is_none()
        && to.url.host_str() == shape.request.url.host_str()
        && to.path == "/"
        && rid.len() == 43
        && rid
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        && is_login_route(&to.fragment)
}

/// A route that nobody knows may be one for errors.
fn is_login_route(route: &str) -> bool {
    matches!(route, "" | "/authenticate" | "/splash") || route.starts_with("/authenticate-adv/")
}

/// How sure a fact about Genesys Cloud is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// Read in the pages or repositories of this party.
    Documented(&'static str),
    /// What a standard defines, whoever the server is.
    Standard,
    /// Recorded in Genesys Cloud beside what the Platform API told of the client.
    Measured,
    /// Told by several independent third parties.
    Reported,
    /// Inferred; no text was found.
    Inferred,
    /// Neither read nor inferred: an open question.
    Unknown,
}

impl Confidence {
    /// Whether a pass or a fail may rest on such a fact alone.
    #[must_use]
    pub fn is_ground(self) -> bool {
        !matches!(self, Self::Inferred | Self::Unknown)
    }

    /// What stands before the fact.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Documented(by) => format!("Documented by {by}"),
            Self::Standard => "Defined by a standard".to_owned(),
            Self::Measured => "Measured in Genesys Cloud".to_owned(),
            Self::Reported => "Reported by several third parties".to_owned(),
            Self::Inferred => "Inferred, not measured".to_owned(),
            Self::Unknown => "Not known".to_owned(),
        }
    }

    /// The same in a word, for the table of known answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Documented(_) => "published",
            Self::Standard => "standard",
            Self::Measured => "measured",
            Self::Reported => "reported",
            Self::Inferred => "inferred",
            Self::Unknown => "unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Example, Meaning, SIGNATURES};
    use crate::classify::{Classification, classify};
    use crate::probe::{Probe, Purpose, Reply};

    const ASKED: &str = "https://login.mypurecloud.de/oauth/authorize?client_id=4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f&redirect_uri=https%3A%2F%2Fphone.mirabridge.cloud&response_type=token";

    fn reply(example: Example) -> Reply {
        match example {
            Example::Redirect(location) => {
                Reply::new(302, [("location", location.as_bytes())], b"")
            }
            Example::Page(body) => Reply::new(400, [], body.as_bytes()),
        }
    }

    #[test]
    fn every_example_is_known_first_by_its_own_row() {
        for row in SIGNATURES {
            let probe = Probe::new(Purpose::RedirectUri, ASKED);
            let classified = classify(&probe.url, &Ok(reply(row.example)));
            let (found, meaning) = match &classified.classification {
                Classification::Accepted(found) => (Some(found.id), Meaning::Accepted),
                Classification::Refused(refusal) => {
                    (refusal.known.map(|row| row.id), Meaning::Refused)
                }
                other => panic!("{}: {other:?}", row.id),
            };
            assert_eq!(found, Some(row.id));
            assert_eq!(meaning, row.meaning, "{}", row.id);
        }
    }

    #[test]
    fn a_login_page_without_the_whole_sign_is_not_known() {
        for location in [
            "https://login.mypurecloud.de/",
            "https://login.mypurecloud.de/?rid=short",
            "https://login.mypurecloud.ie/?rid=dGhpcyBpcyBub3QgYSByZWFsIHJlcXVlc3QgaWQgYXQ",
            "http://login.mypurecloud.de/?rid=dGhpcyBpcyBub3QgYSByZWFsIHJlcXVlc3QgaWQgYXQ",
            "https://login.mypurecloud.de/x?rid=dGhpcyBpcyBub3QgYSByZWFsIHJlcXVlc3QgaWQgYXQ",
            "https://login.mypurecloud.de/?rid=dGhpcyBpcyBub3QgYSByZWFsIHJlcXVlc3QgaWQgYXQ#/broken",
            "https://login.mypurecloud.de/?rid=dGhpcyBpcyBub3QgYSByZWFsIHJlcXVlc3QgaWQgYXQ&rid=b",
            "https://login.mypurecloud.de/?rid=dGhpcyBpcyBub3QgYSByZWFsIHJlcXVlc3QgaWQgYXQ&error=x",
        ] {
            let classified = classify(ASKED, &Ok(reply(Example::Redirect(location))));
            assert!(
                !matches!(classified.classification, Classification::Accepted(_)),
                "{location}"
            );
        }
    }
}
