//! Requests with a token: to the two hosts that may see one, and to no others.

use super::answer::{kept, seconds_to_wait};
use super::call;
use super::secret::{Credentials, Mask, Secret};
use crate::genesys::Region;
use crate::http::{Failure, Message, Network};
use crate::probe::{Observation, Probe, Purpose, Reply, Transport};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header};
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::HashMap;
use tokio::time::Instant;

/// Bytes of an answer that are read at the most: 5,000 clients have some ten million.
const LARGEST: usize = 32 * 1024 * 1024;

/// What stands for a body, which may hold the secrets of others.
const NOT_KEPT: &[u8] = b"a body that is not kept, as it may hold secrets";

const NOT_ALLOWED: Failure = Failure::NotAsked {
    why: "it is not an address that may see a token",
};

pub(crate) struct Authorized<'a> {
    network: &'a Network,
    region: &'a Region,
    credentials: &'a Credentials,
    /// What starts a count of calls.
    usage_query: String,
    /// The token, as soon as there is one.
    token: RefCell<Option<Secret>>,
    mask: RefCell<Mask>,
    /// The bodies of the last answers, by their addresses.
    bodies: RefCell<HashMap<String, Vec<u8>>>,
}

impl<'a> Authorized<'a> {
    pub(crate) fn new(
        network: &'a Network,
        region: &'a Region,
        credentials: &'a Credentials,
        usage_query: Option<String>,
    ) -> Self {
        let token = match credentials {
            Credentials::Token(token) => Some(token.clone()),
            Credentials::Client { .. } => None,
        };
        Self {
            network,
            region,
            credentials,
            usage_query: usage_query.unwrap_or_default(),
            token: RefCell::new(token),
            mask: RefCell::new(Mask::of(credentials)),
            bodies: RefCell::default(),
        }
    }

    pub(crate) fn set_token(&self, token: Secret) {
        self.mask.borrow_mut().add(&token);
        self.token.replace(Some(token));
    }

    /// What takes secrets out of an answer.
    pub(crate) fn mask(&self) -> Mask {
        self.mask.borrow().clone()
    }

    pub(crate) fn take_body(&self, probe: &Probe) -> Vec<u8> {
        self.bodies
            .borrow_mut()
            .remove(&probe.url)
            .unwrap_or_default()
    }

    /// The request for a probe, if that may be sent.
    fn message<'p>(&self, probe: &'p Probe) -> Option<Message<'p>> {
        let (method, authorization, body) = match probe.purpose {
            Purpose::Token if *probe == call::exchange(self.region) => (
                Method::POST,
                self.credentials.basic()?,
                Bytes::from_static(b"grant_type=client_credentials"),
            ),
            Purpose::Registration if probe.host() == self.region.api_host() => (
                Method::GET,
                self.token.borrow().as_ref()?.bearer(),
                Bytes::new(),
            ),
            Purpose::UsageQuery if probe.host() == self.region.api_host() => (
                Method::POST,
                self.token.borrow().as_ref()?.bearer(),
                Bytes::from(self.usage_query.clone()),
            ),
            _ => return None,
        };
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(header::AUTHORIZATION, authorization);
        let content = match probe.purpose {
            Purpose::Token => Some("application/x-www-form-urlencoded"),
            Purpose::UsageQuery => Some("application/json"),
            _ => None,
        };
        if let Some(content) = content {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content));
        }
        Some(Message {
            method,
            url: &probe.url,
            headers,
            body,
            most: LARGEST,
        })
    }

    /// The headers that are kept, without secrets, and with the time to wait that the text of the answer names.
    fn reply(&self, probe: &Probe, status: u16, headers: &HeaderMap, body: &[u8]) -> Reply {
        let mask = self.mask.borrow();
        let headers = headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.as_str().to_owned(), mask.cleaned(&value))
        });
        let mut headers: Vec<_> = headers.collect();
        let named = || headers.iter().any(|(name, _)| name == "retry-after");
        if let Some(seconds) = seconds_to_wait(body).filter(|_| status == 429 && !named()) {
            headers.push(("retry-after".to_owned(), seconds.to_string()));
        }
        let headers = headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes()));
        let is_exchange = probe.purpose == Purpose::Token;
        let is_object = || serde_json::from_slice::<Map<String, Value>>(body).is_ok();
        let kept = match body {
            // It may hold a token.
            _ if is_exchange && status == 200 && is_object() => b"{}".to_vec(),
            _ if call::is_about_a_client(probe) || is_exchange => kept(status, body, &mask),
            [] => Vec::new(),
            _ => NOT_KEPT.to_vec(),
        };
        Reply::new(status, headers, &kept)
    }
}

impl Transport for Authorized<'_> {
    async fn send(&self, probe: &Probe, deadline: Instant) -> Observation {
        let message = self.message(probe).ok_or(NOT_ALLOWED)?;
        let sending = self.network.send(probe.host(), message, deadline);
        let answer = Box::pin(sending).await?;
        let reply = self.reply(probe, answer.status, &answer.headers, &answer.body);
        self.bodies
            .borrow_mut()
            .insert(probe.url.clone(), answer.body);
        Ok(reply)
    }
}

#[cfg(test)]
mod tests {
    use super::super::secret::{Credentials, Secret};
    use super::{Authorized, HeaderMap};
    use crate::genesys::Region;
    use crate::http::{ConnectTo, Network, NetworkOptions, ProxyRule};
    use crate::platform_api::call;
    use crate::probe::{Probe, Purpose};
    use std::net::{Ipv4Addr, SocketAddr};
    use std::time::Duration;

    fn nowhere() -> Network {
        let nowhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 1));
        Network::new(NetworkOptions {
            timeout: Duration::from_secs(1),
            connect_to: vec![ConnectTo::everything(nowhere)],
            proxy: ProxyRule::direct(),
            ca_certificates: Vec::new(),
        })
    }

    #[test]
    fn what_is_kept_of_an_answer_reads_as_it_does_and_holds_no_secret() {
        let region = Region::parse("mypurecloud.de").expect("a region");
        let token = Credentials::Token(Secret::parse("s3cr3t").expect("a secret"));
        let network = nowhere();
        let authorized = Authorized::new(&network, &region, &token, None);
        let kept = |probe: &Probe, body: &str| {
            let reply = authorized.reply(probe, 200, &HeaderMap::new(), body.as_bytes());
            reply.body
        };
        let exchange = call::exchange(&region);
        for (body, expected) in [
            (r#"{"access_token": 5, "message": "opaque-1"}"#, "{}"),
            ("[]", "null"),
            ("", ""),
            ("<p>opaque-1</p>", "<a page that is not kept>"),
        ] {
            assert_eq!(kept(&exchange, body), expected);
        }
        let client = kept(
            &call::client(&region, "x"),
            r#"{"id": "x", "clientSecret": {"a": "opaque-1"}, "state": "active"}"#,
        );
        let read: serde_json::Value = serde_json::from_str(&client).expect("JSON");
        assert_eq!(read["state"], "active");
        assert!(!client.contains("opaque-1"), "{client}");
    }

    fn authorizations(credentials: &Credentials, probe: &Probe) -> Option<String> {
        let region = Region::parse("mypurecloud.de").expect("a region");
        let network = nowhere();
        let authorized = Authorized::new(&network, &region, credentials, None);
        let message = authorized.message(probe)?;
        let header = &message.headers["authorization"];
        assert!(header.is_sensitive());
        assert!(!format!("{message:?}").contains("s3cr3t"));
        Some(header.to_str().expect("ASCII").to_owned())
    }

    #[test]
    fn a_token_goes_to_the_api_host_and_id_and_secret_to_the_exchange_alone() {
        let region = Region::parse("mypurecloud.de").expect("a region");
        let secret = Secret::parse("s3cr3t").expect("a secret");
        let token = Credentials::Token(secret.clone());
        let id = "id".to_owned();
        let pair = Credentials::Client { id, secret };
        assert_eq!(
            authorizations(&token, &call::clients(&region)).as_deref(),
            Some("Bearer s3cr3t")
        );
        assert_eq!(
            authorizations(&pair, &call::exchange(&region)).as_deref(),
            Some("Basic aWQ6czNjcjN0")
        );
        assert_eq!(authorizations(&token, &call::exchange(&region)), None);
        assert_eq!(authorizations(&pair, &call::clients(&region)), None);
        for url in [
            "https://login.mypurecloud.de/oauth/authorize",
            "https://api.mypurecloud.com/api/v2/oauth/clients",
            "https://api.mypurecloud.de.evil.example/api/v2/oauth/clients",
            "https://api.mypurecloud.de@evil.example/",
            "https://api.mypurecloud.de:8443/",
            "http://api.mypurecloud.de/",
        ] {
            for purpose in [
                Purpose::Registration,
                Purpose::UsageQuery,
                Purpose::Token,
                Purpose::RedirectUri,
            ] {
                for credentials in [&token, &pair] {
                    assert_eq!(
                        authorizations(credentials, &Probe::new(purpose, url)),
                        None,
                        "{url}"
                    );
                }
            }
        }
    }
}
