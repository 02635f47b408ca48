//! Everything that a home region may answer, drawn at random.

use crate::answers::{json, page, redirect, refusal, sent_back, sign_in, timeout, to_sign_in};
use crate::ask::{Ask, Uri};
use crate::world::check;
use mirabridge_oauth::genesys::Grant;
use mirabridge_oauth::probe::Observation;
use mirabridge_oauth::report::Report;
use proptest::prelude::*;
use proptest::sample::select;

/// An answer to an authorization request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    GenesysSignIn,
    ToLogin,
    SignInPage,
    GenesysRefusal,
    InvalidClient,
    UriNotRegistered,
    Bare400,
    Bare404,
    SentBackUnauthorized,
    SentBackInvalidScope,
    SentBackServerError,
    Timeout,
    Unavailable,
    TooManyRequests,
    ToForeignHost,
    EmptyPage,
}

impl Answer {
    /// The simpler ones first, which shrinking prefers; all but [`Self::TooManyRequests`].
    const OF_A_PATIENT_SERVER: &[Self] = &[
        Self::GenesysSignIn,
        Self::ToLogin,
        Self::SignInPage,
        Self::GenesysRefusal,
        Self::InvalidClient,
        Self::UriNotRegistered,
        Self::Bare400,
        Self::Bare404,
        Self::SentBackUnauthorized,
        Self::SentBackInvalidScope,
        Self::SentBackServerError,
        Self::Timeout,
        Self::Unavailable,
        Self::ToForeignHost,
        Self::EmptyPage,
    ];

    fn any() -> impl Strategy<Value = Self> {
        prop_oneof![
            15 => select(Self::OF_A_PATIENT_SERVER),
            1 => Just(Self::TooManyRequests),
        ]
    }

    fn of_a_patient_server() -> impl Strategy<Value = Self> {
        select(Self::OF_A_PATIENT_SERVER)
    }

    fn give(self, ask: &Ask) -> Observation {
        match self {
            Self::GenesysSignIn => to_sign_in(ask.number),
            Self::ToLogin => redirect("/login"),
            Self::SignInPage => sign_in(),
            Self::GenesysRefusal => refusal(),
            Self::InvalidClient => json(401, r#"{"error":"invalid_client"}"#),
            Self::UriNotRegistered => page(400, "<p>The redirect URI is not registered.</p>"),
            Self::Bare400 => page(400, ""),
            Self::Bare404 => page(404, "gone"),
            Self::SentBackUnauthorized => sent_back(ask, "error=unauthorized_client"),
            Self::SentBackInvalidScope => sent_back(ask, "error=invalid_scope"),
            Self::SentBackServerError => sent_back(ask, "error=server_error"),
            Self::Timeout => timeout(),
            Self::Unavailable => page(503, ""),
            Self::TooManyRequests => page(429, ""),
            Self::ToForeignHost => redirect("https://portal.example/"),
            Self::EmptyPage => page(200, ""),
        }
    }

    pub(super) fn may_accept(self) -> bool {
        matches!(self, Self::GenesysSignIn | Self::ToLogin | Self::SignInPage)
    }

    fn refuses(self) -> bool {
        matches!(
            self,
            Self::GenesysRefusal | Self::InvalidClient | Self::UriNotRegistered
        )
    }

    /// Whether it says that something is wrong, and not what.
    fn is_bare_error(self) -> bool {
        matches!(self, Self::Bare400 | Self::Bare404)
    }

    /// Whether it goes to the redirect URI, and shows that the server knows client and URI.
    pub(super) fn vouches(self) -> bool {
        matches!(
            self,
            Self::SentBackUnauthorized | Self::SentBackInvalidScope
        )
    }

    pub(super) fn is_sent_back(self) -> bool {
        self.vouches() || self == Self::SentBackServerError
    }
}

/// What the home region answers with one grant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answers {
    pub(super) uris: [Answer; 3],
    pub(super) client_control: Answer,
    pub(super) redirect_control: Answer,
    /// To what is almost a needed redirect URI, and to one that was altered on purpose.
    pub(super) slips: Answer,
}

impl Answers {
    fn to(self, ask: &Ask) -> Answer {
        match ask.uri() {
            _ if ask.is_client_control() => self.client_control,
            Uri::Needed(place) => self.uris[place],
            Uri::Control => self.redirect_control,
            Uri::Slip => self.slips,
        }
    }

    /// Whether both controls, wrong in different ways, got the same error without a reason.
    fn refuses_by_bare_error(self) -> bool {
        self.client_control.is_bare_error() && self.client_control == self.redirect_control
    }

    /// Whether the client control was turned away. An error sent to a registered URI does so, too.
    pub(super) fn refuses_unknown_clients(self) -> bool {
        self.client_control.refuses()
            || self.client_control == Answer::SentBackUnauthorized
            || self.refuses_by_bare_error()
    }

    pub(super) fn refuses_unknown_uris(self) -> bool {
        self.redirect_control.refuses() || self.refuses_by_bare_error()
    }

    /// Whether a redirect URI was refused: in words, or by the error that refuses what is wrong on purpose.
    pub(super) fn refuses_uri(self, place: usize) -> bool {
        let answer = self.uris[place];
        answer.refuses() || (self.refuses_by_bare_error() && answer == self.client_control)
    }
}

/// What the home region answers; the others know nobody.
#[derive(Clone, Copy, Debug)]
pub(super) struct World {
    pub(super) given: Answers,
    pub(super) other: Answers,
    scoped: Answer,
}

impl World {
    pub(super) fn check(&self) -> Report {
        check(Grant::Implicit, |ask| {
            if !ask.is_authorization() {
                return sign_in();
            }
            let answer = match ask {
                _ if !ask.is_at_home() => Answer::GenesysRefusal,
                _ if ask.names_scope() => self.scoped,
                _ if ask.wants_code() => self.other.to(ask),
                _ => self.given.to(ask),
            };
            answer.give(ask)
        })
    }
}

/// All that a home region may answer.
pub(super) fn worlds() -> impl Strategy<Value = World> {
    worlds_of(Answer::any)
}

/// All that a home region may answer without sending us away: one that does is left alone, so the order of the
/// requests counts.
pub(super) fn patient_worlds() -> impl Strategy<Value = World> {
    worlds_of(Answer::of_a_patient_server)
}

fn worlds_of<S: Strategy<Value = Answer>>(answer: fn() -> S) -> impl Strategy<Value = World> {
    let with_a_grant = || {
        proptest::array::uniform6(answer()).prop_map(|answers| {
            let [
                first,
                second,
                third,
                client_control,
                redirect_control,
                slips,
            ] = answers;
            Answers {
                uris: [first, second, third],
                client_control,
                redirect_control,
                slips,
            }
        })
    };
    (with_a_grant(), with_a_grant(), answer()).prop_map(|(given, other, scoped)| World {
        given,
        other,
        scoped,
    })
}
