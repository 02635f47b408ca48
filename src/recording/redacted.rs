use super::alike::are_alike;
use super::known::Known;
use super::secrets::{Learning, Secrets};
use crate::genesys::Target;
use crate::probe::{Evidence, Exchange, Probe, Purpose, Reply, Visited, values_of};
use percent_encoding::percent_decode_str;
use std::cell::RefCell;
use url::Url;

/// Evidence without request ids and cookies, which comes to the same results. Each has a stand-in of its own, the same
/// wherever it stood.
#[derive(Clone, Debug)]
pub struct Redacted(Evidence);

impl Redacted {
    /// Takes the secrets out of what was asked about `target`. `None` where the rest would be judged otherwise: a server
    /// may call anything a secret, also what it says.
    #[must_use]
    pub fn of(target: &Target, evidence: &Evidence) -> Option<Self> {
        let secrets = secrets(target, evidence);
        let mut redacted = Evidence::default();
        for exchange in evidence.exchanges() {
            redacted.push(without(&secrets, exchange));
        }
        if let Some(visited) = evidence.visited() {
            let observation = visited.observation.clone();
            redacted.set_visited(Visited {
                url: visited.url.clone(),
                observation: observation.map(|visit| visit.map_texts(|text| secrets.text(text))),
            });
        }
        are_alike(target, evidence, &redacted).then_some(Self(redacted))
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

fn secrets(target: &Target, evidence: &Evidence) -> Secrets {
    let texts = texts(evidence);
    let mut learning = Learning::new(Known::of(target, evidence));
    for exchange in evidence.exchanges() {
        for value in exchange.probe.cookies.values() {
            learning.cookie(value);
        }
        if let Ok(reply) = &exchange.observation {
            for value in reply.cookies.values() {
                learning.cookie(value);
            }
        }
        for rid in rids(exchange) {
            learning.ids_in(&rid);
        }
    }
    for text in &texts {
        let decoded = percent_decode_str(text).decode_utf8_lossy();
        for rid in values_of("rid", text).chain(values_of("rid", &decoded)) {
            learning.ids_in(rid);
        }
    }
    learning.in_texts(texts.iter().map(String::as_str))
}

/// The request ids in the addresses of an exchange, as a browser reads these.
fn rids(exchange: &Exchange) -> Vec<String> {
    let Ok(base) = Url::parse(&exchange.probe.url) else {
        return Vec::new();
    };
    let replies = exchange.observation.iter();
    let locations = replies.flat_map(|reply| reply.headers("location"));
    let mut urls: Vec<_> = locations.filter_map(|to| base.join(to).ok()).collect();
    urls.push(base);
    let pairs = urls.iter().flat_map(Url::query_pairs);
    pairs
        .filter(|(name, _)| name == "rid")
        .map(|(_, rid)| rid.into_owned())
        .collect()
}

/// Every foreign text in which a secret may stand, as often as it is.
fn texts(evidence: &Evidence) -> Vec<String> {
    let mut texts = Vec::new();
    for exchange in evidence.exchanges() {
        texts.push(exchange.probe.url.clone());
        if let Ok(reply) = &exchange.observation {
            texts.extend(reply.headers.iter().map(|(_, value)| value.clone()));
            texts.push(reply.body.clone());
            texts.extend(reply.cookies.paths().map(str::to_owned));
        }
    }
    if let Some(Ok(visit)) = evidence.visited().map(|visited| &visited.observation) {
        let said = RefCell::new(Vec::new());
        let _ = visit.clone().map_texts(|text| {
            said.borrow_mut().push(text.to_owned());
            String::new()
        });
        texts.extend(said.into_inner());
    }
    texts
}

fn without(secrets: &Secrets, exchange: &Exchange) -> Exchange {
    let probe = &exchange.probe;
    let url = match probe.purpose {
        Purpose::LoginHop => secrets.text(&probe.url),
        // It is what we ask, whoever says the same.
        _ => probe.url.clone(),
    };
    let cookies = probe.cookies.map_values(|value| secrets.value(value));
    Exchange {
        round: exchange.round,
        probe: Probe::new(probe.purpose, url).with_cookies(cookies),
        observation: exchange.observation.clone().map(|reply| Reply {
            headers: reply
                .headers
                .into_iter()
                .map(|(name, value)| (name, secrets.text(&value)))
                .collect(),
            cookies: reply
                .cookies
                .map(|value| secrets.value(value), |path| secrets.text(path)),
            body: secrets.text(&reply.body),
            ..reply
        }),
        elapsed: exchange.elapsed,
    }
}

#[cfg(test)]
mod tests {
    use super::Redacted;
    use crate::checks::judge;
    use crate::checks::testing::{
        CLIENT, FakeServer, answer, event, genesys, loaded, opened, target, visit,
    };
    use crate::checks::{Outcome, Rule, Selection, Verdict};
    use crate::probe::{
        Cookies, Evidence, Exchange, Probe, Purpose, Reply, Resource, Unreached, Visit, VisitEnd,
        What,
    };
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
        let cookie = "session=v3rys3cret; Path=/".to_owned();
        evidence.push(exchange(
            "https://login.mypurecloud.de/oauth/authorize?a=b",
            &[("location", location), ("set-cookie", cookie)],
            "",
        ));
        let next = format!("https://login.mypurecloud.de/?rid={RID}");
        evidence.push(exchange(
            &next,
            &[],
            &format!("rid is {RID}, session is v3rys3cret"),
        ));
        let redacted = Redacted::of(&target(CLIENT), &evidence).expect("the same");
        let text = format!("{:?}", redacted.evidence());
        assert!(
            !text.contains(RID) && !text.contains("v3rys3cret"),
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
        let asked = FakeServer::with(genesys).evidence;
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
            let staged = FakeServer::with(|asked| {
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
            let redacted = Redacted::of(&staged.target, &staged.evidence).expect("the same");
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
    fn secrets_that_look_like_placeholders_stay_apart() {
        let mut evidence = Evidence::default();
        let rids = ["xxxxxxx2", "xxxxxxx0", "xxxxxxx1", "xxxxxxx1y"];
        for rid in rids {
            let url = format!("https://login.mypurecloud.de/?rid={rid}");
            evidence.push(exchange(&url, &[], ""));
        }
        let redacted = Redacted::of(&target(CLIENT), &evidence).expect("the same");
        let exchanges = redacted.evidence().exchanges().iter();
        let urls: Vec<_> = exchanges.map(|exchange| &exchange.probe.url).collect();
        let rids = ["xxxxxxx3", "xxxxxxx4", "xxxxxxx5", "xxxxxxx0d"];
        let expected = rids.map(|rid| format!("https://login.mypurecloud.de/?rid={rid}"));
        assert!(urls.into_iter().eq(&expected), "{redacted:?}");
    }

    /// An error whose name nobody can tell from a token, and which is one elsewhere.
    #[test]
    fn what_cannot_be_told_without_its_secrets_is_not_told() {
        let error = "temporarily_unavailable4815162342";
        let staged = |rid: &str| {
            let refusal = format!("/?rid={rid}#error={error}");
            FakeServer::with(move |asked| {
                if asked.names_documented() {
                    genesys(asked)
                } else {
                    answer(302, &refusal, "")
                }
            })
        };
        let redacted = |staged: FakeServer| Redacted::of(&staged.target, &staged.evidence);
        assert!(redacted(staged(RID)).is_some());
        assert!(redacted(staged(error)).is_none());
    }

    /// One value of a cookie may be said in the other case before it is set.
    #[test]
    fn a_secret_in_another_case_hides_none() {
        let mut evidence = Evidence::default();
        let (first, second) = (
            "https://login.mypurecloud.de/a",
            "https://login.mypurecloud.de/b",
        );
        evidence.push(exchange(first, &[], "abcdefgh"));
        let cookie = "session=AbCdEfGh".to_owned();
        evidence.push(exchange(second, &[("set-cookie", cookie)], "AbCdEfGh"));
        let redacted = Redacted::of(&target(CLIENT), &evidence).expect("the same");
        let bodies = redacted.evidence().exchanges().iter();
        let bodies = bodies.flat_map(|exchange| &exchange.observation);
        let bodies: Vec<_> = bodies.map(|reply| reply.body.as_str()).collect();
        assert_eq!(bodies, ["abcdefgh", "XxXxXxXx"]);
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
        assert!(
            staged
                .tells("page-errors")
                .starts_with("unverifiable dns: ")
        );
        let redacted = Redacted::of(&staged.target, &staged.evidence).expect("the same");
        assert!(!format!("{redacted:?}").contains(id));
    }
}
