//! The same over real connections, with both versions of HTTP.

use super::{authorize, documented, region};
use crate::simulator::{SIMULATOR_HEADER, Simulator, scenario};
use http_body_util::{BodyExt as _, Empty};
use hyper::body::{Bytes, Incoming};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

const H1: &[u8] = b"http/1.1";
const H2: &[u8] = b"h2";

async fn started() -> Simulator {
    let address = "127.0.0.1:0".parse().expect("an address");
    Simulator::start(address).await.expect("a free port")
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

async fn get(
    to: &Simulator,
    address: &str,
    alpn: &[u8],
) -> anyhow::Result<hyper::Response<Incoming>> {
    let uri: hyper::Uri = address.parse()?;
    let host = uri.host().expect("a host").to_owned();
    let stream = connect(to, &host, alpn).await?;
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(alpn));
    let io = TokioIo::new(stream);
    let request = hyper::Request::builder();
    if alpn == H2 {
        let (mut sender, connection) =
            hyper::client::conn::http2::handshake(TokioExecutor::new(), io).await?;
        tokio::spawn(connection);
        let request = request.uri(uri).body(Empty::<Bytes>::new())?;
        Ok(sender.send_request(request).await?)
    } else {
        let (mut sender, connection) = hyper::client::conn::http1::handshake(io).await?;
        tokio::spawn(connection);
        let path = uri.path_and_query().expect("a path").as_str();
        let request = request
            .uri(path)
            .header("host", host)
            .body(Empty::<Bytes>::new())?;
        Ok(sender.send_request(request).await?)
    }
}

/// Asks for the phone as a redirect URI, in this scenario.
async fn ask(to: &Simulator, name: &str, alpn: &[u8]) -> anyhow::Result<hyper::Response<Incoming>> {
    let scenario = scenario(name).expect("a scenario");
    let home = region(scenario.region);
    let [phone, ..] = documented(&home);
    get(
        to,
        &authorize(&home, scenario.client_id, &phone, scenario.grant),
        alpn,
    )
    .await
}

#[tokio::test]
async fn both_versions_of_http_get_the_same_answers() {
    let simulator = started().await;
    for alpn in [H1, H2] {
        let answer = ask(&simulator, "healthy", alpn).await.expect("an answer");
        assert_eq!(answer.status(), 302);
        assert_eq!(
            answer.headers()[SIMULATOR_HEADER],
            env!("CARGO_PKG_VERSION")
        );
        let location = answer.headers()["location"].to_str().expect("text");
        assert!(location.ends_with("#/authenticate"), "{location}");
        let page = get(
            &simulator,
            location.split('#').next().expect("an address"),
            alpn,
        )
        .await;
        let page = page.expect("the login page");
        assert_eq!(page.headers()[SIMULATOR_HEADER], env!("CARGO_PKG_VERSION"));
        let page = page.into_body().collect().await.expect("a whole page");
        let page = String::from_utf8_lossy(&page.to_bytes()).into_owned();
        assert!(page.contains("<title>Genesys Cloud</title>"), "{page}");

        let answer = ask(&simulator, "two-locations", alpn)
            .await
            .expect("an answer");
        assert_eq!(answer.headers().get_all("location").iter().count(), 2);
        let answer = ask(&simulator, "garbage-location", alpn)
            .await
            .expect("an answer");
        assert!(answer.headers()["location"].to_str().is_err());
    }
    // Over HTTP/2 it is more than most clients take: they end the connection.
    assert!(ask(&simulator, "huge-location", H2).await.is_err());
    let answer = ask(&simulator, "huge-location", H1)
        .await
        .expect("an answer");
    assert!(answer.headers()["location"].len() > 100_000);
}

#[tokio::test]
async fn no_other_name_gets_a_certificate() {
    let simulator = started().await;
    for host in [
        "login.mypurecloud.de.evil.example",
        "localhost",
        "mypurecloud.de",
    ] {
        assert!(connect(&simulator, host, H1).await.is_err(), "{host}");
    }
    assert!(
        connect(&simulator, "phone.mirabridge.cloud", H1)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn broken_deliveries_break_as_they_should() {
    let simulator = started().await;
    for alpn in [H1, H2] {
        let broken = ask(&simulator, "reset", alpn).await.expect_err("no answer");
        let reset = broken.chain().any(|cause| {
            let cause = cause.downcast_ref::<io::Error>();
            cause.is_some_and(|cause| cause.kind() == io::ErrorKind::ConnectionReset)
        });
        assert!(reset, "{broken:?}");

        let answer = ask(&simulator, "cut-off", alpn).await.expect("a beginning");
        assert_eq!(answer.status(), 200);
        assert!(answer.into_body().collect().await.is_err());

        let mut answer = ask(&simulator, "huge-body", alpn)
            .await
            .expect("a beginning");
        let mut length = 0;
        while length < 2 * 1024 * 1024 {
            let frame = answer.body_mut().frame().await.expect("always more");
            length += frame
                .expect("no error")
                .into_data()
                .map_or(0, |data| data.len());
        }

        // Nothing was written, so this waits for as long as anybody likes: a moment will do.
        let waited = Duration::from_millis(100);
        let answer = tokio::time::timeout(waited, ask(&simulator, "unanswered", alpn)).await;
        assert!(answer.is_err());
    }
}

#[tokio::test]
async fn it_stops_when_it_is_dropped() {
    let simulator = started().await;
    let address = simulator.address();
    let mut open = connect(&simulator, "phone.mirabridge.cloud", H1)
        .await
        .expect("a connection");
    drop(simulator);
    let mut buffer = [0; 1];
    let mut buffer = tokio::io::ReadBuf::new(&mut buffer);
    let read = std::future::poll_fn(|context| {
        tokio::io::AsyncRead::poll_read(std::pin::Pin::new(&mut open), context, &mut buffer)
    });
    // The end, clean or not: what counts is that nobody is left to keep the connection open.
    let _ = tokio::time::timeout(Duration::from_secs(5), read)
        .await
        .expect("an end");
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn it_refuses_to_listen_where_others_could_reach_it() {
    let address = "0.0.0.0:0".parse().expect("an address");
    let refused = Simulator::start(address).await.expect_err("not loopback");
    assert_eq!(
        refused.to_string(),
        "the simulator answers on loopback only, not on 0.0.0.0"
    );
}
