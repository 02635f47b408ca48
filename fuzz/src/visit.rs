//! What a browser says: a message of the DevTools protocol a line, and a silence where the line is empty.

use crate::{world, written};
use mirabridge_oauth::browser::{PageHosts, replay};
use mirabridge_oauth::genesys::Grant;
use mirabridge_oauth::probe::{Evidence, Visit, Visited};

/// What holds of every visit: it is bounded, can be written and read again, and every check copes with it.
pub fn hold(data: &[u8]) {
    let said = String::from_utf8_lossy(data);
    let target = world::target(Grant::Implicit);
    let url = target.init_url();
    let visit = replay(&url, PageHosts::of(&target, []), said.lines());
    assert!(visit.is_bounded());
    for event in &visit.events {
        if let Some(address) = event.what.url() {
            assert!(address.chars().count() <= 1003, "{address}");
        }
    }
    let written = serde_json::to_string(&visit).expect("plain data");
    let read: Visit = serde_json::from_str(&written).expect("what was written is read");
    assert_eq!(read, visit);

    let mut evidence = Evidence::default();
    evidence.set_visited(Visited {
        url,
        observation: Ok(visit),
    });
    let report = world::judge(&target, evidence);
    // What a page did says nothing of the client.
    assert_ne!(report.exit_status, 0);
    written::is_fit(&report, data.len());
}
