//! An authority and one certificate for all simulated hosts, made anew at every start: nothing secret is shipped, and
//! trusting one run's authority trusts no other run.

use anyhow::Context as _;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::server::ResolvesServerCertUsingSni;
use rustls::sign::CertifiedKey;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Who speaks for the simulated hosts.
pub(super) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(super) fn new(name: &str, organization: Option<&str>) -> anyhow::Result<Self> {
        let mut params = valid_for_a_month(Vec::new(), name)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        if let Some(organization) = organization {
            let name = &mut params.distinguished_name;
            name.push(DnType::OrganizationName, organization);
        }
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate()?)
            .context("cannot make the authority of the simulator")?;
        Ok(Self(issuer))
    }

    /// What clients must trust.
    pub(super) fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate for these hosts.
    fn certify(&self, hosts: &[String]) -> anyhow::Result<CertifiedKey> {
        let mut params = valid_for_a_month(hosts.to_vec(), "mirabridge-oauth simulator")?;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate()?;
        let certificate = params
            .signed_by(&key, &self.0)
            .context("cannot make the certificate of the simulator")?;
        let key = PrivatePkcs8KeyDer::from(key.serialize_der()).into();
        let key =
            ring::sign::any_ecdsa_type(&key).context("cannot use the key of the simulator")?;
        Ok(CertifiedKey::new(vec![certificate.der().clone()], key))
    }
}

/// TLS for hosts, each with a certificate of this authority. A handshake for any other name, or for none, finds no
/// certificate and fails.
pub(super) fn server(hosts: &[(&Authority, Vec<String>)]) -> anyhow::Result<ServerConfig> {
    let mut by_name = ResolvesServerCertUsingSni::new();
    for (authority, hosts) in hosts {
        let certified = authority.certify(hosts)?;
        for host in hosts {
            by_name
                .add(host, certified.clone())
                .with_context(|| format!("cannot certify {host}"))?;
        }
    }
    let mut server = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .context("cannot set up TLS")?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(by_name));
    server.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(server)
}

/// Some platforms refuse certificates that are valid for years, and clocks are sometimes late.
fn valid_for_a_month(hosts: Vec<String>, name: &str) -> anyhow::Result<CertificateParams> {
    let mut params = CertificateParams::new(hosts)?;
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    let now = SystemTime::now();
    // Certificates and the headers of HTTP know no other years, and the crates that write them panic.
    let years = SystemTime::UNIX_EPOCH + DAY..SystemTime::UNIX_EPOCH + 8000 * 365 * DAY;
    anyhow::ensure!(
        years.contains(&now),
        "the clock of this computer is wrong: set it first"
    );
    params.not_before = (now - DAY).into();
    params.not_after = (now + 30 * DAY).into();
    Ok(params)
}
