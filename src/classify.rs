//! What answers mean: one by one ([`ClassifiedReply`]), and all together ([`Situation`]).
//!
//! Pure: the same evidence always means the same.

mod authorize_requests;
mod classified_reply;
mod confidence;
mod elsewhere;
mod error_words;
mod fingerprint;
mod html;
mod intermediary;
mod login_path;
mod near_miss;
mod oauth_error;
mod other_grant;
mod page;
mod redirect;
mod region_replies;
mod same_page;
mod sent_request;
mod signatures;
mod situation;
mod verdict;

pub use authorize_requests::AuthorizeRequests;
pub use classified_reply::{Classification, ClassifiedReply, Refusal, classify};
pub use confidence::Confidence;
pub use elsewhere::{Found, RegionResult, RegionVerdict, Sweep};
pub(crate) use error_words::blames;
pub use html::readable;
pub use intermediary::{intermediary, proxy_says};
pub use login_path::{LoginEnd, LoginPath, MAX_HOPS};
pub use near_miss::{AcceptedNearMiss, MAX_NEAR_MISSES, MOST_LIKELY, Search};
pub(crate) use oauth_error::IN_TEXT as OAUTH_CODES;
pub use other_grant::OtherGrant;
pub use region_replies::{ControlResult, RegionReplies};
pub use same_page::is_same_page;
pub use signatures::{Example, Meaning, SIGNATURES, Signature};
pub use situation::{Answers, Situation};
pub use verdict::{Basis, UriVerdict};
