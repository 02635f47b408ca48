//! An answer of the Platform API, read; or why it could not be, which is an outcome of `registration-unreadable`.

use super::call;
use super::secret::Mask;
use crate::finding::Outcome;
use crate::probe::{Cause, Observation, Probe, Purpose, Reply};
use crate::text::cut;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// Characters of a message that are shown.
const LONGEST: usize = 300;

/// That a client is not in the organization that was asked, for scripts.
pub(crate) const ABSENT: &str = "not_in_organization";

/// Something that was read; or the outcome that says why not: never a pass, and never a failure of the client.
pub(crate) type Read<T> = Result<T, Box<Outcome>>;

/// Whether it is known that the organization of the token does not have the client.
pub(crate) fn is_absent(unread: &Outcome) -> bool {
    unread.reason.as_deref() == Some(ABSENT)
}

pub(crate) fn unreadable(
    cause: Cause,
    headline: impl Into<String>,
    message: impl Into<String>,
) -> Outcome {
    Outcome::unverifiable(cause, message).with_headline(headline)
}

/// What came back for a request.
pub(crate) struct Answer {
    pub(crate) probe: Probe,
    pub(crate) observation: Observation,
    pub(crate) body: Vec<u8>,
    /// What takes our own secrets out of what is read.
    pub(crate) mask: Mask,
}

impl Answer {
    /// What it holds, without secrets of ours.
    pub(crate) fn value<T: DeserializeOwned>(&self) -> Read<T> {
        let mut value: Value = self.borrowed()?;
        self.mask.clean_value(&mut value);
        serde_json::from_value(value)
            .map_err(|_| Box::new(self.told(unknown_form(self.probe.host()))))
    }

    /// A part of it, without secrets of ours, if it has this form.
    pub(crate) fn part<T: DeserializeOwned>(&self, part: &RawValue) -> Option<T> {
        let mut value = serde_json::from_str(part.get()).ok()?;
        self.mask.clean_value(&mut value);
        serde_json::from_value(value).ok()
    }

    /// What it holds, as it came.
    pub(crate) fn borrowed<'a, T: Deserialize<'a>>(&'a self) -> Read<T> {
        self.read().map_err(|outcome| Box::new(self.told(*outcome)))
    }

    /// The outcome with the request that it was told from.
    pub(crate) fn told(&self, outcome: Outcome) -> Outcome {
        outcome.with_evidence([self.probe.clone()])
    }

    fn read<'a, T: Deserialize<'a>>(&'a self) -> Read<T> {
        let host = self.probe.host();
        let reply = self.observation.as_ref().map_err(|failure| {
            let cause = failure.cause();
            let headline = format!("{host} gave no usable answer ({})", cause.words());
            let words = self.mask.cleaned(&failure.to_string());
            // In a recording that somebody edited, a failure may have no words.
            let message = if words.is_empty() {
                format!("{headline}.")
            } else {
                words
            };
            Box::new(unreadable(cause, headline, message))
        })?;
        if reply.status != 200 && !(reply.status == 202 && call::is_about_usage(&self.probe)) {
            return Err(Box::new(self.refusal(reply)));
        }
        if is_page(reply, &self.body) {
            return Err(Box::new(in_between(host, reply.status)));
        }
        let broken = |what: &str| {
            let headline = format!("{host} gave no usable answer ({what})");
            let message = format!("{host} answers {}, but {what}.", reply.status);
            Box::new(unreadable(Cause::Protocol, headline, message))
        };
        if reply.is_compressed() {
            return Err(broken("compressed, which was not asked for"));
        }
        if self.body.trim_ascii().is_empty() {
            return Err(broken("the answer is empty"));
        }
        serde_json::from_slice(&self.body).map_err(|error| {
            if error.is_data() {
                // The words of the error may hold a value of the answer: a secret, for example.
                return Box::new(unknown_form(host));
            }
            broken(&format!("the answer is no JSON (line {})", error.line()))
        })
    }

    fn refusal(&self, reply: &Reply) -> Outcome {
        let (host, status) = (self.probe.host(), reply.status);
        let is_page = is_page(reply, &self.body);
        let words = if is_page { String::new() } else { self.words() };
        let says = format!("{host} answers {status}{words}.");
        match status {
            429 => unreadable(
                Cause::RateLimited,
                format!("{host} asked for fewer requests"),
                says,
            ),
            511 => in_between(host, status),
            500.. => unreadable(
                Cause::ServerError,
                format!("{host} has a fault of its own ({status})"),
                says,
            ),
            _ if reply.is_redirect() => unreadable(
                Cause::CaptivePortal,
                format!("{host} answers with a redirect"),
                format!(
                    "{host} answers {status}, a redirect. It is not followed with a token. The Platform API sends none, so something in between answered."
                ),
            ),
            _ if is_page => in_between(host, status),
            400 | 401 | 403 if self.probe.purpose == Purpose::Token => unreadable(
                Cause::Unauthorized,
                "the id and secret for the Platform API are not accepted",
                format!("{host} gives no token for the id and secret ({status}{words})."),
            )
            .with_remedy("Check both, and the region: they are those of a Client Credentials client of this organization, not those of MiraBridge's client."),
            401 => unreadable(
                Cause::Unauthorized,
                "the token is not accepted",
                format!("{host} does not accept the token ({status}{words})."),
            ),
            403 => forbidden(host, &words),
            404 if call::is_about_a_client(&self.probe) => unreadable(
                    Cause::Unrecognized,
                    "the client is not in the organization of the token",
                    format!(
                        "{host} does not find it ({status}{words}). Either the client is in another organization than the token, or it was deleted for good, or its id is another."
                    ),
                )
                .with_reason(ABSENT)
                .with_remedy("Compare the client id with the one in the widget's URL, and take a token of the organization that the client belongs to. 'mirabridge-oauth locate' finds its region."),
            408 => unreadable(
                Cause::Timeout,
                format!("{host} gave no answer in time"),
                says,
            ),
            _ => unreadable(
                Cause::Unrecognized,
                format!("{host} gave an answer that this version does not know ({status})"),
                says,
            ),
        }
    }

    /// The code and the message of an error, behind a comma.
    fn words(&self) -> String {
        let error: Map<String, Value> = serde_json::from_slice(&self.body).unwrap_or_default();
        let text = |names: &[&str]| {
            let mut texts = names.iter().filter_map(|name| error.get(*name)?.as_str());
            texts.find(|text| !text.is_empty())
        };
        let code = text(&["code", "error"]);
        let message = text(&["message", "error_description", "description"]);
        let parts: Vec<_> = [code, message].into_iter().flatten().collect();
        let words = cut(&self.mask.cleaned(&parts.join(": ")), LONGEST);
        match words.trim_end_matches('.') {
            "" => String::new(),
            words => format!(", {words}"),
        }
    }
}

/// What of an answer about a client is kept in the evidence: it reads as the answer does, and holds no secret.
pub(crate) fn kept(status: u16, body: &[u8], mask: &Mask) -> Vec<u8> {
    const WORDS: [&str; 5] = [
        "code",
        "description",
        "error",
        "error_description",
        "message",
    ];
    let kept = match serde_json::from_slice(body) {
        Ok(Value::Object(mut fields)) => {
            if status == 200 {
                fields = super::client::without_secrets(fields);
            } else {
                fields.retain(|name, _| WORDS.contains(&name.as_str()));
            }
            let mut fields = Value::Object(fields);
            mask.clean_value(&mut fields);
            fields.to_string()
        }
        Ok(_) => "null".to_owned(),
        Err(_) if body.trim_ascii().is_empty() => String::new(),
        Err(_) if is_markup(body) => "<a page that is not kept>".to_owned(),
        Err(_) => "no JSON".to_owned(),
    };
    kept.into_bytes()
}

fn unknown_form(host: &str) -> Outcome {
    unreadable(
        Cause::Unrecognized,
        format!("{host} answers in an unknown form"),
        format!("{host} answers in a form that this version does not know."),
    )
}

fn forbidden(host: &str, words: &str) -> Outcome {
    let named = permissions(words);
    let permission = if named.is_empty() {
        call::PERMISSION.to_owned()
    } else {
        named.join(", ")
    };
    let menu = if permission == call::PERMISSION {
        " (OAuth > Client > View)"
    } else {
        ""
    };
    unreadable(
        Cause::Forbidden,
        format!("the token lacks the permission {permission}"),
        format!("{host} does not let this token read it (403{words})."),
    )
    .with_remedy(format!(
        "Give a role of the token's user or client the permission {permission}{menu} and, where the organization enforces scopes, the scope oauth:readonly. Get a new token then."
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
fn in_between(host: &str, status: u16) -> Outcome {
    let cause = if status == 200 {
        Cause::CaptivePortal
    } else {
        Cause::Blocked
    };
    unreadable(
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
    types.any(|text| text.to_ascii_lowercase().contains("html")) || is_markup(body)
}

fn is_markup(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

/// The seconds that the text of a 429 asks to wait, as in "Retry the request in [12] seconds".
pub(crate) fn seconds_to_wait(body: &[u8]) -> Option<u64> {
    let text = str::from_utf8(body.get(..2000).unwrap_or(body)).ok()?;
    let (before, _) = text.split_once(" second")?;
    let number = before.rsplit(' ').next()?;
    number.trim_matches(['[', ']']).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::client::ApiClient;
    use super::super::secret::{Credentials, Mask, Secret};
    use super::{Answer, Read, kept, seconds_to_wait};
    use crate::genesys::Region;
    use crate::platform_api::call;
    use crate::probe::{Cause, Failure, Reply};

    fn answer(status: u16, kind: &str, body: &str) -> Read<ApiClient> {
        let region = Region::parse("mypurecloud.de").expect("a region");
        let token = Secret::parse("token-of-nobody").expect("a secret");
        let mask = Mask::of(&Credentials::Token(token));
        let reply = Reply::new(status, [("content-type", kind.as_bytes())], b"");
        let read = |body: Vec<u8>| {
            let answer = Answer {
                probe: call::client(&region, "x"),
                observation: Ok(reply.clone()),
                body,
                mask: mask.clone(),
            };
            answer.value()
        };
        let answer = read(body.as_bytes().to_vec());
        // What is kept in the evidence, and recorded, tells the same.
        assert_eq!(read(kept(status, body.as_bytes(), &mask)), answer, "{body}");
        answer
    }

    fn cause(status: u16, kind: &str, body: &str) -> Cause {
        answer(status, kind, body)
            .expect_err("it cannot be read")
            .cause
            .expect("it is unverifiable")
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
        let answer = Answer {
            probe: call::client(&region, "x"),
            observation: Err(failure),
            body: Vec::new(),
            mask: Mask::default(),
        };
        let outcome = answer.value::<ApiClient>().expect_err("no answer");
        assert_eq!(outcome.cause, Some(Cause::Timeout));
    }

    #[test]
    fn a_failure_without_words_is_told_by_its_cause() {
        let region = Region::parse("mypurecloud.de").expect("a region");
        let answer = Answer {
            probe: call::clients(&region),
            observation: Err(Failure::Recorded {
                cause: Cause::Timeout,
                message: String::new(),
                detail: None,
                advice: None,
            }),
            body: Vec::new(),
            mask: Mask::default(),
        };
        let read: Read<ApiClient> = answer.value();
        let message = read.expect_err("a failure").message;
        assert!(message.contains(Cause::Timeout.words()), "{message}");
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
                Some(format!("the token lacks the permission {permission}"))
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
