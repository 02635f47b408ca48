//! What an error of a handshake means for whoever wanted to connect.

use super::certificate::LONGEST;
use super::verifier::Refused;
use crate::http::{Failure, TlsFailure};
use crate::text::redact;
use rustls::{CertificateError, OtherError};

/// What an error of the handshake means, after `heard` came from the other side.
pub(in crate::http) fn explain(host: &str, error: &std::io::Error, heard: &[u8]) -> Failure {
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
