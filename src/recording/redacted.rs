use super::known::Known;
use crate::probe::{Evidence, Exchange, Probe, Reply, Visit, Visited};
use crate::setup::Target;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use url::Url;

/// Evidence without request ids and cookies. Each is replaced by a placeholder of the same length, the same
/// wherever it stood, so that the evidence means the same.
#[derive(Clone, Debug)]
pub struct Redacted(Evidence);

impl Redacted {
    /// Takes the secrets out of what was asked about `target`.
    #[must_use]
    pub fn of(target: &Target, evidence: &Evidence) -> Self {
        let mut placeholders = Placeholders::new(Known::of(target, evidence));
        for exchange in evidence.exchanges() {
            placeholders.learn(exchange);
        }
        if let Some(Ok(visit)) = evidence.visited().map(|visited| &visited.observation) {
            placeholders.learn_visit(visit);
        }
        let mut redacted = Evidence::default();
        for exchange in evidence.exchanges() {
            redacted.push(placeholders.replace(exchange));
        }
        if let Some(visited) = evidence.visited() {
            redacted.set_visited(Visited {
                url: visited.url.clone(),
                observation: visited
                    .observation
                    .clone()
                    .map(|visit| visit.map_texts(|text| placeholders.text(text))),
            });
        }
        Self(redacted)
    }

    /// The evidence.
    #[must_use]
    pub fn evidence(&self) -> &Evidence {
        &self.0
    }

    /// The evidence, to be judged.
    #[must_use]
    pub fn into_evidence(self) -> Evidence {
        self.0
    }
}

/// What stands for each secret.
struct Placeholders {
    known: Known,
    all: BTreeMap<String, String>,
}

impl Placeholders {
    fn new(known: Known) -> Self {
        let all = BTreeMap::new();
        Self { known, all }
    }

    /// Finds the secrets of an exchange: the `rid` in its addresses, and the values of its cookies.
    fn learn(&mut self, exchange: &Exchange) {
        self.learn_rids(&exchange.probe.url);
        if let Ok(reply) = &exchange.observation {
            let base = Url::parse(&exchange.probe.url).ok();
            for to in reply.headers("location") {
                if let Some(next) = base.as_ref().and_then(|base| base.join(to).ok()) {
                    self.learn_rids(next.as_str());
                }
            }
            for value in reply.cookies.values() {
                self.add(value);
            }
        }
    }

    fn learn_visit(&mut self, visit: &Visit) {
        for event in &visit.events {
            for url in event.what.addresses() {
                self.learn_rids(url);
            }
        }
    }

    fn learn_rids(&mut self, url: &str) {
        let Ok(url) = Url::parse(url) else {
            return;
        };
        let rids: Vec<_> = url
            .query_pairs()
            .filter(|(name, _)| name == "rid")
            .collect();
        for (_, rid) in rids {
            self.add(&rid);
        }
    }

    fn add(&mut self, secret: &str) {
        let number = self.all.len();
        let placeholder = || placeholder(secret, number);
        self.all
            .entry(secret.to_owned())
            .or_insert_with(placeholder);
    }

    fn replace(&self, exchange: &Exchange) -> Exchange {
        let probe = &exchange.probe;
        Exchange {
            round: exchange.round,
            probe: Probe::new(probe.purpose, self.text(&probe.url))
                .with_cookies(probe.cookies.map_values(|value| self.value(value))),
            observation: exchange.observation.clone().map(|reply| self.reply(&reply)),
            elapsed: exchange.elapsed,
        }
    }

    fn reply(&self, reply: &Reply) -> Reply {
        let headers = reply.headers.iter();
        Reply {
            status: reply.status,
            headers: headers
                .map(|(name, value)| (name.clone(), self.text(value)))
                .collect(),
            cookies: reply.cookies.map_values(|value| self.value(value)),
            is_redacted: reply.is_redacted,
            body: self.text(&reply.body),
            clock_ahead: reply.clock_ahead,
        }
    }

    /// The placeholder of a whole value.
    fn value(&self, secret: &str) -> String {
        let unknown = || "x".repeat(secret.chars().count());
        self.all.get(secret).cloned().unwrap_or_else(unknown)
    }

    /// A text with every secret in it replaced. Short ones may be anything, and known ones are none: both are left where
    /// they are no value of a cookie.
    fn text(&self, text: &str) -> String {
        const SHORTEST: usize = 8;
        let mut secrets: Vec<_> = self
            .all
            .iter()
            .filter(|(secret, _)| secret.len() >= SHORTEST && text.contains(secret.as_str()))
            .filter(|(secret, _)| !self.known.holds(secret))
            .collect();
        // One may be part of another.
        secrets.sort_by_key(|(secret, _)| Reverse(secret.len()));
        let mut pieces = vec![Piece::Text(text)];
        for (secret, placeholder) in secrets {
            pieces = pieces
                .into_iter()
                .flat_map(|piece| piece.without(secret, placeholder))
                .collect();
        }
        pieces.iter().map(Piece::as_str).collect()
    }
}

/// What stands for a secret: as long as it, and with a sign that ids do not have wherever it has one, as an id tells an
/// acceptance by both. A short one has room for the last digits of the number alone.
fn placeholder(secret: &str, number: usize) -> String {
    let number = number.to_string();
    let mut digits = number.chars().rev();
    let is_of_ids = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let stand_ins: Vec<_> = secret
        .chars()
        .rev()
        .map(|c| match c {
            _ if !is_of_ids(c) => c,
            _ => digits.next().unwrap_or('x'),
        })
        .collect();
    stand_ins.into_iter().rev().collect()
}

/// A piece of a text: as it was, or a placeholder. One secret may look like the placeholder of another, so nothing is
/// looked for in those.
#[derive(Clone, Copy)]
enum Piece<'a> {
    Text(&'a str),
    Placeholder(&'a str),
}

impl<'a> Piece<'a> {
    fn as_str(&self) -> &'a str {
        match self {
            Self::Text(text) | Self::Placeholder(text) => text,
        }
    }

    fn without(self, secret: &str, placeholder: &'a str) -> Vec<Self> {
        let Self::Text(text) = self else {
            return vec![self];
        };
        let mut pieces: Vec<_> = text
            .split(secret)
            .flat_map(|part| [Self::Text(part), Self::Placeholder(placeholder)])
            .collect();
        pieces.pop();
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::{Redacted, placeholder};
    use crate::checks::judge;
    use crate::judging::staged::{CLIENT, Staged, genesys, target};
    use crate::judging::{Outcome, Rule, Selection, Verdict};
    use crate::probe::{Cookies, Evidence, Exchange, Probe, Purpose, Reply};
    use std::time::Duration;

    const RID: &str = "dGhpcyBpcyBub3QgYSByZWFsIHJlcXVlc3QgaWQgYXQ";

    fn exchange(url: &str, headers: &[(&str, String)], body: &str) -> Exchange {
        let headers = headers
            .iter()
            .map(|(name, value)| (*name, value.as_bytes()));
        Exchange {
            round: 1,
            probe: Probe::new(Purpose::LoginHop, url),
            observation: Ok(Reply::new(302, headers, body.as_bytes())),
            elapsed: Duration::ZERO,
        }
    }

    #[test]
    fn secrets_are_replaced_alike_wherever_they_stand() {
        let mut evidence = Evidence::default();
        let location = format!("/?rid={RID}#/authenticate");
        let cookie = "session=verysecret; Path=/".to_owned();
        evidence.push(exchange(
            "https://login.mypurecloud.de/oauth/authorize?a=b",
            &[("location", location), ("set-cookie", cookie)],
            "",
        ));
        let next = format!("https://login.mypurecloud.de/?rid={RID}");
        evidence.push(exchange(
            &next,
            &[],
            &format!("rid is {RID}, session is verysecret"),
        ));
        let redacted = Redacted::of(&target(CLIENT), &evidence);
        let text = format!("{:?}", redacted.evidence());
        assert!(
            !text.contains(RID) && !text.contains("verysecret"),
            "{text}"
        );
        let first = redacted
            .evidence()
            .exchanges()
            .first()
            .expect("an exchange");
        let location = first
            .observation
            .as_ref()
            .expect("a reply")
            .location()
            .expect("a location");
        let rid = location
            .trim_start_matches("/?rid=")
            .trim_end_matches("#/authenticate");
        assert_eq!(rid.len(), RID.len());
        let second = &redacted
            .evidence()
            .exchanges()
            .last()
            .expect("an exchange")
            .probe
            .url;
        assert_eq!(*second, format!("https://login.mypurecloud.de/?rid={rid}"));
    }

    /// Cookies that say what everybody knows: a host of ours, or a part of what we ask for.
    #[test]
    fn a_cookie_that_says_what_we_asked_changes_no_result() {
        let uri = "https://phone.mirabridge.cloud";
        let encoded = "https%3A%2F%2Fphone.mirabridge.cloud";
        let asked = Staged::with(genesys).evidence;
        let mut asked = asked.exchanges().iter();
        assert!(asked.any(|exchange| exchange.probe.url.contains(encoded)));
        for known in [
            "mypurecloud.de",
            "MyPureCloud.de",
            "api.mypurecloud.de",
            "login.mypurecloud.com",
            "phone.mirabridge.cloud",
            CLIENT,
            encoded,
            uri,
            "https://login.mypurecloud.de/",
            "/oauth/authorize",
            "response_type",
        ] {
            let cookie = format!("region={known}; Path=/");
            let staged = Staged::with(|asked| {
                genesys(asked).map(|reply| {
                    let mut headers = vec![("set-cookie", cookie.as_bytes())];
                    headers.extend(reply.location().map(|to| ("location", to.as_bytes())));
                    Reply::new(reply.status, headers, reply.body.as_bytes())
                })
            });
            let results = |evidence| {
                let results = judge(&staged.target, evidence, &Selection::default());
                let verdict = Verdict::on(results.iter().map(|(_, outcome)| outcome));
                let status = |(rule, outcome): &(&Rule, Outcome)| {
                    (rule.id, outcome.subject.clone(), outcome.status)
                };
                (verdict, results.iter().map(status).collect::<Vec<_>>())
            };
            let told = results(&staged.evidence);
            assert!(matches!(told.0, Verdict::Pass | Verdict::Warn), "{known}");
            let redacted = Redacted::of(&staged.target, &staged.evidence);
            assert_eq!(results(redacted.evidence()), told, "{known}");
            // As the value of a cookie it is a secret like any other.
            let mut exchanges = redacted.evidence().exchanges().iter();
            assert!(exchanges.all(|exchange| {
                let cookies = exchange.observation.iter().map(|reply| &reply.cookies);
                let mut values = cookies.flat_map(Cookies::values);
                let sent = exchange.probe.cookies.to_redacted_text();
                !sent.contains(known)
                    && values.all(|value| value.len() == known.len() && value != known)
            }));
        }
    }

    #[test]
    fn a_placeholder_has_the_shape_of_its_secret() {
        for (secret, shown) in [
            ("", ""),
            ("s", "2"),
            ("secret", "xxxx12"),
            ("a.b-c/d==", "x.xx1/2=="),
            ("se\u{fffd}ret", "xx\u{fffd}x12"),
        ] {
            assert_eq!(placeholder(secret, 12), shown);
        }
        let endless = "s".repeat(100_000);
        assert_eq!(placeholder(&endless, 7).len(), endless.len());
    }

    #[test]
    fn secrets_that_look_like_placeholders_stay_apart() {
        let mut evidence = Evidence::default();
        let rids = ["xxxxxxx2", "xxxxxxx0", "xxxxxxx1", "xxxxxxx1y"];
        for rid in rids {
            let url = format!("https://login.mypurecloud.de/?rid={rid}");
            evidence.push(exchange(&url, &[], ""));
        }
        let redacted = Redacted::of(&target(CLIENT), &evidence);
        let exchanges = redacted.evidence().exchanges().iter();
        let urls: Vec<_> = exchanges.map(|exchange| &exchange.probe.url).collect();
        let rids = ["xxxxxxx0", "xxxxxxx1", "xxxxxxx2", "xxxxxxxx3"];
        let expected = rids.map(|rid| format!("https://login.mypurecloud.de/?rid={rid}"));
        assert!(urls.into_iter().eq(&expected), "{redacted:?}");
    }
}
