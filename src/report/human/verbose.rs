//! Every request and its raw answer, as `-v` shows them: what was sent can be sent again with curl.

use crate::probe::{Evidence, Reply};
use crate::report::render_options::RenderOptions;
use crate::text::cut;
use std::fmt::Write as _;

/// Characters of a body, and of a header, that are shown.
const BODY: usize = 2000;

pub(super) fn render(evidence: &Evidence, options: RenderOptions) -> String {
    let mut text = String::new();
    let mut round = 0;
    for (index, exchange) in evidence.exchanges().iter().enumerate() {
        if exchange.round != round {
            round = exchange.round;
            _ = write!(text, "\nRound {round}\n");
        }
        let probe = &exchange.probe;
        _ = write!(
            text,
            "\n[{index}] {}\n> GET {}\n",
            probe.purpose.words(),
            options.show(&probe.url)
        );
        if !probe.cookies.is_empty() {
            text.push_str("> cookie: (what this host set on the way, not shown)\n");
        }
        match &exchange.observation {
            Err(failure) => {
                _ = writeln!(text, "< none: {}", options.show(&failure.to_string()));
                if let Some(detail) = failure.detail() {
                    _ = writeln!(text, "| {}", options.show(detail));
                }
            }
            Ok(reply) => {
                _ = writeln!(
                    text,
                    "< {} after {} ms",
                    reply.status,
                    exchange.elapsed.as_millis()
                );
                text.push_str(&raw(reply, options));
            }
        }
    }
    text
}

fn raw(reply: &Reply, options: RenderOptions) -> String {
    let mut text = String::new();
    for (name, value) in &reply.headers {
        _ = writeln!(
            text,
            "< {}: {}",
            options.show(name),
            options.show(&cut(value, BODY))
        );
    }
    if !reply.cookies.is_empty() {
        text.push_str("< set-cookie: (not shown)\n");
    }
    for line in cut(&reply.body, BODY).lines() {
        _ = writeln!(text, "| {}", options.show(line));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::probe::{
        CookieJar, Cookies, Evidence, Exchange, Failure, Observation, Probe, Purpose, Reply,
    };
    use crate::report::testing::PLAIN;
    use std::time::Duration;

    #[test]
    fn every_exchange_stands_below_its_round_and_no_cookie_is_shown() {
        let cookies = Cookies::from_headers(&["sid=secret; Path=/".to_owned()]);
        let url = "https://login.mypurecloud.de/";
        let probe = Probe::new(Purpose::LoginHop, url);
        let mut evidence = Evidence::default();
        let mut push = |round, probe: Probe, observation: Observation| {
            evidence.push(Exchange {
                round,
                probe,
                observation,
                elapsed: Duration::from_millis(70),
            });
        };
        let mut reply = Reply::new(302, [("location", &b"/#/x"[..])], b"one\ntwo");
        push(1, probe.clone(), Ok(reply.clone()));
        reply.cookies = cookies.clone();
        push(
            1,
            Probe::new(Purpose::InitPage, "https://a.example/"),
            Ok(reply),
        );
        let failure = Failure::NotAsked { why: "no time" };
        let mut jar = CookieJar::default();
        jar.set("login.mypurecloud.de", &cookies);
        let again = probe.with_cookies(jar.header_for("login.mypurecloud.de", "/"));
        push(2, again, Err(failure));
        assert_eq!(
            render(&evidence, PLAIN),
            "
Round 1

[0] the next step towards the login page
> GET https://login.mypurecloud.de/
< 302 after 70 ms
< location: /#/x
| one
| two

[1] the debug init URL
> GET https://a.example/
< 302 after 70 ms
< location: /#/x
< set-cookie: (not shown)
| one
| two

Round 2

[2] the next step towards the login page
> GET https://login.mypurecloud.de/
> cookie: (what this host set on the way, not shown)
< none: no time
"
        );
    }
}
