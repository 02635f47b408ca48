//! What goes wrong below HTTP or in the midst of it, on every connection to one login host. It comes before anybody has
//! said for which client they ask, so a simulator plays one fault alone, at an address of its own.

mod certificate;
mod full;
mod http2;
mod script;

pub(super) use certificate::Issue;
pub(crate) use full::Full;
pub(super) use http2::Signal;
pub(super) use script::End;

use super::certificates::{Authority, server_with};
use super::serve::{Service, accept};
use rustls::sign::SingleCertAndKey;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// What goes wrong.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    /// The name does not resolve.
    Unresolved,
    /// Nobody listens.
    Refused,
    /// The system listens, and takes no more connections. Only Linux then says nothing; others may refuse.
    Unaccepted,
    /// Instead of a TLS handshake, this is said to a ClientHello.
    Hello(&'static [u8], End),
    /// TLS with a certificate that nobody should trust.
    Certificate(Issue),
    /// Over TLS, this is said to whatever is asked.
    Answer(&'static [u8], End),
    /// HTTP/2 ends like this.
    Http2(Signal),
}

/// A fault that is being played, until it is dropped.
#[derive(Debug)]
pub(super) struct Playing {
    /// Where to find it: a host with its port.
    pub(super) at: String,
    _held: Held,
}

/// What has to be kept as long.
#[derive(Debug)]
enum Held {
    Nothing,
    Bound { _socket: TcpSocket },
    Full { _port: Full },
    Tasks { _running: JoinSet<()> },
}

impl Fault {
    /// Plays this fault in the place of `host`, beside `service`, whose certificates are from `authority`.
    pub(super) async fn play(
        self,
        host: &str,
        loopback: IpAddr,
        service: Service,
        authority: &Authority,
    ) -> anyhow::Result<Playing> {
        let anywhere = SocketAddr::new(loopback, 0);
        match self {
            Self::Unresolved => Ok(Playing {
                at: format!("{host}.invalid:443"),
                _held: Held::Nothing,
            }),
            Self::Refused => {
                let socket = full::bound(anywhere)?;
                Ok(Playing {
                    at: socket.local_addr()?.to_string(),
                    _held: Held::Bound { _socket: socket },
                })
            }
            Self::Unaccepted => {
                let port = Full::at(anywhere).await?;
                Ok(Playing {
                    at: port.address()?.to_string(),
                    _held: Held::Full { _port: port },
                })
            }
            Self::Hello(says, end) => {
                listen(anywhere, move |tcp| script::to_hello(tcp, says, end)).await
            }
            Self::Answer(says, end) => {
                let tls = speaking(&service, &[]);
                let play = move |tcp| script::to_request(tls.clone(), tcp, says, end);
                listen(anywhere, play).await
            }
            Self::Http2(signal) => {
                let tls = speaking(&service, &[b"h2"]);
                listen(anywhere, move |tcp| signal.play(tls.clone(), tcp)).await
            }
            Self::Certificate(issue) => {
                let certified = SingleCertAndKey::from(issue.certify(host, authority)?);
                let tls = server_with(Arc::new(certified))?;
                let service = Service {
                    tls: TlsAcceptor::from(Arc::new(tls)),
                    ..service
                };
                listen(anywhere, move |tcp| service.clone().converse(tcp)).await
            }
        }
    }
}

/// TLS as `service` has it, for these protocols.
fn speaking(service: &Service, protocols: &[&[u8]]) -> TlsAcceptor {
    let mut config = rustls::ServerConfig::clone(service.tls.config());
    config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    TlsAcceptor::from(Arc::new(config))
}

/// Plays on every connection to this address.
async fn listen<F: Future<Output = ()> + Send + 'static>(
    address: SocketAddr,
    play: impl Fn(TcpStream) -> F + Send + 'static,
) -> anyhow::Result<Playing> {
    let listener = TcpListener::bind(address).await?;
    let at = listener.local_addr()?.to_string();
    // The open connections belong to this task and end with it.
    let mut running = JoinSet::new();
    running.spawn(accept(listener, play));
    Ok(Playing {
        at,
        _held: Held::Tasks { _running: running },
    })
}
