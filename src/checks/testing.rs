//! Cases for the unit tests of checks: a client with a server that is a function, and a page that does what a list says.

use super::{Outcome, Selection, Status};
use crate::browser::testing::visit;
use crate::checks;
pub(crate) use crate::genesys::testing::{CLIENT, HOME, RID, target, target_with};
use crate::genesys::{RedirectUri, Region, Target};
use crate::probe::{
    Cause, Evidence, Exchange, Observation, PageEvent, Probe, Purpose, Reply, Visit, VisitEnd,
    Visited,
};
use serde_json::Value;
use std::time::Duration;
use url::Url;

/// A request, as a server sees it.
pub(crate) struct FakeRequest(Url);

impl FakeRequest {
    pub(crate) fn of(probe: &Probe) -> Self {
        Self(Url::parse(&probe.url).expect("a probe asks for a URL"))
    }

    fn parameter(&self, name: &str) -> String {
        let mut pairs = self.0.query_pairs();
        let pair = pairs.find(|(key, _)| key == name);
        pair.map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    }

    pub(crate) fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    pub(crate) fn path(&self) -> &str {
        self.0.path()
    }

    pub(crate) fn is_authorization(&self) -> bool {
        self.path() == "/oauth/authorize"
    }

    /// Whether it names our client, in whatever case.
    pub(crate) fn is_for_us(&self) -> bool {
        self.parameter("client_id").eq_ignore_ascii_case(CLIENT)
    }

    pub(crate) fn wants_code(&self) -> bool {
        self.parameter("response_type") == "code"
    }

    pub(crate) fn names_scope(&self) -> bool {
        !self.parameter("scope").is_empty()
    }

    pub(crate) fn redirect_uri(&self) -> String {
        self.parameter("redirect_uri")
    }

    /// Whether the redirect URI is one that is documented for the region that is asked.
    pub(crate) fn names_documented(&self) -> bool {
        let region = self.host().strip_prefix("login.").map(Region::parse);
        let Some(Ok(region)) = region else {
            return false;
        };
        let asked = self.redirect_uri();
        RedirectUri::documented(&region)
            .iter()
            .any(|uri| uri.as_str() == asked)
    }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "what a server answers may be a failure, too"
)]
pub(crate) fn answer(status: u16, location: &str, body: &str) -> Observation {
    let headers: Vec<_> = Some(("location", location.as_bytes()))
        .filter(|_| !location.is_empty())
        .into_iter()
        .collect();
    Ok(Reply::new(status, headers, body.as_bytes()))
}

pub(crate) fn accepted() -> Observation {
    answer(302, &format!("/?rid={RID}#/authenticate"), "")
}

pub(crate) fn refused() -> Observation {
    answer(302, "/#/error?errorKey=invalidClientId", "")
}

/// Genesys Cloud, where our client is registered in the region that is checked, for the grant that is checked.
pub(crate) fn genesys(asked: &FakeRequest) -> Observation {
    if !asked.is_authorization() {
        return answer(200, "", "<form><input type=password></form>");
    }
    let at_home = asked.host() == format!("login.{HOME}");
    if at_home && asked.is_for_us() && asked.names_documented() && !asked.wants_code() {
        accepted()
    } else {
        refused()
    }
}

/// A client, and all that was asked and seen.
pub(crate) struct FakeServer {
    pub(crate) target: Target,
    pub(crate) evidence: Evidence,
}

impl FakeServer {
    /// Asks a server about our client until no check wants to know more.
    pub(crate) fn with(server: impl Fn(&FakeRequest) -> Observation) -> Self {
        Self::of(target(CLIENT), server)
    }

    /// The same for another target.
    pub(crate) fn of(target: Target, server: impl Fn(&FakeRequest) -> Observation) -> Self {
        Self::asked(target, Evidence::default(), server)
    }

    /// The same after a page did this, so that what it sent is asked for, too.
    pub(crate) fn after(visit: Visit, server: impl Fn(&FakeRequest) -> Observation) -> Self {
        let nobody = Self {
            target: target(CLIENT),
            evidence: Evidence::default(),
        };
        let seen = nobody.and_visited(visit);
        Self::asked(seen.target, seen.evidence, server)
    }

    fn asked(
        target: Target,
        mut evidence: Evidence,
        server: impl Fn(&FakeRequest) -> Observation,
    ) -> Self {
        for round in 1..=8 {
            let wanted = checks::wanted(&target, &evidence, &Selection::default());
            let new = evidence.new_among(wanted);
            if new.is_empty() {
                break;
            }
            for probe in new {
                evidence.push(Exchange {
                    round,
                    observation: server(&FakeRequest::of(&probe)),
                    probe,
                    elapsed: Duration::ZERO,
                });
            }
        }
        Self { target, evidence }
    }

    /// A client that is as documented, and a page that did this.
    pub(crate) fn seen(end: VisitEnd, events: Vec<PageEvent>) -> Self {
        Self::with(genesys).and_seen(end, events)
    }

    /// And a page that did this.
    pub(crate) fn and_seen(self, end: VisitEnd, events: Vec<PageEvent>) -> Self {
        self.and_visited(visit(end, events))
    }

    /// And the Platform API tells that the client is as documented, but for these fields.
    pub(crate) fn and_registered(self, changes: &Value) -> Self {
        let client = crate::platform_api::testing::client_json(changes);
        self.and_told(200, &client.to_string())
    }

    /// And the Platform API answers this when it is asked for the client.
    pub(crate) fn and_told(mut self, status: u16, body: &str) -> Self {
        let url = format!("https://api.{HOME}/api/v2/oauth/clients/{CLIENT}");
        self.evidence.push(Exchange {
            round: 1,
            probe: Probe::new(Purpose::Registration, url),
            observation: answer(status, "", body),
            elapsed: Duration::ZERO,
        });
        self
    }

    /// And this visit.
    pub(crate) fn and_visited(mut self, visit: Visit) -> Self {
        self.evidence.set_visited(Visited {
            url: self.target.init_url(),
            observation: Ok(visit),
        });
        self
    }

    /// How a check ended, for each of its subjects.
    pub(crate) fn outcomes(&self, id: &str) -> Vec<Outcome> {
        checks::judge(&self.target, &self.evidence, &Selection::default())
            .into_iter()
            .filter(|(rule, _)| rule.id == id)
            .map(|(_, outcome)| outcome)
            .collect()
    }

    /// How a check ended for its first subject: `fail: What was found.`
    pub(crate) fn tells(&self, id: &str) -> String {
        let outcomes = self.outcomes(id);
        let first = outcomes.first().expect("an outcome");
        let cause = first.cause.map(Cause::name);
        let status = match cause {
            Some(cause) if first.status == Status::Unverifiable => format!("unverifiable {cause}"),
            _ => first.status.name().to_owned(),
        };
        format!("{status}: {}", first.message)
    }

    /// How a check ended for its first subject: its status with its cause, or the check it depends on.
    pub(crate) fn ends(&self, id: &str) -> String {
        let outcomes = self.outcomes(id);
        let first = outcomes.first().expect("an outcome");
        let status = first.status.name();
        match (first.depends_on, first.cause.map(Cause::name)) {
            (Some(other), _) => format!("> {other}"),
            (None, Some(cause)) => format!("{status} {cause}"),
            (None, None) => status.to_owned(),
        }
    }

    /// What was asked in this round.
    pub(crate) fn asked_in(&self, round: usize) -> Vec<&Probe> {
        let exchanges = self.evidence.exchanges().iter();
        exchanges
            .filter(|exchange| exchange.round == round)
            .map(|exchange| &exchange.probe)
            .collect()
    }
}
