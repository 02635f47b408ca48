//! The setup that is judged.

use std::collections::HashSet;
use std::fmt;

use serde::Serialize;

use super::InputError;
use super::client_id::ClientId;
use super::grant::Grant;
use super::redirect_uri::{PHONE_HOST, RedirectUri};
use super::region::Region;
use crate::text::spelled;

/// The scopes that MiraBridge Phone needs, and no more, for least privilege (MiraBridge documentation, Genesys OAuth page).
/// A list, as further ones may come.
pub(crate) const DOCUMENTED_SCOPES: &[&str] = &["conversations:readonly"];

/// One OAuth client in one region, and how MiraBridge Phone would use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    region: Region,
    client_id: ClientId,
    deployment: Deployment,
    grant: Grant,
    redirect_uris: Vec<RedirectUri>,
    custom_uris: bool,
    /// How many of the redirect URIs the client is expected to have; behind them is the one that a login asked with.
    needed: usize,
}

impl Target {
    /// With the redirect URIs in `custom`, each once, or the documented ones if there are none.
    #[must_use]
    pub fn new(
        region: Region,
        client_id: ClientId,
        deployment: Deployment,
        grant: Grant,
        mut custom: Vec<RedirectUri>,
    ) -> Self {
        let custom_uris = !custom.is_empty();
        let mut seen = HashSet::new();
        custom.retain(|uri| seen.insert(uri.clone()));
        let redirect_uris = if custom_uris {
            custom
        } else {
            RedirectUri::documented(&region).to_vec()
        };
        Self {
            region,
            client_id,
            deployment,
            grant,
            needed: redirect_uris.len(),
            redirect_uris,
            custom_uris,
        }
    }

    /// With the redirect URI that a login window asked with, which is asked for as well.
    #[must_use]
    pub fn with_login_uri(mut self, uri: RedirectUri) -> Self {
        if !self.redirect_uris.contains(&uri) {
            self.redirect_uris.push(uri);
        }
        self
    }

    /// The same client in another region: with the redirect URIs that it would need there.
    pub(crate) fn in_region(&self, region: &Region) -> Self {
        let custom = if self.custom_uris {
            self.needed_uris().to_vec()
        } else {
            Vec::new()
        };
        Self::new(
            region.clone(),
            self.client_id.clone(),
            self.deployment.clone(),
            self.grant,
            custom,
        )
    }

    #[must_use]
    pub fn region(&self) -> &Region {
        &self.region
    }

    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    #[must_use]
    pub fn deployment(&self) -> &Deployment {
        &self.deployment
    }

    #[must_use]
    pub fn grant(&self) -> Grant {
        self.grant
    }

    /// The redirect URIs that are asked for, in order, none twice, never none.
    #[must_use]
    pub fn redirect_uris(&self) -> &[RedirectUri] {
        &self.redirect_uris
    }

    /// Those that the client is expected to have.
    #[must_use]
    pub fn needed_uris(&self) -> &[RedirectUri] {
        let (needed, _) = self.split_uris();
        needed
    }

    /// The one that a login window asked with, if it is none of them.
    #[must_use]
    pub fn login_uri(&self) -> Option<&RedirectUri> {
        let (_, others) = self.split_uris();
        others.first()
    }

    fn split_uris(&self) -> (&[RedirectUri], &[RedirectUri]) {
        (self.redirect_uris.split_at_checked(self.needed)).unwrap_or((&self.redirect_uris, &[]))
    }

    pub(crate) fn first_redirect_uri(&self) -> &RedirectUri {
        self.redirect_uris
            .first()
            .expect("a target has at least one redirect URI")
    }

    /// Whether the redirect URIs are MiraBridge's, because nobody gave others: only these are pages that may be fetched.
    pub(crate) fn documented_uris_only(&self) -> bool {
        !self.custom_uris
    }

    #[must_use]
    pub fn init_url(&self) -> String {
        init_url(&self.region, self.client_id.as_str(), &self.deployment)
    }
}

/// The debug init URL, its parameters in the documented order so that users recognise it (MiraBridge documentation,
/// Genesys OAuth page). Nothing in it needs encoding: region and deployment were parsed to letters, digits, dots, hyphens
/// and underscores, and `client_id` is a client id or a placeholder of ours.
pub(crate) fn init_url(region: &Region, client_id: &str, deployment: &Deployment) -> String {
    format!(
        "https://{PHONE_HOST}/api/v1/deployment/{deployment}/init?region={}&clientId={client_id}&enableDebug=true",
        region.domain()
    )
}

const LONGEST_DEPLOYMENT: usize = 64;

/// The id of a deployment of MiraBridge Phone, a part of the path of its URLs; main unless MiraBridge says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Deployment(String);

impl Deployment {
    /// # Errors
    /// Where the text could do something else in a URL than stand for a deployment.
    pub fn parse(text: &str) -> Result<Self, InputError> {
        let is_foreign = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '_' | '-');
        let count = text.chars().count();
        if text.is_empty() {
            Err(InputError::new("the deployment is empty"))
        } else if count > LONGEST_DEPLOYMENT {
            Err(InputError::new(format!(
                "the deployment has {count} characters, and {LONGEST_DEPLOYMENT} at most are allowed"
            )))
        } else if let Some((index, character)) =
            text.chars().enumerate().find(|(_, c)| is_foreign(*c))
        {
            Err(InputError::new(format!(
                "character {} of the deployment is '{}', and only letters, digits, dots, hyphens and underscores are allowed",
                index + 1,
                spelled(&character.to_string(), 1)
            )))
        } else if text.chars().all(|c| c == '.') {
            // It would name a folder above.
            Err(InputError::new("the deployment has only dots"))
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Deployment {
    fn default() -> Self {
        Self("main".to_owned())
    }
}

impl fmt::Display for Deployment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901";

    fn target(deployment: &str, custom: &[&str]) -> Target {
        Target::new(
            Region::parse("mypurecloud.de").expect("a region"),
            ClientId::parse(ID).expect("a client id"),
            Deployment::parse(deployment).expect("a deployment"),
            Grant::Implicit,
            custom
                .iter()
                .map(|uri| RedirectUri::new(uri).expect("a redirect URI"))
                .collect(),
        )
    }

    #[test]
    fn has_the_documented_uris_unless_told_otherwise() {
        let target = target("main", &[]);
        assert_eq!(
            target.redirect_uris(),
            RedirectUri::documented(target.region())
        );
        assert!(target.documented_uris_only());
        assert_eq!(
            (target.client_id().as_str(), target.grant()),
            (ID, Grant::Implicit)
        );
    }

    #[test]
    fn keeps_the_order_of_other_uris_and_each_once() {
        let target = target(
            "main",
            &[
                "https://b.example",
                "https://a.example",
                "https://b.example",
                "https://b.example/",
            ],
        );
        let uris: Vec<&str> = target
            .redirect_uris()
            .iter()
            .map(RedirectUri::as_str)
            .collect();
        assert_eq!(
            uris,
            [
                "https://b.example",
                "https://a.example",
                "https://b.example/"
            ]
        );
        assert!(!target.documented_uris_only());
    }

    #[test]
    fn what_a_login_asked_with_is_asked_for_and_not_needed() {
        let uri = |text| RedirectUri::new(text).expect("a redirect URI");
        let other = target("main", &[]).with_login_uri(uri("https://a.example"));
        assert_eq!(other.redirect_uris().len(), 4);
        assert_eq!(other.needed_uris(), target("main", &[]).redirect_uris());
        assert_eq!(other.login_uri(), Some(&uri("https://a.example")));
        assert!(other.documented_uris_only());
        let there = other.in_region(&Region::parse("mypurecloud.ie").expect("a region"));
        assert_eq!(there.login_uri(), None);
        let same = target("main", &[]).with_login_uri(uri("https://phone.mirabridge.cloud"));
        assert_eq!(same, target("main", &[]));
    }

    #[test]
    fn the_debug_url_is_exact() {
        assert_eq!(
            target("main", &[]).init_url(),
            "https://phone.mirabridge.cloud/api/v1/deployment/main/init?region=mypurecloud.de&clientId=1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901&enableDebug=true"
        );
        let other = target("test-2", &[]);
        assert_eq!(other.deployment().as_str(), "test-2");
        assert!(other.init_url().contains("/deployment/test-2/init?"));
    }

    #[test]
    fn a_deployment_is_an_id() {
        assert_eq!(Deployment::default().as_str(), "main");
        let longest = "a".repeat(64);
        for text in ["main", "Test_2.1-b", "a", "..a", &longest] {
            assert_eq!(Deployment::parse(text).expect(text).to_string(), text);
        }
    }

    #[test]
    fn a_deployment_changes_no_path() {
        for (text, message) in [
            ("", "the deployment is empty"),
            ("..", "the deployment has only dots"),
            (
                "a/b",
                "character 2 of the deployment is '/', and only letters, digits, dots, hyphens and underscores are allowed",
            ),
            (
                "\u{1b}ä",
                "character 1 of the deployment is '\\u{1b}', and only letters, digits, dots, hyphens and underscores are allowed",
            ),
            (
                " main",
                "character 1 of the deployment is ' ', and only letters, digits, dots, hyphens and underscores are allowed",
            ),
            (
                &"a".repeat(65),
                "the deployment has 65 characters, and 64 at most are allowed",
            ),
        ] {
            assert_eq!(
                Deployment::parse(text).expect_err(text).to_string(),
                message
            );
        }
    }
}
