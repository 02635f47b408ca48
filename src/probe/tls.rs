use super::failure::Dates;
use super::{Failure, TlsFailure, redact};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, OtherError, SignatureScheme};
use rustls_platform_verifier::Verifier;
use std::sync::Arc;
use tokio_rustls::TlsConnector;
use x509_parser::extensions::GeneralName;
use x509_parser::time::ASN1Time;

/// Makers of software that inspects TLS, by a word of the names in the certificates it makes.
/// The words are the makers' own; the list only adds a name to a message and decides nothing.
const INSPECTORS: &[(&str, &str)] = &[
    ("zscaler", "Zscaler"),
    ("netskope", "Netskope"),
    ("palo alto", "Palo Alto Networks"),
    ("blue coat", "Symantec (Blue Coat)"),
    ("bluecoat", "Symantec (Blue Coat)"),
    ("symantec web", "Symantec Web Security"),
    ("fortinet", "Fortinet"),
    ("fortigate", "Fortinet FortiGate"),
    ("cisco umbrella", "Cisco Umbrella"),
    ("forcepoint", "Forcepoint"),
    ("websense", "Forcepoint (Websense)"),
    ("check point", "Check Point"),
    ("sophos", "Sophos"),
    ("mcafee", "McAfee"),
    ("skyhigh", "Skyhigh Security"),
    ("barracuda", "Barracuda"),
    ("watchguard", "WatchGuard"),
    ("sonicwall", "SonicWall"),
    ("iboss", "iboss"),
    ("kaspersky", "Kaspersky"),
    ("bitdefender", "Bitdefender"),
    ("eset ssl", "ESET"),
    ("avast", "Avast"),
    ("avg technologies", "AVG"),
    ("mitmproxy", "mitmproxy"),
    ("do_not_trust_fiddler", "Fiddler"),
    ("charles proxy", "Charles Proxy"),
    ("burp", "Burp Suite"),
    ("squid", "a Squid proxy"),
];

/// A TLS connector that trusts what this computer trusts, and `extra` roots, and that can say why not.
///
/// # Errors
/// Where there is nothing to trust.
pub(super) fn connector(
    extra: &[CertificateDer<'static>],
    protocols: &[&[u8]],
) -> Result<TlsConnector, TlsFailure> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let trust = trust(extra, Arc::clone(&provider))?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| TlsFailure::Other(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(trust))
        .with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    Ok(TlsConnector::from(Arc::new(config)))
}

/// The SHA-256 of a certificate's public key (SubjectPublicKeyInfo), in base64.
pub(super) fn key_digest(certificate: &CertificateDer<'_>) -> Option<String> {
    let (_, certificate) = x509_parser::parse_x509_certificate(certificate).ok()?;
    let digest = ring::digest::digest(&ring::digest::SHA256, certificate.public_key().raw);
    Some(STANDARD.encode(digest))
}

fn trust(
    extra: &[CertificateDer<'static>],
    provider: Arc<CryptoProvider>,
) -> Result<Explaining, TlsFailure> {
    match Verifier::new_with_extra_roots(extra.iter().cloned(), provider) {
        Ok(inner) => Ok(Explaining { inner }),
        // The only general error of this constructor is an empty store.
        Err(rustls::Error::General(_)) => Err(TlsFailure::NoRoots),
        Err(error) => Err(TlsFailure::Other(error.to_string())),
    }
}

/// The platform's verifier. It decides; where it refuses, this keeps what the error leaves out and an
/// administrator behind an inspecting proxy must know: who issued the certificate, and for which names.
#[derive(Debug)]
struct Explaining {
    inner: Verifier,
}

/// Why a certificate was refused, as this tool tells it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Refused(TlsFailure);

impl Refused {
    fn error(problem: TlsFailure) -> rustls::Error {
        CertificateError::Other(OtherError(Arc::new(Self(problem)))).into()
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

/// Characters of a name in a certificate that are told at the most.
const LONGEST: usize = 120;

fn is_self_signed(certificate: &CertificateDer<'_>) -> bool {
    x509_parser::parse_x509_certificate(certificate)
        .is_ok_and(|(_, parsed)| parsed.issuer() == parsed.subject())
}

/// The first few host names that a certificate is for.
#[must_use]
pub fn names_of(certificate: &[u8]) -> Vec<String> {
    const MOST: usize = 3;
    let Ok((_, parsed)) = x509_parser::parse_x509_certificate(certificate) else {
        return Vec::new();
    };
    let Ok(Some(names)) = parsed.subject_alternative_name() else {
        return Vec::new();
    };
    let hosts = names
        .value
        .general_names
        .iter()
        .filter_map(|name| match name {
            GeneralName::DNSName(host) => Some(host.chars().take(LONGEST).collect()),
            _ => None,
        });
    hosts.take(MOST).collect()
}

/// The issuer's name as a person would say it: common name, then organisation.
#[must_use]
pub fn issuer_of(certificate: &[u8]) -> String {
    let Ok((_, parsed)) = x509_parser::parse_x509_certificate(certificate) else {
        return "an unreadable name".to_owned();
    };
    let issuer = parsed.issuer();
    let text = |part: Option<&x509_parser::x509::AttributeTypeAndValue<'_>>| {
        part.and_then(|attribute| attribute.as_str().ok())
            .map(str::to_owned)
    };
    let name = text(issuer.iter_common_name().next());
    let organisation = text(issuer.iter_organization().next());
    let full = match (name, organisation) {
        (Some(name), Some(organisation)) if name.contains(&organisation) => name,
        (Some(name), Some(organisation)) => format!("{name}, {organisation}"),
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => issuer.to_string(),
    };
    full.chars().take(LONGEST).collect()
}

/// Which end of a certificate's time.
#[derive(Clone, Copy)]
enum Limit {
    Start,
    End,
}

/// The date that a certificate offends against and the clock's; `None` where it is another one of its chain that does.
fn dates(certificate: &CertificateDer<'_>, limit: Limit, now: UnixTime) -> Option<Dates> {
    let (_, parsed) = x509_parser::parse_x509_certificate(certificate).ok()?;
    let validity = parsed.validity();
    let now = ASN1Time::from_timestamp(i64::try_from(now.as_secs()).ok()?).ok()?;
    let (limit, offended) = match limit {
        Limit::Start => (validity.not_before, now < validity.not_before),
        Limit::End => (validity.not_after, now > validity.not_after),
    };
    let day = |time: ASN1Time| time.to_datetime().date().to_string();
    offended.then(|| Dates {
        limit: day(limit),
        today: day(now),
    })
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
            let to: String = redact::location(to).chars().take(LONGEST).collect();
            format!("{first}, to {to}")
        }
        None => first,
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
        other => TlsFailure::Other(other.to_string()),
    }
}

fn certificate_problem(error: &CertificateError) -> TlsFailure {
    match error {
        CertificateError::Revoked => TlsFailure::Revoked,
        CertificateError::Other(OtherError(other)) => match other.downcast_ref() {
            Some(Refused(problem)) => problem.clone(),
            None => TlsFailure::Other(format!("its certificate is not valid: {other}")),
        },
        other => TlsFailure::Other(format!("its certificate is not valid: {other:?}")),
    }
}

fn inspector(issuer: &str) -> Option<&'static str> {
    let issuer = issuer.to_lowercase();
    INSPECTORS
        .iter()
        .find(|(word, _)| issuer.contains(word))
        .map(|(_, maker)| *maker)
}

#[cfg(test)]
mod tests {
    use super::{inspector, issuer_of, problem};
    use crate::probe::TlsFailure;
    use rustls::pki_types::CertificateDer;

    #[test]
    fn an_inspecting_proxy_is_known_by_its_makers_name() {
        assert_eq!(
            inspector("Zscaler Intermediate Root CA (zscalertwo.net)"),
            Some("Zscaler")
        );
        assert_eq!(inspector("Amazon RSA 2048 M02, Amazon"), None);
    }

    #[test]
    fn only_what_speaks_of_versions_is_told_as_a_matter_of_versions() {
        use rustls::PeerIncompatible::{NoCipherSuitesInCommon, ServerDoesNotSupportTls12Or13};
        let old = problem(&ServerDoesNotSupportTls12Or13.into(), b"");
        assert_eq!(old, TlsFailure::OldProtocol);
        let other = problem(&NoCipherSuitesInCommon.into(), b"");
        let TlsFailure::Other(words) = other else {
            panic!("{other:?}");
        };
        assert!(words.contains("NoCipherSuitesInCommon"), "{words}");
    }

    #[test]
    fn garbage_has_no_issuer_and_does_no_harm() {
        assert_eq!(
            issuer_of(&CertificateDer::from(vec![0x30, 0xff, 1])),
            "an unreadable name"
        );
    }

    #[test]
    fn the_issuer_is_read_from_a_certificate() {
        let mut ca = rcgen::CertificateParams::new(Vec::new()).expect("no names to refuse");
        ca.distinguished_name
            .push(rcgen::DnType::CommonName, "Acme Root");
        ca.distinguished_name
            .push(rcgen::DnType::OrganizationName, "Acme Ltd");
        let key = rcgen::KeyPair::generate().expect("a key");
        let certificate = ca.self_signed(&key).expect("a certificate");
        assert_eq!(issuer_of(certificate.der()), "Acme Root, Acme Ltd");
    }
}
