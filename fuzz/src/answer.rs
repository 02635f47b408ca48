//! One answer to an authorization request.

use crate::world;
use mirabridge_oauth::classify::{Classification, ClassifiedReply, classify, readable};
use mirabridge_oauth::probe::{Cause, Reply};

const ASKED: &str = "https://login.mypurecloud.de/oauth/authorize?client_id=4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f&redirect_uri=https%3A%2F%2Fphone.mirabridge.cloud&response_type=token";

/// What holds of every answer.
pub fn hold(data: &[u8]) {
    let observation = world::answer(data);
    let reading = classify(ASKED, &observation);
    let Ok(reply) = observation else {
        assert!(reading.no_verdict().is_some() && reading.fingerprint.is_none());
        return;
    };
    is_careful(&reply, &reading);
    is_bounded(&reply, &reading);
    is_redacted_once(&reply);
    let shown = readable(&reply.body);
    assert!(shown.len() <= reply.body.len(), "{shown:?}");
}

/// Nothing is taken for an acceptance that somebody else may have said, or that says that something went wrong.
fn is_careful(reply: &Reply, reading: &ClassifiedReply) {
    let accepts = matches!(
        reading.classification,
        Classification::Accepted(_)
            | Classification::Forwarded
            | Classification::SignInPage
            | Classification::Returned
    );
    if accepts {
        assert!((200..400).contains(&reply.status), "{reading:?}");
        for header in ["proxy-authenticate", "x-squid-error", "cf-mitigated"] {
            assert!(!reply.has(header), "{reading:?}");
        }
        let several = reply.is_redirect() && reply.headers("location").count() > 1;
        assert!(!several, "{reading:?}");
    }
    if matches!(reply.status, 407 | 429 | 500..) {
        assert!(reading.no_verdict().is_some(), "{reading:?}");
    }
    if reply.status == 429 && !reply.has("proxy-authenticate") && !reply.has("x-squid-error") {
        assert_eq!(reading.no_verdict(), Some(Cause::RateLimited));
    }
    if reading.fingerprint.is_some() {
        assert!(reading.is_same(reading));
    }
}

/// What is quoted of an answer fits into a report, however long the answer is.
fn is_bounded(reply: &Reply, reading: &ClassifiedReply) {
    const LONGEST: usize = 4096;
    assert!(reply.body.len() <= 4 * 64 * 1024);
    match &reading.classification {
        Classification::Bounced { code, quote } => {
            assert!(
                code.len() <= LONGEST && quote.len() <= LONGEST,
                "{reading:?}"
            );
        }
        Classification::Refused(refusal) => {
            assert!(refusal.quote.len() <= LONGEST, "{reading:?}");
        }
        _ => {}
    }
}

/// An answer that is read from a recording is the one that was written there.
fn is_redacted_once(reply: &Reply) {
    let headers = reply.headers.iter();
    let headers = headers.map(|(name, value)| (name.as_str(), value.as_bytes()));
    let again = Reply::new(reply.status, headers, reply.body.as_bytes());
    assert_eq!(again.headers, reply.headers);
    if reply.body.len() < 64 * 1024 {
        assert_eq!(again.body, reply.body);
    }
}
