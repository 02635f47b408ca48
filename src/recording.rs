//! What a run brought, as a file: what a user attaches to a bug report, judged again without a network.

mod redact;

use crate::genesys::{ClientId, Deployment, Grant, RedirectUri, Region, Target};
use crate::probe::{
    Cause, CookieHeader, Cookies, Evidence, Exchange, Failure, Probe, Purpose, Reply, Visit,
    Visited,
};
use crate::report::Signal;
use crate::report::json::pretty;
use crate::text::timestamp;
use redact::redacted;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

/// The version of the file format.
const VERSION: u32 = 1;

/// A run, as it can be judged again.
#[derive(Clone, Debug)]
pub struct Recording {
    /// What was checked.
    pub target: Target,
    /// What was asked, and what came back, without secrets.
    pub evidence: Evidence,
    /// When the run began.
    pub taken_at: SystemTime,
    /// What was set that changes where requests go or whom they trust.
    pub overrides: Vec<String>,
    /// What interrupted the run, if anything did.
    pub interrupted: Option<Signal>,
}

/// Why a file is no recording.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// Not JSON, or not of this form.
    #[error("it is no recording: {0}")]
    Form(#[from] serde_json::Error),
    /// Made by a newer version.
    #[error("it has version {0}, and this tool reads version {VERSION}")]
    Version(u32),
    /// A value that no run could have had.
    #[error("its {0} is not valid")]
    Value(&'static str),
}

/// What every version of the format has.
#[derive(Deserialize)]
struct AnyVersion {
    recording_version: u32,
}

#[derive(Deserialize, Serialize)]
struct Document {
    recording_version: u32,
    tool_version: String,
    taken_at: String,
    overrides: Vec<String>,
    interrupted: bool,
    /// By SIGTERM.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    terminated: bool,
    target: TargetPart,
    exchanges: Vec<ExchangePart>,
    /// Only where a browser was to look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    visit: Option<VisitPart>,
}

#[derive(Deserialize, Serialize)]
struct VisitPart {
    url: String,
    observation: SeenPart,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum SeenPart {
    Seen(Box<Visit>),
    Failure { cause: String, message: String },
}

#[derive(Deserialize, Serialize)]
struct TargetPart {
    region: String,
    client_id: String,
    deployment: String,
    grant: Grant,
    /// Those that were given instead of the documented ones.
    redirect_uris: Vec<String>,
    /// That of the login that failed, which was asked for beside them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    login_redirect_uri: Option<String>,
}

#[derive(Deserialize, Serialize)]
struct ExchangePart {
    round: usize,
    purpose: Purpose,
    url: String,
    cookies: String,
    answer: AnswerPart,
    elapsed_ms: u64,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum AnswerPart {
    Reply {
        status: u16,
        headers: Vec<(String, String)>,
        set_cookies: Vec<String>,
        is_redacted: bool,
        body: String,
    },
    Failure {
        cause: String,
        message: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        advice: Option<Value>,
    },
}

impl Recording {
    /// A recording of a run, without its request ids and cookies. A report on a run that is recorded is made of this, so
    /// that a replay tells the same.
    #[must_use]
    pub fn new(
        target: Target,
        evidence: &Evidence,
        taken_at: SystemTime,
        overrides: Vec<String>,
        interrupted: Option<Signal>,
    ) -> Self {
        Self {
            target,
            evidence: redacted(evidence),
            taken_at,
            overrides,
            interrupted,
        }
    }

    /// The file.
    #[must_use]
    pub fn to_json(&self) -> String {
        let target = &self.target;
        let custom: &[RedirectUri] = if target.documented_uris_only() {
            &[]
        } else {
            target.needed_uris()
        };
        let document = Document {
            recording_version: VERSION,
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            taken_at: timestamp(self.taken_at),
            overrides: self.overrides.clone(),
            interrupted: self.interrupted.is_some(),
            terminated: self.interrupted == Some(Signal::Terminate),
            target: TargetPart {
                region: target.region().domain().to_owned(),
                client_id: target.client_id().as_str().to_owned(),
                deployment: target.deployment().as_str().to_owned(),
                grant: target.grant(),
                redirect_uris: custom.iter().map(|uri| uri.as_str().to_owned()).collect(),
                login_redirect_uri: target.login_uri().map(|uri| uri.as_str().to_owned()),
            },
            exchanges: self
                .evidence
                .exchanges()
                .iter()
                .map(ExchangePart::of)
                .collect(),
            visit: self.evidence.visited().map(VisitPart::of),
        };
        pretty(&document)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Where it is no recording that this version can read.
    pub fn from_json(text: &str) -> Result<Self, RecordingError> {
        let version = serde_json::from_str::<AnyVersion>(text)?.recording_version;
        if version != VERSION {
            return Err(RecordingError::Version(version));
        }
        let document: Document = serde_json::from_str(text)?;
        let mut evidence = Evidence::default();
        for exchange in document.exchanges {
            evidence.push(exchange.into_exchange()?);
        }
        if let Some(visit) = document.visit {
            evidence.set_visited(visit.into_visited()?);
        }
        Ok(Self {
            target: document.target.into_target()?,
            evidence,
            taken_at: humantime::parse_rfc3339(&document.taken_at)
                .map_err(|_| RecordingError::Value("time"))?,
            overrides: document.overrides,
            interrupted: match (document.interrupted, document.terminated) {
                (false, _) => None,
                (true, false) => Some(Signal::Interrupt),
                (true, true) => Some(Signal::Terminate),
            },
        })
    }
}

impl TargetPart {
    fn into_target(self) -> Result<Target, RecordingError> {
        let region = Region::unlisted(&self.region).map_err(|_| RecordingError::Value("region"))?;
        let client_id =
            ClientId::parse(&self.client_id).map_err(|_| RecordingError::Value("client id"))?;
        let deployment =
            Deployment::parse(&self.deployment).map_err(|_| RecordingError::Value("deployment"))?;
        let uris: Result<Vec<_>, _> = self
            .redirect_uris
            .iter()
            .map(|uri| RedirectUri::new(uri))
            .collect();
        let no_uri = |_| RecordingError::Value("redirect URI");
        let target = Target::new(
            region,
            client_id,
            deployment,
            self.grant,
            uris.map_err(no_uri)?,
        );
        Ok(match self.login_redirect_uri {
            Some(uri) => target.with_login_uri(RedirectUri::new(&uri).map_err(no_uri)?),
            None => target,
        })
    }
}

impl VisitPart {
    fn of(visited: &Visited) -> Self {
        Self {
            url: visited.url.clone(),
            observation: match &visited.observation {
                Ok(visit) => SeenPart::Seen(Box::new(visit.clone())),
                Err(failure) => SeenPart::Failure {
                    cause: failure.cause().name().to_owned(),
                    message: failure.to_string(),
                },
            },
        }
    }

    fn into_visited(self) -> Result<Visited, RecordingError> {
        Ok(Visited {
            url: self.url,
            observation: match self.observation {
                SeenPart::Seen(visit) if visit.is_bounded() => Ok(*visit),
                SeenPart::Seen(_) => return Err(RecordingError::Value("visit")),
                SeenPart::Failure { cause, message } => Err(Failure::Recorded {
                    cause: Cause::named(&cause).ok_or(RecordingError::Value("cause"))?,
                    message,
                    detail: None,
                    advice: None,
                }),
            },
        })
    }
}

impl ExchangePart {
    fn of(exchange: &Exchange) -> Self {
        let answer = match &exchange.observation {
            Ok(reply) => AnswerPart::Reply {
                status: reply.status,
                headers: reply.headers.clone(),
                set_cookies: reply.cookies.to_headers(),
                is_redacted: reply.is_redacted,
                body: reply.body.clone(),
            },
            Err(failure) => AnswerPart::Failure {
                cause: failure.cause().name().to_owned(),
                message: failure.to_string(),
                detail: failure.detail().map(str::to_owned),
                advice: failure.special_advice().map(|advice| json!(advice)),
            },
        };
        Self {
            round: exchange.round,
            purpose: exchange.probe.purpose,
            url: exchange.probe.url.clone(),
            cookies: exchange.probe.cookies.to_redacted_text(),
            answer,
            elapsed_ms: u64::try_from(exchange.elapsed.as_millis()).unwrap_or(u64::MAX),
        }
    }

    fn into_exchange(self) -> Result<Exchange, RecordingError> {
        let observation = match self.answer {
            AnswerPart::Reply {
                status,
                headers,
                set_cookies,
                is_redacted,
                body,
            } => Ok(Reply {
                status,
                headers,
                cookies: Cookies::from_headers(&set_cookies),
                is_redacted,
                body,
            }),
            AnswerPart::Failure {
                cause,
                message,
                detail,
                advice,
            } => Err(Failure::Recorded {
                cause: Cause::named(&cause).ok_or(RecordingError::Value("cause"))?,
                message,
                detail,
                // One that a newer version knows is left out: the cause has advice of its own.
                advice: advice.and_then(|name| serde_json::from_value(name).ok()),
            }),
        };
        Ok(Exchange {
            round: self.round,
            probe: Probe::new(self.purpose, self.url)
                .with_cookies(CookieHeader::from_redacted_text(self.cookies)),
            observation,
            elapsed: Duration::from_millis(self.elapsed_ms),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Recording;

    #[test]
    fn what_is_no_recording_is_refused_in_words() {
        for (text, words) in [
            ("", "it is no recording"),
            ("{}", "it is no recording"),
            (
                // Whatever a newer one has besides.
                r#"{"recording_version":9}"#,
                "it has version 9",
            ),
            (
                r#"{"recording_version":1,"tool_version":"","taken_at":"","overrides":[],"interrupted":false,"target":{"region":"x","client_id":"","deployment":"","grant":"pkce","redirect_uris":[]},"exchanges":[]}"#,
                "region is not valid",
            ),
        ] {
            let error = Recording::from_json(text).expect_err(text).to_string();
            assert!(error.contains(words), "{error}");
        }
    }
}
