//! Addresses that many checks refer to, with their names.

/// MiraBridge's page on the OAuth client.
pub const DOCS: &str = "https://docs.mirabridge.cloud/phone/installation/genesys/oauth.html";

/// The same, with its name.
pub(crate) const MIRABRIDGE: (&str, &str) =
    ("MiraBridge Phone: OAuth client for Genesys Cloud", DOCS);

pub(crate) const GENESYS_CREATE: (&str, &str) = (
    "Genesys Cloud: create an OAuth client",
    "https://help.mypurecloud.com/articles/create-an-oauth-client/",
);

pub(crate) const GENESYS_EDIT: (&str, &str) = (
    "Genesys Cloud: view, edit, delete, or restore OAuth clients",
    "https://help.mypurecloud.com/articles/view-edit-or-delete-oauth-clients-in-your-organization/",
);

pub(crate) const GENESYS_SCOPES: (&str, &str) = (
    "Genesys Cloud: enable OAuth scope enforcement",
    "https://help.mypurecloud.com/articles/enabling-oauth-scope-enforcement/",
);

pub(crate) const GENESYS_REGIONS: (&str, &str) = (
    "Genesys Cloud regions",
    "https://help.mypurecloud.com/articles/aws-regions-for-genesys-cloud-deployment/",
);

pub(crate) const PLATFORM_API: (&str, &str) = (
    "Genesys Cloud: permissions and scopes in the Public API",
    "https://help.mypurecloud.com/articles/permissions-and-scopes-in-the-public-api",
);
