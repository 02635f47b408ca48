//! A client as registered: read from a list, JSON, Terraform or a page; compared with what MiraBridge Phone needs; and the
//! checks of it. Data flows one way: bytes → [`Registration`] → [`Comparison`] → results. Nothing here does I/O.

mod alteration;
mod checks;
mod compare;
mod read;
#[cfg(test)]
mod tests;

pub use alteration::Alteration;
pub use checks::{ALL, judge};
pub use compare::{Comparison, UriMatch, notes};
pub use read::read;

use crate::finding::Place;

/// More redirect URIs than any client has; what holds more is something else.
const MOST: usize = 1000;

/// One client as it is registered, as far as its source tells: a pasted list tells the redirect URIs alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registration {
    pub id: Option<String>,
    pub name: Option<String>,
    pub description: Option<String>,
    /// In the words of the source: TOKEN, or Token Implicit Grant (Browser).
    pub grant: Option<String>,
    pub scopes: Option<Vec<String>>,
    pub state: Option<String>,
    pub date_to_delete: Option<String>,
    pub token_seconds: Option<i64>,
    pub redirect_uris: Vec<RegisteredUri>,
    /// Why there may be more redirect URIs than these.
    pub incomplete: Option<String>,
}

/// A registered redirect URI.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisteredUri {
    pub text: String,
    /// Where it stands in what was read.
    pub place: Option<Place>,
    /// Why it is not counted as registered, after "the text".
    pub not_counted: Option<String>,
    /// What stands around it and was taken for a part of the text, not of it: quotes, bullets.
    pub left_out: Vec<&'static str>,
}

/// Why nothing could be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    #[error("it is empty")]
    Empty,
    #[error("it is not text, or text in an encoding that is not known: save it as UTF-8")]
    NotText,
    #[error("there is no redirect URI in it")]
    NoUri,
    #[error("it holds more than {MOST} addresses, which is no list of redirect URIs")]
    TooMany,
    #[error(
        "it is a report of mirabridge-oauth, which does not hold what is registered: copy the redirect URIs from Genesys Cloud"
    )]
    OwnReport,
    #[error("it looks like JSON, and is not: {0}")]
    BrokenJson(String),
}

impl Registration {
    /// What to call it among several.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        self.name.as_deref().or(self.id.as_deref())
    }
}
