//! TLS as this computer trusts it, and why a handshake failed in words that help: who issued the certificate, for
//! whom, and until when.

mod certificate;
mod der;
mod verifier;

pub(crate) use certificate::is_certificate;
pub(super) use certificate::key_digest;
pub use certificate::{issuer_of, names_of};

use super::{Failure, TlsFailure};
use crate::text::redact;
use certificate::LONGEST;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{CertificateError, ClientConfig, OtherError};
use std::sync::Arc;
use std::time::SystemTime;
use verifier::{Explaining, Refused};

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

/// What an error of the handshake means, after `heard` came from the other side.
pub(super) fn explain(host: &str, error: &std::io::Error, heard: &[u8]) -> Failure {
    let inner = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let problem = match inner {
        Some(error) => problem(error, heard),
        // The connection ended before a certificate was seen: a matter of the network, not of trust.
        None => {
            return Failure::cut(host, "during the TLS handshake", error);
        }
    };
    Failure::Tls {
        host: host.to_owned(),
        problem,
    }
}

fn problem(error: &rustls::Error, heard: &[u8]) -> TlsFailure {
    use rustls::PeerIncompatible::{
        ServerDoesNotSupportTls12Or13, ServerTlsVersionIsDisabledByOurConfig, Tls12NotOffered,
        Tls12NotOfferedOrEnabled,
    };
    use rustls::{AlertDescription, Error, InvalidMessage};
    match error {
        Error::InvalidCertificate(certificate) => certificate_problem(certificate),
        Error::InvalidMessage(InvalidMessage::InvalidContentType) => {
            TlsFailure::NotTls(said(heard))
        }
        Error::PeerIncompatible(
            ServerDoesNotSupportTls12Or13
            | ServerTlsVersionIsDisabledByOurConfig
            | Tls12NotOffered
            | Tls12NotOfferedOrEnabled,
        )
        | Error::AlertReceived(AlertDescription::ProtocolVersion) => TlsFailure::OldProtocol,
        Error::AlertReceived(alert) => TlsFailure::Refused(format!("{alert:?}")),
        other => TlsFailure::Other {
            what: "the TLS handshake failed",
            detail: other.to_string(),
        },
    }
}

fn certificate_problem(error: &CertificateError) -> TlsFailure {
    let invalid = |detail| TlsFailure::Other {
        what: "its certificate is not valid",
        detail,
    };
    match error {
        CertificateError::Revoked => TlsFailure::Revoked,
        CertificateError::Other(OtherError(other)) => match other.downcast_ref() {
            Some(Refused(problem)) => problem.clone(),
            None => invalid(other.to_string()),
        },
        other => invalid(format!("{other:?}")),
    }
}

/// What was said instead of TLS, in a line: the first one, and where a redirect leads.
fn said(heard: &[u8]) -> String {
    let text = String::from_utf8_lossy(heard);
    let mut lines = text.lines();
    let first: String = lines
        .next()
        .unwrap_or_default()
        .chars()
        .take(LONGEST)
        .collect();
    let location = lines.take_while(|line| !line.is_empty()).find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("location").then(|| value.trim())
    });
    let first = redact::text(&first);
    match location.filter(|_| first.starts_with("HTTP/")) {
        Some(to) => {
            let to: String = redact::address(to).chars().take(LONGEST).collect();
            format!("{first}, to {to}")
        }
        None => first,
    }
}

#[cfg(test)]
mod tests {
    use super::problem;
    use crate::http::TlsFailure;

    #[test]
    fn only_what_speaks_of_versions_is_told_as_a_matter_of_versions() {
        use rustls::PeerIncompatible::{NoCipherSuitesInCommon, ServerDoesNotSupportTls12Or13};
        let old = problem(&ServerDoesNotSupportTls12Or13.into(), b"");
        assert_eq!(old, TlsFailure::OldProtocol);
        let other = problem(&NoCipherSuitesInCommon.into(), b"");
        let TlsFailure::Other { detail, .. } = other else {
            panic!("{other:?}");
        };
        assert!(detail.contains("NoCipherSuitesInCommon"), "{detail}");
    }
}
