use crate::classify::Basis;
use crate::genesys::{Grant, Region};
use crate::probe::{Cause, Probe};

/// What a search through all regions adds to a report.
#[derive(Debug)]
pub(crate) struct Search {
    pub headline: String,
    /// In the order of the table.
    pub regions: Vec<RegionAnswer>,
    /// The command that checks the client in the region that knows it.
    pub check: Option<String>,
}

/// What a region says about the client.
#[derive(Debug)]
pub(crate) struct RegionAnswer {
    pub region: Region,
    pub grant: Grant,
    /// How it is known that the region knows the client, if it does.
    pub basis: Option<Basis>,
    /// Why it is open whether it does, if that is so.
    pub cause: Option<Cause>,
    pub evidence: [Probe; 2],
}

impl RegionAnswer {
    /// The same in a line.
    pub(super) fn words(&self) -> String {
        let says = match (self.basis, self.cause) {
            (Some(basis), _) => format!("knows the client [{}]", basis.name()),
            (None, Some(cause)) => format!("leaves it open: {}", cause.words()),
            (None, None) => "refuses the client".to_owned(),
        };
        format!("{}: {says}", self.region)
    }
}
