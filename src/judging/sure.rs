/// How sure a fact is that a rule rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sure {
    /// Read in the pages or repositories of this party.
    Documented(&'static str),
    /// Told by several independent third parties.
    Reported,
    /// Inferred; no text was found.
    Inferred,
    /// Neither read nor inferred: an open question.
    Unknown,
}

impl Sure {
    /// What stands before the fact.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Documented(by) => format!("Documented by {by}"),
            Self::Reported => "Reported by several third parties".to_owned(),
            Self::Inferred => "Inferred, not measured".to_owned(),
            Self::Unknown => "Not known".to_owned(),
        }
    }
}
