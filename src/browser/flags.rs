use std::collections::BTreeSet;
use std::net::SocketAddr;

/// What every visit needs: no screen, no calls home, nothing kept, each site in a process of its own.
const ALWAYS: &[&str] = &[
    "--headless",
    "--no-startup-window",
    "--no-first-run",
    "--no-default-browser-check",
    "--remote-debugging-port=0",
    "--site-per-process",
    "--lang=en-US",
    "--accept-lang=en-US,en",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--metrics-recording-only",
    "--mute-audio",
    "--password-store=basic",
    "--use-mock-keychain",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--proxy-bypass-list=<-loopback>",
    // The relay resolves names; should anything try without it, there are none.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/// The flags for a browser that reaches the network through the relay at `relay` alone, and trusts these keys.
pub(super) fn flags(
    relay: SocketAddr,
    keys: &BTreeSet<String>,
    without_sandbox: bool,
) -> Vec<String> {
    let mut flags: Vec<_> = ALWAYS.iter().map(|flag| (*flag).to_owned()).collect();
    flags.push(format!("--proxy-server=http://{relay}"));
    if !keys.is_empty() {
        let keys: Vec<_> = keys.iter().map(String::as_str).collect();
        flags.push(format!(
            "--ignore-certificate-errors-spki-list={}",
            keys.join(",")
        ));
    }
    if without_sandbox {
        flags.push("--no-sandbox".to_owned());
    }
    flags
}
