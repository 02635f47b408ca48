//! Which of the simulated hosts a request went to.

use crate::genesys::{PHONE_HOST, Region};

/// A host that is played here.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place {
    Login(&'static Region),
    Apps(&'static Region),
    Api,
    Phone,
}

impl Place {
    pub(crate) fn of(host: &str) -> Option<Self> {
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
}

/// Every host that is played here.
pub(crate) fn hosts() -> Vec<String> {
    Region::all()
        .iter()
        .flat_map(|region| [region.login_host(), region.apps_host(), region.api_host()])
        .chain([PHONE_HOST.to_owned()])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Place, hosts};
    use crate::genesys::Region;

    #[test]
    fn every_host_is_a_place_and_a_lookalike_is_none() {
        assert_eq!(hosts().len(), Region::all().len() * 3 + 1);
        assert!(hosts().iter().all(|host| Place::of(host).is_some()));
        assert!(Place::of("login.mypurecloud.de.evil.example").is_none());
    }
}
