use super::asked::Asked;
use super::control::Control;
use super::home::Home;
use super::standing::{Basis, Standing};
use crate::genesys::{ClientId, Target};
use crate::probe::{Evidence, Probe};

/// The client id in lower case, accepted where it was refused as typed. Nobody knows whether Genesys Cloud minds.
#[derive(Clone, Debug)]
pub struct LowerCase {
    /// The client id that exists.
    pub client_id: ClientId,
    /// The request that showed it.
    pub probe: Probe,
    /// How that was told.
    pub basis: Basis,
}

impl LowerCase {
    /// The requests that ask for it: none where it was typed in lower case.
    #[must_use]
    pub fn probes(target: &Target) -> Vec<Probe> {
        let Some(client_id) = target.client_id().in_lower_case() else {
            return Vec::new();
        };
        let uris = target.redirect_uris().iter();
        uris.map(|uri| Asked::of(target).spelled(&client_id, uri))
            .collect()
    }

    /// Reads the answers. The client control, whose id is in lower case, must have been refused.
    pub(super) fn of(target: &Target, home: &Home, evidence: &Evidence) -> Option<Self> {
        if home.client_control != Control::Refused {
            return None;
        }
        let asked = Asked::of(target);
        let mut pairs = Self::probes(target).into_iter().zip(&home.standings);
        pairs.find_map(|(probe, as_typed)| {
            // One and the same URI must show the difference: what brought no answer at first may be right.
            matches!(as_typed, Standing::Refused { .. }).then_some(())?;
            Some(Self {
                client_id: target.client_id().in_lower_case()?,
                basis: home.accepts(&asked.reading(&probe, evidence)?)?,
                probe,
            })
        })
    }
}
