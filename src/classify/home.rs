use super::authorize_requests::AuthorizeRequests;
use super::control::Control;
use super::reaction::{Reaction, Reading};
use super::standing::{Basis, Standing};
use crate::genesys::{Grant, Target};
use crate::probe::{Cause, Evidence, Purpose};
use std::collections::HashMap;

/// What the login host of a region answered to the real requests and the controls, with one grant.
#[derive(Clone, Debug)]
pub struct Home {
    /// The answers to the real requests, in the order of the redirect URIs.
    pub real: Vec<Reading>,
    /// How each of them stands.
    pub standings: Vec<Standing>,
    /// The answer to the client control.
    pub x: Reading,
    /// The answer to the redirect control.
    pub y: Reading,
    /// How the client control fared.
    pub client_control: Control,
    /// How the redirect control fared.
    pub redirect_control: Control,
}

impl Home {
    /// Reads the answers with `grant`; `None` until all of these requests were asked.
    #[must_use]
    pub fn of(target: &Target, grant: Grant, evidence: &Evidence) -> Option<Self> {
        let asked = AuthorizeRequests::of(target);
        let real: Option<Vec<_>> = asked
            .each(Purpose::RedirectUri, grant)
            .map(|probe| asked.reading(&probe, evidence))
            .collect();
        let real = real?;
        let mut x = asked.reading(&asked.client_control(grant), evidence)?;
        let mut y = asked.reading(&asked.redirect_control(grant), evidence)?;
        let mut real = real;
        name_portal(&mut real, &mut x, &mut y);
        let (client_control, redirect_control) = Control::pair(&x, &y, &real);
        let standings = standings(&real, &x, &y, client_control, redirect_control);
        Some(Self {
            real,
            standings,
            x,
            y,
            client_control,
            redirect_control,
        })
    }

    /// Whether the server showed for any URI that it knows the client, and the client control was not
    /// treated the same.
    #[must_use]
    pub fn knows_client(&self) -> bool {
        !self.is_indistinct() && self.standings.iter().any(Standing::is_known)
    }

    /// Whether what was accepted was accepted by contrast alone.
    #[must_use]
    pub fn is_by_contrast(&self) -> bool {
        let mut accepted = self
            .standings
            .iter()
            .filter(|standing| matches!(standing, Standing::Accepted(_)));
        accepted.all(|standing| *standing == Standing::Accepted(Basis::Contrast))
    }

    /// Whether the client control was let through.
    #[must_use]
    pub fn is_indistinct(&self) -> bool {
        matches!(self.client_control, Control::Passed { .. })
    }

    /// Whether the client control got a known sign of acceptance, or a code or token.
    #[must_use]
    pub fn accepts_anybody(&self) -> bool {
        matches!(self.x.reaction, Reaction::Accepted(_) | Reaction::Returned)
    }

    /// What the acceptance of another request rests on, where its answer is one.
    pub(super) fn accepts(&self, reading: &Reading) -> Option<Basis> {
        match &reading.reaction {
            Reaction::Forwarded | Reaction::SignInPage => {
                self.accepts_by_contrast(reading).then_some(Basis::Contrast)
            }
            reaction => Standing::alone(reaction).basis(),
        }
    }

    /// Like what was accepted or, where nothing was, like the way to a login: quotes and line breaks in a
    /// request bring filters to the scene.
    fn accepts_by_contrast(&self, reading: &Reading) -> bool {
        let accepted = self.real.iter().zip(&self.standings);
        let mut accepted = accepted
            .filter(|(_, standing)| standing.is_known())
            .map(|(reading, _)| reading)
            .peekable();
        let fits = match accepted.peek() {
            None => reading.looks_like_login,
            Some(_) => accepted.any(|one| one.is_like(reading)),
        };
        self.client_control == Control::Refused
            && fits
            && !reading.is_like(&self.x)
            && !reading.is_like(&self.y)
    }

    /// All answers: the real ones, then the controls.
    pub fn readings(&self) -> impl Iterator<Item = &Reading> {
        self.real.iter().chain([&self.x, &self.y])
    }

    /// The most frequent reason why no answer came from the service itself, if none did.
    #[must_use]
    pub fn silence(&self) -> Option<Cause> {
        let causes: Option<Vec<_>> = self.readings().map(silent).collect();
        most_frequent(&causes?)
    }
}

/// Why an answer is none of the service's own; `None` where it may be.
fn silent(reading: &Reading) -> Option<Cause> {
    let cause = match &reading.reaction {
        Reaction::NoVerdict { cause, .. } | Reaction::Unexplained { cause } => *cause,
        _ => return None,
    };
    let may_be_its_own = matches!(cause, Cause::Unrecognized | Cause::Indistinct);
    (!may_be_its_own).then_some(cause)
}

/// The most frequent of some causes, the first of those that are.
pub(super) fn most_frequent(causes: &[Cause]) -> Option<Cause> {
    let mut counts: HashMap<Cause, usize> = HashMap::new();
    for cause in causes {
        *counts.entry(*cause).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    causes
        .iter()
        .copied()
        .find(|cause| counts.get(cause) == Some(&most))
}

/// Somebody who sends every request, the controls too, to one foreign host is a captive portal. A foreign
/// host for the real requests alone may be anything.
fn name_portal(real: &mut [Reading], x: &mut Reading, y: &mut Reading) {
    let portal = x.foreign().filter(|host| y.foreign() == Some(host));
    let Some(portal) = portal.map(str::to_owned) else {
        return;
    };
    for reading in real.iter_mut().chain([x, y]) {
        if let Reaction::NoVerdict {
            cause,
            foreign: Some(host),
        } = &mut reading.reaction
            && *host == portal
        {
            *cause = Cause::CaptivePortal;
        }
    }
}

fn standings(
    real: &[Reading],
    x: &Reading,
    y: &Reading,
    x_fared: Control,
    y_fared: Control,
) -> Vec<Standing> {
    // By contrast, an answer is an acceptance if it differs from the client control's, which was refused,
    // and from the redirect control's, unless that one was let through, which is judged for itself.
    let by_contrast = |reading: &Reading| {
        matches!(reading.reaction, Reaction::Forwarded | Reaction::SignInPage)
            && x_fared == Control::Refused
            && !reading.is_like(x)
            && (y_fared != Control::Refused || !reading.is_like(y))
    };
    let accepted = |reading: &&Reading| {
        by_contrast(reading) || matches!(reading.reaction, Reaction::Accepted(_))
    };
    let usual = usual_kind(real.iter().filter(accepted));
    // Where both controls got an error without a reason, that error refuses whoever gets it.
    let like_the_controls = |reading: &Reading| {
        matches!(x.reaction, Reaction::Unexplained { .. })
            && x_fared == Control::Refused
            && reading.is_same(x)
    };
    real.iter()
        .map(|reading| match usual {
            _ if like_the_controls(reading) => Standing::Refused {
                quote: "an error without a reason, as for what is wrong on purpose".to_owned(),
            },
            Some(usual) if by_contrast(reading) && usual.is_like(reading) => {
                Standing::Accepted(Basis::Contrast)
            }
            _ if by_contrast(reading) => Standing::NoVerdict(Cause::Unrecognized),
            _ => Standing::alone(&reading.reaction),
        })
        .collect()
}

/// The answer whose kind most of those that may be acceptances share. One that differs from its siblings may
/// be a filter's page or a fault, so where no kind prevails, none counts; and one without siblings counts only
/// if it looks like the way to a login.
fn usual_kind<'a>(candidates: impl Iterator<Item = &'a Reading>) -> Option<&'a Reading> {
    let candidates: Vec<_> = candidates.collect();
    if let [only] = candidates.as_slice() {
        return only.looks_like_login.then_some(only);
    }
    let alike = |one: &Reading| candidates.iter().filter(|other| other.is_like(one)).count();
    candidates
        .iter()
        .copied()
        .find(|one| 2 * alike(one) > candidates.len())
}

#[cfg(test)]
mod tests {
    use super::most_frequent;
    use crate::checks::testing::{FakeServer, accepted, genesys, refused};
    use crate::probe::Cause;

    #[test]
    fn the_cause_that_came_most_often_is_told_and_else_the_first() {
        use Cause::{Dns, Timeout, Tls};
        assert_eq!(most_frequent(&[]), None);
        assert_eq!(most_frequent(&[Timeout, Dns, Tls]), Some(Timeout));
        assert_eq!(most_frequent(&[Timeout, Dns, Dns]), Some(Dns));
    }

    #[test]
    fn who_accepts_a_client_that_cannot_exist_accepts_anybody() {
        let staged = FakeServer::with(|asked| match asked.is_authorization() {
            true if asked.is_for_us() => refused(),
            true => accepted(),
            false => genesys(asked),
        });
        assert_eq!(
            staged.tells("invalid-client"),
            "unverifiable indistinct: login.mypurecloud.de accepts even a client id that cannot exist, so accepting yours proves nothing."
        );
    }
}
