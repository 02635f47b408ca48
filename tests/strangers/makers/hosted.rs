//! Authorization servers that are rented.

use super::{Maker, Told, unauthorized_client};
use crate::answers::{page, percent_encoded, redirect, sent_back};
use crate::ask::Ask;
use crate::world::CLIENT_ID;
use mirabridge_oauth::probe::Observation;

pub(super) const MAKERS: &[Maker] = &[
    Maker {
        name: "Auth0",
        good: Told::Right,
        uri_missing: Told::UriMissing,
        unknown_client: Told::UnknownClient,
        other_grant: Told::WrongGrant,
        accepts: |ask| redirect(format!("/u/login?state={}", ask.fresh_id())),
        refuses_uri: |_| {
            page(
                403,
                "<title>Error</title><h1>Oops!, something went wrong</h1><p>Callback URL mismatch.</p><p>The provided redirect_uri is not in the list of allowed callback URLs.</p>",
            )
        },
        refuses_client: |_| {
            page(
                400,
                "<title>Error</title><h1>Oops!, something went wrong</h1><p>Unknown client: x</p>",
            )
        },
        refuses_grant: unauthorized_client,
    },
    Maker {
        name: "Okta",
        good: Told::Right,
        uri_missing: Told::UriMissing,
        unknown_client: Told::UnknownClient,
        other_grant: Told::WrongGrant,
        accepts: |ask| {
            redirect(format!(
                "/login/login.htm?fromURI=%2Foauth2%2Fv1%2Fauthorize%2Fredirect%3Fokta_key%3D{}",
                ask.fresh_id()
            ))
        },
        refuses_uri: |_| {
            page(
                400,
                "<title>acme - Error</title><h1>400</h1><p>Your request resulted in an error. The 'redirect_uri' parameter must be a Login redirect URI in the client app settings: https://x</p>",
            )
        },
        refuses_client: |_| {
            page(
                400,
                "<title>acme - Error</title><h1>400</h1><p>Your request resulted in an error. Invalid value for 'client_id' parameter.</p>",
            )
        },
        refuses_grant: |ask| sent_back(ask, "error=unsupported_response_type&error_description=x"),
    },
    Maker {
        name: "Cognito",
        good: Told::Right,
        uri_missing: Told::UriMissing,
        unknown_client: Told::UnknownClient,
        other_grant: Told::WrongGrant,
        accepts: |ask| redirect(format!("/login?{}", ask.query())),
        refuses_uri: |ask| {
            redirect(format!(
                "/error?error=redirect_mismatch&client_id={CLIENT_ID}&x={}",
                ask.number
            ))
        },
        refuses_client: |_| page(400, "<title>Error</title><p>Client does not exist.</p>"),
        refuses_grant: unauthorized_client,
    },
    Maker {
        name: "Google",
        good: Told::Right,
        uri_missing: Told::UriMissing,
        unknown_client: Told::Unrecognized,
        other_grant: Told::WrongGrant,
        accepts: |ask| {
            redirect(format!(
                "/v3/signin/identifier?{}&dsh={}",
                ask.query(),
                ask.fresh_id()
            ))
        },
        refuses_uri: google_error,
        refuses_client: google_error,
        refuses_grant: |ask| {
            redirect(format!(
                "/signin/oauth/error?authError={}&flowName=x",
                ask.fresh_id()
            ))
        },
    },
    Maker {
        name: "GitHub",
        good: Told::Unrecognized,
        uri_missing: Told::Unrecognized,
        unknown_client: Told::Indistinct,
        other_grant: Told::Unrecognized,
        accepts: github_sign_in,
        refuses_uri: github_sign_in,
        refuses_client: |_| page(404, "<title>Page not found</title>Not Found"),
        refuses_grant: |ask| {
            redirect(format!(
                "/login?client_id={CLIENT_ID}&return_to={}",
                percent_encoded(ask.query())
            ))
        },
    },
    Maker {
        name: "Salesforce",
        good: Told::Right,
        uri_missing: Told::UriMissing,
        unknown_client: Told::UnknownClient,
        other_grant: Told::WrongGrant,
        accepts: |ask| {
            redirect(format!(
                "/setup/secur/RemoteAccessAuthorizationPage.apexp?source={}",
                ask.fresh_id()
            ))
        },
        refuses_uri: |_| {
            page(
                400,
                "error=redirect_uri_mismatch&error_description=redirect_uri%20must%20match%20configuration",
            )
        },
        refuses_client: |_| {
            page(
                400,
                "error=invalid_client_id&error_description=client%20identifier%20invalid",
            )
        },
        refuses_grant: |ask| sent_back(ask, "error=unsupported_response_type"),
    },
    Maker {
        name: "Entra",
        good: Told::Indistinct,
        uri_missing: Told::Indistinct,
        unknown_client: Told::Indistinct,
        other_grant: Told::Indistinct,
        accepts: |_| {
            page(
                200,
                "<title>Sign in to your account</title><script>$Config={}</script>",
            )
        },
        refuses_uri: |_| {
            page(
                200,
                "<title>Sign in to your account</title><script>$Config={strServiceExceptionMessage:'AADSTS50011'}</script>",
            )
        },
        refuses_client: |_| {
            page(
                200,
                "<title>Sign in to your account</title><script>$Config={strServiceExceptionMessage:'AADSTS700016'}</script>",
            )
        },
        refuses_grant: |ask| sent_back(ask, "error=unsupported_response_type"),
    },
];

/// An error page that says what it says in an opaque value.
fn google_error(ask: &Ask) -> Observation {
    redirect(format!(
        "/signin/oauth/error?authError={}&flowName=GeneralOAuthFlow",
        ask.fresh_id()
    ))
}

fn github_sign_in(ask: &Ask) -> Observation {
    redirect(format!(
        "/login?client_id={CLIENT_ID}&return_to={}",
        percent_encoded(&format!("/login/oauth/authorize?{}", ask.query()))
    ))
}
