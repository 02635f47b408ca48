//! What services answer.

use super::service::Asked;
use http_body_util::Full;
use hyper::Response;
use hyper::body::Bytes;

pub(super) type Answer = Response<Full<Bytes>>;

/// What Genesys Cloud and MiraBridge answer where all is well.
pub(super) fn healthy(asked: &Asked) -> Answer {
    const LOGIN: &str = "https://login.mypurecloud.de";
    if !asked.target.starts_with("/oauth/authorize") {
        return status(200);
    }
    let known = asked
        .target
        .contains("client_id=c802dd59-b4d7-4f12-af6e-7c4bc682f571");
    if known && !asked.target.contains(".invalid") {
        redirect(&format!("{LOGIN}/?rid={}", "r".repeat(43)))
    } else {
        redirect(&format!("{LOGIN}/#/error?errorKey=invalidClientId"))
    }
}

pub(super) fn redirect(location: &str) -> Answer {
    with(status(302), "location", location)
}

pub(super) fn status(status: u16) -> Answer {
    let mut answer = Answer::default();
    *answer.status_mut() = status.try_into().expect("a status");
    answer
}

pub(super) fn with(mut answer: Answer, name: &'static str, value: &str) -> Answer {
    answer
        .headers_mut()
        .insert(name, value.parse().expect("a value"));
    answer
}
