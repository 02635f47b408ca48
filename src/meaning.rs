//! What answers mean: one by one ([`Reaction`]), as fingerprints ([`Kind`]), and all together ([`Decision`]).
//!
//! Pure: the same evidence always means the same.

mod asked;
mod control;
mod decision;
mod home;
mod kind;
mod login;
mod near_hit;
mod oauth_error;
mod other_grant;
mod page;
mod question;
mod reaction;
mod regions;
mod signatures;
mod standing;

pub use asked::Asked;
pub use control::Control;
pub use decision::{Decision, Row};
pub use home::Home;
pub use kind::Kind;
pub use login::{LoginEnd, LoginPath, MAX_HOPS};
pub use near_hit::{MAX_NEAR_MISSES, Near, NearHit, Search};
pub use other_grant::OtherGrant;
pub use page::readable;
pub use question::Question;
pub use reaction::{Reaction, Reading, Refusal, intruder, read};
pub use regions::{Found, Sweep};
pub use signatures::{Confidence, Example, Meaning, SIGNATURES, Signature};
pub use standing::{Basis, Standing};
