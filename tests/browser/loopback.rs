//! No request leaves this computer: told by the browser's own log of its network.

use crate::pages::visit_of;
use crate::run::demo;
use crate::table::{ending, name};
use libtest_mimic::Trial;
use serde_json::Value;
use std::collections::BTreeSet;
use std::net::{Ipv4Addr, TcpListener, UdpSocket};
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
    let caller = browser.to_owned();
    let calls = Trial::test(
        format!("{}::a_page_reaches_nobody_past_the_relay", name(browser)),
        move || {
            call(&caller);
            Ok(())
        },
    );
    vec![trial, calls]
}

/// A page asks for a port of this computer in every way that browsers have, by TCP and UDP, with and without a proxy.
fn call(browser: &Path) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, port)).expect("the same port");
    listener.set_nonblocking(true).expect("a socket of our own");
    socket.set_nonblocking(true).expect("a socket of our own");
    let body = CALL.replace("{PORT}", &port.to_string());
    let report = visit_of(browser, body);
    assert_eq!(report["visit"]["end"], "quiet", "{report:#}");
    assert_eq!(ending(&report, "auth-redirect"), "pass", "{report:#}");
    assert!(socket.recv(&mut [0; 64]).is_err(), "a packet came");
    assert!(listener.accept().is_err(), "somebody came");
}

const CALL: &str = r#"
const at = "127.0.0.1:{PORT}";
const login = { username: "x", credential: "x" };
const iceServers = [{ urls: `stun:${at}` }, { urls: [`turn:${at}`, `turn:${at}?transport=tcp`], ...login }];
const call = new RTCPeerConnection({ iceServers });
call.createDataChannel("x");
call.createOffer().then((offer) => call.setLocalDescription(offer));
new WebSocket(`wss://${at}/`).onerror = () => {};
new EventSource(`https://${at}/`).onerror = () => {};
fetch(`https://${at}/`, { mode: "no-cors" }).catch(() => {});
navigator.sendBeacon(`https://${at}/`, "x");
if (globalThis.WebTransport) new WebTransport(`https://${at}/`).ready.catch(() => {});
for (const rel of ["preconnect", "dns-prefetch", "prefetch"]) {
  document.head.append(Object.assign(document.createElement("link"), { rel, href: `https://${at}/` }));
}
frame();
"#;

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
