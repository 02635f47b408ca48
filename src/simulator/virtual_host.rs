//! The hosts that are simulated.

use crate::genesys::{PHONE_HOST, Region};

/// One of them.
#[derive(Debug, Clone, Copy)]
pub(crate) enum VirtualHost {
    Login(&'static Region),
    Apps(&'static Region),
    Api,
    Phone,
}

impl VirtualHost {
    pub(crate) fn named(host: &str) -> Option<Self> {
        if host == PHONE_HOST {
            return Some(Self::Phone);
        }
        Region::all().iter().find_map(|region| {
            if region.login_host() == host {
                Some(Self::Login(region))
            } else if region.apps_host() == host {
                Some(Self::Apps(region))
            } else {
                (region.api_host() == host).then_some(Self::Api)
            }
        })
    }

    /// The names of all.
    pub(crate) fn names() -> Vec<String> {
        Region::all()
            .iter()
            .flat_map(|region| [region.login_host(), region.apps_host(), region.api_host()])
            .chain([PHONE_HOST.to_owned()])
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::VirtualHost;

    #[test]
    fn every_name_is_a_host_and_a_lookalike_is_none() {
        let names = VirtualHost::names();
        assert!(names.iter().all(|name| VirtualHost::named(name).is_some()));
        assert!(VirtualHost::named("login.mypurecloud.de.evil.example").is_none());
    }
}
