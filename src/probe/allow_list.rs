use crate::setup::{PHONE_HOST, Region, Target};
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
