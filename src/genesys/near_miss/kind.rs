/// What somebody did to a redirect URI on its way into the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NearMissKind {
    SlashAdded,
    SlashRemoved,
    TrailingSpace,
    LeadingSpace,
    /// A space at the end that was encoded on the way.
    EncodedSpace,
    Http,
    SchemeMissing,
    Www,
    OtherRegion,
    LoginHost,
    ApiHost,
    /// The default port, spelled out.
    Port,
    HostCase,
    PathCase,
    FileMissing,
    PathMissing,
    /// The page that the Embeddable Framework is documented to be loaded from.
    FrameworkPage,
    DoubleSlash,
    /// A query, as the Embeddable Framework has one.
    Query,
    Quotes,
    Comma,
    Semicolon,
    /// Several URIs in one entry.
    Joined,
}

impl NearMissKind {
    /// Whether the entry holds other URIs too.
    #[must_use]
    pub fn joins(self) -> bool {
        self == Self::Joined
    }

    /// How it is registered, after "it is".
    #[must_use]
    pub fn description(self) -> &'static str {
        self.texts().0
    }

    /// What to do to it.
    #[must_use]
    pub fn fix(self) -> &'static str {
        self.texts().1
    }

    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::SlashAdded => (
                "registered with a slash at the end",
                "remove the slash at the end",
            ),
            Self::SlashRemoved => (
                "registered without the slash at its end",
                "add the slash at the end",
            ),
            Self::TrailingSpace => (
                "registered with a space at the end",
                "remove the space at the end",
            ),
            Self::LeadingSpace => (
                "registered with a space at the start",
                "remove the space at the start",
            ),
            Self::EncodedSpace => (
                "registered with an encoded space (%20) at the end",
                "remove the %20 at the end",
            ),
            Self::Http => (
                "registered with http instead of https",
                "write https instead of http",
            ),
            Self::SchemeMissing => ("registered without https://", "write https:// before it"),
            Self::Www => ("registered with www. before the host", "remove the www."),
            Self::OtherRegion => (
                "registered with the host of another region",
                "write the host of your own region",
            ),
            Self::LoginHost => (
                "registered with the login host instead of the apps host",
                "write apps. instead of login.",
            ),
            Self::ApiHost => (
                "registered with the api host instead of the apps host",
                "write apps. instead of api.",
            ),
            Self::Port => (
                "registered with the port 443 spelled out",
                "remove the :443",
            ),
            Self::HostCase => (
                "registered with upper case in the host",
                "write the host in lower case",
            ),
            Self::PathCase => (
                "registered with other upper and lower case in the path",
                "write the path with exactly the same upper and lower case",
            ),
            Self::FileMissing => (
                "registered without the name of the file",
                "write the name of the file at the end",
            ),
            Self::PathMissing => (
                "registered without its path",
                "write the path behind the host",
            ),
            Self::FrameworkPage => (
                "registered with embeddableFramework.html as its file",
                "write index.html as the file",
            ),
            Self::DoubleSlash => (
                "registered with two slashes before its path",
                "remove one of the two slashes before the path",
            ),
            Self::Query => (
                "registered with a query at the end",
                "remove the question mark and all behind it",
            ),
            Self::Quotes => ("registered with quotes around it", "remove the quotes"),
            Self::Comma => (
                "registered with a comma at the end",
                "remove the comma at the end",
            ),
            Self::Semicolon => (
                "registered with a semicolon at the end",
                "remove the semicolon at the end",
            ),
            Self::Joined => (
                "registered together with another one in a single entry",
                "give each redirect URI an entry of its own",
            ),
        }
    }
}
