use super::answer::Found;
use super::control::Control;
use super::home::{Home, most_frequent};
use super::login::{LoginEnd, LoginPath};
use super::near_hit::{Near, NearHit, Search};
use super::other_grant::OtherGrant;
use super::reaction::Reading;
use super::regions::Sweep;
use super::standing::Standing;
use crate::genesys::Target;
use crate::probe::{Cause, Evidence};

/// What all answers together say: the row of the decision table that applies.
///
/// Every check decides by this one value, so no two of them can disagree about what happened.
#[derive(Clone, Debug)]
pub enum Row {
    /// Nothing that came back is from the service.
    Silent(Cause),
    /// The client control was accepted: the service does not tell right from wrong.
    AcceptsAnybody,
    /// The service showed that it knows the client; each URI stands for itself.
    Known,
    /// The service accepted at first and refused one step later.
    RefusedLater {
        /// The error as the server stated it.
        quote: String,
    },
    /// The service knows the client with the other grant.
    OtherGrant(Box<OtherGrant>),
    /// Exactly one other region knows the client.
    Elsewhere(Box<Found>),
    /// Several other regions seem to know the client, which cannot be.
    Everywhere(Vec<Found>),
    /// No URI was accepted, but a near miss was: the client exists.
    NearMiss,
    /// The service tells the controls apart, and treats the real requests like the one with a wrong URI.
    UrisRefused,
    /// The service tells the controls apart, and treats the real requests like the one with a wrong client.
    UnknownClient,
    /// Everything was refused alike, for a known reason, here and everywhere.
    UnknownClientOrUris,
    /// Everything was refused for a reason that nobody knows.
    UnknownRefusal {
        /// The error as the server stated it.
        quote: String,
    },
    /// Some URIs were refused and others brought no answer.
    PartlyRefused(Cause),
    /// Right and wrong got the same answer, without a refusal.
    Alike,
    /// A control brought no answer to compare with.
    ControlSilent(Cause),
    /// The real requests brought nothing that can be read.
    Unread(Cause),
}

/// The row that applies, and what it was told from.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The row.
    pub row: Row,
    /// The answers of the home region with the grant given.
    pub home: Home,
    /// The way to the login page, if a request was accepted.
    pub login: Option<LoginPath>,
    /// What the other regions say, if they were asked.
    pub sweep: Option<Sweep>,
    /// For each URI, what is registered instead, where a near miss proved it.
    pub near: Vec<Near>,
}

impl Decision {
    /// For each URI that has one, the likeliest of its near misses that were accepted.
    pub fn hits(&self) -> impl Iterator<Item = &NearHit> {
        self.near.iter().filter_map(Near::likeliest)
    }

    /// Decides; `None` until the first round was asked.
    #[must_use]
    pub fn of(target: &Target, evidence: &Evidence) -> Option<Self> {
        let mut home = Home::of(target, target.grant(), evidence)?;
        let login = LoginPath::of(target, &home, evidence);
        let later = login
            .as_ref()
            .and_then(|login| overturned(login, &mut home));
        let sweep = Sweep::of(target, evidence);
        let other = OtherGrant::of(target, evidence);
        let search = match &other {
            Some(other) if !home.knows_client() => {
                Search::new(target, &other.home, target.grant().other())
            }
            _ => Search::new(target, &home, target.grant()),
        };
        let uris = 0..target.redirect_uris().len();
        let near: Vec<_> = uris.map(|index| search.near(index, evidence)).collect();
        let row = later.unwrap_or_else(|| row(&home, sweep.as_ref(), other, &near));
        Some(Self {
            row,
            home,
            login,
            sweep,
            near,
        })
    }

    /// The search for near misses that fits this decision, if one does.
    #[must_use]
    pub fn search<'a>(&'a self, target: &'a Target) -> Option<Search<'a>> {
        let (home, grant) = match &self.row {
            Row::OtherGrant(other) => (&other.home, target.grant().other()),
            Row::Known | Row::NearMiss => (&self.home, target.grant()),
            // Only after the other regions were asked: a client that lives elsewhere has no near misses here.
            Row::UrisRefused
            | Row::UnknownClientOrUris
            | Row::UnknownRefusal { .. }
            | Row::PartlyRefused(_) => {
                self.sweep.as_ref()?;
                (&self.home, target.grant())
            }
            _ => return None,
        };
        Some(Search::new(target, home, grant))
    }

    /// Whether the home region answered and accepted nothing, so that the other grant and the other regions
    /// are worth asking. Where it asked for fewer requests, dozens more are no answer to that.
    #[must_use]
    pub fn wants_elsewhere(&self) -> bool {
        match self.row {
            Row::Silent(_) | Row::AcceptsAnybody | Row::Known | Row::RefusedLater { .. } => false,
            Row::ControlSilent(cause) | Row::Unread(cause) | Row::PartlyRefused(cause) => {
                cause != Cause::RateLimited
            }
            _ => true,
        }
    }
}

/// An acceptance that the next step takes back: a refusal overturns everything, an error about the grant or
/// scope that URI's standing.
fn overturned(login: &LoginPath, home: &mut Home) -> Option<Row> {
    match &login.end {
        LoginEnd::Refused(quote) => Some(Row::RefusedLater {
            quote: quote.clone(),
        }),
        // What is behind a redirect that no row knows is all there is to tell what it was.
        LoginEnd::Unexplained(what) if home.is_by_contrast() => Some(Row::RefusedLater {
            quote: what.clone(),
        }),
        LoginEnd::Bounced { code, quote } => {
            let bounced = match code.as_str() {
                "unauthorized_client" | "unsupported_response_type" | "invalid_scope" => {
                    Standing::Bounced {
                        code: code.clone(),
                        quote: quote.clone(),
                    }
                }
                _ => {
                    return Some(Row::RefusedLater {
                        quote: quote.clone(),
                    });
                }
            };
            let accepted = home
                .standings
                .iter_mut()
                .find(|standing| matches!(standing, Standing::Accepted(_)))?;
            *accepted = bounced;
            None
        }
        _ => None,
    }
}

fn row(home: &Home, sweep: Option<&Sweep>, other: Option<OtherGrant>, near: &[Near]) -> Row {
    if let Some(cause) = home.silence() {
        return Row::Silent(cause);
    }
    let any_accepted = home
        .standings
        .iter()
        .any(|standing| matches!(standing, Standing::Accepted(_)));
    if home.accepts_anybody() || (home.is_indistinct() && any_accepted) {
        return Row::AcceptsAnybody;
    }
    if home.knows_client() {
        return Row::Known;
    }
    if let Some(other) = other.filter(|other| other.mends(home)) {
        return Row::OtherGrant(Box::new(other));
    }
    match sweep.map(Sweep::found).unwrap_or_default().as_slice() {
        [] => {}
        [found] => return Row::Elsewhere(Box::new(found.clone())),
        several => return Row::Everywhere(several.to_vec()),
    }
    // That the client exists rests on the client control, whatever is accepted.
    let tells_clients_apart = home.client_control == Control::Refused;
    if tells_clients_apart && near.iter().any(|near| !near.hits.is_empty()) {
        return Row::NearMiss;
    }
    match (home.client_control, home.redirect_control) {
        (Control::Passed { .. }, _) => Row::Alike,
        (Control::Unanswered(cause), _) | (_, Control::Unanswered(cause)) => {
            Row::ControlSilent(cause)
        }
        (Control::Refused, redirect_control) => {
            none_known(home, redirect_control == Control::Refused)
        }
    }
}

/// The controls answered, and no real request was accepted.
fn none_known(home: &Home, both_refused: bool) -> Row {
    let refused = home
        .real
        .iter()
        .filter(|reading| reading.refusal().is_some())
        .count();
    let silent: Vec<_> = home
        .standings
        .iter()
        .filter_map(|standing| match standing {
            Standing::NoVerdict(cause) => Some(*cause),
            _ => None,
        })
        .collect();
    let like = |other: &Reading| home.real.iter().all(|reading| reading.is_like(other));
    let alike = home.x.is_like(&home.y);
    if refused == 0 {
        if alike && like(&home.x) {
            return Row::Alike;
        }
        return Row::Unread(most_frequent(&silent).unwrap_or(Cause::Unrecognized));
    }
    let known = |reading: &Reading| {
        reading
            .refusal()
            .is_some_and(|refusal| refusal.known.is_some())
    };
    let refusals = || {
        home.real
            .iter()
            .filter(|reading| reading.refusal().is_some())
    };
    if let Some(cause) = most_frequent(&silent).filter(|_| refusals().all(known)) {
        return Row::PartlyRefused(cause);
    }
    match (like(&home.x), like(&home.y)) {
        (false, true) if both_refused => Row::UrisRefused,
        (true, false) if both_refused => Row::UnknownClient,
        (true, true) if home.readings().all(known) => Row::UnknownClientOrUris,
        _ => {
            let quote = refusals()
                .find_map(Reading::refusal)
                .map(|refusal| refusal.quote.clone());
            Row::UnknownRefusal {
                quote: quote.unwrap_or_default(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::{FakeRequest, FakeServer, accepted, answer, genesys, refused};
    use crate::genesys::Region;
    use crate::probe::{Observation, Purpose};

    /// Genesys Cloud, whose login page is this.
    fn behind(to_login: fn() -> Observation, login: &str) -> FakeServer {
        FakeServer::with(|asked| {
            let is_login = asked.host().starts_with("login.") && !asked.is_authorization();
            match genesys(asked) {
                _ if is_login => answer(302, login, ""),
                Ok(reply) if reply.is_redirect() && Ok(&reply) == accepted().as_ref() => to_login(),
                other => other,
            }
        })
    }

    fn to_a_login() -> Observation {
        answer(302, "/login?next=x", "")
    }

    #[test]
    fn an_acceptance_by_contrast_falls_with_any_error_behind_it() {
        assert_eq!(
            behind(to_a_login, "/error").tells("invalid-client"),
            "unverifiable unrecognized: login.mypurecloud.de accepted the request at first and then turned it down: 3xx https://login.mypurecloud.de/error."
        );
        assert_eq!(
            behind(accepted, "/error").tells("invalid-client"),
            "pass: login.mypurecloud.de knows the client id, and refuses one that cannot exist."
        );
    }

    #[test]
    fn an_error_about_grant_or_scope_behind_the_redirect_leaves_the_client_known() {
        let back = |error: &str| format!("https://phone.mirabridge.cloud#error={error}");
        for (error, id) in [
            ("unauthorized_client", "grant-not-allowed"),
            ("unsupported_response_type", "grant-not-allowed"),
            ("invalid_scope", "invalid-scope"),
        ] {
            let staged = behind(accepted, &back(error));
            assert_eq!(
                staged.tells(id),
                format!(
                    "fail: login.mypurecloud.de knows client and redirect URI and sends the agent straight back with error={error}."
                )
            );
            assert!(staged.tells("invalid-client").starts_with("pass: "));
        }
        assert_eq!(
            behind(accepted, &back("access_denied")).tells("invalid-client"),
            "unverifiable unrecognized: login.mypurecloud.de accepted the request at first and then turned it down: error=access_denied."
        );
    }

    #[test]
    fn slips_are_asked_for_with_the_grant_that_is_accepted() {
        let index = "https://apps.mypurecloud.de/crm/index.html";
        let staged = FakeServer::with(|asked| {
            let uri = asked.redirect_uri();
            let fits = uri == format!("{index}/") || (asked.names_documented() && uri != index);
            let at_home = asked.host() == "login.mypurecloud.de";
            match asked.is_authorization() {
                true if at_home && asked.is_for_us() && asked.wants_code() && fits => accepted(),
                true => refused(),
                false => genesys(asked),
            }
        });
        let found: Vec<_> = staged
            .outcomes("invalid-redirect")
            .into_iter()
            .map(|outcome| outcome.found)
            .collect();
        assert_eq!(found, [None, Some(format!("{index}/")), None]);
    }

    #[test]
    fn a_host_that_asks_for_fewer_requests_is_not_answered_with_more_elsewhere() {
        let elsewhere = |status, at_home: fn(&FakeRequest) -> bool| {
            let staged = FakeServer::with(|asked| {
                let is_busy = asked.host() == "login.mypurecloud.de" && at_home(asked);
                if is_busy && asked.is_authorization() {
                    return answer(status, "", "");
                }
                refused()
            });
            let asked = (1..=8).flat_map(|round| staged.asked_in(round));
            asked
                .filter(|probe| probe.purpose == Purpose::RegionSweep)
                .count()
        };
        assert_eq!(elsewhere(429, |asked| !asked.is_for_us()), 0);
        assert_eq!(elsewhere(429, FakeRequest::is_for_us), 0);
        let uris_elsewhere = 3 * (Region::all().len() - 1);
        assert_eq!(elsewhere(503, |asked| !asked.is_for_us()), uris_elsewhere);
    }
}
