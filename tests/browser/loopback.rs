//! No request leaves this computer: told by the browser's own log of its network.

use crate::run::demo;
use crate::table::name;
use libtest_mimic::Trial;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

pub(crate) fn trials(browser: &Path) -> Vec<Trial> {
    let program = browser.to_owned();
    let trial = Trial::test(
        format!("{}::nothing_leaves_loopback", name(browser)),
        move || {
            // What a page wants of others, and what the browser wants by itself, is refused before it is looked up.
            for scenario in ["healthy", "browser-foreign-script", "login-leaves"] {
                stays(&program, scenario);
            }
            Ok(())
        },
    );
    vec![trial]
}

/// Runs a scenario with a browser that writes down every connection and every name that it asks for.
fn stays(browser: &Path, scenario: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("net-log.json");
    let wrapper = folder.path().join("browser");
    let script = format!(
        "#!/bin/sh\nexec {} --log-net-log={} \"$@\"\n",
        browser.display(),
        log.display()
    );
    std::fs::write(&wrapper, script).expect("a writable folder");
    make_executable(&wrapper);
    demo(&wrapper, scenario, &[]);
    let text = std::fs::read_to_string(&log).expect("the browser writes its log");
    let log = Log::of(&text);
    let connected = log.addresses("TCP_CONNECT_ATTEMPT");
    assert!(
        !connected.is_empty(),
        "{scenario}: no connection was logged"
    );
    for address in &connected {
        assert!(address.starts_with("127.0.0.1:"), "{scenario}: {address}");
    }
    // It asks the system for a route to an IPv6 address, by a UDP socket that sends nothing.
    for kind in [
        "UDP_BYTES_SENT",
        "HOST_RESOLVER_DNS_TASK",
        "HOST_RESOLVER_SYSTEM_TASK",
        "DNS_TRANSACTION",
    ] {
        assert_eq!(log.count(kind), 0, "{scenario}: {kind}");
    }
}

#[cfg(unix)]
fn make_executable(file: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(file, mode).expect("a file of our own");
}

#[cfg(not(unix))]
fn make_executable(_: &Path) {}

/// A log that was cut off by the end of the browser: a line of constants, then a line an event.
struct Log {
    constants: Value,
    events: Vec<Value>,
}

impl Log {
    fn of(text: &str) -> Self {
        let mut lines = text.lines();
        let first = lines.next().expect("constants").trim_end_matches(',');
        Self {
            constants: serde_json::from_str(&format!("{first}}}")).expect("constants are JSON"),
            events: lines
                .filter_map(|line| serde_json::from_str(line.trim_end_matches(',')).ok())
                .collect(),
        }
    }

    fn of_kind<'a>(&'a self, kind: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
        let number = self.constants["constants"]["logEventTypes"][kind].clone();
        assert!(number.is_number(), "the browser knows no {kind}");
        self.events
            .iter()
            .filter(move |event| event["type"] == number)
    }

    fn count(&self, kind: &str) -> usize {
        self.of_kind(kind).count()
    }

    fn addresses(&self, kind: &str) -> BTreeSet<String> {
        let addresses = self
            .of_kind(kind)
            .filter_map(|event| event["params"]["address"].as_str());
        addresses.map(str::to_owned).collect()
    }
}
