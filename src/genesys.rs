//! What MiraBridge Phone needs in Genesys Cloud: the region, the client id, the redirect URIs, the grant and the scope,
//! parsed once and never doubted afterwards. Nothing here does I/O.

mod authorize;
mod characters;
mod client_id;
mod control;
mod grant;
mod near_miss;
mod paste;
mod redirect_uri;
mod region;
mod region_input;
mod target;
#[cfg(test)]
pub(crate) mod testing;

pub use authorize::authorize_url;
pub(crate) use authorize::percent_encode;
pub(crate) use characters::{
    is_bracket, is_quote, is_sentence_end, is_stray, strays, without_strays,
};
pub use client_id::ClientId;
pub(crate) use control::{code_challenge, control_client_id, control_redirect_uri};
pub use grant::Grant;
pub(crate) use near_miss::joined;
pub use near_miss::{NearMiss, NearMissKind, near_misses};
pub use paste::Pasted;
pub use redirect_uri::{PHONE_HOST, RedirectUri};
pub use region::Region;
pub(crate) use region::{table_json, table_source, table_verified};
pub(crate) use target::{DOCUMENTED_SCOPES, init_url};
pub use target::{Deployment, Target};

/// Why a text is not a region, a client id, a redirect URI…: a lower-case fragment of one line, fit for a terminal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InputError(String);

impl InputError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}
