//! What can be told of a client, and what the report says then.

use mirabridge_oauth::genesys::Grant;

/// What can be told.
#[derive(Clone, Copy, Debug)]
pub(super) enum Told {
    /// All is right.
    Right,
    /// The second redirect URI is missing, and nothing else.
    UriMissing,
    /// The second redirect URI is refused; the rest cannot be read.
    UriMissingClientOpen,
    /// The client is right; its redirect URIs are not looked at before the sign-in.
    UrisIndistinct,
    /// The client is unknown, or all of its redirect URIs are.
    UnknownClient,
    /// The client has another grant.
    WrongGrant,
    /// Acceptances are not recognized as such.
    AcceptanceUnread,
    /// Nothing, since right and wrong are treated alike.
    Indistinct,
    /// Nothing, since what is said is no refusal that anybody knows.
    Unrecognized,
    /// Nothing, since a bare 403 for everything may be a firewall's.
    Unreachable,
}

impl Told {
    pub(super) fn verdict(self, grant: Grant) -> &'static str {
        match self {
            // The implicit grant alone is worth a warning.
            Self::Right if grant == Grant::Implicit => "warn",
            Self::Right => "pass",
            Self::UriMissing
            | Self::UriMissingClientOpen
            | Self::UnknownClient
            | Self::WrongGrant => "fail",
            Self::UrisIndistinct
            | Self::AcceptanceUnread
            | Self::Indistinct
            | Self::Unrecognized
            | Self::Unreachable => "unverifiable",
        }
    }

    pub(super) fn results(self) -> &'static [&'static str] {
        match self {
            Self::Right => &[
                "exit 0",
                "invalid-client: pass",
                "invalid-redirect: pass",
                "region-mismatch: pass",
                "open-redirect: pass",
                "authentication-loop: pass",
            ],
            Self::UriMissing => &[
                "exit 1",
                "invalid-client: pass",
                "invalid-redirect: pass, fail, pass",
                "region-mismatch: pass",
                "open-redirect: pass",
            ],
            Self::UriMissingClientOpen => &[
                "exit 1",
                "invalid-client: unverifiable unrecognized",
                "invalid-redirect: unverifiable unrecognized, fail, unverifiable unrecognized",
                "region-mismatch: skipped",
            ],
            Self::UrisIndistinct => &[
                "exit 3",
                "invalid-client: pass",
                "invalid-redirect: unverifiable indistinct",
                "region-mismatch: pass",
                "open-redirect: unverifiable indistinct",
            ],
            Self::UnknownClient => &[
                "exit 1",
                "invalid-client: fail unknown_client_or_uris",
                "invalid-redirect: skipped",
                "grant-not-allowed: skipped",
            ],
            Self::WrongGrant => &[
                "exit 1",
                "invalid-client: pass",
                "invalid-redirect: pass",
                "grant-not-allowed: fail",
            ],
            Self::AcceptanceUnread => &[
                "exit 3",
                "invalid-client: unverifiable unrecognized",
                "invalid-redirect: unverifiable unrecognized",
                "open-redirect: skipped",
            ],
            Self::Indistinct => &[
                "exit 3",
                "invalid-client: unverifiable indistinct",
                "invalid-redirect: skipped",
                "open-redirect: skipped",
            ],
            Self::Unrecognized => &[
                "exit 3",
                "invalid-client: unverifiable unrecognized",
                "invalid-redirect: skipped",
                "open-redirect: skipped",
            ],
            Self::Unreachable => &[
                "exit 3",
                "unreachable: unverifiable blocked",
                "invalid-client: skipped",
                "invalid-redirect: skipped",
            ],
        }
    }
}
