//! How far the sign-in of a page came, told from where its windows and frames went.

use super::visit::Visit;
use super::visit::{Resource, What};
use crate::classify::{Classification, classify};
use crate::genesys::{Region, Target};
use crate::probe::Reply;
use std::collections::BTreeMap;
use url::Url;

/// How far the sign-in of a page came. `at` is the position of the event that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SignIn {
    /// No window and no frame went to a login page.
    NotAsked,
    /// The login page was shown, with the authorization request that led there still alive.
    Shown { at: usize },
    /// The login page was shown, and no authorization request was made.
    NoRequest { at: usize },
    /// The service refused the request, or sent it back with an error.
    Refused {
        at: usize,
        /// The error as the service stated it.
        quote: String,
    },
    /// The page asked for another client than the one that is checked.
    OtherClient { at: usize },
    /// The page asked at the login host of another region.
    Elsewhere { at: usize, region: &'static str },
    /// The login goes on at a host that a visit does not contact.
    Leaves { at: usize, host: String },
    /// The request was made, and what came back is not known.
    Unclear { at: usize },
}

/// A request that was accepted, and that no page was shown for yet.
struct Request {
    url: String,
    rid: String,
    place: usize,
}

impl SignIn {
    /// Reads a visit. In each window and frame, what happened last counts; of those, what tells most.
    pub(super) fn of(target: &Target, visit: &Visit) -> Self {
        let mut by_place: BTreeMap<usize, Self> = BTreeMap::new();
        let mut request: Option<Request> = None;
        for (at, event) in visit.events.iter().enumerate() {
            let (What::Redirected { url, .. }
            | What::Loaded { url, .. }
            | What::Moved { url }
            | What::Withheld { url, .. }) = &event.what
            else {
                continue;
            };
            let Ok(url) = Url::parse(url) else {
                continue;
            };
            let step = Step {
                target,
                visit,
                at,
                place: event.place,
                url: &url,
            };
            let is_first = !by_place.contains_key(&event.place);
            if let Some(next) = step.read(&event.what, &mut request, is_first) {
                by_place.insert(event.place, next);
            }
        }
        let told = by_place.into_values().max_by_key(Self::rank);
        told.unwrap_or(Self::NotAsked)
    }

    /// How much it tells: what is wrong first, then how far it came.
    fn rank(&self) -> u8 {
        match self {
            Self::NotAsked => 0,
            Self::NoRequest { .. } => 1,
            Self::Unclear { .. } => 2,
            Self::Leaves { .. } => 3,
            Self::Shown { .. } => 4,
            Self::OtherClient { .. } => 5,
            Self::Elsewhere { .. } => 6,
            Self::Refused { .. } => 7,
        }
    }

    /// Whether an authorization request was accepted, as far as the browser came.
    pub(super) fn is_through(&self) -> bool {
        matches!(self, Self::Shown { .. } | Self::Leaves { .. })
    }
}

/// One event that tells where a window or frame went.
struct Step<'a> {
    target: &'a Target,
    visit: &'a Visit,
    at: usize,
    place: usize,
    url: &'a Url,
}

impl Step<'_> {
    fn read(&self, what: &What, request: &mut Option<Request>, is_first: bool) -> Option<SignIn> {
        let at = self.at;
        if self.is_authorize() {
            if !self.names_our_client() {
                return Some(SignIn::OtherClient { at });
            }
            return match what {
                What::Redirected { to, status, .. } => Some(self.answered(*status, to, request)),
                What::Loaded { status, .. } => Some(self.stayed(status.unwrap_or(200))),
                _ => None,
            };
        }
        if let What::Withheld { resource, .. } = what {
            return match resource {
                Resource::Document | Resource::Frame => self.withheld(request.as_ref()),
                _ => None,
            };
        }
        let Some(request) = request.as_ref().filter(|made| made.place == self.place) else {
            // What led to a login page before says more than the page alone.
            return match (what, self.rid()) {
                (What::Loaded { .. }, _) if !(is_first && self.is_login()) => None,
                (What::Loaded { .. }, Some(_)) => Some(SignIn::Unclear { at }),
                (What::Loaded { .. }, None) => Some(SignIn::NoRequest { at }),
                _ => None,
            };
        };
        let reading = classify(&request.url, &Ok(redirect(302, self.url.as_str())));
        match reading.classification {
            Classification::Refused(refusal) => Some(SignIn::Refused {
                at,
                quote: refusal.quote,
            }),
            Classification::Bounced { code, quote } if !asks_for_a_person(&code) => {
                Some(SignIn::Refused { at, quote })
            }
            _ => match what {
                What::Loaded { status, .. } if self.is_login() => {
                    let alive = self.rid().as_ref() == Some(&request.rid);
                    let shown = status.is_none_or(|status| status < 400);
                    Some(if alive && shown {
                        SignIn::Shown { at }
                    } else {
                        SignIn::Unclear { at }
                    })
                }
                _ => None,
            },
        }
    }

    /// What a redirect that answers an authorization request says.
    fn answered(&self, status: u16, to: &str, request: &mut Option<Request>) -> SignIn {
        let at = self.at;
        match classify(self.url.as_str(), &Ok(redirect(status, to))).classification {
            Classification::Refused(refusal) => SignIn::Refused {
                at,
                quote: refusal.quote,
            },
            Classification::Bounced { code, quote } if !asks_for_a_person(&code) => {
                SignIn::Refused { at, quote }
            }
            Classification::Accepted(_) => {
                let rid = Url::parse(to).ok().and_then(|to| rid(&to));
                *request = Some(Request {
                    url: self.url.to_string(),
                    rid: rid.unwrap_or_default(),
                    place: self.place,
                });
                SignIn::Unclear { at }
            }
            _ => SignIn::Unclear { at },
        }
    }

    /// What a page that answers an authorization request says.
    fn stayed(&self, status: u16) -> SignIn {
        let at = self.at;
        let place = self.visit.places.get(self.place);
        let shown = place.map_or("", |place| place.text.as_str());
        match classify(
            self.url.as_str(),
            &Ok(Reply::new(status, [], shown.as_bytes())),
        )
        .classification
        {
            Classification::Refused(refusal) => SignIn::Refused {
                at,
                quote: refusal.quote,
            },
            _ => SignIn::Unclear { at },
        }
    }

    fn withheld(&self, request: Option<&Request>) -> Option<SignIn> {
        let at = self.at;
        let host = self.url.host_str().unwrap_or_default();
        let mut regions = Region::all().iter();
        if let Some(region) = regions.find(|region| region.login_host() == host) {
            return Some(SignIn::Elsewhere {
                at,
                region: region.domain(),
            });
        }
        let ours = request.is_some_and(|request| request.place == self.place);
        ours.then(|| SignIn::Leaves {
            at,
            host: host.to_owned(),
        })
    }

    fn is_login(&self) -> bool {
        self.url.scheme() == "https"
            && self.url.port().is_none()
            && self.url.host_str() == Some(&self.target.region().login_host())
    }

    fn is_authorize(&self) -> bool {
        self.is_login() && self.url.path() == "/oauth/authorize"
    }

    fn names_our_client(&self) -> bool {
        let mut ids = self
            .url
            .query_pairs()
            .filter(|(name, _)| name == "client_id");
        let ours = self.target.client_id().as_str();
        matches!((ids.next(), ids.next()), (Some((_, id)), None) if id.eq_ignore_ascii_case(ours))
    }

    fn rid(&self) -> Option<String> {
        rid(self.url)
    }
}

/// Whether an error only says that a person must sign in: pages ask so first, in a frame that nobody sees (OpenID
/// Connect Core 3.1.2.6).
fn asks_for_a_person(code: &str) -> bool {
    matches!(
        code,
        "login_required"
            | "interaction_required"
            | "consent_required"
            | "account_selection_required"
    )
}

fn rid(url: &Url) -> Option<String> {
    let (_, rid) = url.query_pairs().find(|(name, _)| name == "rid")?;
    Some(rid.into_owned())
}

fn redirect(status: u16, to: &str) -> Reply {
    Reply::new(status, [("location", to.as_bytes())], b"")
}

#[cfg(test)]
mod tests {
    use super::SignIn;
    use crate::browser::testing::{asked, event, loaded, login, opened, signed, visit};
    use crate::browser::{PageEvent, VisitEnd, What};
    use crate::checks::testing::{CLIENT, target};

    fn came_to(events: Vec<PageEvent>) -> SignIn {
        SignIn::of(&target(CLIENT), &visit(VisitEnd::Quiet, events))
    }

    fn and(mut events: Vec<PageEvent>, more: PageEvent) -> Vec<PageEvent> {
        events.push(more);
        events
    }

    fn moved(url: &str) -> PageEvent {
        let url = url.to_owned();
        event(2, What::Moved { url })
    }

    const AUTHORIZE: &str = "https://login.mypurecloud.de/oauth/authorize?client_id=4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f&response_type=token";

    #[test]
    fn what_is_wrong_in_one_window_says_more_than_what_is_right_in_another() {
        let error = "https://login.mypurecloud.de/#/error?errorKey=invalidClientId";
        let in_frame = PageEvent {
            place: 1,
            ..asked(CLIENT, error)
        };
        let quote = "errorKey=invalidClientId".to_owned();
        assert_eq!(
            came_to(and(signed(), in_frame)),
            SignIn::Refused { at: 4, quote }
        );
        assert_eq!(came_to(signed()), SignIn::Shown { at: 3 });
    }

    #[test]
    fn a_page_that_answers_the_request_itself_is_read() {
        let says = |text: &str| {
            let mut visit = visit(VisitEnd::Quiet, vec![opened(), loaded(2, AUTHORIZE)]);
            let window = visit.places.get_mut(2).expect("a window");
            text.clone_into(&mut window.text);
            SignIn::of(&target(CLIENT), &visit)
        };
        let refusal = "the oauth client id or redirect uri is invalid";
        let quote = refusal.to_owned();
        assert_eq!(says(refusal), SignIn::Refused { at: 1, quote });
        assert_eq!(says("Welcome"), SignIn::Unclear { at: 1 });
    }

    #[test]
    fn a_login_page_without_a_request_is_told_by_its_rid() {
        let bare = "https://login.mypurecloud.de/";
        for (url, expected) in [
            (bare, SignIn::NoRequest { at: 1 }),
            (&login(), SignIn::Unclear { at: 1 }),
        ] {
            assert_eq!(came_to(vec![opened(), loaded(2, url)]), expected);
        }
    }

    #[test]
    fn that_a_person_must_sign_in_is_no_refusal() {
        let back = |error: &str| {
            let window = "https://apps.mypurecloud.de/crm/authWindow.html";
            let request = vec![opened(), asked(CLIENT, &login())];
            came_to(and(request, moved(&format!("{window}#error={error}"))))
        };
        assert_eq!(back("login_required"), SignIn::Unclear { at: 1 });
        let quote = "error=access_denied".to_owned();
        assert_eq!(back("access_denied"), SignIn::Refused { at: 2, quote });
    }

    #[test]
    fn only_the_login_page_itself_shows_the_request_alive() {
        let request = || vec![opened(), asked(CLIENT, &login())];
        let elsewhere = loaded(2, "https://apps.mypurecloud.de/welcome");
        assert_eq!(
            came_to(and(request(), elsewhere)),
            SignIn::Unclear { at: 1 }
        );
        for (status, expected) in [
            (399, SignIn::Shown { at: 2 }),
            (400, SignIn::Unclear { at: 2 }),
        ] {
            let what = What::Loaded {
                url: login(),
                status: Some(status),
            };
            assert_eq!(came_to(and(request(), event(2, what))), expected);
        }
    }
}
