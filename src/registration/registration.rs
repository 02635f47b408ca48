/// More entries than anybody registers; what holds more is something else.
pub(super) const MOST: usize = 1000;

/// What was read: the redirect URIs with their places and, from a client's JSON, the rest of the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// The redirect URIs in their order.
    pub entries: Vec<Entry>,
    /// The rest of the client; `None` where a list of redirect URIs was read.
    pub client: Option<ClientFacts>,
    /// What a list leaves open.
    pub doubts: Vec<Doubt>,
}

/// What a client's JSON tells besides its redirect URIs; `None` for what it does not tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientFacts {
    /// The client id, as it stands there.
    pub id: Option<String>,
    /// The value of authorizedGrantType.
    pub grant: Option<String>,
    /// The scopes.
    pub scopes: Option<Vec<String>>,
    /// The value of state.
    pub state: Option<String>,
    /// The value of dateToDelete.
    pub date_to_delete: Option<String>,
    /// The lifetime of an access token.
    pub token_seconds: Option<i64>,
}

/// What was taken for the manner of a list and may be registered all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A space behind every entry.
    SpaceBehind,
    /// A space before every entry.
    SpaceBefore,
    /// Several entries in this line, counted from 1, where others have a line of their own.
    Together(usize),
}

/// A redirect URI as it is registered, as far as the input shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The registered text, without what decorates the paste.
    pub text: String,
    /// The line it stands in, counted from 1.
    pub line: usize,
    /// The column of its first character, counted from 1.
    pub column: usize,
    /// What the next line begins with, where the entry ends its line: the rest of it, if somebody broke it.
    pub next: Option<String>,
    /// Whether it stands in a sentence, so that it may be spoken of and not registered.
    pub in_prose: bool,
    /// Whether what stands around it is a whole sentence or a comment: that it is there does not say that it is registered.
    pub spoken_of: bool,
}

/// Why nothing could be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// No character but white space.
    #[error("it is empty")]
    Empty,
    /// Another encoding, or no text.
    #[error("it is neither UTF-8 nor UTF-16 text: save it as UTF-8")]
    NotText,
    /// Text without a redirect URI.
    #[error("there is no redirect URI in it")]
    NoUri,
    /// Something else than a list of redirect URIs.
    #[error("it holds more than {MOST} addresses, which is no list of a client's redirect URIs")]
    TooMany,
    /// JSON of something else, or of several clients.
    #[error("{0}")]
    Json(&'static str),
}
