//! What somebody has pasted as the redirect URIs, a client or several of them.

use crate::written;
use mirabridge_oauth::finding::{FailOn, Selection};
use mirabridge_oauth::genesys::{Grant, RedirectUri, Region};
use mirabridge_oauth::registration::{Comparison, Registration, judge, notes, read};
use mirabridge_oauth::report::{Report, Subject};
use std::time::SystemTime;

/// What holds of every input: it is refused in one line, or read, judged and told; and it passes only with all that is
/// needed, byte for byte.
pub fn hold(data: &[u8]) {
    let clients = match read(data) {
        Ok(clients) => clients,
        Err(error) => return written::is_one_line(&error.to_string()),
    };
    assert!(!clients.is_empty());
    let region = Region::parse("mypurecloud.de").expect("a region");
    for client in &clients {
        let report = report(&region, client);
        if report.exit_status == 0 {
            for uri in RedirectUri::documented(&region) {
                assert!(holds(data, uri.as_str()), "{uri}");
            }
        }
        written::is_fit(&report, data.len());
    }
}

/// Whether the text of the input holds it, in whatever encoding; what JSON escapes has many forms.
fn holds(data: &[u8], uri: &str) -> bool {
    let of = |bytes: fn(u16) -> [u8; 2]| uri.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let forms = [
        uri.as_bytes().to_vec(),
        of(u16::to_le_bytes),
        of(u16::to_be_bytes),
    ];
    let has = |form: &Vec<u8>| data.windows(form.len()).any(|part| part == form.as_slice());
    data.contains(&b'\\') || forms.iter().any(has)
}

fn report(region: &Region, client: &Registration) -> Report {
    let comparison = Comparison::new(region, Grant::Implicit, client).of_copy("lint -");
    let subject = Subject {
        name: None,
        region: Some(region.clone()),
        client_id: None,
        deployment: None,
        grant: Some(comparison.grant),
        redirect_uris: comparison
            .needed
            .iter()
            .map(|(uri, _)| uri.clone())
            .collect(),
        init_url: None,
        named_in: None,
        listed: None,
    };
    let results = judge(&comparison, &Selection::default());
    let mut report = Report::of_input(subject, results, FailOn::default(), SystemTime::UNIX_EPOCH);
    report.notes = notes(&comparison);
    report
}
