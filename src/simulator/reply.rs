//! The vocabulary of all simulated services: everything one of them can say to an authorize
//! request, as data for the table of scenarios.

use super::answer::Answer;
use super::asked::Asked;
use super::{genesys, obstacles, strangers};

/// One thing to say.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reply {
    /// What Genesys Cloud says.
    Login(Login),
    ErrorKey(&'static str),
    Bounce(&'static str),
    /// What authorization servers of other makers say.
    Stranger(Stranger),
    /// What stands in the way says, or what a broken server does.
    Obstacle(Obstacle),
}

/// How Genesys Cloud sends the browser to its login page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Login {
    pub(crate) status: u16,
    pub(crate) relative: bool,
    pub(crate) fragment: &'static str,
}

/// What authorization servers of other makers say.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stranger {
    /// To a login page, with a token that is new every time.
    LoginRedirect,
    /// To a login page that is told the whole request.
    EchoingLogin,
    /// To a path that is new every time.
    Interaction,
    /// A sign-in form right here.
    SignInPage,
    /// Back to the redirect URI, signed in.
    SignedIn,
    Json(u16, &'static str),
    /// A page with these words and nothing that changes.
    Page(u16, &'static str),
    /// An error page that repeats the whole request.
    EchoingPage,
    /// An error page with these words, and with an id and a date that are new every time.
    FreshPage(&'static str),
    Bare(u16),
}

/// What stands in the way says, or what a broken server does.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Obstacle {
    PortalRedirect,
    PortalPage,
    BlockPage(u16),
    ProxyPassword,
    TooMany(Option<&'static str>),
    Unavailable,
    Silence,
    Reset,
    Slow,
    CutOff,
    EndlessBody,
    HugeLocation,
    TwoLocations,
    GarbageLocation,
}

impl Reply {
    pub(crate) fn answer(self, asked: &Asked) -> Answer {
        match self {
            Self::Login(login) => genesys::login(login, asked),
            Self::ErrorKey(key) => genesys::error_key(key, asked),
            Self::Bounce(parameters) => genesys::bounce(parameters, asked),
            Self::Stranger(stranger) => strangers::answer(stranger, asked),
            Self::Obstacle(obstacle) => obstacles::answer(obstacle, asked),
        }
    }
}
