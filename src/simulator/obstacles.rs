//! What stands between a check and Genesys Cloud, and what a broken or hostile server does.

use super::answer::{Answer, Delivery};
use super::asked::Asked;
use super::manner::GENESYS;
use super::pages;
use super::reply::{Obstacle, Reply};
use std::time::Duration;

/// Something in the way of some of the requests.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hindrance {
    pub(crate) place: Place,
    pub(crate) reply: Reply,
}

/// Which requests meet it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place {
    /// Those that ask how unknown clients are answered, in every region.
    ClientControl,
    /// Those that ask how unregistered redirect URIs are answered.
    RedirectControl,
    /// Those of the client itself, in its home region, with a redirect URI that ends like this.
    Uri(&'static str),
    /// All in these regions.
    Regions(&'static [&'static str]),
}

impl Place {
    pub(crate) fn is_before(self, asked: &Asked) -> bool {
        match self {
            Self::ClientControl => asked.client_control,
            Self::RedirectControl => asked.redirect_control(),
            Self::Uri(end) => {
                let home = asked.region.domain() == asked.scenario.region;
                home && !asked.client_control && asked.redirect_uri.ends_with(end)
            }
            Self::Regions(domains) => domains.contains(&asked.region.domain()),
        }
    }
}

pub(crate) fn answer(obstacle: Obstacle, asked: &Asked) -> Answer {
    match obstacle {
        Obstacle::PortalRedirect => Answer::redirect(
            302,
            format!(
                "http://portal.guest-wifi.example/login?session={}",
                asked.fresh.token(16)
            ),
        ),
        Obstacle::PortalPage => Answer::html(200, pages::PORTAL),
        Obstacle::BlockPage(status) => Answer::html(status, pages::blocked(&asked.fresh.uuid())),
        Obstacle::ProxyPassword => {
            Answer::bare(407).with("proxy-authenticate", "Basic realm=\"office proxy\"")
        }
        Obstacle::TooMany(retry_after) => {
            let text =
                r#"{"message":"Rate limit exceeded","code":"too.many.requests","status":429}"#;
            let answer = Answer::json(429, text).with("inin-correlation-id", asked.fresh.uuid());
            match retry_after {
                Some(seconds) => answer.with("retry-after", seconds),
                None => answer,
            }
        }
        Obstacle::Unavailable => Answer::html(503, pages::error("503 Service Unavailable")),
        Obstacle::Silence => Answer::unsaid(Delivery::Never),
        Obstacle::Reset => Answer::unsaid(Delivery::Reset),
        Obstacle::Slow => {
            let delay = Duration::from_millis(400);
            GENESYS
                .accepted
                .answer(asked)
                .delivered(Delivery::After(delay))
        }
        Obstacle::CutOff => {
            let (half, _) = pages::SIGN_IN.split_at(pages::SIGN_IN.len() / 2);
            Answer::html(200, half).delivered(Delivery::CutOff)
        }
        Obstacle::EndlessBody => {
            Answer::html(200, "<p>and so on</p>\n".repeat(1024)).delivered(Delivery::Endless)
        }
        Obstacle::HugeLocation => {
            let (rid, padding) = (asked.fresh.rid(asked.number), "A".repeat(100 * 1024));
            let host = asked.region.login_host();
            Answer::redirect(302, format!("https://{host}/?rid={rid}&padding={padding}"))
        }
        Obstacle::TwoLocations => {
            let error = format!(
                "https://{}/#/error?errorKey=invalidClientId",
                asked.region.login_host()
            );
            GENESYS.accepted.answer(asked).with("location", error)
        }
        Obstacle::GarbageLocation => garbage(asked),
    }
}

/// Bytes that would move the cursor, set the title of the window or turn the line around, if they
/// got to a terminal. A header may not carry the escape character itself, but its one-byte
/// cousins (0x9b, 0x9d), which some terminals obey and which are no UTF-8, and the UTF-8 forms.
fn garbage(asked: &Asked) -> Answer {
    let mut location = format!("https://{}/?rid=", asked.region.login_host()).into_bytes();
    location.extend_from_slice(
        b"\x9b2J\x9d0;owned\x9c\xff\xfe \xc2\x9b31m \xe2\x80\xae%1b]0;owned%07%0d%0a",
    );
    let mut body = b"<title>\x1b]0;owned\x07\x1b[2J\x1b[31m".to_vec();
    body.extend_from_slice("\u{202e}\u{2066}</title>\0\r\n".as_bytes());
    body.extend_from_slice(b"\xff\xfe\xc3\x28");
    Answer {
        body,
        ..Answer::html(302, "").with("location", location)
    }
}
