//! The decision table: what all answers together say.

use super::elsewhere::{RegionResult, Sweep};
use super::login_path::{LoginEnd, LoginPath};
use super::near_miss::{AcceptedNearMiss, Search};
use super::region_replies::{ControlResult, RegionReplies, UriVerdict, most_frequent};
use super::{ClassifiedReply, Refusal};
use crate::genesys::Target;
use crate::probe::{Cause, Evidence};

/// What all answers together say: the row of the decision table that applies.
///
/// Every check decides by this one value, so no two of them can disagree about what happened.
#[derive(Clone, Debug)]
pub enum Situation {
    /// Nothing that came back is from the service.
    Silent(Cause),
    /// The client control was accepted: the service does not tell right from wrong.
    AcceptsAnybody,
    /// The service showed that it knows the client; each URI stands for itself.
    Known,
    /// The service accepted at first and refused one step later.
    RefusedLater { quote: String },
    /// The service knows the client with the other grant.
    OtherGrant(Box<RegionReplies>),
    /// The service refuses the grant by name, and the client that cannot exist for something else.
    GrantRefused { quote: String },
    /// Exactly one other region knows the client.
    Elsewhere(Box<RegionResult>),
    /// Several other regions seem to know the client, which cannot be.
    Everywhere(Vec<RegionResult>),
    /// No URI was accepted, but a near miss was: the client exists.
    NearMiss,
    /// The service tells the controls apart, and treats the real requests like the one with a wrong URI.
    UrisRefused,
    /// The service tells the controls apart, and treats the real requests like the one with a wrong client.
    UnknownClient,
    /// Everything was refused alike, for a known reason, here and everywhere.
    UnknownClientOrUris,
    /// Everything was refused for a reason that says nothing about the client.
    UnknownRefusal { quote: String },
    /// Some URIs were refused and others brought no answer.
    PartlyRefused(Cause),
    /// Right and wrong got the same answer, without a refusal.
    Alike,
    /// A control brought no answer to compare with.
    ControlSilent(Cause),
    /// The real requests brought nothing that can be read.
    Unread(Cause),
}

/// All answers, and the situation that they show.
#[derive(Clone, Debug)]
pub struct Answers {
    pub situation: Situation,
    /// The replies of the home region with the grant given.
    pub home: RegionReplies,
    /// The way to the login page, if a request was accepted.
    pub login: Option<LoginPath>,
    /// What the other regions say, if they were asked.
    pub sweep: Option<Sweep>,
    /// What is registered instead of what was refused.
    search: Search,
}

impl Answers {
    /// Reads the evidence; `None` until the first round was asked.
    #[must_use]
    pub fn of(target: &Target, evidence: &Evidence) -> Option<Self> {
        let mut home = RegionReplies::of(target, target.grant(), evidence)?;
        let login = LoginPath::of(target, &home, evidence);
        let later = login
            .as_ref()
            .and_then(|login| taken_back(login, &mut home));
        let sweep = Sweep::of(target, evidence);
        let other = with_other_grant(target, evidence);
        let search = match &other {
            Some(other) if !home.knows_client() => {
                Search::new(target, other, target.grant().other(), evidence)
            }
            _ => Search::new(target, &home, target.grant(), evidence),
        };
        let uris = 0..target.redirect_uris().len();
        let any_near = uris.into_iter().any(|uri| search.accepted(uri).is_some());
        let situation = later.unwrap_or_else(|| situation(&home, sweep.as_ref(), other, any_near));
        Some(Self {
            situation,
            home,
            login,
            sweep,
            search,
        })
    }

    /// What is registered instead of the URI at this position, where a near miss proved it.
    #[must_use]
    pub fn near_miss(&self, uri: usize) -> Option<AcceptedNearMiss> {
        self.search.accepted(uri)
    }

    /// The first near miss that proved that the client exists.
    #[must_use]
    pub fn any_near_miss(&self) -> Option<AcceptedNearMiss> {
        (0..self.home.real.len()).find_map(|uri| self.near_miss(uri))
    }

    /// Whether every likely near miss of the URI was asked and plainly refused.
    #[must_use]
    pub fn near_misses_are_refused(&self, uri: usize) -> bool {
        self.search.is_exhausted(uri)
    }

    /// The search for near misses, where it is worth asking for any.
    #[must_use]
    pub fn search(&self) -> Option<&Search> {
        match &self.situation {
            Situation::OtherGrant(_) | Situation::Known | Situation::NearMiss => Some(&self.search),
            // Only after the other regions were asked: a client that lives elsewhere has no near misses here.
            Situation::UrisRefused
            | Situation::UnknownClientOrUris
            | Situation::UnknownRefusal { .. }
            | Situation::PartlyRefused(_) => self.sweep.as_ref().map(|_| &self.search),
            _ => None,
        }
    }

    /// Whether the home region answered and accepted nothing, so that the other grant is worth asking with.
    #[must_use]
    pub fn wants_other_grant(&self) -> bool {
        !self.home.is_in_trouble()
            && !matches!(
                self.situation,
                Situation::Silent(_)
                    | Situation::AcceptsAnybody
                    | Situation::Known
                    | Situation::RefusedLater { .. }
            )
    }

    /// Whether the other regions are worth asking, too.
    #[must_use]
    pub fn wants_sweep(&self) -> bool {
        self.wants_other_grant() && !matches!(self.situation, Situation::GrantRefused { .. })
    }
}

/// An acceptance that the next step takes back: a refusal overturns everything, an error about the grant or
/// scope the verdict on the URI whose request was followed.
fn taken_back(login: &LoginPath, home: &mut RegionReplies) -> Option<Situation> {
    let refused = |quote: &String| {
        Some(Situation::RefusedLater {
            quote: quote.clone(),
        })
    };
    match &login.end {
        LoginEnd::Refused(quote) => refused(quote),
        // What is behind a redirect that no row knows is all there is to tell what it was.
        LoginEnd::Unexplained(what) if home.is_by_contrast() => refused(what),
        LoginEnd::Bounced { code, quote } => match UriVerdict::bounced(code, quote) {
            bounced @ UriVerdict::Bounced { .. } => {
                *home.verdicts.get_mut(login.uri)? = bounced;
                None
            }
            _ => refused(quote),
        },
        _ => None,
    }
}

fn situation(
    home: &RegionReplies,
    sweep: Option<&Sweep>,
    other: Option<RegionReplies>,
    any_near_miss: bool,
) -> Situation {
    if let Some(cause) = home.silence() {
        return Situation::Silent(cause);
    }
    if home.accepts_anybody() || (home.is_indistinct() && home.any_accepted()) {
        return Situation::AcceptsAnybody;
    }
    if home.knows_client() {
        return Situation::Known;
    }
    if let Some(other) = other.filter(|other| explains(other, home)) {
        return Situation::OtherGrant(Box::new(other));
    }
    match sweep.map(Sweep::found).unwrap_or_default().as_slice() {
        [] => {}
        [found] => return Situation::Elsewhere(Box::new(found.clone())),
        several => return Situation::Everywhere(several.to_vec()),
    }
    // That the client exists rests on the client control, whatever is accepted.
    if home.client_control.is_refused() && any_near_miss {
        return Situation::NearMiss;
    }
    match (home.client_control.result, home.redirect_control.result) {
        (ControlResult::Passed { .. }, _) => Situation::Alike,
        (ControlResult::Unanswered(cause), _) | (_, ControlResult::Unanswered(cause)) => {
            Situation::ControlSilent(cause)
        }
        (ControlResult::Refused, redirect_control) => {
            none_known(home, redirect_control == ControlResult::Refused)
        }
    }
}

/// The controls answered, and no real request was accepted.
fn none_known(home: &RegionReplies, both_refused: bool) -> Situation {
    let client_control = &home.client_control.reply;
    let redirect_control = &home.redirect_control.reply;
    if let Some(quote) = refused_for_grant(home).filter(|_| both_refused) {
        return Situation::GrantRefused { quote };
    }
    let refusals = || home.real.iter().filter_map(ClassifiedReply::refusal);
    let unclear: Vec<_> = home
        .verdicts
        .iter()
        .filter_map(|verdict| match verdict {
            UriVerdict::Unclear(cause) => Some(*cause),
            UriVerdict::RefusedOtherwise { .. } => Some(Cause::Unrecognized),
            _ => None,
        })
        .collect();
    let like = |other: &ClassifiedReply| home.real.iter().all(|reply| reply.is_like(other));
    let Some(first) = refusals().next() else {
        if client_control.is_like(redirect_control) && like(client_control) {
            return Situation::Alike;
        }
        return Situation::Unread(most_frequent(&unclear).unwrap_or(Cause::Unrecognized));
    };
    let any_blamed = refusals().any(Refusal::may_blame);
    let blames_known = refusals()
        .filter(|one| one.may_blame())
        .all(Refusal::is_known);
    if let Some(cause) = most_frequent(&unclear).filter(|_| any_blamed && blames_known) {
        return Situation::PartlyRefused(cause);
    }
    match (like(client_control), like(redirect_control)) {
        (false, true) if both_refused && any_blamed => Situation::UrisRefused,
        (true, false) if both_refused && any_blamed => Situation::UnknownClient,
        (true, true) if home.all().all(ClassifiedReply::is_known_refusal) => {
            Situation::UnknownClientOrUris
        }
        _ => Situation::UnknownRefusal {
            quote: first.quote.clone(),
        },
    }
}

/// The error with which a real request was refused for its grant, where the client that cannot exist was refused for
/// something else, so that the service looked at the client first.
fn refused_for_grant(home: &RegionReplies) -> Option<String> {
    let control = &home.client_control.reply;
    let meant = |reply: &&ClassifiedReply| {
        reply.refusal().is_some_and(Refusal::is_about_grant) && !reply.is_like(control)
    };
    let is_apart = control.refusal().is_some_and(Refusal::may_blame);
    let refusal = home.real.iter().find(meant)?.refusal()?;
    is_apart.then(|| refusal.quote.clone())
}

/// What the home region answers with the grant that was not asked for, where it knows the client with that one and
/// refuses the controls.
fn with_other_grant(target: &Target, evidence: &Evidence) -> Option<RegionReplies> {
    let replies = RegionReplies::of(target, target.grant().other(), evidence)?;
    let proven = replies.client_control.is_refused()
        && replies.redirect_control.is_refused()
        // A bounce with the other grant says that it is not allowed, and nothing about the one given.
        && replies.any_accepted();
    proven.then_some(replies)
}

/// Whether a URI that is refused with the grant given is accepted with the other one, so that the grant is what is wrong,
/// and not an answer that was lost.
fn explains(other: &RegionReplies, given: &RegionReplies) -> bool {
    let mut pairs = given.verdicts.iter().zip(&other.verdicts);
    given.client_control.is_refused()
        && pairs
            .any(|(given, other)| given.is_refusal() && matches!(other, UriVerdict::Accepted(_)))
}

#[cfg(test)]
mod tests;
