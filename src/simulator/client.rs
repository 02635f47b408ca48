//! A registered OAuth client, and what an honest server finds when it looks at it.

use super::asked::Asked;
use crate::genesys::Grant;

/// The documented redirect URIs; {REGION} stands for the domain of the region that is asked.
pub(crate) const PHONE: &str = "https://phone.mirabridge.cloud";
pub(crate) const INDEX: &str = "https://apps.{REGION}/crm/index.html";
pub(crate) const AUTH_WINDOW: &str = "https://apps.{REGION}/crm/authWindow.html";

/// How a client is registered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Client {
    /// The domains of its regions. A real client has one; two is what must confuse a checker.
    pub(crate) lives_in: &'static [&'static str],
    pub(crate) active: bool,
    pub(crate) grants: &'static [Grant],
    pub(crate) uris: &'static [&'static str],
    pub(crate) scopes: Scopes,
}

/// Which scopes a client may ask for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scopes {
    /// These; a request without any scope is right too.
    Only(&'static [&'static str]),
    /// The scopes are set up so badly that every request is turned down.
    Unusable,
}

/// The client as the documentation says to register it.
pub(crate) const DOCUMENTED: Client = Client {
    lives_in: &["mypurecloud.de"],
    active: true,
    grants: &[Grant::Implicit],
    uris: &[PHONE, INDEX, AUTH_WINDOW],
    scopes: Scopes::Only(&["conversations:readonly"]),
};

/// What an honest server finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Accepted,
    UnknownClient,
    UnknownUri,
    WrongGrant,
    NoChallenge,
    WrongScope,
}

impl Client {
    pub(crate) fn judge(&self, asked: &Asked) -> Verdict {
        let here = self.lives_in.contains(&asked.region.domain());
        if asked.client_control || !here || !self.active {
            return Verdict::UnknownClient;
        }
        if !self.has_registered(asked) {
            return Verdict::UnknownUri;
        }
        let response_type = asked.response_type.as_str();
        if !(self.grants.iter()).any(|grant| grant.response_type() == response_type) {
            return Verdict::WrongGrant;
        }
        if asked.wants_code() && !asked.challenge {
            return Verdict::NoChallenge;
        }
        let scopes_right = match self.scopes {
            Scopes::Only(allowed) => (asked.scope.split_whitespace()).all(|s| allowed.contains(&s)),
            Scopes::Unusable => false,
        };
        if scopes_right {
            Verdict::Accepted
        } else {
            Verdict::WrongScope
        }
    }

    fn has_registered(&self, asked: &Asked) -> bool {
        let requested = asked.redirect_uri.as_str();
        match &asked.request.registered {
            Some(uris) => uris.iter().any(|uri| uri == requested),
            None => (self.uris.iter())
                .any(|uri| uri.replace("{REGION}", asked.region.domain()) == requested),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AUTH_WINDOW, INDEX, PHONE};
    use crate::genesys::{RedirectUri, Region};

    #[test]
    fn the_redirect_uris_are_those_of_the_setup() {
        for region in Region::all() {
            let ours = [PHONE, INDEX, AUTH_WINDOW].map(|u| u.replace("{REGION}", region.domain()));
            let theirs = RedirectUri::documented(region);
            assert_eq!(
                ours.each_ref().map(String::as_str),
                theirs.each_ref().map(RedirectUri::as_str)
            );
        }
    }
}
