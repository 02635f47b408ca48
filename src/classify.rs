//! What answers mean: one by one ([`Reaction`]), as fingerprints ([`Kind`]), and all together ([`Decision`]).
//!
//! Pure: the same evidence always means the same.

mod answer;
mod authorize_requests;
mod blame;
mod confidence;
mod control;
mod decision;
mod document;
mod home;
mod html;
mod in_between;
mod kind;
mod login;
mod near_hit;
mod oauth_error;
mod one_page;
mod other_grant;
mod page;
mod proxy;
mod question;
mod reaction;
mod read;
mod redirect;
mod regions;
mod signatures;
mod standing;

pub use answer::{Answer, Found, Says};
pub use authorize_requests::AuthorizeRequests;
pub(crate) use blame::blames;
pub use confidence::Confidence;
pub use control::Control;
pub use decision::{Decision, Row};
pub use home::Home;
pub use html::readable;
pub use in_between::intruder;
pub use kind::Kind;
pub use login::{LoginEnd, LoginPath, MAX_HOPS};
pub use near_hit::{MAX_NEAR_MISSES, Near, NearHit, Search};
pub(crate) use oauth_error::IN_TEXT as OAUTH_CODES;
pub use one_page::is_one_page;
pub use other_grant::OtherGrant;
pub use proxy::proxy_says;
pub use question::Question;
pub use reaction::{Reaction, Reading, Refusal};
pub use read::read;
pub use regions::Sweep;
pub use signatures::{Example, Meaning, SIGNATURES, Signature};
pub use standing::{Basis, Standing};
