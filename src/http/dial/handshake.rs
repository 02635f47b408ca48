//! TLS handshakes.

use super::Stream;
use crate::http::{Failure, TlsFailure, tls};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_util::io::InspectReader;

/// A connection that is ready for HTTP.
pub(in crate::http) type Connection = TlsStream<Box<dyn Stream>>;

/// Bytes that are kept of what is said first, to tell who spoke where TLS was expected.
const KEPT: usize = 512;

/// A connection to `host` over `stream`, which `config` trusts.
pub(super) async fn secure(
    config: ClientConfig,
    host: &str,
    stream: Box<dyn Stream>,
) -> Result<Connection, Failure> {
    let name = ServerName::try_from(host.to_owned()).map_err(|error| Failure::Tls {
        host: host.to_owned(),
        problem: TlsFailure::Other {
            what: "its name cannot stand in a certificate",
            detail: error.to_string(),
        },
    })?;
    let heard = Arc::new(Mutex::new(Vec::new()));
    let keeping = Arc::clone(&heard);
    let stream: Box<dyn Stream> = Box::new(InspectReader::new(stream, move |bytes: &[u8]| {
        if let Ok(mut kept) = keeping.lock() {
            let missing = KEPT.saturating_sub(kept.len());
            kept.extend(bytes.iter().take(missing));
        }
    }));
    let shaking = TlsConnector::from(Arc::new(config)).connect(name, stream);
    let shaken = on_fitting_thread(shaking).await;
    shaken.map_err(|error| {
        let heard = heard.lock().map(|kept| kept.clone());
        tls::explain(host, &error, &heard.unwrap_or_default())
    })
}

/// Makes a connection, which may ask the system's verifier.
pub(in crate::http) async fn on_fitting_thread<T: Send + 'static>(
    connecting: impl Future<Output = T> + Send + 'static,
) -> T {
    if VERIFIER_WAITS {
        on_blocking_thread(connecting).await
    } else {
        connecting.await
    }
}

/// Whether the system's verifier may block its thread: those of Windows and macOS ask the network whether a certificate
/// was revoked, for up to ten seconds, whatever the deadline of a run. Unit tests have no such roots, and a clock that a
/// test has stopped would not go on as long as another thread is at work.
const VERIFIER_WAITS: bool = cfg!(all(any(windows, target_vendor = "apple"), not(test)));

/// Does work that may block its thread on a thread of its own, so that everybody else goes on, deadlines too. When
/// nobody waits for it any longer, it ends as soon as it does not block.
async fn on_blocking_thread<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> T {
    let runtime = Handle::current();
    let (_waits, gone) = oneshot::channel::<Infallible>();
    let done = tokio::task::spawn_blocking(move || {
        runtime.block_on(async {
            tokio::select! {
                done = work => Some(done),
                _ = gone => None,
            }
        })
    });
    done.await
        .expect("no handshake panics, and the runtime lives as long as who waits here")
        .expect("it goes on as long as somebody waits")
}

#[cfg(test)]
mod tests {
    use super::{on_blocking_thread, secure};
    use crate::http::dial::{Dialer, HTTP, Stage};
    use crate::http::{ConnectTo, ProxyRule};
    use crate::simulator::{Settings, Simulator};
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject as _;
    use std::net::Ipv4Addr;
    use std::sync::mpsc;
    use std::time::Duration;
    use tokio::io::AsyncReadExt as _;
    use tokio::net::TcpListener;
    use tokio::time::timeout;

    const PATIENCE: Duration = Duration::from_secs(10);

    #[tokio::test]
    async fn work_that_blocks_its_thread_keeps_nobody_from_going_on() {
        let (goes_on, blocked) = mpsc::channel();
        let blocking = on_blocking_thread(async move { blocked.recv() });
        // It is done only if this thread comes to the second.
        let (received, ()) = tokio::join!(blocking, async move {
            goes_on.send(()).expect("somebody waits");
        });
        assert_eq!(received, Ok(()));
    }

    #[tokio::test]
    async fn a_handshake_on_another_thread_ends_when_nobody_waits_for_it() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.expect("a port on loopback");
        let address = listener.local_addr().expect("it was bound");
        let everything = vec![ConnectTo::everything(address)];
        let root = rcgen::generate_simple_self_signed(Vec::new()).expect("no names to refuse");
        let dialer = Dialer::new(
            everything,
            ProxyRule::direct(),
            PATIENCE,
            &[root.cert.into()],
        );
        let host = "login.mypurecloud.de";
        let stage = Stage::default();
        let stream = dialer.stream(host, &stage).await.expect("it listens");
        let (mut silent, _) = listener.accept().await.expect("a connection");
        let tls = dialer.tls(host, HTTP).expect("roots to trust");
        tokio::select! {
            _ = on_blocking_thread(async move { secure(tls, host, stream).await }) => panic!("nobody answered"),
            hello = silent.read_u8() => assert_eq!(hello.expect("it is under way"), 22),
        }
        let mut rest = Vec::new();
        let closing = timeout(PATIENCE, silent.read_to_end(&mut rest));
        closing.await.expect("in time").expect("it is closed");
    }

    #[tokio::test]
    async fn a_handshake_may_be_made_on_another_thread() {
        let address = (Ipv4Addr::LOCALHOST, 0).into();
        let simulator = Simulator::start(address, Settings::default()).await;
        let simulator = simulator.expect("a simulator on loopback");
        let root = CertificateDer::from_pem_slice(simulator.ca_pem().as_bytes());
        let everything = vec![ConnectTo::everything(simulator.address())];
        let roots = [root.expect("a certificate")];
        let dialer = Dialer::new(everything, ProxyRule::direct(), PATIENCE, &roots);
        let host = "login.mypurecloud.de";
        let stream = dialer
            .stream(host, &Stage::default())
            .await
            .expect("it listens");
        let tls = dialer.tls(host, HTTP).expect("roots to trust");
        let secured = on_blocking_thread(async move { secure(tls, host, stream).await }).await;
        let protocol = secured
            .expect("a handshake")
            .get_ref()
            .1
            .alpn_protocol()
            .map(<[u8]>::to_vec);
        assert_eq!(protocol.as_deref(), Some(b"h2".as_slice()));
    }
}
