//! What an organization itself says of its OAuth clients, with an administrator's token, at the Platform API of its region:
//! the requests, the one transport that has the token, the answers, and a client as it is registered there.

mod answer;
mod ask;
mod authorized;
pub(crate) mod call;
mod client;
mod registered;
mod secret;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod unknown_registration;
pub(crate) mod usage;

#[cfg(test)]
pub(crate) use answer::kept;
pub(crate) use answer::{Answer, Read, is_absent, unreadable};
pub(crate) use ask::{PlatformApi, registration, token_in};
pub(crate) use client::{ApiClient, ClientRecord};
pub(crate) use registered::judge;
pub(crate) use secret::{Credentials, Mask, Secret};
pub(crate) use usage::Usage;
