//! `--ca-cert`, and a computer that trusts nobody.

use super::authority::trusted;
use super::check::{check_at, command, ran};
use super::server::nobody;
use super::service::Service;
use std::path::Path;

#[test]
fn a_root_is_read_as_pem_and_as_der() {
    let service = Service::healthy();
    let trusted = trusted();
    for file in [&trusted.pem, &trusted.der] {
        let mut check = command(["--connect-to", &format!("::{}", service.address)]);
        let run = ran(check.arg("--ca-cert").arg(file));
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
        assert!(run.stdout.contains("Override   ca-cert "), "{run:?}");
    }
}

#[track_caller]
fn assert_unusable(file: &Path, why: &str) {
    let run = ran(&mut command([Path::new("--ca-cert"), file]));
    let said = format!("error: --ca-cert {}: {why}", file.display());
    assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{run:?}");
    let first = run.stderr.lines().next().unwrap_or_default();
    assert!(first.starts_with(&said), "{run:?}");
}

#[test]
fn a_file_that_is_no_certificate_is_wrong_usage() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let half = "-----BEGIN CERTIFICATE-----\nAAAA";
    let nothing =
        "there is no certificate in it; export the root certificate as PEM (Base-64) or DER";
    for (content, why) in [
        ("", nothing),
        ("nonsense", nothing),
        (
            "0nsense",
            "there is something in it that is not a certificate",
        ),
        (broken, "there is something in it that is not a certificate"),
        (half, "it is not readable as PEM"),
        (&"#\n".repeat(5 << 20), "longer than 8 MiB"),
    ] {
        let file = folder.path().join("file");
        std::fs::write(&file, content).expect("a writable folder");
        assert_unusable(&file, why);
    }
    assert_unusable(&folder.path().join("missing"), "");
    assert_unusable(folder.path(), "");
}

#[test]
#[cfg(target_os = "linux")]
fn a_computer_without_any_trusted_root() {
    use super::check::fault;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("empty.pem");
    std::fs::write(&file, "").expect("a writable folder");
    let folder = folder.path().join("empty");
    std::fs::create_dir(&folder).expect("a writable folder");
    let service = Service::healthy();
    let trusting_nobody = || {
        let mut check = command(["--connect-to", &format!("::{}", service.address)]);
        check
            .env("SSL_CERT_FILE", &file)
            .env("SSL_CERT_DIR", &folder);
        check
    };
    let expected = "there is no secure connection to login.mypurecloud.de: this computer has no trusted root certificates";
    assert_eq!(fault(trusting_nobody, "tls"), expected);
    let run = ran(trusting_nobody().arg("--ca-cert").arg(&trusted().pem));
    assert_eq!(run.status, 0, "its own root is enough: {run:?}");
}

#[test]
fn what_cannot_be_read_is_said_before_anything_is_asked() {
    let run = ran(&mut check_at(nobody(), &["--cacert", "missing"]));
    assert_eq!(run.status, 2, "{run:?}");
}
