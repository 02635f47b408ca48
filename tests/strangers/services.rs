//! Services without a disturbance, and the ways in which one is disturbed.

use crate::answers::{json, own_page, redirect, refusal, to_sign_in};
use crate::ask::Ask;
use mirabridge_oauth::probe::Observation;

/// A server: what it answers to a request.
pub(crate) type Server = fn(&Ask) -> Observation;

/// Genesys Cloud, with the client that is checked.
pub(crate) fn genesys(ask: &Ask) -> Observation {
    if !ask.is_authorization() {
        own_page(ask)
    } else if ask.is_at_home() && ask.is_real() && ask.names_needed_uri() {
        to_sign_in(ask.number)
    } else {
        refusal()
    }
}

/// Genesys Cloud without the client that is checked.
pub(crate) fn without_client(ask: &Ask) -> Observation {
    everywhere(ask, refusal())
}

/// A service that is no Genesys Cloud: right is told from wrong by contrast alone.
pub(crate) fn by_contrast(ask: &Ask) -> Observation {
    if !ask.is_authorization() {
        own_page(ask)
    } else if ask.is_at_home() && ask.is_real() && ask.names_needed_uri() {
        redirect("/login?x=1")
    } else {
        json(400, r#"{"error":"invalid_client"}"#)
    }
}

/// One answer to every authorization request.
pub(crate) fn everywhere(ask: &Ask, answer: Observation) -> Observation {
    if ask.is_authorization() {
        answer
    } else {
        own_page(ask)
    }
}

/// A service that turns unknown clients away and looks at no redirect URI before the sign-in.
pub(crate) fn checking_clients_only(ask: &Ask, answer: Server) -> Observation {
    if !ask.is_authorization() {
        own_page(ask)
    } else if ask.is_at_home() && ask.is_real() {
        answer(ask)
    } else {
        json(400, r#"{"error":"invalid_client"}"#)
    }
}

/// A service that accepts anybody, until it runs out of patience behind the first three requests.
pub(crate) fn out_of_patience(ask: &Ask, answer: Observation) -> Observation {
    if ask.number < 3 {
        everywhere(ask, redirect("/login"))
    } else {
        everywhere(ask, answer)
    }
}

/// `service`, but for those requests of the checked grant to the home region that are `odd`.
pub(crate) fn but(ask: &Ask, odd: bool, answer: Observation, service: Server) -> Observation {
    if odd && ask.is_authorization() && ask.is_at_home() && !ask.wants_code() {
        answer
    } else {
        service(ask)
    }
}

/// Genesys Cloud, but an acceptance leads to `first`, and whatever follows gets `answer`.
pub(crate) fn leading_to(ask: &Ask, first: &str, answer: Observation) -> Observation {
    if !ask.is_authorization() {
        answer
    } else if ask.is_at_home() && ask.is_real() && ask.names_needed_uri() {
        redirect(first)
    } else {
        refusal()
    }
}
