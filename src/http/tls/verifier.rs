//! Whom to trust, as the system decides it.

use super::certificate::{Limit, dates, is_self_signed, issuer_of, names_of};
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
        Err(explained(error, end_entity, now))
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

/// The error of a verifier, with what the certificate says.
fn explained(
    error: CertificateError,
    certificate: &CertificateDer<'_>,
    now: UnixTime,
) -> rustls::Error {
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            // Windows has one error for both.
            let not_yet = dates(certificate, Limit::Start, now);
            Refused::error(match not_yet {
                Some(_) => TlsFailure::NotYetValid(not_yet),
                None => TlsFailure::Expired(dates(certificate, Limit::End, now)),
            })
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            let not_yet = dates(certificate, Limit::Start, now);
            Refused::error(TlsFailure::NotYetValid(not_yet))
        }
        // Many that sign themselves call themselves an authority, which is an error of its own.
        CertificateError::UnknownIssuer | CertificateError::Other(_)
            if is_self_signed(certificate) =>
        {
            Refused::error(TlsFailure::SelfSigned(issuer_of(certificate)))
        }
        CertificateError::UnknownIssuer => Refused::error(unknown_issuer(certificate)),
        CertificateError::Other(OtherError(other)) if is_partial_chain(&other.to_string()) => {
            Refused::error(unknown_issuer(certificate))
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            let names = names_of(certificate);
            Refused::error(TlsFailure::WrongHost { names })
        }
        other => other.into(),
    }
}

fn unknown_issuer(certificate: &CertificateDer<'_>) -> TlsFailure {
    TlsFailure::UnknownIssuer(issuer_of(certificate))
}

/// Whether Windows says that no root is at the end of a chain, `CERT_E_CHAINING`. The verifier has no name for it, and
/// its text is in the language of the computer, but for the number.
fn is_partial_chain(words: &str) -> bool {
    const CERT_E_CHAINING: i32 = 0x800B_010A_u32.cast_signed();
    words.ends_with(&format!("(os error {CERT_E_CHAINING})"))
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

#[cfg(test)]
mod tests {
    use super::{Refused, explained};
    use crate::http::TlsFailure;
    use crate::http::failure::Dates;
    use rustls::pki_types::{CertificateDer, UnixTime};
    use rustls::{CertificateError, OtherError};
    use std::sync::Arc;
    use std::time::Duration;

    /// A certificate of "Acme Root", valid in the year 2030.
    fn certificate() -> CertificateDer<'static> {
        let mut root = rcgen::CertificateParams::new(Vec::new()).expect("no names to refuse");
        root.distinguished_name
            .push(rcgen::DnType::CommonName, "Acme Root");
        let issuer = rcgen::Issuer::new(root, rcgen::KeyPair::generate().expect("a key"));
        let mut leaf = rcgen::CertificateParams::new(Vec::new()).expect("no names to refuse");
        leaf.not_before = rcgen::date_time_ymd(2030, 1, 1);
        leaf.not_after = rcgen::date_time_ymd(2030, 12, 31);
        let key = rcgen::KeyPair::generate().expect("a key");
        leaf.signed_by(&key, &issuer).expect("a certificate").into()
    }

    fn told(error: CertificateError, now: u64) -> TlsFailure {
        let now = UnixTime::since_unix_epoch(Duration::from_secs(now));
        match explained(error, &certificate(), now) {
            rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(error))) => {
                let Refused(failure) = error.downcast_ref().expect("an explanation");
                failure.clone()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_one_error_of_windows_for_both_ends_of_its_time_is_told_apart() {
        let dates = |limit: &str, today: &str| {
            Some(Dates {
                limit: limit.to_owned(),
                today: today.to_owned(),
            })
        };
        let early = told(CertificateError::Expired, 1_800_000_000);
        assert_eq!(
            early,
            TlsFailure::NotYetValid(dates("2030-01-01", "2027-01-15"))
        );
        let late = told(CertificateError::Expired, 2_000_000_000);
        assert_eq!(late, TlsFailure::Expired(dates("2030-12-31", "2033-05-18")));
    }

    #[test]
    fn a_chain_without_a_root_names_the_issuer_on_windows_too() {
        let words = "Eine Zertifikatkette konnte nicht aufgebaut werden. (os error -2146762486)";
        let error: Arc<dyn std::error::Error + Send + Sync> = Arc::from(Box::from(words));
        let failure = told(CertificateError::Other(OtherError(error)), 1_900_000_000);
        let expected = TlsFailure::UnknownIssuer("Acme Root".to_owned());
        assert_eq!(failure, expected);
    }
}
