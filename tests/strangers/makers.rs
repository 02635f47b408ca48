//! Authorization servers of other makers: each is told by contrast what it tells, and no more.
//!
//! What they answer is taken from their documentation, their sources or themselves, shortened.

mod enterprise;
mod hosted;
mod self_hosted;
mod told;
mod unusual;

use crate::answers::{own_page, sent_back};
use crate::ask::Ask;
use crate::services::Server;
use crate::table::mismatch;
use crate::world::check;
use mirabridge_oauth::genesys::Grant;
use mirabridge_oauth::probe::Observation;
use told::Told;

/// An authorization server: what it says of each client, and what must be told from that.
struct Maker {
    name: &'static str,
    /// Of a client that is right, with either grant.
    good: Told,
    /// Of a client without the second redirect URI.
    uri_missing: Told,
    /// Of a client that it does not know.
    unknown_client: Told,
    /// Of a client with the other grant.
    other_grant: Told,
    accepts: Server,
    refuses_uri: Server,
    refuses_client: Server,
    refuses_grant: Server,
}

/// What is wrong with a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Client {
    Good,
    WithoutSecondUri,
    Unknown,
    OfOtherGrant,
}

impl Maker {
    /// What it answers while `client` is checked with `grant`.
    fn answer(&self, client: Client, grant: Grant, ask: &Ask) -> Observation {
        let granted = if client == Client::OfOtherGrant {
            grant.other()
        } else {
            grant
        };
        if !ask.is_authorization() {
            own_page(ask)
        } else if client == Client::Unknown || !ask.is_at_home() || !ask.is_real() {
            (self.refuses_client)(ask)
        } else if !ask.names_needed_uri()
            || (client == Client::WithoutSecondUri && ask.is_real_with(1))
        {
            (self.refuses_uri)(ask)
        } else if ask.wants_code() == (granted == Grant::Pkce) {
            (self.accepts)(ask)
        } else {
            (self.refuses_grant)(ask)
        }
    }
}

/// Sends back the error that RFC 6749 has for a client with another grant.
fn unauthorized_client(ask: &Ask) -> Observation {
    sent_back(
        ask,
        "error=unauthorized_client&error_description=Client+is+not+allowed",
    )
}

#[track_caller]
fn all_are_told(makers: &[Maker]) {
    let mut wrong = Vec::new();
    for maker in makers {
        for (client, grant, told) in [
            (Client::Good, Grant::Implicit, maker.good),
            (Client::Good, Grant::Pkce, maker.good),
            (Client::WithoutSecondUri, Grant::Implicit, maker.uri_missing),
            (Client::Unknown, Grant::Implicit, maker.unknown_client),
            (Client::OfOtherGrant, Grant::Implicit, maker.other_grant),
        ] {
            let name = format!("{}: {client:?}, {grant:?}", maker.name);
            let report = check(grant, |ask| maker.answer(client, grant, ask));
            wrong.extend(mismatch(
                &name,
                &report,
                told.verdict(grant),
                told.results(),
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rented_servers() {
    all_are_told(hosted::MAKERS);
}

#[test]
fn servers_of_ones_own() {
    all_are_told(self_hosted::MAKERS);
}

#[test]
fn servers_of_large_organizations() {
    all_are_told(enterprise::MAKERS);
}

#[test]
fn servers_with_habits_of_their_own() {
    all_are_told(unusual::MAKERS);
}
