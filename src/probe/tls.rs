//! TLS as this computer trusts it, and why a handshake failed in words that help: who issued the certificate, for
//! whom, and until when.

mod certificate;
mod error;
mod inspector;
mod verifier;

pub(super) use certificate::key_digest;
pub use certificate::{issuer_of, names_of};
pub(super) use error::explain;

use super::TlsFailure;
use rustls::ClientConfig;
use rustls::pki_types::CertificateDer;
use std::sync::Arc;
use tokio_rustls::TlsConnector;
use verifier::Explaining;

/// A TLS connector that trusts what this computer trusts, and `extra` roots, and that can say why not.
///
/// # Errors
/// Where there is nothing to trust.
pub(super) fn connector(
    extra: &[CertificateDer<'static>],
    protocols: &[&[u8]],
) -> Result<TlsConnector, TlsFailure> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let trust = Explaining::new(extra, Arc::clone(&provider))?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| TlsFailure::Other {
            what: "this computer offers no TLS version this tool speaks (1.2 or 1.3)",
            detail: error.to_string(),
        })?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(trust))
        .with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    Ok(TlsConnector::from(Arc::new(config)))
}
