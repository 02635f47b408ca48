//! What a visit shows: faults of the page, told apart from what went wrong on the way to it. Positions are those of
//! the visit's events.

use super::page_text::states_oauth_error;
use super::sign_in::{Asked, SignIn};
use crate::genesys::Target;
use crate::probe::{Blocker, Cause, NOT_COME, Resource, Visit, VisitEnd, What};
use url::Url;

/// Events that are told for a finding: the first, and those before the last.
const TRAIL: (usize, usize) = (4, 8);

/// What browsers say where a permission is not given.
const PERMISSIONS: &[&str] = &["NotAllowedError", "User denied Geolocation"];

const TOO_MANY_REDIRECTS: &str = "net::ERR_TOO_MANY_REDIRECTS";

/// What an event shows of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// A document or script is not there, or the page crashed.
    Missing,
    /// A script failed.
    Exception,
    /// A script failed for want of a permission that this browser does not give, and a person may.
    NotPermitted,
    /// This tool did not let the page load it, and it is not the page of an organization's own login.
    Withheld,
    /// A window was asked for without a click or key, and blocked.
    WindowBlocked,
    WindowOpened,
    /// A frame is forbidden by its own document.
    FrameRefused,
    FrameShown,
    /// A rule of the page, of another origin or of the browser kept it from loading.
    ContentBlocked,
    /// A line of the console or an exception speaks of an OAuth error.
    OauthError,
}

#[derive(Clone, Debug)]
pub(crate) struct PageAnalysis<'a> {
    pub(crate) visit: &'a Visit,
    pub(crate) sign_in: SignIn,
    /// What the page asked to sign in with.
    pub(crate) asked: Option<Asked>,
    /// The page at the address that was opened was shown.
    pub(crate) is_opened: bool,
    signs: Vec<(Sign, usize)>,
    /// What kept documents and scripts from loading, and is no fault of the page. Where no sign-in came through, what
    /// kept data from it counts as well: the page may have failed for want of that.
    pub(crate) load_problems: Vec<LoadProblem>,
    /// An OAuth error is named by its code, as the service does, and not only in words.
    pub(crate) names_oauth_code: bool,
    /// Where a login loop went; empty where there is none.
    pub(crate) loop_events: Vec<usize>,
}

/// Something on the way that kept a part of the page from loading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LoadProblem {
    pub(crate) at: usize,
    pub(crate) cause: Cause,
    /// In words, without a full stop.
    pub(crate) words: String,
}

impl<'a> PageAnalysis<'a> {
    pub(crate) fn of(target: &Target, visit: &'a Visit) -> Self {
        let mut page = Self {
            visit,
            sign_in: SignIn::of(target, visit),
            asked: Asked::of(target, visit),
            is_opened: false,
            signs: Vec::new(),
            load_problems: Vec::new(),
            names_oauth_code: false,
            loop_events: Vec::new(),
        };
        for (at, event) in visit.events.iter().enumerate() {
            if let Some(sign) = page.read(at, event.place, &event.what) {
                page.signs.push((sign, at));
            }
        }
        let too_many = page.positions(is_endless_redirect);
        if visit.end == VisitEnd::Loop || !too_many.is_empty() {
            page.loop_events = page
                .positions(|what| matches!(what, What::Loaded { .. } | What::Redirected { .. }));
            page.loop_events.extend(too_many);
        }
        page
    }

    fn read(&mut self, at: usize, place: usize, what: &What) -> Option<Sign> {
        match what {
            What::Loaded { status, .. } => {
                self.is_opened |= place == 0 && status.is_none_or(|status| status < 400);
                let place = self.visit.places.get(place)?;
                (!place.is_window).then_some(Sign::FrameShown)
            }
            What::Answered {
                resource,
                url,
                status,
            } => match fault_of_server(*status) {
                None => is_essential(*resource).then_some(Sign::Missing),
                // An API refuses who is not signed in.
                Some(Cause::Blocked) if !is_essential(*resource) => None,
                Some(cause) => {
                    let words = format!("{} answers {status}", host(url));
                    self.misses(*resource, LoadProblem { at, cause, words });
                    None
                }
            },
            What::Failed {
                resource,
                url,
                error,
            } if !is_endless_redirect(what) => {
                let (cause, words) = self.failed(url, error);
                self.misses(*resource, LoadProblem { at, cause, words });
                None
            }
            What::Withheld { resource, .. } => {
                let is_login = matches!(&self.sign_in, SignIn::Leaves { at: login, .. } | SignIn::Elsewhere { at: login, .. } if *login == at);
                (*resource != Resource::Other && !is_login).then_some(Sign::Withheld)
            }
            What::Crashed => Some(Sign::Missing),
            What::Exception { text, .. } => {
                let error = self.read_line(text, true);
                self.signs.extend(error.map(|sign| (sign, at)));
                let is_permitted = !PERMISSIONS.iter().any(|part| text.contains(part));
                Some(if is_permitted {
                    Sign::Exception
                } else {
                    Sign::NotPermitted
                })
            }
            What::Console { level, text } => self.read_line(text, level.is_problem()),
            What::WindowAsked {
                by_gesture: false,
                opened: false,
                ..
            } => Some(Sign::WindowBlocked),
            What::WindowOpened => Some(Sign::WindowOpened),
            What::Blocked {
                by: Blocker::FrameOptions | Blocker::FrameAncestors,
                ..
            } => Some(Sign::FrameRefused),
            What::Blocked { .. } => Some(Sign::ContentBlocked),
            // Where a click led to a window, something else than a popup blocker refused it, such as a sandbox; unless one
            // opened that was only cut off from its opener (COOP).
            What::WindowAsked { opened: false, .. } => {
                let mut events = self.visit.events.iter();
                let opened = events.any(|event| event.what == What::WindowOpened);
                (!opened).then_some(Sign::ContentBlocked)
            }
            _ => None,
        }
    }

    /// The page may have failed for want of this, if it could not do without it.
    fn misses(&mut self, resource: Resource, problem: LoadProblem) {
        let is_data = resource == Resource::Data && !self.sign_in.is_through();
        if is_essential(resource) || is_data {
            self.load_problems.push(problem);
        }
    }

    fn read_line(&mut self, line: &str, is_problem: bool) -> Option<Sign> {
        let is_error = states_oauth_error(line, is_problem);
        self.names_oauth_code |= is_error && states_oauth_error(line, false);
        is_error.then_some(Sign::OauthError)
    }

    /// The events that show this.
    pub(crate) fn all(&self, sign: Sign) -> Vec<usize> {
        let signs = self.signs.iter().filter(|(one, _)| *one == sign);
        signs.map(|(_, at)| *at).collect()
    }

    pub(crate) fn has(&self, sign: Sign) -> bool {
        self.signs.iter().any(|(one, _)| *one == sign)
    }

    /// A window that the page asked for was blocked, and none opened otherwise; or only one before it that led to no
    /// sign-in: a click opens one window.
    pub(crate) fn is_popup_blocked(&self) -> bool {
        let (blocked, opened) = (self.all(Sign::WindowBlocked), self.all(Sign::WindowOpened));
        blocked.last() > opened.first() && (opened.is_empty() || self.sign_in == SignIn::NotAsked)
    }

    /// Everything that the page wanted was loaded and permitted, or refused by itself.
    pub(crate) fn is_whole(&self) -> bool {
        self.load_problems.is_empty() && !self.has(Sign::Withheld) && !self.has(Sign::NotPermitted)
    }

    fn positions(&self, is_meant: impl Fn(&What) -> bool) -> Vec<usize> {
        let events = self.visit.events.iter().enumerate();
        events
            .filter(|(_, event)| is_meant(&event.what))
            .map(|(at, _)| at)
            .collect()
    }

    /// Boxes that were answered, and files that were not loaded.
    pub(crate) fn unusual(&self) -> Vec<usize> {
        self.positions(|what| {
            matches!(
                what,
                What::Dialog { .. }
                    | What::Withheld {
                        resource: Resource::Other,
                        ..
                    }
            )
        })
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
        } else if is("TIMED_OUT") || error == NOT_COME {
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

    pub(crate) fn what(&self, at: usize) -> Option<&'a What> {
        self.visit.events.get(at).map(|event| &event.what)
    }

    /// Whether something on the way, or this tool, kept from the page what it may have needed to come to a sign-in. Then
    /// what it did or wrote instead is no sign of a fault of its own, and the check of its errors says why.
    pub(crate) fn is_hindered(&self) -> bool {
        !self.sign_in.is_through() && !self.is_whole()
    }

    /// Whether what this event tells of came from a server in trouble, or from something on the way, and no sign-in came
    /// through: then its headers are not those of the page.
    pub(crate) fn is_troubled_at(&self, at: usize) -> bool {
        let url = |at: usize| self.what(at).and_then(What::url);
        let mut problems = self.load_problems.iter();
        !self.sign_in.is_through() && problems.any(|problem| url(problem.at) == url(at))
    }

    /// The page was shown, and the visit came to its own end: what did not happen would not have happened later.
    pub(crate) fn is_complete(&self) -> bool {
        self.is_opened && self.visit.is_complete()
    }

    /// The hosts of these events, each once.
    pub(crate) fn hosts(&self, events: &[usize]) -> Vec<String> {
        let mut hosts: Vec<String> = Vec::new();
        for url in events.iter().filter_map(|at| self.what(*at)?.url()) {
            let host = host(url);
            if !hosts.contains(&host) {
                hosts.push(host);
            }
        }
        hosts
    }

    /// What the page did, in order, as far as it led to these events, and these.
    pub(crate) fn trail(&self, cited: &[usize]) -> Vec<usize> {
        let last = cited.iter().copied().max().unwrap_or(usize::MAX);
        let mut trail = self.positions(|what| {
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

fn is_endless_redirect(what: &What) -> bool {
    matches!(what, What::Failed { error, .. } if error == TOO_MANY_REDIRECTS)
}

/// Whether a page cannot do without it.
fn is_essential(resource: Resource) -> bool {
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

#[cfg(test)]
mod tests {
    use super::{NOT_COME, PageAnalysis, Sign, TOO_MANY_REDIRECTS, fault_of_server};
    use crate::browser::testing::{event, loaded, opened, signed, visit};
    use crate::genesys::testing::{CLIENT, target};
    use crate::probe::Cause::{self, Blocked, Connect, ServerError};
    use crate::probe::Resource::{Data, Document, Other, Script};
    use crate::probe::{Resource, Visit, VisitEnd, What};

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

    fn told(visit: &Visit) -> PageAnalysis<'_> {
        PageAnalysis::of(&target(CLIENT), visit)
    }

    #[test]
    fn the_browsers_errors_have_causes() {
        for (error, cause) in [
            ("net::ERR_CERT_AUTHORITY_INVALID", Cause::Tls),
            ("net::ERR_SSL_PROTOCOL_ERROR", Cause::Tls),
            ("net::ERR_NAME_NOT_RESOLVED", Cause::Dns),
            (NOT_COME, Cause::Timeout),
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
            let troubles = told(&visit(VisitEnd::Quiet, events)).load_problems;
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
            let missing = told(&visit(VisitEnd::Quiet, events)).all(Sign::Missing);
            assert_eq!(
                missing,
                if is_missing { vec![1] } else { vec![] },
                "{what:?}"
            );
        }
    }

    #[test]
    fn the_login_of_another_region_is_no_part_that_the_page_lacks() {
        let withheld = |resource, url: &str| {
            let url = url.to_owned();
            event(0, What::Withheld { resource, url })
        };
        let events = vec![
            opened(),
            withheld(Document, "https://login.mypurecloud.ie/oauth/authorize"),
            withheld(Other, "https://cdn.example/a.png"),
            withheld(Script, "https://cdn.example/a.js"),
        ];
        assert_eq!(
            told(&visit(VisitEnd::Quiet, events)).all(Sign::Withheld),
            [3]
        );
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
                told(&visit(VisitEnd::Quiet, events)).is_opened,
                is_opened,
                "{event:?}"
            );
        }
    }

    #[test]
    fn documents_in_frames_and_turns_of_a_circle_are_found() {
        let endless = event(0, failed(Document, TOO_MANY_REDIRECTS));
        let events = || vec![opened(), event(0, What::Crashed), loaded(1, URL)];
        assert_eq!(
            told(&visit(VisitEnd::Quiet, events())).all(Sign::FrameShown),
            [2]
        );
        assert!(
            told(&visit(VisitEnd::Quiet, events()))
                .loop_events
                .is_empty()
        );
        assert_eq!(told(&visit(VisitEnd::Loop, events())).loop_events, [0, 2]);
        let events = [events(), vec![endless]].concat();
        assert_eq!(told(&visit(VisitEnd::Quiet, events)).loop_events, [0, 2, 3]);
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
            (failed(Document, TOO_MANY_REDIRECTS), None, None),
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
                let troubles = PageAnalysis::of(&target(CLIENT), &visit).load_problems;
                troubles.first().map(|trouble| trouble.cause)
            };
            assert_eq!(cause(vec![opened()]), not_through, "{what:?}");
            assert_eq!(cause(signed()), through, "{what:?}");
        }
    }
}
