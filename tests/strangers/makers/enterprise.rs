//! Authorization servers of large organizations.

use super::{Maker, Told, unauthorized_client};
use crate::answers::{json, page, percent_encoded, redirect, sent_back};
use crate::ask::Ask;
use mirabridge_oauth::probe::Observation;

pub(super) const MAKERS: &[Maker] = &[
    Maker {
        name: "ADFS",
        good: Told::Right,
        uri_missing: Told::UriMissing,
        // By a page with status 200, of which no standard says what it means.
        unknown_client: Told::Unrecognized,
        other_grant: Told::WrongGrant,
        accepts: |_| {
            page(
                200,
                "<title>Sign In</title><form><input name=UserName><input name=Password type='password'></form><div id=errorText></div>",
            )
        },
        refuses_uri: |_| {
            page(
                200,
                "<title>Error</title><p>An error occurred. MSIS9224: Received invalid OAuth authorization request. The received 'redirect_uri' parameter is not a valid registered redirect URI for the client identifier</p>",
            )
        },
        refuses_client: |_| {
            page(
                200,
                "<title>Error</title><p>MSIS9223: Received invalid OAuth authorization request. The received 'client_id' is invalid as no registered client was found</p>",
            )
        },
        refuses_grant: |ask| sent_back(ask, "error=unauthorized_client"),
    },
    Maker {
        name: "WSO2",
        good: Told::Right,
        uri_missing: Told::UriMissing,
        unknown_client: Told::UnknownClient,
        other_grant: Told::WrongGrant,
        accepts: |ask| {
            redirect(format!(
                "/authenticationendpoint/login.do?{}&sessionDataKey={}",
                ask.query(),
                ask.fresh_id()
            ))
        },
        refuses_uri: |_| {
            redirect(
                "/authenticationendpoint/oauth2_error.do?oauthErrorCode=invalid_callback&oauthErrorMsg=Registered+callback+does+not+match",
            )
        },
        refuses_client: |_| {
            redirect(
                "/authenticationendpoint/oauth2_error.do?oauthErrorCode=invalid_client&oauthErrorMsg=Cannot+find+an+application",
            )
        },
        refuses_grant: unauthorized_client,
    },
    Maker {
        name: "CAS",
        good: Told::Right,
        uri_missing: Told::UriMissing,
        unknown_client: Told::Unreachable,
        other_grant: Told::Unreachable,
        accepts: |ask| {
            redirect(format!(
                "/cas/login?service={}",
                percent_encoded(&format!(
                    "https://login.mypurecloud.de/cas/oauth2.0/callbackAuthorize?{}",
                    ask.query()
                ))
            ))
        },
        refuses_uri: cas_error,
        refuses_client: cas_error,
        refuses_grant: |_| page(403, "<title>Application Not Authorized to Use CAS</title>"),
    },
    Maker {
        name: "Gluu",
        good: Told::Right,
        uri_missing: Told::UriMissing,
        unknown_client: Told::Unrecognized,
        other_grant: Told::WrongGrant,
        accepts: |ask| {
            redirect(format!(
                "/jans-auth/authorize.htm?{}&sid={}",
                ask.query(),
                ask.fresh_id()
            ))
        },
        refuses_uri: |_| {
            json(
                400,
                r#"{"error_description":"The redirect_uri in the Authorization Request does not match any of the Client's pre-registered redirect_uris.","error":"invalid_request_redirect_uri"}"#,
            )
        },
        refuses_client: |_| {
            json(
                401,
                r#"{"error_description":"The client is not authorized to request an access token using this method.","error":"unauthorized_client"}"#,
            )
        },
        refuses_grant: |ask| sent_back(ask, "error=unsupported_response_type"),
    },
    Maker {
        name: "ForgeRock",
        good: Told::Right,
        uri_missing: Told::UriMissing,
        unknown_client: Told::Indistinct,
        other_grant: Told::WrongGrant,
        accepts: |ask| {
            redirect(format!(
                "/am/UI/Login?realm=%2F&goto={}",
                percent_encoded(&format!(
                    "https://login.mypurecloud.de/am/oauth2/authorize?{}",
                    ask.query()
                ))
            ))
        },
        refuses_uri: |_| {
            page(
                400,
                "<title>OAuth2 Error Page</title><script>pageData={error:{message:'redirect_uri_mismatch'}}</script>",
            )
        },
        refuses_client: |_| {
            page(
                400,
                "<title>OAuth2 Error Page</title><script>pageData={error:{message:'invalid_client'}}</script>",
            )
        },
        refuses_grant: |ask| sent_back(ask, "error=unsupported_response_type"),
    },
    Maker {
        name: "PingFederate",
        good: Told::Right,
        uri_missing: Told::UriMissing,
        unknown_client: Told::UnknownClient,
        other_grant: Told::WrongGrant,
        accepts: |ask| {
            redirect(format!(
                "/as/{}/resume/as/authorization.ping",
                &ask.fresh_id()[..5]
            ))
        },
        refuses_uri: |_| {
            page(
                400,
                "<title>Error</title><h1>Error</h1><p>Redirect URI mismatch.</p>",
            )
        },
        refuses_client: |_| {
            page(
                400,
                "<title>Error</title><h1>Error</h1><p>Unknown or invalid client_id</p>",
            )
        },
        refuses_grant: |ask| sent_back(ask, "error=unauthorized_client"),
    },
];

fn cas_error(_: &Ask) -> Observation {
    page(
        403,
        "<title>Application Not Authorized to Use CAS</title>\
         <p>The application you attempted to authenticate to is not authorized to use CAS.</p>",
    )
}
