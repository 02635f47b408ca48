//! The ways in which a redirect URI goes wrong on its way into the form.

/// What somebody did to a redirect URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Slip {
    /// A slash at the end.
    SlashAdded,
    /// No slash at the end, where there is one.
    SlashRemoved,
    /// A space behind it.
    TrailingSpace,
    /// A space before it.
    LeadingSpace,
    /// A space behind it that was encoded on the way.
    EncodedSpace,
    /// Not encrypted.
    Http,
    /// No https:// before it.
    SchemeMissing,
    /// A www. before the host.
    Www,
    /// The host of another region.
    OtherRegion,
    /// The login host of the region.
    LoginHost,
    /// The API host of the region.
    ApiHost,
    /// The default port, spelled out.
    Port,
    /// Upper case in the host.
    HostCase,
    /// The path in lower case.
    PathLowerCase,
    /// Another case of letters in the path.
    PathCase,
    /// The folder without the file in it.
    FileMissing,
    /// The folder without the file and without its slash.
    FolderOnly,
    /// Nothing behind the host.
    PathMissing,
    /// Two slashes before the path.
    DoubleSlash,
    /// The name of the CRM in the query.
    CrmQuery,
    /// The option of the embeddable framework for a login window of its own.
    LoginWindowQuery,
    /// Quotes around it.
    Quotes,
    /// A comma behind it.
    Comma,
    /// A semicolon behind it.
    Semicolon,
    /// Several URIs in one entry, with nothing between them.
    Glued,
    /// Several URIs in one entry, with a comma, a space or a line break between them.
    Listed,
}

impl Slip {
    /// Whether the entry holds other URIs too.
    #[must_use]
    pub fn joins(self) -> bool {
        matches!(self, Self::Glued | Self::Listed)
    }

    /// What is registered, after "it is".
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::SlashAdded => "registered with a trailing slash",
            Self::SlashRemoved => "registered without its trailing slash",
            Self::TrailingSpace => "registered with a space behind it",
            Self::LeadingSpace => "registered with a space before it",
            Self::EncodedSpace => "registered with an encoded space (%20) behind it",
            Self::Http => "registered with http instead of https",
            Self::SchemeMissing => "registered without https://",
            Self::Www => "registered with www. before the host",
            Self::OtherRegion => "registered with the host of another region",
            Self::LoginHost => "registered with the login host instead of the apps host",
            Self::ApiHost => "registered with the api host instead of the apps host",
            Self::Port => "registered with the port 443 spelled out",
            Self::HostCase => "registered with upper case in the host",
            Self::PathLowerCase => "registered with its path in lower case",
            Self::PathCase => "registered with other upper and lower case in the path",
            Self::FileMissing => "registered without the name of the file",
            Self::FolderOnly => "registered without the file and the slash before it",
            Self::PathMissing => "registered without its path",
            Self::DoubleSlash => "registered with two slashes before its path",
            Self::CrmQuery => "registered with the name of the CRM behind it",
            Self::LoginWindowQuery => "registered with dedicatedLoginWindow behind it",
            Self::Quotes => "registered with quotes around it",
            Self::Comma => "registered with a comma behind it",
            Self::Semicolon => "registered with a semicolon behind it",
            Self::Glued => "registered with another one glued to it",
            Self::Listed => "registered together with another one in a single entry",
        }
    }

    /// What to do to it.
    #[must_use]
    pub fn fix(self) -> &'static str {
        match self {
            Self::SlashAdded => "remove the slash at the end",
            Self::SlashRemoved => "add the slash at the end",
            Self::TrailingSpace => "remove the space at the end",
            Self::LeadingSpace => "remove the space at the start",
            Self::EncodedSpace => "remove the %20 at the end",
            Self::Http => "write https instead of http",
            Self::SchemeMissing => "write https:// before it",
            Self::Www => "remove the www.",
            Self::OtherRegion => "write the host of your own region",
            Self::LoginHost => "write apps. instead of login.",
            Self::ApiHost => "write apps. instead of api.",
            Self::Port => "remove the :443",
            Self::HostCase => "write the host in lower case",
            Self::PathLowerCase | Self::PathCase => {
                "write the path with exactly the same upper and lower case"
            }
            Self::FileMissing | Self::FolderOnly => "write the name of the file at the end",
            Self::PathMissing => "write the path behind the host",
            Self::DoubleSlash => "remove one of the two slashes before the path",
            Self::CrmQuery | Self::LoginWindowQuery => "remove the question mark and all behind it",
            Self::Quotes => "remove the quotes",
            Self::Comma => "remove the comma at the end",
            Self::Semicolon => "remove the semicolon at the end",
            Self::Glued | Self::Listed => "give each redirect URI an entry of its own",
        }
    }
}
