//! What a visit says: what went wrong in the page, told apart from what went wrong on the way to it.

use super::oauth_error;
use super::sign_in::SignIn;
use crate::genesys::Target;
use crate::probe::{Blocker, Cause, Level, Resource, Visit, VisitEnd, What};
use url::Url;

/// Events that are told for a finding: the first, and those before the last.
const TRAIL: (usize, usize) = (4, 8);

/// A visit, understood. Events are named by their positions.
#[derive(Clone, Debug)]
pub struct Story<'a> {
    /// What happened.
    pub visit: &'a Visit,
    /// How far the sign-in came.
    pub sign_in: SignIn,
}

/// Something on the way that kept a part of the page from loading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The position of the event.
    pub at: usize,
    /// Its cause.
    pub cause: Cause,
    /// In words, without a full stop.
    pub words: String,
}

impl<'a> Story<'a> {
    /// The story of a visit.
    #[must_use]
    pub fn of(target: &Target, visit: &'a Visit) -> Self {
        Self {
            visit,
            sign_in: SignIn::of(target, visit),
        }
    }

    fn all(&self, is_meant: impl Fn(&What) -> bool) -> Vec<usize> {
        let events = self.visit.events.iter().enumerate();
        events
            .filter(|(_, event)| is_meant(&event.what))
            .map(|(at, _)| at)
            .collect()
    }

    /// Faults of the page itself: documents and scripts that are not there.
    #[must_use]
    pub fn missing(&self) -> Vec<usize> {
        self.all(|what| match what {
            What::Answered {
                resource, status, ..
            } => carries(*resource) && fault_of_server(*status).is_none(),
            What::Crashed => true,
            _ => false,
        })
    }

    /// Scripts that failed.
    #[must_use]
    pub fn exceptions(&self) -> Vec<usize> {
        self.all(|what| matches!(what, What::Exception { .. }))
    }

    /// What kept documents and scripts from loading, and is no fault of the page. Where no sign-in came through, what
    /// kept data from it counts as well: the page may have failed for want of that.
    #[must_use]
    pub fn troubles(&self) -> Vec<Trouble> {
        let wants_data = !self.sign_in.is_through();
        let counts =
            |resource: Resource| carries(resource) || (wants_data && resource == Resource::Data);
        let events = self.visit.events.iter().enumerate();
        let found = events.filter_map(|(at, event)| {
            let (cause, words) = match &event.what {
                What::Failed {
                    resource,
                    url,
                    error,
                } if counts(*resource) && error != TOO_MANY => self.failed(url, error),
                What::Answered {
                    resource,
                    url,
                    status,
                } if counts(*resource) => {
                    // An API refuses who is not signed in.
                    let cause = fault_of_server(*status)
                        .filter(|cause| carries(*resource) || *cause != Cause::Blocked)?;
                    (cause, format!("{} answers {status}", host(url)))
                }
                _ => return None,
            };
            Some(Trouble { at, cause, words })
        });
        found.collect()
    }

    /// Why an address could not be loaded: in our own words, where the connection is ours.
    fn failed(&self, url: &str, error: &str) -> (Cause, String) {
        let host = host(url);
        let known = self.visit.unreached.iter().find(|one| one.host == host);
        if let Some(known) = known {
            let cause = Cause::named(&known.cause).unwrap_or(Cause::Connect);
            return (cause, known.message.clone());
        }
        let is = |part: &str| error.contains(part);
        let cause = if is("_CERT_") || is("_SSL_") {
            Cause::Tls
        } else if is("NAME_NOT_RESOLVED") {
            Cause::Dns
        } else if is("TIMED_OUT") {
            Cause::Timeout
        } else if is("TUNNEL") || is("PROXY") {
            Cause::Proxy
        } else if is("CONNECTION") || is("ADDRESS") || is("NETWORK") || is("EMPTY_RESPONSE") {
            Cause::Connect
        } else {
            Cause::Protocol
        };
        (cause, format!("{host} could not be loaded: {error}"))
    }

    /// What this tool did not let the page load, but the page of an organization's own login.
    #[must_use]
    pub fn kept_in(&self) -> Vec<usize> {
        let login = match self.sign_in {
            SignIn::Leaves { at, .. } | SignIn::Elsewhere { at, .. } => Some(at),
            _ => None,
        };
        let mut kept = self.all(
            |what| matches!(what, What::KeptIn { resource, .. } if *resource != Resource::Other),
        );
        kept.retain(|at| Some(*at) != login);
        kept
    }

    /// Whether something on the way, or this tool, kept from the page what it may have needed to come to a sign-in. Then
    /// what it did or wrote instead is no sign of a fault of its own, and the check of its errors says why.
    #[must_use]
    pub fn is_hindered(&self) -> bool {
        let is_whole = self.troubles().is_empty() && self.kept_in().is_empty();
        !self.sign_in.is_through() && !is_whole
    }

    /// Whether what this event tells of came from a server in trouble, or from something on the way, and no sign-in came
    /// through: then its headers are not those of the page.
    #[must_use]
    pub fn is_troubled_at(&self, at: usize) -> bool {
        let url = |at: usize| self.visit.events.get(at).and_then(|event| event.what.url());
        let mut troubles = self.troubles().into_iter();
        !self.sign_in.is_through() && troubles.any(|trouble| url(trouble.at) == url(at))
    }

    /// The hosts of these events, each once.
    #[must_use]
    pub fn hosts(&self, events: &[usize]) -> Vec<String> {
        let mut hosts: Vec<String> = Vec::new();
        for event in events.iter().filter_map(|at| self.visit.events.get(*at)) {
            if let Some(url) = event.what.url() {
                let host = host(url);
                if !hosts.contains(&host) {
                    hosts.push(host);
                }
            }
        }
        hosts
    }

    /// Windows that were asked for without a click or key, and blocked.
    #[must_use]
    pub fn windows_blocked(&self) -> Vec<usize> {
        self.all(|what| matches!(what, What::WindowAsked { opened: false, .. }))
    }

    /// Windows that opened.
    #[must_use]
    pub fn windows_opened(&self) -> Vec<usize> {
        self.all(|what| matches!(what, What::WindowOpened))
    }

    /// Frames that their own documents forbid.
    #[must_use]
    pub fn frames_refused(&self) -> Vec<usize> {
        self.all(|what| matches!(what, What::Blocked { by, .. } if by.is_about_frames()))
    }

    /// Documents that were shown in frames.
    #[must_use]
    pub fn frames_shown(&self) -> Vec<usize> {
        let mut shown = self.all(|what| matches!(what, What::Loaded { .. }));
        shown.retain(|at| {
            let event = self.visit.events.get(*at);
            let place = event.and_then(|event| self.visit.places.get(event.place));
            place.is_some_and(|place| !place.is_window)
        });
        shown
    }

    /// What rules of the page, of other origins or of the browser kept from loading.
    #[must_use]
    pub fn content_blocked(&self) -> Vec<usize> {
        self.all(|what| matches!(what, What::Blocked { by, .. } if !by.is_about_frames()))
    }

    /// Lines of the console that speak of an OAuth error.
    #[must_use]
    pub fn oauth_errors(&self) -> Vec<usize> {
        self.all(|what| match what {
            What::Console { level, text } => {
                oauth_error::in_console(text, matches!(level, Level::Warning | Level::Error))
            }
            What::Exception { text, .. } => oauth_error::in_console(text, true),
            _ => false,
        })
    }

    /// Whether one of these lines names an OAuth error by its code, as the service does, and not only in words.
    #[must_use]
    pub fn names_code(&self, lines: &[usize]) -> bool {
        let mut events = lines.iter().filter_map(|at| self.visit.events.get(*at));
        events.any(|event| match &event.what {
            What::Console { text, .. } | What::Exception { text, .. } => {
                oauth_error::in_console(text, false)
            }
            _ => false,
        })
    }

    /// Where a sign-in turned in a circle; empty where it did not.
    #[must_use]
    pub fn turns(&self) -> Vec<usize> {
        let too_many =
            self.all(|what| matches!(what, What::Failed { error, .. } if error == TOO_MANY));
        if self.visit.end == VisitEnd::Loop || !too_many.is_empty() {
            let mut turns =
                self.all(|what| matches!(what, What::Loaded { .. } | What::Redirected { .. }));
            turns.extend(too_many);
            return turns;
        }
        too_many
    }

    /// Whether the page at the address that was opened was shown.
    #[must_use]
    pub fn is_opened(&self) -> bool {
        self.visit.events.iter().any(|event| {
            event.place == 0
                && matches!(event.what, What::Loaded { status, .. } if status.is_none_or(|status| status < 400))
        })
    }

    /// What the page did, in order, as far as it led to these events, and these.
    #[must_use]
    pub fn trail(&self, cited: &[usize]) -> Vec<usize> {
        let last = cited.iter().copied().max().unwrap_or(usize::MAX);
        let mut trail = self.all(|what| {
            matches!(
                what,
                What::Redirected { .. }
                    | What::Loaded { .. }
                    | What::Clicked { .. }
                    | What::WindowOpened
                    | What::Crashed
            )
        });
        trail.retain(|at| *at <= last);
        trail.extend(cited);
        trail.sort_unstable();
        trail.dedup();
        let (first, final_ones) = TRAIL;
        if trail.len() > first + final_ones {
            let end = trail.len() - final_ones;
            trail.drain(first..end);
        }
        trail
    }
}

const TOO_MANY: &str = "net::ERR_TOO_MANY_REDIRECTS";

/// Whether a page cannot do without it.
fn carries(resource: Resource) -> bool {
    matches!(
        resource,
        Resource::Document | Resource::Frame | Resource::Script
    )
}

/// The cause of a status that speaks of the service or of something on the way, and not of the page.
fn fault_of_server(status: u16) -> Option<Cause> {
    match status {
        401 | 403 | 451 => Some(Cause::Blocked),
        407 => Some(Cause::Proxy),
        408 => Some(Cause::Timeout),
        429 => Some(Cause::RateLimited),
        511 => Some(Cause::CaptivePortal),
        500.. => Some(Cause::ServerError),
        _ => None,
    }
}

fn host(url: &str) -> String {
    let url = Url::parse(url).ok();
    let host = url.as_ref().and_then(Url::host_str);
    host.unwrap_or_default().to_owned()
}

impl Blocker {
    fn is_about_frames(self) -> bool {
        matches!(self, Self::FrameOptions | Self::FrameAncestors)
    }
}

#[cfg(test)]
mod tests {
    use super::{Story, TOO_MANY, fault_of_server};
    use crate::checks::testing::{CLIENT, event, loaded, opened, signed, target, visit};
    use crate::probe::Cause::{Blocked, Connect, ServerError};
    use crate::probe::Resource::{Data, Document, Other, Script};
    use crate::probe::{Cause, Resource, Visit, VisitEnd, What};

    const URL: &str = "https://api.mypurecloud.de/a";

    fn failed(resource: Resource, error: &str) -> What {
        What::Failed {
            resource,
            url: URL.to_owned(),
            error: error.to_owned(),
        }
    }

    fn answered(resource: Resource, status: u16) -> What {
        What::Answered {
            resource,
            url: URL.to_owned(),
            status,
        }
    }

    fn told(visit: &Visit) -> Story<'_> {
        Story::of(&target(CLIENT), visit)
    }

    #[test]
    fn the_browsers_errors_have_causes() {
        for (error, cause) in [
            ("net::ERR_CERT_AUTHORITY_INVALID", Cause::Tls),
            ("net::ERR_SSL_PROTOCOL_ERROR", Cause::Tls),
            ("net::ERR_NAME_NOT_RESOLVED", Cause::Dns),
            ("net::ERR_CONNECTION_TIMED_OUT", Cause::Timeout),
            ("net::ERR_TUNNEL_CONNECTION_FAILED", Cause::Proxy),
            ("net::ERR_PROXY_AUTH_REQUESTED", Cause::Proxy),
            ("net::ERR_CONNECTION_RESET", Connect),
            ("net::ERR_ADDRESS_UNREACHABLE", Connect),
            ("net::ERR_NETWORK_CHANGED", Connect),
            ("net::ERR_EMPTY_RESPONSE", Connect),
            ("net::ERR_HTTP2_PROTOCOL_ERROR", Cause::Protocol),
        ] {
            let events = vec![event(0, failed(Script, error))];
            let troubles = told(&visit(VisitEnd::Quiet, events)).troubles();
            let words = format!("api.mypurecloud.de could not be loaded: {error}");
            let made: Vec<_> = troubles
                .into_iter()
                .map(|one| (one.cause, one.words))
                .collect();
            assert_eq!(made, [(cause, words)]);
        }
    }

    #[test]
    fn some_statuses_speak_of_the_server_and_not_of_the_page() {
        for (status, cause) in [
            (400, None),
            (401, Some(Blocked)),
            (404, None),
            (407, Some(Cause::Proxy)),
            (408, Some(Cause::Timeout)),
            (429, Some(Cause::RateLimited)),
            (451, Some(Blocked)),
            (499, None),
            (500, Some(ServerError)),
            (511, Some(Cause::CaptivePortal)),
        ] {
            assert_eq!(fault_of_server(status), cause, "{status}");
        }
    }

    #[test]
    fn only_what_carries_a_page_is_missed_in_it() {
        for (what, is_missing) in [
            (answered(Script, 404), true),
            (answered(Document, 404), true),
            (answered(Data, 404), false),
            (answered(Other, 404), false),
            (answered(Script, 503), false),
            (What::Crashed, true),
        ] {
            let events = vec![opened(), event(0, what.clone())];
            let missing = told(&visit(VisitEnd::Quiet, events)).missing();
            assert_eq!(
                missing,
                if is_missing { vec![1] } else { vec![] },
                "{what:?}"
            );
        }
    }

    #[test]
    fn the_login_of_another_region_is_no_part_that_the_page_lacks() {
        let kept_in = |resource, url: &str| {
            let url = url.to_owned();
            event(0, What::KeptIn { resource, url })
        };
        let events = vec![
            opened(),
            kept_in(Document, "https://login.mypurecloud.ie/oauth/authorize"),
            kept_in(Other, "https://cdn.example/a.png"),
            kept_in(Script, "https://cdn.example/a.js"),
        ];
        assert_eq!(told(&visit(VisitEnd::Quiet, events)).kept_in(), [3]);
    }

    #[test]
    fn hosts_are_told_once_and_in_order() {
        let events = vec![
            opened(),
            event(0, What::Crashed),
            loaded(2, "https://login.mypurecloud.de/"),
            opened(),
        ];
        assert_eq!(
            told(&visit(VisitEnd::Quiet, events)).hosts(&[0, 1, 2, 3, 9]),
            ["phone.mirabridge.cloud", "login.mypurecloud.de"]
        );
    }

    #[test]
    fn a_page_is_opened_if_its_window_showed_no_error() {
        let shown = |place, status| {
            let url = URL.to_owned();
            event(place, What::Loaded { url, status })
        };
        for (event, is_opened) in [
            (shown(0, Some(399)), true),
            (shown(0, None), true),
            (shown(0, Some(400)), false),
            (shown(1, Some(200)), false),
        ] {
            let events = vec![event.clone()];
            assert_eq!(
                told(&visit(VisitEnd::Quiet, events)).is_opened(),
                is_opened,
                "{event:?}"
            );
        }
    }

    #[test]
    fn documents_in_frames_and_turns_of_a_circle_are_found() {
        let endless = event(0, failed(Document, TOO_MANY));
        let events = || vec![opened(), event(0, What::Crashed), loaded(1, URL)];
        assert_eq!(told(&visit(VisitEnd::Quiet, events())).frames_shown(), [2]);
        assert!(told(&visit(VisitEnd::Quiet, events())).turns().is_empty());
        assert_eq!(told(&visit(VisitEnd::Loop, events())).turns(), [0, 2]);
        let events = [events(), vec![endless]].concat();
        assert_eq!(told(&visit(VisitEnd::Quiet, events)).turns(), [0, 2, 3]);
    }

    /// A line of the console leads nowhere; it is told where it is what is told of.
    #[test]
    fn a_trail_leads_to_what_is_told_of_and_keeps_its_two_ends() {
        let dialog = event(
            0,
            What::Dialog {
                text: String::new(),
            },
        );
        let mut events = vec![dialog];
        events.resize_with(20, opened);
        let trail = |cited: &[usize]| told(&visit(VisitEnd::Quiet, events.clone())).trail(cited);
        assert_eq!(trail(&[0]), [0]);
        assert_eq!(trail(&[3, 0]), [0, 1, 2, 3]);
        assert_eq!(trail(&[12]), (1..=12).collect::<Vec<_>>());
        let ends = |first: [usize; 4], last: std::ops::RangeInclusive<usize>| -> Vec<usize> {
            first.into_iter().chain(last).collect()
        };
        assert_eq!(trail(&[13]), ends([1, 2, 3, 4], 6..=13));
        assert_eq!(trail(&[]), ends([1, 2, 3, 4], 12..=19));
    }

    /// The cause of the trouble where the sign-in did not come through, and where it did.
    #[test]
    fn what_kept_the_page_from_loading_depends_on_what_it_needed() {
        let reset = "net::ERR_CONNECTION_RESET";
        for (what, not_through, through) in [
            (failed(Script, reset), Some(Connect), Some(Connect)),
            (failed(Data, reset), Some(Connect), None),
            (failed(Other, reset), None, None),
            (failed(Document, TOO_MANY), None, None),
            (answered(Script, 403), Some(Blocked), Some(Blocked)),
            (answered(Data, 503), Some(ServerError), None),
            // An API refuses who is not signed in.
            (answered(Data, 403), None, None),
            (answered(Other, 503), None, None),
            (answered(Script, 404), None, None),
        ] {
            let cause = |mut events: Vec<_>| -> Option<Cause> {
                events.push(event(0, what.clone()));
                let visit = visit(VisitEnd::Quiet, events);
                let troubles = Story::of(&target(CLIENT), &visit).troubles();
                troubles.first().map(|trouble| trouble.cause)
            };
            assert_eq!(cause(vec![opened()]), not_through, "{what:?}");
            assert_eq!(cause(signed()), through, "{what:?}");
        }
    }
}
