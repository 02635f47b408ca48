//! Root certificates from files.

use crate::cli::error::Problem;
use crate::text::escape;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use std::io::Read as _;
use std::path::Path;

/// Bytes of a file that are read at the most; the bundle of a whole operating system has a quarter of a million.
const LARGEST: u64 = 8 * 1024 * 1024;

/// The certificates in a file: PEM, or one in DER, as Windows exports them by default.
pub(super) fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Problem> {
    let name = escape(&path.to_string_lossy());
    let usage = |what: &str| Problem::Usage(format!("--ca-cert {name}: {what}"));
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(LARGEST).read_to_end(&mut bytes))
        .map_err(|error| usage(&error.to_string()))?;
    let found = if bytes.first() == Some(&0x30) {
        vec![CertificateDer::from(bytes)]
    } else {
        CertificateDer::pem_slice_iter(&bytes)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| usage("it is not readable as PEM"))?
    };
    if found.is_empty() {
        return Err(usage(
            "there is no certificate in it; export the root certificate as PEM (Base-64) or DER",
        ));
    }
    let broken = found
        .iter()
        .any(|certificate| x509_parser::parse_x509_certificate(certificate).is_err());
    if broken {
        return Err(usage("there is something in it that is not a certificate"));
    }
    Ok(found)
}
