//! Whom to trust, as the system decides it.

use super::certificate::{Limit, dates, is_self_signed, issuer_of, names_of};
use super::inspector::inspector;
use crate::http::TlsFailure;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, OtherError, SignatureScheme};
use rustls_platform_verifier::Verifier;
use std::sync::Arc;

/// The platform's verifier. It decides; where it refuses, this keeps what the error leaves out and an
/// administrator behind an inspecting proxy must know: who issued the certificate, and for which names.
#[derive(Debug)]
pub(super) struct Explaining {
    inner: Verifier,
}

impl Explaining {
    /// Trusts what this computer trusts, and `extra` roots.
    ///
    /// # Errors
    /// Where there is nothing to trust.
    pub(super) fn new(
        extra: &[CertificateDer<'static>],
        provider: Arc<CryptoProvider>,
    ) -> Result<Self, TlsFailure> {
        match Verifier::new_with_extra_roots(extra.iter().cloned(), provider) {
            Ok(inner) => Ok(Self { inner }),
            // The only general error of this constructor is an empty store.
            Err(rustls::Error::General(_)) => Err(TlsFailure::NoRoots),
            Err(error) => Err(TlsFailure::Other {
                what: "this computer's trusted root certificates cannot be read",
                detail: error.to_string(),
            }),
        }
    }
}

impl ServerCertVerifier for Explaining {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verdict = self.inner.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        );
        let Err(rustls::Error::InvalidCertificate(error)) = verdict else {
            return verdict;
        };
        Err(match error {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                Refused::error(TlsFailure::Expired(dates(end_entity, Limit::End, now)))
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                Refused::error(TlsFailure::NotYetValid(dates(
                    end_entity,
                    Limit::Start,
                    now,
                )))
            }
            // Many that sign themselves call themselves an authority, which is an error of its own.
            CertificateError::UnknownIssuer | CertificateError::Other(_)
                if is_self_signed(end_entity) =>
            {
                Refused::error(TlsFailure::SelfSigned(issuer_of(end_entity)))
            }
            CertificateError::UnknownIssuer => {
                let issuer = issuer_of(end_entity);
                Refused::error(TlsFailure::UnknownIssuer {
                    inspector: inspector(&issuer),
                    issuer,
                })
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                let names = names_of(end_entity);
                Refused::error(TlsFailure::WrongHost { names })
            }
            other => other.into(),
        })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

/// Why a certificate was refused, as this tool tells it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Refused(pub(super) TlsFailure);

impl Refused {
    fn error(problem: TlsFailure) -> rustls::Error {
        CertificateError::Other(OtherError(Arc::new(Self(problem)))).into()
    }
}
