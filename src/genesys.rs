//! What MiraBridge Phone needs in Genesys Cloud: the region, the client id, the redirect URIs, the grant and the scope,
//! parsed once and never doubted afterwards. Nothing here does I/O.
//!
//! People paste these values from mails, chats and address bars, so the parsers recognise what is plainly meant, say what
//! they dropped, and refuse the rest with the offending character pointed at.

mod authorize;
mod client_id;
mod client_id_error;
mod client_id_place;
mod client_id_tidy;
mod control;
mod deployment;
mod domain_name;
mod grant;
mod near_miss;
mod paste;
mod redirect_uri;
mod region;
mod region_error;
mod region_spelling;
mod region_suggestion;
mod region_table;
mod scope;
mod slip;
mod target;
mod uuid;

pub use authorize::{authorize_url, percent_encode};
pub use client_id::{ClientId, Pasted};
pub use client_id_error::ClientIdError;
pub use control::{code_challenge, code_verifier, control_client_id, control_redirect_uri};
pub use deployment::{Deployment, DeploymentError};
pub use grant::Grant;
pub use near_miss::{NearMiss, near_misses};
pub(crate) use paste::{invisible, is_bracket, is_quote, is_sentence_end, odd_space};
pub use redirect_uri::{PHONE_HOST, RedirectUri, RedirectUriError};
pub use region::Region;
pub use region_error::RegionError;
pub(crate) use region_table::table_json;
pub use region_table::{table_source, table_verified};
pub use scope::DOCUMENTED_SCOPES;
pub use slip::Slip;
pub use target::Target;
pub(crate) use target::init_url;
