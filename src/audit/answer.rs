//! An answer of the Platform API, read; or why it could not be.

use super::call;
use super::secret::Mask;
use crate::checks::Outcome;
use crate::probe::{Cause, Observation, Probe, Purpose, Reply};
use crate::text::cut;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Characters of a message that are shown.
const LONGEST: usize = 300;

/// Why something could not be read: never a pass, and never a failure of the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable {
    pub(super) cause: Cause,
    pub(super) headline: String,
    pub(super) message: String,
    /// What to do, where the cause alone does not say it.
    pub(super) remedy: Option<String>,
    pub(super) told_by: Option<Box<Probe>>,
}

impl Unreadable {
    pub(super) fn new(
        cause: Cause,
        headline: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            cause,
            headline: headline.into(),
            message: message.into(),
            remedy: None,
            told_by: None,
        }
    }

    pub(super) fn with_remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    pub(super) fn outcome(&self) -> Outcome {
        let mut outcome = Outcome::unverifiable(self.cause, self.message.clone());
        if self.remedy.is_some() {
            outcome = outcome.with_remedy(self.remedy.clone());
        }
        outcome.headline = Some(self.headline.clone());
        outcome.with_evidence(self.told_by.as_deref().cloned())
    }
}

/// What the answer to a request holds.
pub(super) fn read<T: DeserializeOwned>(
    probe: &Probe,
    observation: &Observation,
    body: &[u8],
    mask: &Mask,
) -> Result<T, Unreadable> {
    let host = probe.host();
    let read = match observation {
        Err(failure) => {
            let headline = format!("{host} gave no usable answer ({})", failure.cause().words());
            Err(Unreadable::new(
                failure.cause(),
                headline,
                mask.cleaned(&failure.to_string()),
            ))
        }
        Ok(reply)
            if reply.status == 200 || (reply.status == 202 && call::is_about_usage(probe)) =>
        {
            content(host, reply, body, mask)
        }
        Ok(reply) => Err(refusal(probe, reply, body, mask)),
    };
    read.map_err(|unreadable| Unreadable {
        told_by: Some(Box::new(probe.clone())),
        ..unreadable
    })
}

fn content<T: DeserializeOwned>(
    host: &str,
    reply: &Reply,
    body: &[u8],
    mask: &Mask,
) -> Result<T, Unreadable> {
    if is_page(reply, body) {
        return Err(in_between(host, reply.status));
    }
    let broken = |what: &str| {
        Unreadable::new(
            Cause::Protocol,
            format!("{host} gave no usable answer ({what})"),
            format!("{host} answers 200, but {what}."),
        )
    };
    if reply.is_compressed() {
        return Err(broken("compressed, which was not asked for"));
    }
    if body.trim_ascii().is_empty() {
        return Err(broken("the answer is empty"));
    }
    serde_json::from_slice(body).map_err(|error| {
        if error.is_data() {
            // The words of the error may hold a value of the answer: a secret, for example.
            let message = format!("{host} answers in a form that this version does not know.");
            return Unreadable::new(
                Cause::Unrecognized,
                format!("{host} answers in an unknown form"),
                message,
            );
        }
        let what = mask.cleaned(&format!("the answer is no JSON (line {})", error.line()));
        broken(&what)
    })
}

fn refusal(probe: &Probe, reply: &Reply, body: &[u8], mask: &Mask) -> Unreadable {
    let host = probe.host();
    let status = reply.status;
    if status == 429 {
        return Unreadable::new(
            Cause::RateLimited,
            format!("{host} asked for fewer requests"),
            format!(
                "{host} answers 429: too many requests{}.",
                quoted(&words(body, mask))
            ),
        );
    }
    if status >= 500 {
        let quoted = if is_page(reply, body) {
            String::new()
        } else {
            quoted(&words(body, mask))
        };
        return Unreadable::new(
            Cause::ServerError,
            format!("{host} has a fault of its own ({status})"),
            format!("{host} answers {status}{quoted}."),
        );
    }
    if reply.is_redirect() {
        return Unreadable::new(
            Cause::CaptivePortal,
            format!("{host} answers with a redirect"),
            format!(
                "{host} answers {status}, a redirect. It is not followed with a token. The Platform API sends none, so something in between answered."
            ),
        );
    }
    if is_page(reply, body) {
        return in_between(host, status);
    }
    let words = quoted(&words(body, mask));
    match status {
        400 | 401 if probe.purpose == Purpose::Token => Unreadable::new(
            Cause::Unauthorized,
            "the id and secret for the Platform API are not accepted",
            format!("{host} gives no token for the id and secret ({status}{words})."),
        )
        .with_remedy("Check both, and the region: they are those of a Client Credentials client of this organization, not those of MiraBridge's client."),
        401 => Unreadable::new(
            Cause::Unauthorized,
            "the token is not accepted",
            format!("{host} does not accept the token ({status}{words})."),
        ),
        403 => forbidden(host, &words),
        404 if call::is_about_a_client(probe) => Unreadable::new(
            Cause::Unrecognized,
            "the client is not in the organization of the token",
            format!("{host} does not find it ({status}{words}). Either the client is in another organization than the token, or it was deleted for good, or its id is another."),
        )
        .with_remedy("Compare the client id with the one in the widget's URL, and take a token of the organization that the client belongs to. 'mirabridge-oauth locate' finds its region."),
        408 => Unreadable::new(
            Cause::Timeout,
            format!("{host} gave no answer in time"),
            format!("{host} answers {status}{words}."),
        ),
        _ => Unreadable::new(
            Cause::Unrecognized,
            format!("{host} gave an answer that this version does not know ({status})"),
            format!("{host} answers {status}{words}."),
        ),
    }
}

fn forbidden(host: &str, words: &str) -> Unreadable {
    let named = permissions(words);
    let permission = if named.is_empty() {
        call::PERMISSION.to_owned()
    } else {
        named.join(", ")
    };
    Unreadable::new(
        Cause::Forbidden,
        format!("the token lacks the permission {permission}"),
        format!("{host} does not let this token read it (403{words})."),
    )
    .with_remedy(format!(
        "Give a role of the token's user or client the permission {permission} (OAuth > Client > View) and, where the organization enforces scopes, the scope oauth:readonly. Get a new token then."
    ))
}

/// The permissions that a refusal names, such as oauth:client:view.
fn permissions(text: &str) -> Vec<&str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_*".contains(c);
    let is_permission = |word: &&str| {
        let parts: Vec<_> = word.split(':').collect();
        parts.len() == 3
            && parts
                .iter()
                .all(|part| !part.is_empty() && part.chars().all(is_part))
    };
    let words = text.split(|c: char| !is_part(c) && c != ':');
    let mut named: Vec<_> = words
        .map(|word| word.trim_matches(':'))
        .filter(is_permission)
        .collect();
    named.dedup();
    named
}

/// Something between here and Genesys Cloud, which answers JSON always.
fn in_between(host: &str, status: u16) -> Unreadable {
    let cause = if status == 200 {
        Cause::CaptivePortal
    } else {
        Cause::Blocked
    };
    Unreadable::new(
        cause,
        format!(
            "something answers in the place of {host} ({})",
            cause.words()
        ),
        format!(
            "In the place of {host}, something in between answers {status} with a page of HTML. The Platform API answers with JSON alone."
        ),
    )
}

fn is_page(reply: &Reply, body: &[u8]) -> bool {
    let mut types = reply.headers("content-type");
    types.any(|text| text.to_ascii_lowercase().contains("html"))
        || body.trim_ascii_start().starts_with(b"<")
}

/// The code and the message of an error.
fn words(body: &[u8], mask: &Mask) -> String {
    let Ok(error) = serde_json::from_slice::<Value>(body) else {
        return String::new();
    };
    let text = |name| {
        error
            .get(name)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    let code = text("code").or_else(|| text("error"));
    let message = text("message")
        .or_else(|| text("error_description"))
        .or_else(|| text("description"));
    let parts: Vec<_> = [code, message].into_iter().flatten().collect();
    cut(&mask.cleaned(&parts.join(": ")), LONGEST)
}

fn quoted(words: &str) -> String {
    if words.is_empty() {
        String::new()
    } else {
        format!(", {}", words.trim_end_matches('.'))
    }
}

/// The seconds that the text of a 429 asks to wait, as in "Retry the request in [12] seconds".
pub(super) fn seconds_to_wait(body: &[u8]) -> Option<u64> {
    let text = str::from_utf8(body.get(..2000).unwrap_or(body)).ok()?;
    let (before, _) = text.split_once(" second")?;
    let number = before.rsplit(' ').next()?;
    number.trim_matches(['[', ']']).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Unreadable, read, seconds_to_wait};
    use crate::audit::call;
    use crate::audit::client::ApiClient;
    use crate::audit::secret::{Credentials, Mask, Secret};
    use crate::genesys::Region;
    use crate::probe::{Cause, Failure, Reply};

    fn answer(status: u16, kind: &str, body: &str) -> Result<ApiClient, Unreadable> {
        let region = Region::parse("mypurecloud.de").expect("a region");
        let token = Secret::parse("token-of-nobody").expect("a secret");
        let mask = Mask::of(&Credentials::Token(token));
        let reply = Reply::new(status, [("content-type", kind.as_bytes())], b"");
        read(
            &call::client(&region, "x"),
            &Ok(reply),
            body.as_bytes(),
            &mask,
        )
    }

    fn cause(status: u16, kind: &str, body: &str) -> Cause {
        answer(status, kind, body)
            .expect_err("it cannot be read")
            .cause
    }

    #[test]
    fn every_answer_that_cannot_be_read_has_its_cause() {
        const JSON: &str = "application/json";
        const HTML: &str = "text/html";
        for (status, kind, body, expected) in [
            (200, JSON, "", Cause::Protocol),
            (200, JSON, " \n", Cause::Protocol),
            (200, JSON, "{\"id\": ", Cause::Protocol),
            (200, JSON, "[]", Cause::Unrecognized),
            (200, JSON, "null", Cause::Unrecognized),
            (
                200,
                HTML,
                "<p>Sign in to the Wi-Fi</p>",
                Cause::CaptivePortal,
            ),
            (200, JSON, " <!doctype html>", Cause::CaptivePortal),
            (204, JSON, "", Cause::Unrecognized),
            (206, JSON, "{}", Cause::Unrecognized),
            (302, HTML, "", Cause::CaptivePortal),
            (400, JSON, "{}", Cause::Unrecognized),
            (
                401,
                JSON,
                "{\"code\": \"bad.credentials\"}",
                Cause::Unauthorized,
            ),
            (401, HTML, "<p>Proxy</p>", Cause::Blocked),
            (403, JSON, "{}", Cause::Forbidden),
            (403, HTML, "<p>Request blocked</p>", Cause::Blocked),
            (404, JSON, "{}", Cause::Unrecognized),
            (404, HTML, "<p>Not here</p>", Cause::Blocked),
            (408, JSON, "", Cause::Timeout),
            (429, JSON, "", Cause::RateLimited),
            (429, HTML, "<p>Slow down</p>", Cause::RateLimited),
            (500, JSON, "{}", Cause::ServerError),
            (503, HTML, "<p>Sorry</p>", Cause::ServerError),
        ] {
            assert_eq!(
                cause(status, kind, body),
                expected,
                "{status} {kind} {body}"
            );
        }
        let failure = Failure::Timeout { waiting_for: "x" };
        let region = Region::parse("mypurecloud.de").expect("a region");
        let read = read::<ApiClient>(
            &call::client(&region, "x"),
            &Err(failure),
            b"",
            &Mask::default(),
        );
        assert_eq!(read.expect_err("no answer").cause, Cause::Timeout);
    }

    #[test]
    fn a_refusal_names_the_permission() {
        for (body, permission) in [
            (
                r#"{"code": "missing.permissions", "message": "You are missing the following permission(s): oauth:client:view."}"#,
                "oauth:client:view",
            ),
            (
                r#"{"message": "Missing any of: [usage:client:view, oauth:client:view]"}"#,
                "usage:client:view, oauth:client:view",
            ),
            (
                r#"{"code": "not.authorized", "message": "See https://a.example:443/x: no"}"#,
                "oauth:client:view",
            ),
            ("", "oauth:client:view"),
        ] {
            let refused = answer(403, "application/json", body).expect_err("a refusal");
            assert_eq!(
                refused.headline,
                format!("the token lacks the permission {permission}")
            );
        }
    }

    #[test]
    fn what_is_quoted_holds_no_token_and_has_an_end() {
        let body = format!(
            r#"{{"message": "token-of-nobody is wrong {}"}}"#,
            "x".repeat(5000)
        );
        let refused = answer(401, "application/json", &body).expect_err("a refusal");
        assert!(
            refused.message.contains("[secret] is wrong"),
            "{}",
            refused.message
        );
        assert!(refused.message.len() < 600);
        let shape = answer(200, "application/json", r#""token-of-nobody""#).expect_err("no client");
        assert!(!format!("{shape:?}").contains("token-of-nobody"));
    }

    #[test]
    fn a_429_may_name_its_time_in_its_text_alone() {
        for (text, seconds) in [
            ("Retry the request in [12] seconds", Some(12)),
            ("rate limit exceeded; wait 3 seconds", Some(3)),
            ("wait some seconds", None),
            ("", None),
        ] {
            assert_eq!(seconds_to_wait(text.as_bytes()), seconds, "{text}");
        }
    }
}
