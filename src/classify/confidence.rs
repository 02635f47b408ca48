/// How sure a fact about Genesys Cloud is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// Read in the pages or repositories of this party.
    Documented(&'static str),
    /// What a standard defines, whoever the server is.
    Standard,
    /// Told by several independent third parties.
    Reported,
    /// Inferred; no text was found.
    Inferred,
    /// Neither read nor inferred: an open question.
    Unknown,
}

impl Confidence {
    /// Whether a pass or a fail may rest on such a fact alone.
    #[must_use]
    pub fn is_ground(self) -> bool {
        !matches!(self, Self::Inferred | Self::Unknown)
    }

    /// What stands before the fact.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Documented(by) => format!("Documented by {by}"),
            Self::Standard => "Defined by a standard".to_owned(),
            Self::Reported => "Reported by several third parties".to_owned(),
            Self::Inferred => "Inferred, not measured".to_owned(),
            Self::Unknown => "Not known".to_owned(),
        }
    }

    /// The same in a word, for the table of known answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Documented(_) => "published",
            Self::Standard => "standard",
            Self::Reported => "reported",
            Self::Inferred => "inferred",
            Self::Unknown => "unknown",
        }
    }
}
