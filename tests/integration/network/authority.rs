//! Certificates: an authority that the runs trust, and whatever a test wants instead.

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

/// The hosts of a check in the region of these tests, one that it must not contact, and proxies.
const NAMES: [&str; 6] = [
    "login.mypurecloud.de",
    "api.mypurecloud.de",
    "apps.mypurecloud.de",
    "phone.mirabridge.cloud",
    "foreign.example",
    "127.0.0.1",
];

pub(super) struct Authority(CertifiedIssuer<'static, KeyPair>);

/// The authority that runs trust, and the file that makes them do so.
pub(super) struct Trusted {
    pub(super) authority: Authority,
    pub(super) pem: PathBuf,
    pub(super) der: PathBuf,
}

/// A certificate with its key.
pub(super) struct Identity {
    certificate: CertificateDer<'static>,
    key: KeyPair,
}

pub(super) fn trusted() -> &'static Trusted {
    static TRUSTED: OnceLock<Trusted> = OnceLock::new();
    TRUSTED.get_or_init(|| {
        let authority = Authority::new("Test Root", "Test Ltd");
        let folder = tempfile::tempdir().expect("a temporary folder").keep();
        let (pem, der) = (folder.join("root.pem"), folder.join("root.cer"));
        std::fs::write(&pem, authority.0.pem()).expect("a writable folder");
        std::fs::write(&der, authority.0.der()).expect("a writable folder");
        Trusted {
            authority,
            pem,
            der,
        }
    })
}

impl Authority {
    pub(super) fn new(name: &str, organisation: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("no names to refuse");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        params
            .distinguished_name
            .push(DnType::OrganizationName, organisation);
        Self(CertifiedIssuer::self_signed(params, key()).expect("an authority"))
    }

    /// A certificate for all hosts of a check.
    pub(super) fn identity(&self) -> Identity {
        self.identity_with(|_| ())
    }

    /// A certificate for these hosts.
    pub(super) fn identity_for(&self, hosts: Vec<String>) -> Identity {
        let names = CertificateParams::new(hosts).expect("names");
        self.identity_with(|params| params.subject_alt_names = names.subject_alt_names)
    }

    /// A certificate for all hosts of a check, but for what `change` does to it.
    pub(super) fn identity_with(&self, change: impl FnOnce(&mut CertificateParams)) -> Identity {
        let mut params = for_names();
        change(&mut params);
        let key = key();
        let certificate = params.signed_by(&key, &self.0).expect("a certificate");
        Identity {
            certificate: certificate.der().clone(),
            key,
        }
    }
}

impl Identity {
    /// A certificate that nobody but itself speaks for, as routers have them.
    pub(super) fn self_signed(authority: bool) -> Self {
        let mut params = for_names();
        params
            .distinguished_name
            .push(DnType::CommonName, "router.local");
        if authority {
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        }
        let key = key();
        let certificate = params.self_signed(&key).expect("a certificate");
        Self {
            certificate: certificate.der().clone(),
            key,
        }
    }

    /// TLS for a server that shows this certificate and offers these protocols.
    pub(super) fn server(&self, protocols: &[&str]) -> Arc<ServerConfig> {
        let key = PrivatePkcs8KeyDer::from(self.key.serialize_der());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions that ring knows")
            .with_no_client_auth()
            .with_single_cert(vec![self.certificate.clone()], key.into())
            .expect("a key that fits");
        config.alpn_protocols = protocols
            .iter()
            .map(|name| name.as_bytes().to_vec())
            .collect();
        Arc::new(config)
    }
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn for_names() -> CertificateParams {
    let mut params = CertificateParams::new(NAMES.map(str::to_owned)).expect("names");
    params.distinguished_name = rcgen::DistinguishedName::new();
    // Some systems refuse certificates that are valid for years, or for anything.
    params.not_before = (SystemTime::now() - DAY).into();
    params.not_after = (SystemTime::now() + 30 * DAY).into();
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    params
}

fn key() -> KeyPair {
    KeyPair::generate().expect("a key")
}
