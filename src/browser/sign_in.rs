//! How far the sign-in of a page came, told from where its windows and frames went.

use crate::classify::{Classification, classify};
use crate::genesys::{Grant, RedirectUri, Region, Target};
use crate::probe::{PageEvent, Reply, Resource, Visit, What};
use std::collections::BTreeMap;
use url::Url;

/// How far the sign-in of a page came, from what tells least of it to what tells most: what is wrong says more than how
/// far it came. `at` is the position of the event that shows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SignIn {
    /// No window and no frame went to a login page.
    NotAsked,
    /// The login page was shown, and no authorization request was made.
    NoRequest { at: usize },
    /// The request was made, and what came back is not known.
    Unclear { at: usize },
    /// The login goes on at a host that a visit does not contact.
    Leaves { at: usize, host: String },
    /// The login page was shown, with the authorization request that led there still alive.
    Shown { at: usize },
    /// The page asked for another client than the one that is checked.
    OtherClient { at: usize },
    /// The page asked at the login host of another region.
    Elsewhere { at: usize, region: &'static str },
    /// The service refused the request, or sent it back with an error.
    Refused {
        at: usize,
        /// The error as the service stated it.
        quote: String,
    },
}

impl SignIn {
    /// Reads a visit. In each window and frame, what happened last counts; of those, what tells most.
    pub(crate) fn of(target: &Target, visit: &Visit) -> Self {
        let mut way = Way {
            target,
            visit,
            request: None,
            by_place: BTreeMap::new(),
        };
        for (at, event) in visit.events.iter().enumerate() {
            if let Some(next) = way.left(at, event).or_else(|| way.follow(at, event)) {
                way.by_place.insert(event.place, next);
            }
        }
        way.by_place.into_values().max().unwrap_or(Self::NotAsked)
    }

    /// Whether an authorization request was accepted, as far as the browser came.
    pub(crate) fn is_through(&self) -> bool {
        matches!(self, Self::Shown { .. } | Self::Leaves { .. })
    }
}

/// A request that was accepted, and that no page was shown for yet.
struct Request {
    url: String,
    rid: Option<String>,
    place: usize,
}

/// Where windows and frames have gone so far.
struct Way<'a> {
    target: &'a Target,
    visit: &'a Visit,
    request: Option<Request>,
    by_place: BTreeMap<usize, SignIn>,
}

impl Way<'_> {
    /// A login page that was shown and is no more.
    fn left(&self, at: usize, PageEvent { place, what, .. }: &PageEvent) -> Option<SignIn> {
        let is_shown = matches!(self.by_place.get(place), Some(SignIn::Shown { .. }));
        let is_left = match what {
            What::WindowClosed => true,
            What::Loaded { url, .. } => !self.is_at_login(&Url::parse(url).ok()?),
            _ => false,
        };
        (is_shown && is_left).then_some(SignIn::Unclear { at })
    }

    fn is_at_login(&self, url: &Url) -> bool {
        url.scheme() == "https"
            && url.port().is_none()
            && url.host_str() == Some(&self.target.region().login_host())
    }

    fn follow(&mut self, at: usize, PageEvent { place, what, .. }: &PageEvent) -> Option<SignIn> {
        let (What::Redirected { url, .. }
        | What::Loaded { url, .. }
        | What::Moved { url }
        | What::Withheld { url, .. }) = what
        else {
            return None;
        };
        let url = Url::parse(url).ok()?;
        let is_login = self.is_at_login(&url);
        if is_login && url.path() == "/oauth/authorize" {
            return self.asked(at, *place, what, &url);
        }
        let request = self.request.as_ref().filter(|made| made.place == *place);
        if let What::Withheld { resource, .. } = what {
            return match resource {
                Resource::Document | Resource::Frame => {
                    withheld(self.target.region(), at, &url, request.is_some())
                }
                _ => None,
            };
        }
        let is_shown = is_login && matches!(what, What::Loaded { .. });
        if is_shown && let Some(quote) = self.refusal_shown(*place, &url) {
            return Some(SignIn::Refused { at, quote });
        }
        let Some(request) = request else {
            // What led to a login page before says more than the page alone.
            let is_news = is_login && !self.by_place.contains_key(place);
            return match (what, rid(&url)) {
                (What::Loaded { .. }, Some(_)) if is_news => Some(SignIn::Unclear { at }),
                (What::Loaded { .. }, None) if is_news => Some(SignIn::NoRequest { at }),
                _ => None,
            };
        };
        if let Err(quote) = read(&request.url, redirect(302, url.as_str())) {
            return Some(SignIn::Refused { at, quote });
        }
        match what {
            What::Loaded { status, .. } if is_login => {
                let is_seen = self
                    .visit
                    .places
                    .get(*place)
                    .is_some_and(|place| !place.is_hidden);
                let is_alive = is_seen && rid(&url) == request.rid && request.rid.is_some();
                Some(if is_alive && status.is_none_or(|status| status < 400) {
                    SignIn::Shown { at }
                } else {
                    SignIn::Unclear { at }
                })
            }
            _ => None,
        }
    }

    /// A refusal that the login page shows to who reads it, or a frame in it.
    fn refusal_shown(&self, place: usize, url: &Url) -> Option<String> {
        let places = self.visit.places.iter().enumerate();
        let mut shown = places
            .filter(|(at, one)| *at == place || (one.parent == Some(place) && !one.is_window));
        shown
            .find_map(|(_, one)| read(url.as_str(), Reply::new(200, [], one.text.as_bytes())).err())
    }

    /// An authorization request, and what its answer says.
    fn asked(&mut self, at: usize, place: usize, what: &What, url: &Url) -> Option<SignIn> {
        let ids = url.query_pairs().filter(|(name, _)| name == "client_id");
        let ids: Vec<_> = ids.map(|(_, id)| id).collect();
        let ours = self.target.client_id().as_str();
        let is_ours = matches!(ids.as_slice(), [id] if id.eq_ignore_ascii_case(ours));
        if !is_ours && !ids.is_empty() {
            return Some(SignIn::OtherClient { at });
        }
        let reply = match what {
            What::Redirected { to, status, .. } => redirect(*status, to),
            What::Loaded { status, .. } => {
                let place = self.visit.places.get(place);
                let shown = place.map_or("", |place| place.text.as_str());
                Reply::new(status.unwrap_or(200), [], shown.as_bytes())
            }
            _ => return None,
        };
        match (read(url.as_str(), reply), what) {
            (Err(quote), _) => return Some(SignIn::Refused { at, quote }),
            // What a form sends in its body is not known.
            (Ok(true), What::Redirected { to, .. }) if is_ours => {
                self.request = Some(Request {
                    url: url.to_string(),
                    rid: Url::parse(to).ok().and_then(|to| rid(&to)),
                    place,
                });
            }
            _ => {}
        }
        Some(SignIn::Unclear { at })
    }
}

/// What the authorization request of a page asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    host: String,
    client_id: String,
    redirect_uri: String,
    response_type: String,
    scope: String,
    /// It asks without a person (OpenID Connect Core 3.1.2.1).
    is_silent: bool,
}

impl Asked {
    /// The request of a visit that tells most: one that sends what is not checked, or else the last that a person was to
    /// answer.
    pub(crate) fn of(target: &Target, visit: &Visit) -> Option<Self> {
        let events = visit.events.iter().rev();
        let asked: Vec<_> = events.filter_map(|event| Self::read(&event.what)).collect();
        let is_new = |one: &&Self| {
            one.other_uri(target).is_some() || (one.other_grant(target).is_some() && !one.is_silent)
        };
        let mut all = asked.iter();
        let found = all.clone().find(is_new);
        found.or_else(|| all.find(|one| !one.is_silent)).cloned()
    }

    fn read(what: &What) -> Option<Self> {
        let (What::Redirected { url, .. } | What::Loaded { url, .. } | What::Withheld { url, .. }) =
            what
        else {
            return None;
        };
        // Of an address that was cut, the last value is not whole.
        let url = match url.strip_suffix("...") {
            Some(cut) => cut.rsplit_once('&')?.0,
            None => url,
        };
        let url = Url::parse(url).ok()?;
        let host = url.host_str().unwrap_or_default();
        if url.path() != "/oauth/authorize" || !host.starts_with("login.") {
            return None;
        }
        // A form may have sent them in its body.
        url.query()?;
        let mut asked = Self {
            host: host.to_owned(),
            ..Self::default()
        };
        for (name, value) in url.query_pairs() {
            match name.as_ref() {
                "client_id" => asked.client_id = value.into_owned(),
                "redirect_uri" => asked.redirect_uri = value.into_owned(),
                "response_type" => asked.response_type = value.into_owned(),
                "scope" => asked.scope = value.into_owned(),
                "prompt" => asked.is_silent = value == "none",
                _ => {}
            }
        }
        Some(asked)
    }

    /// The grant, if it is one of those that are checked.
    pub(crate) fn grant(&self) -> Option<Grant> {
        [Grant::Implicit, Grant::Pkce]
            .into_iter()
            .find(|grant| grant.response_type() == self.response_type)
    }

    /// In a line.
    pub(crate) fn words(&self) -> String {
        let grant = match self.grant() {
            Some(Grant::Implicit) => "the implicit grant".to_owned(),
            Some(Grant::Pkce) => "the PKCE grant".to_owned(),
            None => format!("the response type {}", or_none(&self.response_type)),
        };
        let scope = match self.scope.as_str() {
            "" => "no scope".to_owned(),
            scope => format!("scope {scope}"),
        };
        format!(
            "asks {} for client {} with redirect URI {}, {grant}, {scope}",
            self.host,
            or_none(&self.client_id),
            or_none(&self.redirect_uri)
        )
    }

    /// Its redirect URI, where that is none of those that are checked.
    pub(crate) fn other_uri(&self, target: &Target) -> Option<RedirectUri> {
        let mut uris = target.redirect_uris().iter();
        let is_checked = uris.any(|uri| uri.as_str() == self.redirect_uri);
        let is_new = self.is_for(target) && !is_checked && !self.redirect_uri.is_empty();
        is_new.then(|| RedirectUri::verbatim(self.redirect_uri.clone()))
    }

    /// Its grant, where that is not the one that is checked.
    pub(crate) fn other_grant(&self, target: &Target) -> Option<Grant> {
        let grant = self.grant().filter(|_| self.is_for(target));
        grant.filter(|grant| *grant != target.grant())
    }

    fn is_for(&self, target: &Target) -> bool {
        let id = target.client_id().as_str();
        self.host == target.region().login_host() && self.client_id.eq_ignore_ascii_case(id)
    }
}

fn or_none(value: &str) -> &str {
    if value.is_empty() { "none" } else { value }
}

/// Whether a reply to an authorization request accepts it; the error that it states, if it states one.
fn read(request: &str, reply: Reply) -> Result<bool, String> {
    match classify(request, &Ok(reply)).classification {
        Classification::Refused(refusal) => Err(refusal.quote),
        Classification::Bounced { code, quote } if !asks_for_a_person(&code) => Err(quote),
        Classification::Accepted(_) => Ok(true),
        _ => Ok(false),
    }
}

/// A page that a visit does not contact, after a request that was accepted or not.
fn withheld(home: &Region, at: usize, url: &Url, is_asked: bool) -> Option<SignIn> {
    let host = url.host_str().unwrap_or_default();
    // Not by https, or at another port.
    if host == home.login_host() {
        return None;
    }
    let mut regions = Region::all().iter();
    if let Some(region) = regions.find(|region| region.login_host() == host) {
        let region = region.domain();
        return Some(SignIn::Elsewhere { at, region });
    }
    let host = host.to_owned();
    is_asked.then_some(SignIn::Leaves { at, host })
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
    use crate::genesys::Region;
    use crate::genesys::testing::{CLIENT, target};
    use crate::probe::{BrowsingContext, PageEvent, VisitEnd, What};
    use url::Url;

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

    /// Whatever the address says: in the page, and in a frame of it.
    #[test]
    fn a_refusal_that_the_login_page_shows_counts() {
        let says = |place: usize, text: &str| {
            let mut visit = visit(VisitEnd::Quiet, signed());
            visit.places.push(BrowsingContext {
                parent: Some(2),
                ..BrowsingContext::default()
            });
            text.clone_into(&mut visit.places.get_mut(place).expect("a place").text);
            SignIn::of(&target(CLIENT), &visit)
        };
        let quote = "invalid_client".to_owned();
        for place in [2, 3] {
            let refused = says(place, "invalid_client");
            assert!(
                matches!(&refused, SignIn::Refused { quote: said, .. } if said.contains(&quote)),
                "{refused:?}"
            );
        }
        assert_eq!(says(1, "invalid_client"), SignIn::Shown { at: 3 });
        assert_eq!(says(2, "Welcome"), SignIn::Shown { at: 3 });
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

    /// Nobody can sign in there.
    #[test]
    fn a_login_page_that_nobody_sees_or_that_is_left_does_not_count() {
        let elsewhere = "https://apps.mypurecloud.de/maintenance";
        for left in [event(2, What::WindowClosed), loaded(2, elsewhere)] {
            assert_eq!(came_to(and(signed(), left)), SignIn::Unclear { at: 4 });
        }
        // Of another window.
        assert_eq!(
            came_to(and(signed(), loaded(1, elsewhere))),
            SignIn::Shown { at: 3 }
        );
        let mut visit = visit(VisitEnd::Quiet, signed());
        visit.places.get_mut(2).expect("a place").is_hidden = true;
        let came_to = SignIn::of(&target(CLIENT), &visit);
        assert_eq!(came_to, SignIn::Unclear { at: 3 });
    }

    #[test]
    fn the_login_host_of_the_region_is_no_other_region_whatever_its_scheme() {
        let region = Region::parse("mypurecloud.de").expect("a region");
        let came_to = |url: &str| {
            let url = Url::parse(url).expect("a URL");
            super::withheld(&region, 7, &url, true)
        };
        assert_eq!(came_to("http://login.mypurecloud.de/oauth/authorize"), None);
        assert_eq!(came_to("https://login.mypurecloud.de:8443/"), None);
        let (at, region) = (7, "mypurecloud.ie");
        let elsewhere = came_to("https://login.mypurecloud.ie/oauth/authorize");
        assert_eq!(elsewhere, Some(SignIn::Elsewhere { at, region }));
    }

    /// A form sends it in its body, which is not known.
    #[test]
    fn a_request_without_a_client_is_not_one_for_another() {
        let sent = What::Redirected {
            url: "https://login.mypurecloud.de/oauth/authorize".to_owned(),
            status: 302,
            to: login(),
        };
        assert_eq!(
            came_to(vec![opened(), event(2, sent), loaded(2, &login())]),
            SignIn::Unclear { at: 1 }
        );
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
