use crate::genesys::{PHONE_HOST, Target};
use std::collections::BTreeSet;

/// Which hosts a page may load from: those of the region and of MiraBridge, whatever their first labels, and those
/// that the user named.
///
/// A widget loads from more hosts than the OAuth endpoints, and which ones is documented nowhere. Both domains belong
/// to the makers of what is checked, so nobody else learns of the check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageHosts {
    domains: Vec<String>,
    named: BTreeSet<String>,
}

impl PageHosts {
    /// The hosts of a visit for `target`, and these.
    #[must_use]
    pub fn of(target: &Target, named: impl IntoIterator<Item = String>) -> Self {
        let mirabridge = PHONE_HOST.split_once('.').map_or(PHONE_HOST, |(_, d)| d);
        Self {
            domains: vec![target.region().domain().to_owned(), mirabridge.to_owned()],
            named: named.into_iter().collect(),
        }
    }

    /// Whether a page may load from `host`.
    #[must_use]
    pub fn permits(&self, host: &str) -> bool {
        let below = |domain: &String| {
            host.strip_suffix(domain.as_str())
                .is_some_and(|labels| labels.is_empty() || labels.ends_with('.'))
        };
        self.domains.iter().any(below) || self.named.contains(host)
    }

    /// The hosts in words: `*.mypurecloud.de`.
    pub(super) fn describe(&self) -> impl Iterator<Item = String> {
        let domains = self.domains.iter().map(|domain| format!("*.{domain}"));
        domains.chain(self.named.iter().cloned())
    }

    /// Those whose certificates are looked at before the browser starts.
    pub(super) fn known(&self, target: &Target) -> Vec<String> {
        let home = target.region();
        let known = [
            PHONE_HOST.to_owned(),
            home.apps_host(),
            home.login_host(),
            home.api_host(),
        ];
        known
            .into_iter()
            .chain(self.named.iter().cloned())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::PageHosts;
    use crate::checks::testing::{CLIENT, target};

    #[test]
    fn only_hosts_of_the_two_makers_and_those_named_are_permitted() {
        let hosts = PageHosts::of(&target(CLIENT), ["cdn.example".to_owned()]);
        for (host, permitted) in [
            ("login.mypurecloud.de", true),
            ("mypurecloud.de", true),
            ("a.b.mirabridge.cloud", true),
            ("cdn.example", true),
            ("a.cdn.example", false),
            ("evilmypurecloud.de", false),
            ("mypurecloud.de.evil.example", false),
            ("login.mypurecloud.ie", false),
            ("", false),
        ] {
            assert_eq!(hosts.permits(host), permitted, "{host}");
        }
    }
}
