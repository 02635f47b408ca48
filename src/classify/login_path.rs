//! Where an accepted request leads to: the redirects behind it, up to the login page.

use super::authorize_requests::AuthorizeRequests;
use super::destination::points_to;
use super::page::shows_something;
use super::region_replies::{Basis, RegionReplies, UriVerdict};
use super::{Classification, classify_step};
use crate::genesys::{RedirectUri, Target};
use crate::probe::{AllowList, Cause, CookieJar, Evidence, Observation, Probe, Purpose, Reply};
use url::Url;

/// Redirects behind an accepted authorization request that are followed at the most.
pub(crate) const MAX_HOPS: usize = 5;

/// The way from an accepted authorization request towards the login page.
#[derive(Clone, Debug)]
pub struct LoginPath {
    /// The position of the redirect URI whose request it follows.
    pub uri: usize,
    /// The requests, the authorization request first.
    pub steps: Vec<Probe>,
    /// Where it ends.
    pub end: LoginEnd,
}

/// Where the way to the login page ends.
#[derive(Clone, Debug)]
pub enum LoginEnd {
    /// A page.
    Page,
    /// An answer with this status, without a page.
    NoPage(u16),
    /// A request that was there before, cookies included.
    Loop,
    /// More redirects than are followed.
    TooLong,
    /// A host that this tool does not contact.
    Leaves(String),
    /// An explicit refusal after all.
    Refused(String),
    /// An error without a reason.
    Unexplained(String),
    /// Back at the redirect URI with an error.
    Bounced {
        /// The error code.
        code: String,
        /// The error as the server stated it.
        quote: String,
    },
    /// Back at a redirect URI.
    Returned,
    /// An address with a code or a token in it, which is not followed.
    Secret,
    /// No answer.
    Silent(Cause),
    /// Not asked yet.
    NotAsked(Probe),
}

impl LoginPath {
    /// Follows the answers from the first accepted real request; `None` where none was accepted.
    #[must_use]
    pub fn of(target: &Target, home: &RegionReplies, evidence: &Evidence) -> Option<Self> {
        if home.is_indistinct() {
            return None;
        }
        // A redirect back to the redirect URI is no way to a login page, and that URI is never fetched.
        let index = home.verdicts.iter().position(
            |verdict| matches!(verdict, UriVerdict::Accepted(basis) if *basis != Basis::Redirect),
        )?;
        let uri = target.redirect_uris().get(index)?;
        let start = AuthorizeRequests::of(target).real(Purpose::RedirectUri, uri, target.grant());
        let mut walk = Walk {
            steps: vec![start],
            cookies: CookieJar::default(),
            allowed: AllowList::of_login(target),
            redirect_uris: target.redirect_uris().to_vec(),
        };
        let end = loop {
            if let Some(end) = walk.step(evidence) {
                break end;
            }
        };
        Some(Self {
            uri: index,
            steps: walk.steps,
            end,
        })
    }

    /// The next request on the way, if it is not at its end.
    #[must_use]
    pub fn next(&self) -> Option<Probe> {
        match &self.end {
            LoginEnd::NotAsked(probe) => Some(probe.clone()),
            _ => None,
        }
    }
}

/// A path that is being followed.
struct Walk {
    /// Never to be fetched.
    redirect_uris: Vec<RedirectUri>,
    steps: Vec<Probe>,
    cookies: CookieJar,
    allowed: AllowList,
}

impl Walk {
    /// Goes on by one step, or ends.
    fn step(&mut self, evidence: &Evidence) -> Option<LoginEnd> {
        let start = self.steps.first().expect("a walk has its start").clone();
        let step = self.steps.last().expect("a walk has its start").clone();
        let Some(observation) = evidence.get(&step) else {
            return Some(LoginEnd::NotAsked(step));
        };
        let reply = match observation {
            Ok(reply) => reply,
            Err(failure) => return Some(LoginEnd::Silent(failure.cause())),
        };
        if let Some(end) = against(&start.url, &step.url, observation) {
            return Some(end);
        }
        let Some(next) = target_of(&step.url, reply) else {
            return Some(
                if (200..300).contains(&reply.status) && shows_something(&reply.body) {
                    LoginEnd::Page
                } else {
                    LoginEnd::NoPage(reply.status)
                },
            );
        };
        if reply.is_redacted {
            return Some(LoginEnd::Secret);
        }
        if self
            .redirect_uris
            .iter()
            .any(|uri| points_to(&next, uri.as_str()))
        {
            return Some(LoginEnd::Returned);
        }
        self.cookies.set(step.host(), &reply.cookies);
        let probe = Probe::new(Purpose::LoginHop, String::from(next.clone()));
        // The host of a probe is empty unless it is plain https on its own port.
        if !self.allowed.permits(probe.host()) {
            return Some(LoginEnd::Leaves(
                next.host_str().unwrap_or_default().to_owned(),
            ));
        }
        let cookies = self.cookies.header_for(probe.host(), next.path());
        let probe = probe.with_cookies(cookies);
        let was_here = |step: &Probe| step.url == probe.url && step.cookies == probe.cookies;
        if self.steps.iter().any(was_here) {
            return Some(LoginEnd::Loop);
        }
        // The first step is no hop.
        if self.steps.len() > MAX_HOPS {
            return Some(LoginEnd::TooLong);
        }
        self.steps.push(probe);
        None
    }
}

/// What an answer on the way says against the acceptance that began it, or of its end.
fn against(start: &str, step: &str, observation: &Observation) -> Option<LoginEnd> {
    let reply = classify_step(start, step, observation);
    match reply.classification {
        Classification::Refused(refusal) => Some(LoginEnd::Refused(refusal.quote)),
        Classification::Unexplained { .. } => {
            let what = reply.fingerprint.map(|one| one.to_string());
            Some(LoginEnd::Unexplained(what.unwrap_or_default()))
        }
        Classification::Bounced { code, quote } => Some(LoginEnd::Bounced { code, quote }),
        Classification::Returned => Some(LoginEnd::Returned),
        Classification::NoVerdict {
            cause,
            foreign: None,
        } if cause != Cause::Unrecognized => Some(LoginEnd::Silent(cause)),
        _ => None,
    }
}

/// Where a redirect leads, without the fragment, which is never sent.
fn target_of(step: &str, reply: &Reply) -> Option<Url> {
    if !reply.is_redirect() {
        return None;
    }
    let mut next = Url::parse(step).ok()?.join(reply.location()?).ok()?;
    next.set_fragment(None);
    // Whatever else a browser would do with it, no page is asked for.
    next.has_host().then_some(next)
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::{FakeServer, answer, genesys};
    use crate::probe::{Observation, Reply};

    const ID: &str = "authentication-loop";

    /// Genesys Cloud, whose login page is at the end of so many redirects.
    fn behind(hops: usize) -> FakeServer {
        FakeServer::with(|asked| {
            let path = asked.path();
            let is_login = asked.host().starts_with("login.") && !asked.is_authorization();
            let hop: usize = path.trim_start_matches("/hop/").parse().unwrap_or(1);
            match genesys(asked) {
                _ if is_login && hop < hops => answer(302, &format!("/hop/{}", hop + 1), ""),
                other => other,
            }
        })
    }

    #[test]
    fn an_answer_without_a_page_is_no_login_page() {
        for (status, location, body) in [
            (200, "", " "),
            (200, "", "<html><head></head><body></body></html>"),
            (204, "", ""),
            (304, "", ""),
            (302, "", "<p>Moved</p>"),
            (302, "javascript:alert(1)", ""),
        ] {
            let server = FakeServer::with(|asked| {
                if asked.is_authorization() {
                    genesys(asked)
                } else {
                    answer(status, location, body)
                }
            });
            assert_eq!(server.ends(ID), "warn", "{status} {location}");
        }
    }

    /// What nobody knows at the end of the way is a page, and no failure to answer.
    #[test]
    fn the_way_ends_at_whatever_page_there_is() {
        let server = FakeServer::with(|asked| {
            if asked.is_authorization() {
                genesys(asked)
            } else {
                answer(200, "", "<h1>Hello</h1>")
            }
        });
        let told = server.tells(ID);
        assert!(told.starts_with("pass: A page is reached"), "{told}");
    }

    #[test]
    fn five_redirects_are_followed_and_no_more() {
        let told = behind(5).tells(ID);
        assert!(
            told.starts_with("pass: A page is reached after 5 redirects."),
            "{told}"
        );
        assert_eq!(
            behind(6).tells(ID),
            "unverifiable redirect_loop: After 5 redirects there was still no page."
        );
    }

    /// A recording does not hold the token, and that there was one is known.
    #[test]
    fn back_at_the_redirect_uri_is_an_end_even_if_the_token_is_not_kept() {
        let token = |reply: Reply| Reply {
            is_redacted: true,
            ..reply
        };
        let back = || -> Observation {
            answer(302, "https://phone.mirabridge.cloud#access_token=x", "").map(token)
        };
        let staged = FakeServer::with(|asked| {
            let is_login = asked.host().starts_with("login.") && !asked.is_authorization();
            if is_login { back() } else { genesys(asked) }
        });
        assert_eq!(
            staged.tells(ID),
            "pass: The redirects end at the redirect URI, which was not fetched."
        );
    }
}
