//! The simulator as others see it: its pages, and the same over the wire.

use super::request::Request;
use super::respond::respond;
use super::response::Response;
use super::scenario::Simulation;
use super::{SIMULATOR_HEADER, Settings, Simulator, scenario, scenarios};
use http_body_util::{BodyExt as _, Empty};
use hyper::body::{Bytes, Incoming};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

const H1: &[u8] = b"http/1.1";
const H2: &[u8] = b"h2";

fn answer(request: &Request) -> Response {
    let simulation = Simulation::new(scenarios().copied().collect(), Vec::new());
    respond(&simulation.expect("the scenarios that ship"), request)
}

fn location(response: &Response) -> &str {
    let (_, value) = (response.headers.iter())
        .find(|(name, _)| *name == "location")
        .expect("a redirect");
    std::str::from_utf8(value).expect("text")
}

/// The address of an authorize request for the phone, in this scenario.
fn authorize(name: &str) -> String {
    let scenario = scenario(name).expect("a scenario");
    format!(
        "https://login.{}/oauth/authorize?client_id={}&response_type={}&redirect_uri=https%3A%2F%2Fphone.mirabridge.cloud",
        scenario.region,
        scenario.client_id,
        scenario.grant.response_type()
    )
}

#[test]
fn the_page_behind_a_redirect_knows_its_scenario() {
    let page = |name| {
        answer(&Request::get(location(&answer(&Request::get(&authorize(
            name,
        ))))))
    };
    assert_eq!(page("healthy").status, 200);
    assert!(location(&page("login-leaves")).starts_with("https://idp.acme.example/"));
    let circle = page("login-loop");
    assert!(location(&circle).starts_with("https://login.mypurecloud.de/signin?rid="));
    let back = answer(&Request::get(location(&circle)));
    assert!(location(&back).starts_with("https://login.mypurecloud.de/?rid="));
}

#[test]
fn genesys_cloud_words_its_answers_as_it_is_known_to() {
    let found = answer(&Request::get(&authorize("healthy")));
    let rid = location(&found)
        .strip_prefix("https://login.mypurecloud.de/?rid=")
        .and_then(|rest| rest.strip_suffix("#/authenticate"));
    assert_eq!((found.status, rid.map(str::len)), (302, Some(43)));
    let nobody = authorize("healthy").replace("c802dd59", "00000000");
    let shared = "https://login.mypurecloud.de/#/error?errorKey=invalidClientId";
    assert_eq!(location(&answer(&Request::get(&nobody))), shared);
    let code = authorize("healthy").replace("token", "code") + "&state=a%26b";
    let back = "https://phone.mirabridge.cloud/?error=unauthorized_client&state=a%26b";
    assert_eq!(location(&answer(&Request::get(&code))), back);
    // PKCE without a challenge is no PKCE.
    let back = answer(&Request::get(&authorize("healthy-pkce")));
    assert!(location(&back).contains("error=invalid_request&"));
    let challenged = authorize("healthy-pkce") + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8";
    assert!(location(&answer(&Request::get(&challenged))).contains("?rid="));
}

#[test]
fn pages_are_there_and_nothing_else_is() {
    let init = "https://phone.mirabridge.cloud/api/v1/deployment/main/init?region=mypurecloud.de&clientId=";
    let healthy = format!("{init}c802dd59-b4d7-4f12-af6e-7c4bc682f571");
    let unknown = format!("{init}00000000-0000-4000-8000-000000000000");
    for (address, status) in [
        ("https://login.mypurecloud.de/", 200),
        ("https://login.mypurecloud.de/?rid=anything", 200),
        ("https://login.mypurecloud.de/elsewhere", 404),
        ("https://apps.mypurecloud.de/crm/index.html", 200),
        ("https://apps.mypurecloud.de/crm/authWindow.html", 200),
        ("https://apps.mypurecloud.de/crm/authwindow.html", 404),
        ("https://api.mypurecloud.de/api/v2/oauth/clients", 401),
        ("https://phone.mirabridge.cloud/", 200),
        ("https://phone.mirabridge.cloud/elsewhere", 404),
        (&healthy, 200),
        (&healthy.replace(".de", ".au"), 404),
        (&unknown, 404),
        ("https://elsewhere.example/", 421),
    ] {
        assert_eq!(answer(&Request::get(address)).status, status, "{address}");
    }
    let post = Request {
        method: "POST".to_owned(),
        ..Request::get("https://login.mypurecloud.de/oauth/authorize")
    };
    assert_eq!(answer(&post).status, 405);
}

async fn started() -> Simulator {
    Simulator::start((Ipv4Addr::LOCALHOST, 0).into(), Settings::default())
        .await
        .expect("a free port")
}

async fn connect(to: &Simulator, host: &str, alpn: &[u8]) -> io::Result<TlsStream<TcpStream>> {
    let ca = CertificateDer::from_pem_slice(to.ca_pem().as_bytes()).expect("our own certificate");
    let mut roots = RootCertStore::empty();
    roots.add(ca).expect("our own certificate");
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring knows them")
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![alpn.to_vec()];
    let name = ServerName::try_from(host.to_owned()).expect("a host name");
    let tcp = TcpStream::connect(to.address()).await?;
    TlsConnector::from(Arc::new(config))
        .connect(name, tcp)
        .await
}

async fn get(to: &Simulator, address: &str, alpn: &[u8]) -> hyper::Response<Incoming> {
    let uri: hyper::Uri = address.parse().expect("an address");
    let host = uri.host().expect("a host").to_owned();
    let stream = connect(to, &host, alpn).await.expect("a connection");
    let io = TokioIo::new(stream);
    let request = hyper::Request::get(&uri).header("host", host);
    let request = request.body(Empty::<Bytes>::new()).expect("a request");
    if alpn == H2 {
        let executor = TokioExecutor::new();
        let (mut sender, connection) = hyper::client::conn::http2::handshake(executor, io)
            .await
            .expect("HTTP/2");
        tokio::spawn(connection);
        sender.send_request(request).await.expect("an answer")
    } else {
        let (mut sender, connection) = hyper::client::conn::http1::handshake(io)
            .await
            .expect("HTTP/1.1");
        tokio::spawn(connection);
        sender.send_request(request).await.expect("an answer")
    }
}

#[tokio::test]
async fn both_versions_of_http_get_the_same_answers_with_ids_of_their_own() {
    let simulator = started().await;
    let mut ids = Vec::new();
    for alpn in [H1, H2] {
        let answer = get(&simulator, &authorize("healthy"), alpn).await;
        assert_eq!(answer.status(), 302);
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(answer.headers()[SIMULATOR_HEADER], version);
        let location = answer.headers()["location"].to_str().expect("text");
        assert!(location.ends_with("#/authenticate"), "{location}");
        ids.push(location.to_owned());
        let page = get(&simulator, "https://login.mypurecloud.de/", alpn).await;
        let page = page.into_body().collect().await.expect("a whole page");
        let page = String::from_utf8_lossy(&page.to_bytes()).into_owned();
        assert!(page.contains("<title>Genesys Cloud</title>"), "{page}");
    }
    assert_ne!(ids[0], ids[1]);
}

#[tokio::test]
async fn no_other_name_gets_a_certificate_that_is_trusted() {
    let simulator = started().await;
    for host in [
        "login.mypurecloud.de.evil.example",
        "localhost",
        "mypurecloud.de",
    ] {
        assert!(connect(&simulator, host, H1).await.is_err(), "{host}");
    }
    let phone = "phone.mirabridge.cloud";
    assert!(connect(&simulator, phone, H1).await.is_ok());
    let settings = Settings {
        inspected: true,
        ..Settings::default()
    };
    let inspected = Simulator::start((Ipv4Addr::LOCALHOST, 0).into(), settings).await;
    let inspected = inspected.expect("a free port");
    assert!(connect(&inspected, phone, H1).await.is_ok());
    let login = "login.mypurecloud.de";
    assert!(connect(&inspected, login, H1).await.is_err());
}

#[tokio::test]
async fn it_stops_when_it_is_dropped() {
    let simulator = started().await;
    let address = simulator.address();
    let mut open = connect(&simulator, "phone.mirabridge.cloud", H1)
        .await
        .expect("a connection");
    drop(simulator);
    let read = tokio::io::AsyncReadExt::read_u8(&mut open);
    // The end, clean or not: what counts is that nobody is left to keep the connection open.
    let ended = tokio::time::timeout(Duration::from_secs(5), read).await;
    assert!(ended.expect("an end").is_err());
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn it_refuses_to_listen_where_others_could_reach_it() {
    let anywhere = (Ipv4Addr::UNSPECIFIED, 0).into();
    let refused = Simulator::start(anywhere, Settings::default()).await;
    assert_eq!(
        refused.expect_err("not loopback").to_string(),
        "the simulator answers on loopback only, not on 0.0.0.0"
    );
}
