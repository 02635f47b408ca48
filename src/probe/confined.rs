use super::{Observation, Probe, Reply, Transport};
use crate::genesys::{PHONE_HOST, Region, Target};
use crate::http::{Failure, Network};
use std::collections::BTreeSet;
use tokio::time::Instant;

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

/// A transport that contacts the hosts of an allow-list and no others.
pub struct Confined<'a> {
    network: &'a Network,
    allowed: AllowList,
}

impl<'a> Confined<'a> {
    /// The network as far as the hosts in `allowed`, over the connections that are open anyway.
    #[must_use]
    pub fn new(network: &'a Network, allowed: AllowList) -> Self {
        Self { network, allowed }
    }
}

impl Transport for Confined<'_> {
    async fn send(&self, probe: &Probe, deadline: Instant) -> Observation {
        let host = probe.host();
        if !self.allowed.permits(host) {
            return Err(Failure::NotAsked {
                why: "the host is not one that this check may contact",
            });
        }
        let cookies = probe.cookies.secret();
        let answer = self
            .network
            .get(host, &probe.url, cookies, deadline)
            .await?;
        let headers = answer.headers.iter();
        let headers = headers.map(|(name, value)| (name.as_str(), value.as_bytes()));
        Ok(Reply::new(answer.status, headers, &answer.body))
    }
}

#[cfg(test)]
mod tests {
    use super::{AllowList, Confined};
    use crate::genesys::{ClientId, Deployment, Grant, RedirectUri, Region, Target};
    use crate::http::{ConnectTo, Failure, Network, NetworkOptions, ProxyRule};
    use crate::probe::{Probe, Purpose, Transport as _};
    use std::io::ErrorKind;
    use std::net::{Ipv4Addr, TcpListener};
    use std::time::Duration;
    use tokio::time::Instant;

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

    #[tokio::test]
    async fn who_is_not_on_the_list_is_never_connected_to() {
        // Every name leads here, so that whoever is asked at all is asked here.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port on loopback");
        let address = listener.local_addr().expect("it was bound");
        let network = Network::new(NetworkOptions {
            timeout: Duration::from_secs(60),
            connect_to: vec![ConnectTo::everything(address)],
            proxy: ProxyRule::direct(),
            ca_certificates: Vec::new(),
        });
        let confined = Confined::new(&network, AllowList::of_every_login());
        let deadline = Instant::now() + Duration::from_secs(60);
        let probe = |url: &str| Probe::new(Purpose::LoginHop, url);

        listener
            .set_nonblocking(true)
            .expect("a switch of the socket");
        for url in [
            "https://foreign.example/",
            "https://login.mypurecloud.de.evil.example/",
            "https://login.mypurecloud.de@foreign.example/",
            "https://login.mypurecloud.de:8443/",
            "https://foreign.example#login.mypurecloud.de",
            "https://phone.mirabridge.cloud/",
            "http://login.mypurecloud.de/",
            "https:///login.mypurecloud.de/",
            "login.mypurecloud.de",
        ] {
            let observation = confined.send(&probe(url), deadline).await;
            let refused = matches!(observation, Err(Failure::NotAsked { .. }));
            assert!(refused, "{url}: {observation:?}");
            let came = listener.accept().map_err(|error| error.kind());
            assert!(matches!(came, Err(ErrorKind::WouldBlock)), "{url}");
        }

        // And whoever is on the list is.
        listener
            .set_nonblocking(false)
            .expect("a switch of the socket");
        let came = tokio::task::spawn_blocking(move || listener.accept());
        let permitted = probe("https://login.mypurecloud.de/");
        tokio::select! {
            came = came => drop(came.expect("no panic").expect("a connection")),
            answer = confined.send(&permitted, deadline) => panic!("nobody was asked: {answer:?}"),
        }
    }
}
