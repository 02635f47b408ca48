use super::classified_reply::ClassifiedReply;
use super::sent_request::{SentRequest, names_of};
use crate::genesys::{
    Grant, RedirectUri, Region, Target, authorize_url, code_challenge, control_client_id,
    control_redirect_uri,
};
use crate::probe::{Cause, Evidence, Probe, Purpose};

/// The authorization requests that a target can be asked with, and what they brought.
///
/// Checks build them here to ask and to judge, so that both speak of the same requests.
#[derive(Clone, Copy, Debug)]
pub struct AuthorizeRequests<'a> {
    target: &'a Target,
}

impl<'a> AuthorizeRequests<'a> {
    /// The requests for `target`.
    #[must_use]
    pub fn of(target: &'a Target) -> Self {
        Self { target }
    }

    /// The real client with one of its URIs, or with a near miss of one.
    #[must_use]
    pub fn real(self, purpose: Purpose, uri: &RedirectUri, grant: Grant) -> Probe {
        let id = self.target.client_id().as_str();
        Probe::new(purpose, self.at(self.target.region(), id, uri, grant, None))
    }

    /// The real client with each of its URIs.
    pub fn each(self, purpose: Purpose, grant: Grant) -> impl Iterator<Item = Probe> {
        let uris = self.target.redirect_uris().iter();
        uris.map(move |uri| self.real(purpose, uri, grant))
    }

    /// X, the client control: an id that cannot exist, with the first URI.
    #[must_use]
    pub fn client_control(self, grant: Grant) -> Probe {
        let region = self.target.region();
        let id = control_client_id(region, self.target.client_id());
        let url = self.at(region, id.as_str(), self.first(), grant, None);
        Probe::new(self.control_purpose(Purpose::ClientControl, grant), url)
    }

    /// Y, the redirect control: the real id, with a URI under `.invalid`.
    #[must_use]
    pub fn redirect_control(self, grant: Grant) -> Probe {
        let region = self.target.region();
        let uri = control_redirect_uri(region, self.target.client_id());
        let purpose = self.control_purpose(Purpose::RedirectControl, grant);
        self.real(purpose, &uri, grant)
    }

    /// The real client with its first URI and the documented scope named.
    #[must_use]
    pub fn scoped(self) -> Probe {
        let id = self.target.client_id().as_str();
        let scope = crate::genesys::DOCUMENTED_SCOPES.join(" ");
        let grant = self.target.grant();
        let url = self.at(self.target.region(), id, self.first(), grant, Some(&scope));
        Probe::new(Purpose::Scope, url)
    }

    /// The first of the URIs.
    #[must_use]
    pub fn first(self) -> &'a RedirectUri {
        self.target.first_redirect_uri()
    }

    /// What came back for a request; `None` where it was not asked.
    #[must_use]
    pub fn reply(self, probe: &Probe, evidence: &Evidence) -> Option<ClassifiedReply> {
        let observation = evidence.get(probe)?;
        Some(match SentRequest::of(&probe.url) {
            Some(request) => ClassifiedReply::of(&request.among(self.own_values()), observation),
            None => ClassifiedReply::no_answer(Cause::Unrecognized),
        })
    }

    /// What all of the requests ask, and a server may echo.
    fn own_values(self) -> Vec<String> {
        let (region, id) = (self.target.region(), self.target.client_id());
        let control = control_redirect_uri(region, id);
        let uris = self.target.redirect_uris().iter().chain([&control]);
        let mut values: Vec<_> = uris.flat_map(|uri| names_of(uri.as_str())).collect();
        values.push(control_client_id(region, id).to_string());
        values.push(id.to_string());
        values
    }

    fn at(
        self,
        region: &Region,
        id: &str,
        uri: &RedirectUri,
        grant: Grant,
        scope: Option<&str>,
    ) -> String {
        let challenge = code_challenge(region, self.target.client_id());
        authorize_url(region, id, uri.as_str(), grant, &challenge, scope)
    }

    fn control_purpose(self, purpose: Purpose, grant: Grant) -> Purpose {
        if grant == self.target.grant() {
            purpose
        } else {
            Purpose::OtherGrantControl
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AuthorizeRequests;
    use crate::checks::testing::{CLIENT, target};
    use crate::genesys::Grant;
    use crate::probe::Purpose;

    #[test]
    fn a_control_with_the_other_grant_is_called_so() {
        let target = target(CLIENT);
        let asked = AuthorizeRequests::of(&target);
        let purposes = [Grant::Implicit, Grant::Pkce].map(|grant| {
            [asked.client_control(grant), asked.redirect_control(grant)].map(|probe| probe.purpose)
        });
        assert_eq!(
            purposes,
            [
                [Purpose::ClientControl, Purpose::RedirectControl],
                [Purpose::OtherGrantControl; 2]
            ]
        );
    }
}
