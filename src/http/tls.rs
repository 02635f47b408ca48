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
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::time_provider::TimeProvider;
use std::sync::Arc;
use std::time::SystemTime;
use verifier::Explaining;

/// TLS that trusts what this computer trusts, and `extra` roots, and that can say why not.
///
/// # Errors
/// Where there is nothing to trust.
pub(super) fn config(extra: &[CertificateDer<'static>]) -> Result<ClientConfig, TlsFailure> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let trust = Explaining::new(extra, Arc::clone(&provider))?;
    Ok(
        ClientConfig::builder_with_details(provider, Arc::new(Clock))
            .with_safe_default_protocol_versions()
            .map_err(|error| TlsFailure::Other {
                what: "this computer offers no TLS version this tool speaks (1.2 or 1.3)",
                detail: error.to_string(),
            })?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(trust))
            .with_no_client_auth(),
    )
}

/// The clock of this computer. Where it is before 1970, the one of rustls panics; here, no certificate is valid yet.
#[derive(Debug)]
struct Clock;

impl TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        Some(UnixTime::since_unix_epoch(now.unwrap_or_default()))
    }
}
