use super::authorize_requests::AuthorizeRequests;
use super::region_replies::RegionReplies;
use super::verdict::UriVerdict;
use crate::genesys::Target;
use crate::probe::{Evidence, Probe, Purpose};

/// What the home region answers with the grant that was not asked for, where it knows the client with that one and
/// refuses the controls.
#[derive(Clone, Debug)]
pub struct OtherGrant {
    pub replies: RegionReplies,
}

impl OtherGrant {
    /// The requests that ask for everything: all URIs and both controls.
    #[must_use]
    pub fn probes(target: &Target) -> Vec<Probe> {
        let requests = AuthorizeRequests::of(target);
        let grant = target.grant().other();
        // An acceptance counts only against controls that were asked the same way.
        let mut probes = vec![
            requests.client_control(grant),
            requests.redirect_control(grant),
        ];
        probes.extend(requests.each(Purpose::OtherGrant, grant));
        probes
    }

    #[must_use]
    pub fn of(target: &Target, evidence: &Evidence) -> Option<Self> {
        let replies = RegionReplies::of(target, target.grant().other(), evidence)?;
        let proven = replies.client_control.is_refused()
            && replies.redirect_control.is_refused()
            // A bounce with the other grant says that it is not allowed, and nothing about the one given.
            && replies.any_accepted();
        proven.then_some(Self { replies })
    }

    /// Whether a URI that is refused with the grant given is accepted with this one, so that the grant is what
    /// is wrong, and not an answer that was lost.
    pub(super) fn explains(&self, given: &RegionReplies) -> bool {
        let mut pairs = given.verdicts.iter().zip(&self.replies.verdicts);
        given.client_control.is_refused()
            && pairs.any(|(given, other)| {
                matches!(
                    (given, other),
                    (
                        UriVerdict::Refused { .. } | UriVerdict::RefusedOtherwise { .. },
                        UriVerdict::Accepted(_)
                    )
                )
            })
    }

    /// Whether the first URI was plainly turned down with the other grant: bounced or refused.
    #[must_use]
    pub fn is_turned_down(target: &Target, evidence: &Evidence) -> bool {
        let requests = AuthorizeRequests::of(target);
        let grant = target.grant().other();
        let probe = requests.real(Purpose::OtherGrant, requests.first(), grant);
        requests.reply(&probe, evidence).is_some_and(|reply| {
            matches!(
                UriVerdict::alone(&reply.classification),
                UriVerdict::Bounced { .. }
                    | UriVerdict::Refused { .. }
                    | UriVerdict::RefusedOtherwise { .. }
            )
        })
    }
}
