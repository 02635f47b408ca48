//! Authorization servers of other makers, and networks that stand in the way, told as what they answer.
//!
//! Nobody has shown us all that Genesys Cloud may answer, so the judgement must hold for servers it was not
//! written for: what they tell is to be found, and what they do not tell is not to be claimed. Here a server is
//! a function from a request to an answer, without a network or a clock, and a row says what must come of it.

mod answers;
mod ask;
mod cookies;
mod cost;
mod decision_table;
mod disturbances;
mod login_page;
mod makers;
mod properties;
mod services;
mod slips;
mod table;
mod world;
