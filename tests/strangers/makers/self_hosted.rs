//! Authorization servers that one runs oneself.

use super::{Maker, Told, unauthorized_client};
use crate::answers::{json, page, percent_encoded, redirect, sent_back};
use crate::ask::Ask;
use mirabridge_oauth::probe::Observation;

pub(super) const MAKERS: &[Maker] = &[
    Maker {
        name: "Keycloak",
        good: Told::Right,
        uri_missing: Told::UriMissing,
        unknown_client: Told::UnknownClient,
        other_grant: Told::WrongGrant,
        accepts: |_| {
            page(
                200,
                "<title>Sign in to acme</title><form><input type=password></form>",
            )
        },
        refuses_uri: |_| {
            page(
                400,
                "<title>Sign in to acme</title><h1>We are sorry...</h1><p>Invalid parameter: redirect_uri</p>",
            )
        },
        refuses_client: |_| {
            page(
                400,
                "<title>Sign in to acme</title><h1>We are sorry...</h1><p>Client not found.</p>",
            )
        },
        refuses_grant: unauthorized_client,
    },
    Maker {
        name: "Hydra",
        good: Told::Right,
        uri_missing: Told::UriMissing,
        unknown_client: Told::UnknownClient,
        other_grant: Told::WrongGrant,
        accepts: |ask| redirect(format!("/login?login_challenge={}", ask.fresh_id())),
        refuses_uri: |_| {
            redirect(
                "/oauth/fallbacks/error?error=invalid_request&error_description=The+%27redirect_uri%27+parameter+does+not+match+any+of+the+OAuth+2.0+Client%27s+pre-registered+redirect+urls.",
            )
        },
        refuses_client: |_| {
            redirect(
                "/oauth/fallbacks/error?error=invalid_client&error_description=Client+authentication+failed+The+requested+OAuth+2.0+Client+does+not+exist.",
            )
        },
        refuses_grant: |ask| sent_back(ask, "error=unsupported_response_type"),
    },
    Maker {
        name: "Authentik",
        good: Told::Right,
        uri_missing: Told::UriMissing,
        unknown_client: Told::UnknownClient,
        other_grant: Told::WrongGrant,
        accepts: |ask| {
            redirect(format!(
                "/flows/-/default/authentication/?next={}",
                percent_encoded(&format!("/application/o/authorize/?{}", ask.query()))
            ))
        },
        refuses_uri: |_| {
            page(
                400,
                "<title>Bad Request - authentik</title><h1>Redirect URI Error</h1><p>The request fails due to a missing, invalid, or mismatching redirection URI (redirect_uri).</p>",
            )
        },
        refuses_client: |_| {
            page(
                400,
                "<title>Bad Request - authentik</title><h1>Client ID Error</h1><p>The client identifier (client_id) is missing or invalid.</p>",
            )
        },
        refuses_grant: |ask| sent_back(ask, "error=unsupported_response_type"),
    },
    Maker {
        name: "Zitadel",
        good: Told::Right,
        uri_missing: Told::UriMissing,
        unknown_client: Told::Unrecognized,
        other_grant: Told::WrongGrant,
        accepts: |ask| {
            redirect(format!(
                "/ui/login/login?authRequestID={}",
                200_000_000_000_000_000 + ask.number
            ))
        },
        refuses_uri: |_| {
            json(
                400,
                r#"{"error":"invalid_request","error_description":"The requested redirect_uri is missing in the client configuration."}"#,
            )
        },
        refuses_client: |_| {
            json(
                400,
                r#"{"error":"invalid_request","error_description":"Errors.App.NotFound"}"#,
            )
        },
        refuses_grant: |ask| sent_back(ask, "error=unauthorized_client"),
    },
    Maker {
        name: "Dex",
        good: Told::Right,
        uri_missing: Told::UriMissing,
        unknown_client: Told::UnknownClient,
        other_grant: Told::WrongGrant,
        accepts: |ask| {
            redirect(format!(
                "/dex/auth/local/login?back=&state={}",
                ask.fresh_id()
            ))
        },
        refuses_uri: |ask| {
            page(
                400,
                format!(
                    "<title>dex</title><h2>Bad Request</h2><p>Unregistered redirect_uri (&quot;{}&quot;).</p>",
                    ask.redirect_uri()
                ),
            )
        },
        refuses_client: |_| {
            page(
                404,
                "<title>dex</title><h2>Not Found</h2><p>Invalid client_id (&quot;x&quot;).</p>",
            )
        },
        refuses_grant: |ask| sent_back(ask, "error=unsupported_response_type"),
    },
    Maker {
        name: "Spring AS",
        good: Told::Right,
        uri_missing: Told::UriMissing,
        unknown_client: Told::Indistinct,
        other_grant: Told::WrongGrant,
        accepts: |_| redirect("/login"),
        refuses_uri: spring_error,
        refuses_client: spring_error,
        refuses_grant: spring_error,
    },
    Maker {
        name: "Duende",
        good: Told::Right,
        uri_missing: Told::UriMissing,
        unknown_client: Told::Unrecognized,
        other_grant: Told::WrongGrant,
        accepts: |ask| {
            redirect(format!(
                "/Account/Login?ReturnUrl={}",
                percent_encoded(&format!("/connect/authorize/callback?{}", ask.query()))
            ))
        },
        refuses_uri: duende_error,
        refuses_client: duende_error,
        refuses_grant: duende_error,
    },
    Maker {
        name: "FusionAuth",
        good: Told::Right,
        uri_missing: Told::UriMissing,
        unknown_client: Told::UnknownClient,
        other_grant: Told::WrongGrant,
        accepts: |_| {
            page(
                200,
                "<title>Login | FusionAuth</title><form><input name=loginId><input name=password type=\"password\"></form>",
            )
        },
        refuses_uri: |_| {
            json(
                400,
                r#"{"error":"invalid_request","error_reason":"invalid_redirect_uri","error_description":"Invalid redirect uri [x]"}"#,
            )
        },
        refuses_client: |_| {
            json(
                400,
                r#"{"error":"invalid_client","error_reason":"invalid_client_id","error_description":"Invalid client_id"}"#,
            )
        },
        refuses_grant: |ask| sent_back(ask, "error=unauthorized_client"),
    },
];

/// An error page that knows what it says by an opaque id.
fn duende_error(ask: &Ask) -> Observation {
    redirect(format!("/home/error?errorId=CfDJ8{}", ask.fresh_id()))
}

fn spring_error(_: &Ask) -> Observation {
    json(
        400,
        r#"{"timestamp":"2026","status":400,"error":"Bad Request","path":"/oauth2/authorize"}"#,
    )
}
