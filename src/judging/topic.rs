/// What a check is about, so far as the first line of a report goes by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Whether the login host answers, without which nothing else can be asked.
    LoginHost,
    /// The client itself.
    Client,
    /// Whether a redirect URI is registered, as Genesys Cloud answers.
    RedirectUri,
    /// Whether a needed redirect URI stands in a copy of what is registered.
    NeededUri,
    /// Whether an entry of such a copy is a needed redirect URI, altered.
    AlteredUri,
    /// Another entry of such a copy.
    OtherUri,
    /// A page that a redirect URI names.
    RedirectPage,
    /// The page at the debug init URL.
    InitPage,
    /// The same in a browser.
    BrowserPage,
    /// Anything else, which the first line tells of by its title alone.
    Other,
}
