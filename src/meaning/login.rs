use super::asked::Asked;
use super::home::Home;
use super::question::Question;
use super::reaction::{Reaction, read_step};
use super::standing::{Basis, Standing};
use crate::probe::{AllowList, Cause, Evidence, Probe, Purpose, Reply};
use crate::setup::Target;

/// Redirects behind an accepted authorization request that are followed at the most.
pub const MAX_HOPS: usize = 5;

/// The way from an accepted authorization request towards the login page.
#[derive(Clone, Debug)]
pub struct LoginPath {
    /// The addresses, the authorization request first.
    pub steps: Vec<String>,
    /// Where it ends.
    pub end: LoginEnd,
}

/// Where the way to the login page ends.
#[derive(Clone, Debug)]
pub enum LoginEnd {
    /// A page, with its status.
    Page(u16),
    /// An address that was there before.
    Loop {
        /// Whether an answer on the way set a cookie, which a browser would send back.
        sets_cookie: bool,
    },
    /// More redirects than are followed.
    TooLong,
    /// A host that this tool does not contact.
    Leaves(String),
    /// An explicit refusal after all.
    Refused(String),
    /// Back at the redirect URI with an error.
    Bounced {
        /// The error code.
        code: String,
        /// The error as the server stated it.
        quote: String,
    },
    /// Back at the redirect URI with a code or a token.
    Returned,
    /// No answer.
    Silent(Cause),
    /// Not asked yet.
    Open(String),
}

impl LoginPath {
    /// Follows the answers from the first accepted real request; `None` where none was accepted.
    #[must_use]
    pub fn of(target: &Target, home: &Home, evidence: &Evidence) -> Option<Self> {
        if home.is_indistinct() {
            return None;
        }
        // A redirect back to the redirect URI is no way to a login page, and that URI is never fetched.
        let index = home.standings.iter().position(
            |standing| matches!(standing, Standing::Accepted(basis) if *basis != Basis::Redirect),
        )?;
        let uri = target.redirect_uris().get(index)?;
        let start = Asked::of(target)
            .real(Purpose::RedirectUri, uri, target.grant())
            .url;
        let mut steps = vec![start.clone()];
        let mut sets_cookie = false;
        loop {
            let step = steps.last().cloned().unwrap_or_default();
            let Some(observation) = evidence.get(&step) else {
                return Some(Self {
                    end: LoginEnd::Open(step),
                    steps,
                });
            };
            let reply = match observation {
                Ok(reply) => reply,
                Err(failure) => {
                    return Some(Self {
                        end: LoginEnd::Silent(failure.cause()),
                        steps,
                    });
                }
            };
            sets_cookie |= reply.sets_cookie;
            if let Some(end) = verdict(&start, &step, steps.len() == 1, observation) {
                return Some(Self { end, steps });
            }
            let Some(next) = target_of(&step, reply) else {
                return Some(Self {
                    end: LoginEnd::Page(reply.status),
                    steps,
                });
            };
            if steps.contains(&next) {
                return Some(Self {
                    end: LoginEnd::Loop { sets_cookie },
                    steps,
                });
            }
            let probe = Probe::new(Purpose::LoginHop, next);
            if !AllowList::of(target).permits(probe.host()) {
                let host = Question::of(&probe.url)
                    .and_then(|question| question.url.host_str().map(str::to_owned));
                return Some(Self {
                    end: LoginEnd::Leaves(host.unwrap_or(probe.url)),
                    steps,
                });
            }
            if steps.len() > MAX_HOPS {
                return Some(Self {
                    end: LoginEnd::TooLong,
                    steps,
                });
            }
            steps.push(probe.url);
        }
    }

    /// The next request on the way, if it is not at its end.
    #[must_use]
    pub fn next(&self) -> Option<Probe> {
        match &self.end {
            LoginEnd::Open(url) => Some(Probe::new(Purpose::LoginHop, url.clone())),
            _ => None,
        }
    }
}

/// What an answer on the way says against the acceptance that began it.
fn verdict(
    start: &str,
    step: &str,
    first: bool,
    observation: &crate::probe::Observation,
) -> Option<LoginEnd> {
    if first {
        return None;
    }
    match read_step(start, step, observation).reaction {
        Reaction::Refused(refusal) => Some(LoginEnd::Refused(refusal.quote)),
        Reaction::Bounced { code, quote } => Some(LoginEnd::Bounced { code, quote }),
        Reaction::Returned => Some(LoginEnd::Returned),
        Reaction::NoVerdict {
            cause,
            foreign: None,
        } if cause != Cause::Unrecognized => Some(LoginEnd::Silent(cause)),
        _ => None,
    }
}

/// Where a redirect leads, without the fragment, which is never sent.
fn target_of(step: &str, reply: &Reply) -> Option<String> {
    if !reply.is_redirect() {
        return None;
    }
    let mut next = url::Url::parse(step).ok()?.join(reply.location()?).ok()?;
    next.set_fragment(None);
    Some(next.into())
}
