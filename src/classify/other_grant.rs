use super::authorize_requests::AuthorizeRequests;
use super::control::Control;
use super::home::Home;
use super::standing::Standing;
use crate::genesys::Target;
use crate::probe::{Evidence, Probe, Purpose};

/// What the home region answers with the grant that was not asked for.
#[derive(Clone, Debug)]
pub struct OtherGrant {
    /// The answers.
    pub home: Home,
}

impl OtherGrant {
    /// The requests that ask for everything: all URIs and both controls.
    #[must_use]
    pub fn probes(target: &Target) -> Vec<Probe> {
        let asked = AuthorizeRequests::of(target);
        let grant = target.grant().other();
        // An acceptance counts only against controls that were asked the same way.
        let mut probes = vec![asked.client_control(grant), asked.redirect_control(grant)];
        probes.extend(asked.each(Purpose::OtherGrant, grant));
        probes
    }

    /// Reads the answers, where the client is known with the other grant and the controls are not.
    #[must_use]
    pub fn of(target: &Target, evidence: &Evidence) -> Option<Self> {
        let home = Home::of(target, target.grant().other(), evidence)?;
        let proven = home.client_control == Control::Refused
            && home.redirect_control == Control::Refused
            // A bounce with the other grant says that it is not allowed, and nothing about the one given.
            && home.standings.iter().any(|standing| matches!(standing, Standing::Accepted(_)));
        proven.then_some(Self { home })
    }

    /// Whether a URI that is refused with the grant given is accepted with this one, so that the grant is what
    /// is wrong, and not an answer that was lost.
    pub(super) fn mends(&self, home: &Home) -> bool {
        let mut pairs = home.standings.iter().zip(&self.home.standings);
        home.client_control == Control::Refused
            && pairs.any(|(given, other)| {
                matches!(
                    (given, other),
                    (Standing::Refused { .. }, Standing::Accepted(_))
                )
            })
    }

    /// Whether the first URI was plainly turned down with the other grant: bounced or refused.
    #[must_use]
    pub fn is_turned_down(target: &Target, evidence: &Evidence) -> bool {
        let asked = AuthorizeRequests::of(target);
        let probe = asked.real(Purpose::OtherGrant, asked.first(), target.grant().other());
        asked.reading(&probe, evidence).is_some_and(|reading| {
            matches!(
                Standing::alone(&reading.reaction),
                Standing::Bounced { .. } | Standing::Refused { .. }
            )
        })
    }
}
