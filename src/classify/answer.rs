use super::authorize_requests::AuthorizeRequests;
use super::control::Control;
use super::reaction::{Reaction, Reading};
use super::standing::{Basis, Standing};
use crate::genesys::{Grant, Region, Target};
use crate::probe::{Cause, Evidence, Probe, Purpose};

/// What a region says about a client that it was asked for with one grant: with each of the redirect URIs, and
/// with a client id that cannot exist.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The region.
    pub region: Region,
    /// The grant.
    pub grant: Grant,
    /// Whether it knows the client.
    pub says: Says,
    /// The request that showed it.
    pub probe: Probe,
    /// X there, the request with the client id that cannot exist.
    pub control: Probe,
}

/// Whether a region knows a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// It does, and not the client id that cannot exist.
    Knows(Basis),
    /// Every request was refused like that of the client id that cannot exist: it does not know the client, or it
    /// knows it with none of the redirect URIs.
    Refuses {
        /// Whether the reason is known to be about client or redirect URI. If not, it may be refusing everybody.
        known: bool,
    },
    /// Refused, but not like the client id that cannot exist: it may know the client with other redirect URIs.
    RefusesOtherwise,
    /// Nothing can be concluded.
    Unclear(Cause),
}

/// A region that knows the client.
#[derive(Clone, Debug)]
pub struct Found {
    /// The region.
    pub region: Region,
    /// The request that showed it.
    pub probe: Probe,
    /// X there, which was refused.
    pub control: Probe,
    /// How that was told.
    pub basis: Basis,
}

impl Says {
    /// Why it is open whether the region knows the client, if it is.
    #[must_use]
    pub fn open(self) -> Option<Cause> {
        match self {
            Self::Knows(_) | Self::Refuses { .. } => None,
            Self::RefusesOtherwise => Some(Cause::Unrecognized),
            Self::Unclear(cause) => Some(cause),
        }
    }
}

impl Answer {
    /// Reads what `there`, the client in this region, was answered; `None` until it was asked.
    #[must_use]
    pub fn of(there: &Target, grant: Grant, evidence: &Evidence) -> Option<Self> {
        let asked = AuthorizeRequests::of(there);
        let x = asked.client_control(grant);
        let control = asked.reading(&x, evidence)?;
        let real: Option<Vec<_>> = asked
            .each(Purpose::RedirectUri, grant)
            .map(|probe| Some((asked.reading(&probe, evidence)?, probe)))
            .collect();
        let real = real?;
        let (says, probe) = judge(&control, &real);
        Some(Self {
            region: there.region().clone(),
            grant,
            says,
            probe: probe.unwrap_or(&x).clone(),
            control: x,
        })
    }

    /// That the region knows the client, if it does.
    #[must_use]
    pub fn found(&self) -> Option<Found> {
        match self.says {
            Says::Knows(basis) => Some(Found {
                region: self.region.clone(),
                probe: self.probe.clone(),
                control: self.control.clone(),
                basis,
            }),
            _ => None,
        }
    }
}

/// What the answers say, and which request showed it, if it was not the control.
fn judge<'a>(control: &Reading, real: &'a [(Reading, Probe)]) -> (Says, Option<&'a Probe>) {
    if is_portal(control, real) {
        return (Says::Unclear(Cause::CaptivePortal), None);
    }
    match Control::alone(control) {
        Control::Refused => {}
        Control::Passed { .. } => return (Says::Unclear(Cause::Indistinct), None),
        Control::Unanswered(cause) => return (Says::Unclear(cause), None),
    }
    let by_contrast = |reading: &Reading| {
        matches!(reading.reaction, Reaction::Forwarded | Reaction::SignInPage)
            && !reading.is_like(control)
    };
    // One odd page among so many requests may be anybody's; several alike, or a login, are the service's.
    let counts = |one: &Reading| {
        one.looks_like_login || real.iter().filter(|(other, _)| other.is_like(one)).count() > 1
    };
    let known = real.iter().find_map(|(reading, probe)| {
        let basis = if by_contrast(reading) && counts(reading) {
            Some(Basis::Contrast)
        } else {
            Standing::alone(&reading.reaction).basis()
        };
        Some((Says::Knows(basis?), Some(probe)))
    });
    known.unwrap_or_else(|| refused(control, real))
}

/// The same, where nothing was accepted.
fn refused<'a>(control: &Reading, real: &'a [(Reading, Probe)]) -> (Says, Option<&'a Probe>) {
    let find = |is: &dyn Fn(&Reading) -> bool| real.iter().find(|(reading, _)| is(reading));
    if let Some((reading, probe)) = find(&|reading| reading.refusal().is_none()) {
        let cause = reading.no_verdict().unwrap_or(Cause::Unrecognized);
        return (Says::Unclear(cause), Some(probe));
    }
    if let Some((_, probe)) = find(&|reading| !reading.is_like(control)) {
        return (Says::RefusesOtherwise, Some(probe));
    }
    let mut all = real.iter().map(|(reading, _)| reading).chain([control]);
    let says = Says::Refuses {
        known: all.all(|reading| {
            reading
                .refusal()
                .is_some_and(|refusal| refusal.known.is_some())
        }),
    };
    (says, real.first().map(|(_, probe)| probe))
}

/// Somebody who sends every request, the control too, to one foreign host is a captive portal.
fn is_portal(control: &Reading, real: &[(Reading, Probe)]) -> bool {
    control.foreign().is_some_and(|host| {
        real.iter()
            .all(|(reading, _)| reading.foreign() == Some(host))
    })
}

#[cfg(test)]
mod tests {
    use super::{Says, judge};
    use crate::checks::testing::{CLIENT, accepted, answer, refused, target};
    use crate::classify::authorize_requests::AuthorizeRequests;
    use crate::classify::read::read;
    use crate::classify::standing::Basis;
    use crate::genesys::Grant;
    use crate::probe::{Cause, Observation, Purpose};

    /// What a region says that answers the control, and each of the three redirect URIs, like this.
    fn says(control: &Observation, real: [Observation; 3]) -> Says {
        let target = target(CLIENT);
        let asked = AuthorizeRequests::of(&target);
        let x = asked.client_control(Grant::Implicit);
        let probes = asked.each(Purpose::RedirectUri, Grant::Implicit);
        let real: Vec<_> = probes
            .zip(real)
            .map(|(probe, observation)| (read(&probe.url, &observation), probe))
            .collect();
        judge(&read(&x.url, control), &real).0
    }

    fn to(location: &str) -> Observation {
        answer(302, location, "")
    }

    #[test]
    fn one_acceptance_is_enough_if_it_is_a_known_one_or_a_login() {
        assert_eq!(
            says(&refused(), [refused(), accepted(), refused()]),
            Says::Knows(Basis::Signature)
        );
        assert_eq!(
            says(&refused(), [refused(), to("/login"), refused()]),
            Says::Knows(Basis::Contrast)
        );
        assert_eq!(
            says(&refused(), [refused(), to("/welcome"), refused()]),
            Says::Unclear(Cause::Unrecognized)
        );
        assert_eq!(
            says(&refused(), [to("/welcome"), to("/welcome"), refused()]),
            Says::Knows(Basis::Contrast)
        );
    }

    #[test]
    fn a_refusal_is_known_if_all_are() {
        let new = || to("/#/error?errorKey=somethingNew");
        let all = |one: &dyn Fn() -> Observation| [one(), one(), one()];
        assert_eq!(
            says(&refused(), all(&refused)),
            Says::Refuses { known: true }
        );
        assert_eq!(says(&new(), all(&new)), Says::Refuses { known: false });
        assert_eq!(says(&new(), all(&refused)), Says::RefusesOtherwise);
        assert_eq!(
            says(&refused(), [refused(), refused(), new()]),
            Says::RefusesOtherwise
        );
    }

    #[test]
    fn who_sends_everything_to_one_foreign_host_is_a_captive_portal() {
        let portal = || to("https://portal.example/");
        let all = [portal(), portal(), portal()];
        assert_eq!(
            says(&portal(), all.clone()),
            Says::Unclear(Cause::CaptivePortal)
        );
        assert_ne!(says(&refused(), all), Says::Unclear(Cause::CaptivePortal));
        let one_elsewhere = [portal(), portal(), to("https://other.example/")];
        assert_ne!(
            says(&portal(), one_elsewhere),
            Says::Unclear(Cause::CaptivePortal)
        );
    }
}
