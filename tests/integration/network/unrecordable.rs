//! A service that says in an id what nobody can say without it.

use super::check::{check_at, json};
use super::replies::{healthy, redirect};
use super::service::Service;

/// A server in trouble that names the trouble as it names the request.
#[test]
fn a_run_that_cannot_be_recorded_is_reported_as_it_was() {
    const ID: &str = "temporarily_unavailable4815162342";
    let service = Service::new(|asked, _| {
        if asked.target.contains(".invalid") {
            redirect(&format!("/?rid={ID}#error={ID}"))
        } else {
            healthy(asked)
        }
    });
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("run.json");
    let name = file.to_str().expect("UTF-8");
    let (told, plain) = json(&mut check_at(service.address, &[]));
    let (again, recorded) = json(&mut check_at(service.address, &["--record", name]));
    assert_eq!(
        (plain.status, &told["results"]),
        (recorded.status, &again["results"])
    );
    assert_eq!(plain.status, 3, "{plain:?}");
    assert!(!file.exists());
    assert_eq!(
        recorded.stderr,
        format!(
            "{}{name} was not written: removing cookies and request ids would change the verdict\n",
            plain.stderr
        )
    );
}
