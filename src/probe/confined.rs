use super::{AllowList, Observation, Probe, Reply, Transport};
use crate::http::{Failure, Network};
use tokio::time::Instant;

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
    use super::Confined;
    use crate::http::{ConnectTo, Failure, Network, NetworkOptions, ProxyRule};
    use crate::probe::{AllowList, Probe, Purpose, Transport as _};
    use std::io::ErrorKind;
    use std::net::{Ipv4Addr, TcpListener};
    use std::time::Duration;
    use tokio::time::Instant;

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
