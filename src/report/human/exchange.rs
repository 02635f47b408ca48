//! Requests and answers: those of a finding in a line each, and with `-v` all of them as they were.

use crate::classify::readable;
use crate::finding::Outcome;
use crate::probe::{Evidence, Exchange, Purpose, Reply};
use crate::report::render_options::{GLUE, RenderOptions};
use crate::text::cut;
use std::collections::HashSet;
use std::fmt::Write as _;

/// Characters of an answer that are shown in a line.
const LONGEST: usize = 240;
/// Exchanges that are shown for a finding.
const MOST: usize = 5;
/// Characters of a body, and of a header, that are shown with all requests.
const BODY: usize = 2000;
/// Headers by which Genesys Cloud Care can find a request in its logs.
const CORRELATION: &[&str] = &["inin-correlation-id", "genesys-correlation-id"];

/// What came back for a finding: with the first request in full and the others by their answers or, in short, the first
/// answer alone.
pub(super) fn evidence(evidence: &Evidence, options: RenderOptions, outcome: &Outcome) -> String {
    let exchanges = exchanges(evidence, outcome);
    let Some((first, others)) = exchanges.split_first() else {
        return String::new();
    };
    let mut text = String::new();
    if options.verbose {
        text.push_str(&options.paragraph("Asked", &options.show(&first.probe.url)));
    }
    // Why there is no answer is what the finding says itself.
    if options.verbose || first.observation.is_ok() {
        text.push_str(&options.paragraph("Answer", &answer(first, options)));
    }
    let reply = first.observation.as_ref().ok();
    if let Some(id) = reply.and_then(correlation) {
        text.push_str(&options.paragraph("Trace id", &options.show(id)));
    }
    for exchange in others.iter().filter(|_| options.verbose) {
        let purpose = exchange.probe.purpose;
        let words = format!("{} ({})", answer(exchange, options), purpose.words());
        text.push_str(&options.paragraph(label(purpose), &words));
    }
    text
}

/// The first exchanges that a finding was told from.
fn exchanges<'a>(evidence: &'a Evidence, outcome: &Outcome) -> Vec<&'a Exchange> {
    let mut seen = HashSet::new();
    let probes = outcome.evidence.iter();
    probes
        .filter_map(|probe| evidence.index_of(probe))
        .filter(|index| seen.insert(*index))
        .filter_map(|index| evidence.exchanges().get(index))
        .take(MOST)
        .collect()
}

fn label(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::ClientControl
        | Purpose::RedirectControl
        | Purpose::OtherGrantControl
        | Purpose::RegionControl => "Compare",
        _ => "Also",
    }
}

fn correlation(reply: &Reply) -> Option<&str> {
    CORRELATION.iter().find_map(|name| reply.header(name))
}

/// An answer in a line.
fn answer(exchange: &Exchange, options: RenderOptions) -> String {
    let reply = match &exchange.observation {
        Err(failure) => return options.show(&failure.to_string()),
        Ok(reply) => reply,
    };
    let status = reply.status;
    if let Some(location) = reply.location() {
        let location = options.show(&cut(location, LONGEST));
        return format!("{status}{GLUE}{}{GLUE}{location}", options.arrow());
    }
    let locations = reply.headers("location").count();
    if locations > 1 {
        return format!("{status} with {locations} different Location headers");
    }
    if reply.is_compressed() {
        return format!("{status}, compressed, which was not asked for");
    }
    let body = readable(&reply.body);
    if reply.body.trim().is_empty() {
        format!("{status}, empty")
    } else if body.is_empty() {
        format!("{status}, a page without text")
    } else {
        format!("{status} {}", options.show(&cut(&body, LONGEST)))
    }
}

/// Every request and its raw answer: what was sent can be sent again with curl.
pub(super) fn all(evidence: &Evidence, options: RenderOptions) -> String {
    let mut text = String::new();
    let mut round = 0;
    for (index, exchange) in evidence.exchanges().iter().enumerate() {
        if exchange.round != round {
            round = exchange.round;
            _ = write!(text, "\nRound {round}\n");
        }
        let probe = &exchange.probe;
        let (purpose, method) = (probe.purpose.words(), probe.method());
        let url = options.show(&probe.url);
        _ = write!(text, "\n[{index}] {purpose}\n> {method} {url}\n");
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
                let (status, time) = (reply.status, exchange.elapsed.as_millis());
                _ = writeln!(text, "< {status} after {time} ms");
                text.push_str(&raw(reply, options));
            }
        }
    }
    text
}

fn raw(reply: &Reply, options: RenderOptions) -> String {
    let mut text = String::new();
    for (name, value) in &reply.headers {
        let (name, value) = (options.show(name), options.show(&cut(value, BODY)));
        _ = writeln!(text, "< {name}: {value}");
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
    use super::all;
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
            all(&evidence, PLAIN),
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
