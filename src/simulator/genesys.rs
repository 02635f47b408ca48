//! The authorize endpoint, and the words of Genesys Cloud.

use super::answer::Answer;
use super::asked::Asked;
use super::client::Verdict;
use super::reply::Login;
use super::request::Request;
use crate::genesys::Region;

/// What the login host of a region answers to an authorize request.
pub(crate) fn authorize(request: &Request, region: &'static Region) -> Answer {
    let asked = Asked::of(request, region);
    let scenario = asked.scenario;
    let reply = match scenario.hindrance {
        Some(hindrance) if hindrance.place.is_before(&asked) => hindrance.reply,
        _ => scenario.manner.reply_to(verdict(&asked)),
    };
    reply.answer(&asked)
}

fn verdict(asked: &Asked) -> Verdict {
    if asked.scenario.manner.distrusts_invalid_hosts && asked.redirect_control() {
        Verdict::UnknownUri
    } else {
        asked.scenario.client.judge(asked)
    }
}

pub(crate) fn login(login: Login, asked: &Asked) -> Answer {
    let rid = asked.fresh.rid(asked.number);
    let path = format!("/?rid={rid}{}", login.fragment);
    let location = if login.relative {
        path
    } else {
        format!("https://{}{path}", asked.region.login_host())
    };
    let session = format!(
        "ININ-LOGIN={}; Path=/; Secure; HttpOnly; SameSite=None",
        asked.fresh.token(32)
    );
    correlated(Answer::redirect(login.status, location), asked).with("set-cookie", session)
}

pub(crate) fn error_key(key: &str, asked: &Asked) -> Answer {
    let host = asked.region.login_host();
    let location = format!("https://{host}/#/error?errorKey={key}");
    correlated(Answer::redirect(302, location), asked)
}

pub(crate) fn bounce(parameters: &str, asked: &Asked) -> Answer {
    let back = asked.way_back(parameters);
    let answer = back.map_or_else(|| Answer::bare(400), |back| Answer::redirect(302, back));
    correlated(answer, asked)
}

fn correlated(answer: Answer, asked: &Asked) -> Answer {
    answer.with("inin-correlation-id", asked.fresh.uuid())
}
