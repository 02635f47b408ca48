//! Root certificates from files.

use crate::cli::error::Problem;
use crate::cli::input;
use crate::http::is_certificate;
use crate::text::decode;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use std::path::Path;

/// Bytes of a file; the bundle of a whole operating system has a quarter of a million.
const MOST: u64 = 8 * 1024 * 1024;

/// The certificates in a file: PEM, or one in DER, as Windows exports them by default.
pub(super) fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Problem> {
    let usage = |why: String| Problem::Usage(format!("--ca-cert {why}"));
    let bytes = input::read(path, MOST).map_err(usage)?;
    parse(&bytes).map_err(|why| usage(format!("{}: {why}", input::name(path))))
}

fn parse(bytes: &[u8]) -> Result<Vec<CertificateDer<'static>>, &'static str> {
    if bytes.first() == Some(&0x30) {
        return Ok(vec![certificate(bytes)?]);
    }
    let pem = decode(bytes);
    let found = CertificateDer::pem_slice_iter(pem.as_bytes())
        .map(|section| certificate(&section.map_err(|_| "it is not readable as PEM")?))
        .collect::<Result<Vec<_>, _>>()?;
    if !found.is_empty() {
        return Ok(found);
    }
    Err(if pem.contains("-----BEGIN PKCS7-----") {
        "it is a PKCS #7 bundle (.p7b), which is not read; export the root certificate as PEM (Base-64) or DER"
    } else {
        "there is no certificate in it; export the root certificate as PEM (Base-64) or DER"
    })
}

/// A certificate in DER.
fn certificate(der: &[u8]) -> Result<CertificateDer<'static>, &'static str> {
    if !is_certificate(der) {
        return Err(
            "there is something in it that is not a certificate; export the root certificate as PEM (Base-64) or DER",
        );
    }
    Ok(CertificateDer::from(der.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn root() -> (Vec<u8>, String) {
        let made = rcgen::generate_simple_self_signed(Vec::new()).expect("no names to refuse");
        (made.cert.der().to_vec(), made.cert.pem())
    }

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn a_certificate_is_read_however_it_was_exported() {
        let (der, pem) = root();
        let (_, again) = root();
        for (file, bytes) in [
            ("DER", der.clone()),
            ("PEM", pem.clone().into_bytes()),
            ("Windows line ends", pem.replace('\n', "\r\n").into_bytes()),
            ("UTF-8 mark", format!("\u{feff}{pem}").into_bytes()),
            (
                "UTF-16 LE",
                utf16(&format!("\u{feff}{pem}"), u16::to_le_bytes),
            ),
            (
                "UTF-16 BE",
                utf16(&format!("\u{feff}{pem}"), u16::to_be_bytes),
            ),
            ("UTF-16 LE without mark", utf16(&pem, u16::to_le_bytes)),
            ("UTF-16 BE without mark", utf16(&pem, u16::to_be_bytes)),
            (
                "comments",
                [b"subject=Fran\xe7ois\n", pem.as_bytes()].concat(),
            ),
        ] {
            let read = parse(&bytes).expect(file);
            assert_eq!(read, [der.clone().into()], "{file}");
        }
        assert_eq!(
            parse(format!("{pem}\n{again}").as_bytes())
                .expect("two")
                .len(),
            2
        );
    }

    #[test]
    fn what_is_no_certificate_is_named() {
        let (der, pem) = root();
        let half = der.get(..der.len() / 2).expect("a half").to_vec();
        for (bytes, why) in [
            (Vec::new(), "there is no certificate in it"),
            (b"nonsense".to_vec(), "there is no certificate in it"),
            (
                pem.replace("CERTIFICATE", "PRIVATE KEY").into_bytes(),
                "there is no certificate in it",
            ),
            (
                pem.replace("CERTIFICATE", "PKCS7").into_bytes(),
                "it is a PKCS #7 bundle",
            ),
            (half, "there is something in it that is not a certificate"),
            (
                b"0nsense".to_vec(),
                "there is something in it that is not a certificate",
            ),
            (
                pem.get(..100).expect("a part").as_bytes().to_vec(),
                "it is not readable as PEM",
            ),
        ] {
            let told = parse(&bytes).expect_err(why);
            assert!(told.starts_with(why), "{told}");
        }
    }
}
