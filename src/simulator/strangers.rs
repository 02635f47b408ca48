//! Authorization servers that behave unlike Genesys Cloud, each copied from the habits of some
//! real one: whoever judges answers must not need to know them beforehand.

use super::answer::Answer;
use super::asked::Asked;
use super::pages;
use super::reply::Stranger;
use std::time::{Duration, UNIX_EPOCH};
use url::form_urlencoded::byte_serialize;

pub(crate) fn answer(stranger: Stranger, asked: &Asked) -> Answer {
    match stranger {
        Stranger::LoginRedirect => {
            Answer::redirect(302, format!("/login?x={}", asked.fresh.token(32)))
        }
        Stranger::EchoingLogin => {
            let request = format!("/oauth/authorize?{}", asked.request.query);
            let request: String = byte_serialize(request.as_bytes()).collect();
            let state = asked.fresh.token(24);
            Answer::redirect(302, format!("/login?return_to={request}&flow={state}"))
        }
        Stranger::Interaction => Answer::redirect(
            302,
            format!(
                "https://{}/interaction/{}",
                asked.region.login_host(),
                asked.fresh.token(21)
            ),
        )
        .with("set-cookie", session(asked)),
        Stranger::SignInPage => {
            Answer::html(200, pages::SIGN_IN).with("set-cookie", session(asked))
        }
        Stranger::SignedIn => signed_in(asked),
        Stranger::Json(status, text) => Answer::json(status, text),
        Stranger::Page(status, words) => Answer::html(status, pages::error(words)),
        Stranger::EchoingPage => Answer::html(400, echo(asked)),
        Stranger::FreshPage(words) => Answer::html(400, fresh(words, asked)),
        Stranger::Bare(status) => Answer::bare(status),
    }
}

fn session(asked: &Asked) -> String {
    format!(
        "session={}; Path=/; Secure; HttpOnly",
        asked.fresh.token(32)
    )
}

fn signed_in(asked: &Asked) -> Answer {
    let token = asked.fresh.token(43);
    let parameters = if asked.wants_code() {
        format!("code={token}")
    } else {
        format!("access_token={token}&token_type=bearer&expires_in=86400")
    };
    asked
        .way_back(&parameters)
        .map_or_else(|| Answer::bare(400), |back| Answer::redirect(302, back))
}

fn echo(asked: &Asked) -> String {
    let query = asked
        .request
        .query
        .replace('&', "&amp;")
        .replace('<', "&lt;");
    pages::error(&format!(
        "The OAuth client or the redirect URI is invalid.</p>\n<p>Your request: <code>{query}</code>"
    ))
}

fn fresh(words: &str, asked: &Asked) -> String {
    // Any date does, as long as it is never the same: this part has no clock.
    let date = UNIX_EPOCH + Duration::from_secs(1_760_000_000 + asked.fresh.seconds());
    pages::error(&format!(
        "{words}</p>\n<p>Request id {} at {}",
        asked.fresh.uuid(),
        httpdate::fmt_http_date(date)
    ))
}
