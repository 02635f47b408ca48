//! Certificates that are not to be trusted. The verifiers of Windows and macOS decide the same and tell some of
//! it in other words.

use super::authority::{Authority, Identity, trusted};
use super::check::fault_at;
use super::server::{tls, wait};
use rcgen::{BasicConstraints, IsCa, SanType, date_time_ymd};

#[track_caller]
fn assert_distrusted(identity: &Identity, why: &str) {
    let message = fault_at(tls(identity, wait), "tls");
    assert_eq!(
        message,
        format!("no secure connection to login.mypurecloud.de: {why}")
    );
}

#[test]
fn expired() {
    let identity = trusted().authority.identity_with(|params| {
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2021, 1, 1);
    });
    assert_distrusted(
        &identity,
        "its certificate has expired, or this computer's clock is ahead",
    );
}

#[test]
#[cfg(target_os = "linux")]
fn not_valid_yet() {
    let identity = trusted().authority.identity_with(|params| {
        params.not_before = date_time_ymd(2090, 1, 1);
        params.not_after = date_time_ymd(2091, 1, 1);
    });
    assert_distrusted(
        &identity,
        "its certificate is not valid yet, or this computer's clock is behind",
    );
}

#[test]
#[cfg(target_os = "linux")]
fn for_another_host() {
    let identity = trusted().authority.identity_with(|params| {
        let name = "portal.hotel.example".try_into().expect("a name");
        params.subject_alt_names = vec![SanType::DnsName(name)];
    });
    let why = "its certificate is for another host: portal.hotel.example";
    assert_distrusted(&identity, why);
}

#[test]
fn self_signed() {
    assert_self_signed(IsCa::NoCa);
}

#[test]
fn self_signed_by_what_calls_itself_an_authority() {
    // That is what `openssl req -x509` makes.
    assert_self_signed(IsCa::Ca(BasicConstraints::Unconstrained));
}

#[track_caller]
fn assert_self_signed(is_ca: IsCa) {
    let identity = Identity::self_signed("router.local", is_ca);
    let why = "its certificate is self-signed, by \"router.local\"; most likely a router, a proxy or a captive portal answers here";
    assert_distrusted(&identity, why);
}

#[test]
fn from_an_unknown_authority() {
    let authority = Authority::new("Acme Web Gateway", "Acme Ltd");
    let why = "its certificate was issued by \"Acme Web Gateway, Acme Ltd\", which this computer does not trust; most likely a proxy or virus scanner inspects TLS here";
    assert_distrusted(&authority.identity(), why);
}

#[test]
fn from_a_proxy_that_inspects_tls() {
    let authority = Authority::new("Zscaler Root CA", "Zscaler Inc.");
    let why = "its certificate was made by \"Zscaler Root CA, Zscaler Inc.\": Zscaler inspects TLS in this network, and this computer does not trust it";
    assert_distrusted(&authority.identity(), why);
}
