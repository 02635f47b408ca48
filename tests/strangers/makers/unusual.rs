//! Authorization servers of nobody in particular, with habits of their own.

use super::{Maker, Told, unauthorized_client};
use crate::answers::{json, page, percent_encoded, redirect, redirect_with_body, sent_back};
use crate::ask::Ask;
use mirabridge_oauth::probe::Observation;

pub(super) const MAKERS: &[Maker] = &[
    Maker {
        // No length and no digit tells such an id from a word: each acceptance seems to lead to another page,
        // and one page that others do not share may be a filter's. So it is honest to leave it open.
        name: "short lower-case ids",
        good: Told::AcceptanceUnread,
        uri_missing: Told::UriMissingClientOpen,
        unknown_client: Told::UnknownClient,
        other_grant: Told::WrongGrant,
        accepts: |ask| {
            redirect(format!(
                "/login/{}",
                [
                    "qwkzx", "mbtra", "plonv", "cceyr", "zzuak", "obbin", "jhfde"
                ][ask.number % 7]
            ))
        },
        refuses_uri: |_| json(400, r#"{"error":"invalid_redirect_uri"}"#),
        refuses_client: |_| json(400, r#"{"error":"invalid_client"}"#),
        refuses_grant: unauthorized_client,
    },
    Maker {
        name: "the address in JSON, for a script to follow",
        good: Told::Unrecognized,
        uri_missing: Told::Unrecognized,
        unknown_client: Told::Unrecognized,
        other_grant: Told::Unrecognized,
        accepts: |ask| {
            json(
                200,
                format!(r#"{{"redirect":"/login?flow={}"}}"#, ask.fresh_id()),
            )
        },
        refuses_uri: |_| json(200, r#"{"redirect":"/error?code=redirect"}"#),
        refuses_client: |_| json(200, r#"{"redirect":"/error?code=client"}"#),
        refuses_grant: |_| json(200, r#"{"redirect":"/error?code=grant"}"#),
    },
    Maker {
        name: "/login for all, with an error for those refused",
        good: Told::Right,
        uri_missing: Told::UriMissing,
        unknown_client: Told::Unrecognized,
        other_grant: Told::WrongGrant,
        accepts: |_| redirect("/login"),
        refuses_uri: |_| redirect("/login?error=redirect"),
        refuses_client: |_| redirect("/login?error=client"),
        refuses_grant: |ask| sent_back(ask, "error=unauthorized_client"),
    },
    Maker {
        name: "/login for all, with the error in a cookie",
        good: Told::Indistinct,
        uri_missing: Told::Indistinct,
        unknown_client: Told::Indistinct,
        other_grant: Told::Indistinct,
        accepts: |_| redirect("/login"),
        refuses_uri: |_| redirect("/login"),
        refuses_client: |_| redirect("/login"),
        refuses_grant: |_| redirect("/login"),
    },
    Maker {
        name: "a hop to the language comes first",
        good: Told::Indistinct,
        uri_missing: Told::Indistinct,
        unknown_client: Told::Indistinct,
        other_grant: Told::Indistinct,
        accepts: to_english,
        refuses_uri: to_english,
        refuses_client: to_english,
        refuses_grant: to_english,
    },
    Maker {
        name: "the client is checked, then all go to /login?next=<the request>, said again in the body (Express)",
        good: Told::UrisIndistinct,
        uri_missing: Told::UrisIndistinct,
        unknown_client: Told::UnknownClient,
        other_grant: Told::UrisIndistinct,
        accepts: to_login_with_the_request,
        refuses_uri: to_login_with_the_request,
        refuses_client: |_| json(400, r#"{"error":"invalid_client"}"#),
        refuses_grant: to_login_with_the_request,
    },
    Maker {
        name: "the client is checked, then all get a sign-in page that holds the request",
        good: Told::UrisIndistinct,
        uri_missing: Told::UrisIndistinct,
        unknown_client: Told::UnknownClient,
        other_grant: Told::UrisIndistinct,
        accepts: sign_in_with_the_request,
        refuses_uri: sign_in_with_the_request,
        refuses_client: |_| json(400, r#"{"error":"invalid_client"}"#),
        refuses_grant: sign_in_with_the_request,
    },
];

fn to_login_with_the_request(ask: &Ask) -> Observation {
    let location = format!("/login?next={}", percent_encoded(&request(ask)));
    redirect_with_body(&location, &format!("Found. Redirecting to {location}"))
}

fn sign_in_with_the_request(ask: &Ask) -> Observation {
    let request = percent_encoded(&request(ask));
    page(
        200,
        format!(
            "<title>Sign in</title><form action=\"/login?next={request}\"><input name=email>\
             <input type=hidden name=next value=\"{request}\"></form><p>You go on to {request}</p>"
        ),
    )
}

/// The whole request, as a server sees it.
fn request(ask: &Ask) -> String {
    format!("{}?{}", ask.url.path(), ask.query())
}

fn to_english(ask: &Ask) -> Observation {
    redirect(format!("/en/oauth/authorize?{}", ask.query()))
}
