//! Takes out of a run's evidence what would let its holder go on with a sign-in: request ids and cookies.

use crate::probe::{Evidence, Exchange, Probe, Purpose, Reply, Visited};
use crate::text::redact::{looks_opaque, values_of};
use percent_encoding::percent_decode_str;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The same evidence with a stand-in for each request id and cookie: of the same length and shape, and the same wherever
/// the value stood, so that equal answers stay equal.
pub(super) fn redacted(evidence: &Evidence) -> Evidence {
    let secrets = Secrets::of(evidence);
    let mut redacted = Evidence::default();
    for exchange in evidence.exchanges() {
        redacted.push(secrets.out_of(exchange));
    }
    if let Some(visited) = evidence.visited() {
        let observation = visited.observation.clone();
        redacted.set_visited(Visited {
            url: visited.url.clone(),
            observation: observation.map(|visit| visit.map_texts(|text| secrets.text(text))),
        });
    }
    redacted
}

/// Characters that hold 128 bits (RFC 6749 10.10) in base64url.
const SHORTEST_PART: usize = 22;

#[derive(Default)]
struct Secrets {
    /// In the order in which they came.
    numbers: HashMap<String, usize>,
    /// Those that are replaced wherever they stand. Any other may be a word, or the name of a host.
    everywhere: BTreeSet<String>,
}

impl Secrets {
    fn of(evidence: &Evidence) -> Self {
        let mut secrets = Self::default();
        for exchange in evidence.exchanges() {
            let replies = exchange.observation.iter();
            let locations = replies.clone().flat_map(|reply| reply.headers("location"));
            let bodies = replies.clone().map(|reply| reply.body.as_str());
            for text in locations.chain(bodies).chain([exchange.probe.url.as_str()]) {
                values_of("rid", text).for_each(|rid| secrets.learn(rid));
            }
            let set = replies.flat_map(|reply| reply.cookies.values());
            set.chain(exchange.probe.cookies.values())
                .for_each(|cookie| secrets.learn(cookie));
        }
        if let Some(Ok(visit)) = evidence.visited().map(|visited| &visited.observation) {
            let texts = RefCell::new(Vec::new());
            let _ = visit.clone().map_texts(|text| {
                texts.borrow_mut().push(text.to_owned());
                String::new()
            });
            for text in texts.into_inner() {
                values_of("rid", &text).for_each(|rid| secrets.learn(rid));
            }
        }
        // What we asked without a server's word is no secret, whoever says it.
        let ours = evidence
            .exchanges()
            .iter()
            .filter(|exchange| exchange.probe.purpose != Purpose::LoginHop);
        for url in ours.map(|exchange| &exchange.probe.url) {
            let decoded = percent_decode_str(url).decode_utf8_lossy();
            let is_ours = |value: &str| url.contains(value) || decoded.contains(value);
            secrets.everywhere.retain(|value| !is_ours(value));
        }
        secrets
    }

    fn learn(&mut self, value: &str) {
        let decoded = percent_decode_str(value).decode_utf8_lossy();
        for value in [value, &decoded] {
            let next = self.numbers.len();
            self.numbers.entry(value.to_owned()).or_insert(next);
            if looks_opaque(value) && !value.contains(['.', ':']) {
                self.everywhere.insert(value.to_owned());
            } else {
                self.learn_parts(value);
            }
        }
    }

    /// A cookie may hold an address or a signed text; what a machine made in it may stand elsewhere by itself.
    fn learn_parts(&mut self, value: &str) {
        let parts = value.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'));
        for part in parts.filter(|part| part.len() >= SHORTEST_PART && looks_opaque(part)) {
            let next = self.numbers.len();
            self.numbers.entry(part.to_owned()).or_insert(next);
            self.everywhere.insert(part.to_owned());
        }
    }

    fn out_of(&self, exchange: &Exchange) -> Exchange {
        let probe = &exchange.probe;
        let url = match probe.purpose {
            Purpose::LoginHop => self.text(&probe.url),
            _ => probe.url.clone(),
        };
        let cookies = probe.cookies.map_values(|value| self.stand_in(value));
        Exchange {
            round: exchange.round,
            probe: Probe::new(probe.purpose, url).with_cookies(cookies),
            observation: exchange.observation.clone().map(|reply| Reply {
                headers: reply
                    .headers
                    .into_iter()
                    .map(|(name, value)| (name, self.text(&value)))
                    .collect(),
                cookies: reply
                    .cookies
                    .map(|value| self.stand_in(value), |path| self.text(path)),
                body: self.text(&reply.body),
                ..reply
            }),
            elapsed: exchange.elapsed,
        }
    }

    fn text(&self, text: &str) -> String {
        let mut places = BTreeMap::new();
        // From the last to the first, as one may begin with another.
        for value in self.everywhere.iter().rev() {
            for (at, _) in text.match_indices(value.as_str()) {
                places.entry(at).or_insert(value);
            }
        }
        // In one pass, as the stand-in of one may be another.
        let mut told = String::with_capacity(text.len());
        let mut end = 0;
        for (at, value) in places {
            if at >= end {
                told.push_str(text.get(end..at).unwrap_or_default());
                told.push_str(&self.stand_in(value));
                end = at + value.len();
            }
        }
        told.push_str(text.get(end..).unwrap_or_default());
        told
    }

    fn stand_in(&self, value: &str) -> String {
        let number = self.numbers.get(value).copied().unwrap_or_default();
        stand_in(value, number)
    }
}

/// A text of the same length and the same kinds of characters, whose end holds the number: what is told by the shape of an
/// answer stays the same.
fn stand_in(value: &str, number: usize) -> String {
    let mut rest = number;
    let mut next = |first: u8, zero: usize, count: usize| {
        let digit = (rest + zero) % count;
        rest /= count;
        char::from(first + u8::try_from(digit).unwrap_or_default())
    };
    let backwards = value.chars().rev().map(|character| match character {
        '0'..='9' => next(b'0', 0, 10),
        // From x on.
        'a'..='z' => next(b'a', 23, 26),
        'A'..='Z' => next(b'A', 23, 26),
        other => other,
    });
    let backwards: Vec<_> = backwards.collect();
    backwards.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::{redacted, stand_in};
    use crate::browser::testing::{event, loaded, opened, visit};
    use crate::checks::testing::{CLIENT, FakeServer, answer, genesys};
    use crate::probe::{
        Evidence, Exchange, Probe, Purpose, Reply, Resource, Unreached, Visit, VisitEnd, What,
    };
    use std::time::Duration;

    const RID: &str = "dGhpcyBpcyBub3QgYSByZWFsIHJlcXVlc3QgaWQgYXQ";

    fn exchange(purpose: Purpose, url: &str, headers: &[(&str, &str)], body: &str) -> Exchange {
        let headers = headers
            .iter()
            .map(|(name, value)| (*name, value.as_bytes()));
        Exchange {
            round: 1,
            probe: Probe::new(purpose, url),
            observation: Ok(Reply::new(302, headers, body.as_bytes())),
            elapsed: Duration::ZERO,
        }
    }

    #[test]
    fn a_stand_in_has_the_shape_of_its_value_and_a_number() {
        for (value, number, expected) in [
            ("", 7, ""),
            ("12345678", 0, "00000000"),
            ("12345678", 12, "00000012"),
            ("aB3dE6-é_4", 0, "xX0xX0-é_0"),
            ("aB3dE6-é_4", 27, "xX0xX2-é_7"),
            ("aB3dEf", 1, "xX0xXy"),
            ("aB3dEf", 26, "xX0xYx"),
        ] {
            assert_eq!(stand_in(value, number), expected, "{value}");
        }
    }

    #[test]
    fn a_value_has_the_same_stand_in_wherever_it_stood() {
        let mut evidence = Evidence::default();
        let asked = "https://login.mypurecloud.de/oauth/authorize?a=b";
        let location = format!("/?rid={RID}#/authenticate");
        let cookie = "session=v3rys3cretvalue; Path=/";
        let headers = [("location", location.as_str()), ("set-cookie", cookie)];
        evidence.push(exchange(Purpose::RedirectUri, asked, &headers, ""));
        let next = format!("https://login.mypurecloud.de/?rid={RID}");
        let page = format!("rid is {RID}, session is v3rys3cretvalue");
        evidence.push(exchange(Purpose::LoginHop, &next, &[], &page));
        let redacted = redacted(&evidence);
        let told = format!("{redacted:?}");
        assert!(!told.contains(RID) && !told.contains("v3rys3"), "{told}");
        let [first, second] = redacted.exchanges() else {
            panic!("{redacted:?}");
        };
        let reply = first.observation.as_ref().expect("a reply");
        let location = reply.location().expect("a location");
        let rid = location.strip_prefix("/?rid=").expect("a request id");
        let rid = rid.strip_suffix("#/authenticate").expect("a route");
        assert_eq!(rid.len(), RID.len());
        let next = format!("https://login.mypurecloud.de/?rid={rid}");
        assert_eq!(second.probe.url, next);
        let page = &second.observation.as_ref().expect("a reply").body;
        assert!(page.starts_with(&format!("rid is {rid}, ")), "{page}");
    }

    /// As in a recording that somebody edited: the stand-in of the first is the second.
    #[test]
    fn two_values_never_have_the_same_stand_in() {
        let [first, second] = ["xX0xX0xX0xX0xX0xX1xX1", "xX0xX0xX0xX0xX0xX0xX0"];
        assert_eq!(stand_in(first, 0), second);
        let asked = "https://login.mypurecloud.de/oauth/authorize?a=b";
        let page = format!("rid={first} rid={second}");
        let mut evidence = Evidence::default();
        evidence.push(exchange(Purpose::RedirectUri, asked, &[], &page));
        let redacted = redacted(&evidence);
        let reply = redacted.exchanges()[0].observation.as_ref();
        let expected = format!("rid={} rid={}", stand_in(first, 0), stand_in(second, 1));
        assert_eq!(reply.expect("a reply").body, expected);
    }

    #[test]
    fn what_a_machine_made_within_a_cookie_is_replaced_where_it_stands_alone() {
        const TOKEN: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
        let mut evidence = Evidence::default();
        let cookie = format!("back=https://apps.mypurecloud.de/?state={TOKEN}; Path=/");
        let location = format!("/?next={TOKEN}");
        let headers = [("location", location.as_str()), ("set-cookie", &cookie)];
        evidence.push(exchange(
            Purpose::RedirectUri,
            "https://login.mypurecloud.de/oauth/authorize?a=b",
            &headers,
            "",
        ));
        let told = format!("{:?}", redacted(&evidence));
        assert!(!told.contains(TOKEN), "{told}");
    }

    /// A cookie may hold a host, an address or an id that a judgement rests on.
    #[test]
    fn a_cookie_that_says_what_everybody_knows_is_replaced_as_a_cookie_alone() {
        for known in [
            CLIENT,
            "login.usw2.pure.cloud",
            "https%3A%2F%2Fphone.mirabridge.cloud",
            "authenticate",
            "1",
        ] {
            let cookie = format!("region={known}; Path=/");
            let staged = FakeServer::with(|asked| {
                genesys(asked).map(|reply| {
                    let page = format!("{known} {}", reply.body);
                    let mut headers = vec![("set-cookie", cookie.as_bytes())];
                    headers.extend(reply.location().map(|to| ("location", to.as_bytes())));
                    Reply::new(reply.status, headers, page.as_bytes())
                })
            });
            let redacted = redacted(&staged.evidence);
            let pairs = staged.evidence.exchanges().iter().zip(redacted.exchanges());
            for (before, after) in pairs {
                let (Ok(one), Ok(other)) = (&before.observation, &after.observation) else {
                    panic!("{before:?}");
                };
                assert_eq!(one.body, other.body);
                let mut values = other.cookies.values();
                assert!(values.all(|value| value.len() == known.len() && value != known));
            }
        }
    }

    #[test]
    fn an_error_that_is_named_like_a_request_id_stays() {
        let location = "/?rid=invalid_client#error=invalid_client";
        let staged = FakeServer::with(|_| answer(302, location, ""));
        let redacted = redacted(&staged.evidence);
        let mut replies = redacted.exchanges().iter().flat_map(|one| &one.observation);
        assert!(replies.all(|reply| reply.location() == Some(location)));
    }

    /// Why it was not reached is told under the name that it has in the events.
    #[test]
    fn a_host_of_a_page_has_one_name() {
        let id = "q7w8e9r0t1";
        let url = |rest: &str| format!("https://{id}.mypurecloud.de/{rest}");
        let failed = What::Failed {
            resource: Resource::Script,
            url: url("a.js"),
            error: "net::ERR_CONNECTION_RESET".to_owned(),
        };
        let events = vec![
            opened(),
            loaded(1, &url(&format!("?rid={id}"))),
            event(0, failed),
        ];
        let unreached = Unreached {
            host: format!("{id}.mypurecloud.de"),
            cause: "dns".to_owned(),
            message: format!("{id}.mypurecloud.de has no address"),
        };
        let staged = FakeServer::with(genesys).and_visited(Visit {
            unreached: vec![unreached],
            ..visit(VisitEnd::Quiet, events)
        });
        assert!(!format!("{:?}", redacted(&staged.evidence)).contains(id));
    }
}
