use super::asked::Asked;
use super::control::Control;
use super::reaction::{Reaction, Reading};
use super::standing::{Basis, Standing};
use crate::probe::{Cause, Evidence};
use crate::setup::{Region, Target};

/// What the other regions say about the client.
#[derive(Clone, Debug, Default)]
pub struct Sweep {
    /// Regions that know the client, and how that was told.
    pub found: Vec<(Region, Basis)>,
    /// Regions that could not be asked, and why.
    pub unasked: Vec<(Region, Cause)>,
    /// Regions that were asked at all.
    pub asked: usize,
}

impl Sweep {
    /// The regions to be asked: all that are listed, except home.
    pub fn regions(target: &Target) -> impl Iterator<Item = &'static Region> {
        let home = target.region().domain().to_owned();
        Region::all()
            .iter()
            .filter(move |region| region.domain() != home)
    }

    /// Reads what they answered; `None` until they were asked.
    #[must_use]
    pub fn of(target: &Target, evidence: &Evidence) -> Option<Self> {
        let mut sweep = Self::default();
        for region in Self::regions(target) {
            let asked = Asked::of(target);
            let Some(control) = asked.reading(&asked.region_control(region), evidence) else {
                continue;
            };
            let real: Vec<_> = asked
                .in_region(region)
                .iter()
                .filter_map(|probe| asked.reading(probe, evidence))
                .collect();
            sweep.asked += 1;
            match answer(&control, &real) {
                Answer::Knows(basis) => sweep.found.push((region.clone(), basis)),
                Answer::KnowsNot => {}
                Answer::Unclear(cause) => sweep.unasked.push((region.clone(), cause)),
            }
        }
        (sweep.asked > 0).then_some(sweep)
    }

    /// Whether every other region said that it does not know the client.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.unasked.is_empty()
    }
}

enum Answer {
    Knows(Basis),
    KnowsNot,
    Unclear(Cause),
}

fn answer(control: &Reading, real: &[Reading]) -> Answer {
    match Control::alone(control) {
        Control::Refused => {}
        Control::Passed { .. } => return Answer::Unclear(Cause::Indistinct),
        Control::Unanswered(cause) => return Answer::Unclear(cause),
    }
    let known = real.iter().find_map(|reading| match &reading.reaction {
        Reaction::Forwarded | Reaction::SignInPage if !reading.is_like(control) => {
            Some(Basis::Contrast)
        }
        reaction => Standing::alone(reaction).basis(),
    });
    match known {
        Some(basis) => Answer::Knows(basis),
        None => match real.iter().find(|reading| reading.refusal().is_none()) {
            None => Answer::KnowsNot,
            Some(reading) => Answer::Unclear(reading.no_verdict().unwrap_or(Cause::Unrecognized)),
        },
    }
}
