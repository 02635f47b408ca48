//! An authority and one certificate for all simulated hosts, made anew at every start: nothing
//! secret is shipped, and trusting one run's authority trusts no other run.

use anyhow::Context as _;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::server::ResolvesServerCertUsingSni;
use rustls::sign::CertifiedKey;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What a server needs and what its clients must trust.
pub(super) struct Certificates {
    pub(super) ca_pem: String,
    pub(super) server: Arc<ServerConfig>,
}

/// Certificates for these hosts. A handshake for any other name, or for none, finds no certificate
/// and fails.
pub(super) fn issue(hosts: &[String]) -> anyhow::Result<Certificates> {
    let authority = CertifiedIssuer::self_signed(authority()?, KeyPair::generate()?)
        .context("cannot make the authority of the simulator")?;
    let key = KeyPair::generate()?;
    let leaf = leaf(hosts.to_vec())?
        .signed_by(&key, &authority)
        .context("cannot make the certificate of the simulator")?;

    let key = PrivatePkcs8KeyDer::from(key.serialize_der()).into();
    let key = ring::sign::any_ecdsa_type(&key).context("cannot use the key of the simulator")?;
    let certified = CertifiedKey::new(vec![leaf.der().clone()], key);
    let mut by_name = ResolvesServerCertUsingSni::new();
    for host in hosts {
        by_name
            .add(host, certified.clone())
            .with_context(|| format!("cannot certify {host}"))?;
    }

    let mut server = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .context("cannot set up TLS")?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(by_name));
    server.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Certificates {
        ca_pem: authority.pem(),
        server: Arc::new(server),
    })
}

fn authority() -> anyhow::Result<CertificateParams> {
    let mut params = valid_for_a_month(Vec::new())?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let name = "mirabridge-oauth simulator (not a real authority)";
    params.distinguished_name.push(DnType::CommonName, name);
    Ok(params)
}

fn leaf(hosts: Vec<String>) -> anyhow::Result<CertificateParams> {
    let mut params = valid_for_a_month(hosts)?;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let name = "mirabridge-oauth simulator";
    params.distinguished_name.push(DnType::CommonName, name);
    Ok(params)
}

/// Some platforms refuse certificates that are valid for years, and clocks are sometimes late.
fn valid_for_a_month(hosts: Vec<String>) -> anyhow::Result<CertificateParams> {
    let mut params = CertificateParams::new(hosts)?;
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.not_before = (SystemTime::now() - DAY).into();
    params.not_after = (SystemTime::now() + 30 * DAY).into();
    Ok(params)
}
