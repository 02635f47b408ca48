//! What an answer other than a redirect means by itself.

use super::kind::Kind;
use super::oauth_error::{self, Stated};
use super::page::Page;
use super::question::Question;
use super::reaction::{Reaction, Reading, refused};
use super::signatures::Shape;
use crate::probe::{Cause, Reply};

pub(super) fn read(question: &Question, reply: &Reply) -> Reading {
    let page = Page::of(question, &reply.body);
    let stated = oauth_error::in_body(question, reply, &page);
    Reading {
        reaction: document_reaction(question, reply, &page, stated.as_ref()),
        kind: Some(Kind::page(question, reply, &page, stated.as_ref())),
        status: reply.status,
        looks_like_login: page.asks_password() || page.speaks_of_signing_in(),
    }
}

fn document_reaction(
    question: &Question,
    reply: &Reply,
    page: &Page,
    stated: Option<&Stated>,
) -> Reaction {
    let no_verdict = |cause| Reaction::NoVerdict {
        cause,
        foreign: None,
    };
    let unexplained = |cause| Reaction::Unexplained { cause };
    let shape = Shape {
        question,
        location: None,
        stated,
    };
    // On a server fault, only a standard code is a refusal: words may be a framework's or a proxy's.
    let explicit = stated.filter(|stated| reply.status < 500 || stated.is_standard());
    match (explicit, reply.status) {
        _ if page.is_throttled() => no_verdict(Cause::RateLimited),
        (_, ..400) if page.is_portal() => no_verdict(Cause::CaptivePortal),
        (Some(stated), _) => refused(&shape, stated),
        _ if page.is_portal() => no_verdict(Cause::CaptivePortal),
        (_, 200) if page.asks_password() => Reaction::SignInPage,
        _ if page.is_firewall() => no_verdict(Cause::Blocked),
        (_, 500..) => no_verdict(Cause::ServerError),
        (_, 401) if reply.has("www-authenticate") => no_verdict(Cause::Proxy),
        (_, 403) => unexplained(Cause::Blocked),
        (_, 400..) => unexplained(Cause::Unrecognized),
        (_, 200) if !page.error_words().is_empty() => unexplained(Cause::Unrecognized),
        (_, 200) if page.is_sign_in() => Reaction::SignInPage,
        _ => no_verdict(Cause::Unrecognized),
    }
}
