//! What a browser asks the relay for.

use crate::world;
use mirabridge_oauth::browser::{PageHosts, tunnel_to};
use mirabridge_oauth::genesys::Grant;

/// What holds of every request: a tunnel leads to a host by its name, and to those of a visit alone.
pub fn hold(data: &[u8]) {
    let Some(host) = tunnel_to(data) else {
        return;
    };
    let hosts = PageHosts::of(&world::target(Grant::Implicit), []);
    let below = |domain: &str| host == domain || host.ends_with(&format!(".{domain}"));
    let ours = below("mypurecloud.de") || below("mirabridge.cloud");
    let permitted = hosts.permits(&host);
    assert!(ours || !permitted, "{host:?}");
    if permitted {
        let is_part = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_');
        assert!(host.bytes().all(is_part), "{host:?}");
    }
}
