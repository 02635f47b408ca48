use crate::genesys::{PHONE_HOST, Region, Target};
use std::collections::BTreeSet;

/// The hosts that a run may contact: those of what it is about, and the login hosts of the regions.
///
/// Redirects are data from a server, so nothing that they name is asked unless it is listed here.
#[derive(Clone, Debug)]
pub struct AllowList {
    hosts: BTreeSet<String>,
}

impl AllowList {
    /// The hosts that a check of `target` may contact.
    #[must_use]
    pub fn of(target: &Target) -> Self {
        let home = target.region();
        let Self { mut hosts } = Self::of_every_login();
        hosts.extend([
            home.login_host(),
            home.api_host(),
            home.apps_host(),
            PHONE_HOST.to_owned(),
        ]);
        Self { hosts }
    }

    /// The login hosts of every region that is listed, and no others.
    #[must_use]
    pub fn of_every_login() -> Self {
        Self {
            hosts: Region::all().iter().map(Region::login_host).collect(),
        }
    }

    /// The hosts that a login redirect may lead to: those of the target's region.
    #[must_use]
    pub fn of_login(target: &Target) -> Self {
        let home = target.region();
        let hosts = [home.login_host(), home.api_host(), home.apps_host()];
        Self {
            hosts: hosts.into(),
        }
    }

    /// Whether `host` may be contacted.
    #[must_use]
    pub fn permits(&self, host: &str) -> bool {
        self.hosts.contains(host)
    }
}

#[cfg(test)]
mod tests {
    use super::AllowList;
    use crate::genesys::{ClientId, Deployment, Grant, RedirectUri, Region, Target};

    fn target() -> Target {
        let id = ClientId::parse("c802dd59-b4d7-4f12-af6e-7c4bc682f571").expect("an id");
        // What is registered is no reason to contact anybody.
        let uri = RedirectUri::new("https://foreign.example/callback").expect("a redirect URI");
        Target::new(
            Region::parse("mypurecloud.de").expect("a region"),
            id,
            Deployment::default(),
            Grant::Implicit,
            vec![uri],
        )
    }

    #[test]
    fn a_check_contacts_its_own_hosts_and_every_login_host() {
        let allowed = AllowList::of(&target());
        let logins = Region::all().iter().map(Region::login_host);
        let own = [
            "api.mypurecloud.de",
            "apps.mypurecloud.de",
            "phone.mirabridge.cloud",
        ];
        let expected = logins.chain(own.map(str::to_owned)).collect();
        assert_eq!(allowed.hosts, expected);
        let own = [
            "login.mypurecloud.de",
            "api.mypurecloud.de",
            "apps.mypurecloud.de",
        ];
        let login = AllowList::of_login(&target());
        assert_eq!(login.hosts, own.map(str::to_owned).into());
    }

    #[test]
    fn what_only_looks_like_one_of_them_is_none() {
        let allowed = AllowList::of(&target());
        for host in [
            "",
            "foreign.example",
            "login.mypurecloud.de.",
            "login.mypurecloud.de.evil.example",
            "evil.login.mypurecloud.de",
            "login.mypurecloud.de:443",
            "mypurecloud.de",
            "apps.mypurecloud.com",
            "api.mypurecloud.com",
            "127.0.0.1",
        ] {
            assert!(!allowed.permits(host), "{host}");
        }
    }
}
