use super::document::{Failure, Probe, Visit};
use crate::probe::{self, Exchange, Visited};
use std::collections::BTreeMap;

impl<'a> Probe<'a> {
    /// A request and what came back.
    pub(in crate::report) fn of(exchange: &'a Exchange) -> Self {
        let reply = exchange.observation.as_ref().ok();
        // A single Location has a field of its own; several are no redirect, and must show all the same.
        let mut headers: BTreeMap<&str, String> = BTreeMap::new();
        for (name, value) in reply.iter().flat_map(|reply| &reply.headers) {
            if name == "location" && reply.is_some_and(|reply| reply.location().is_some()) {
                continue;
            }
            let values = headers.entry(name).or_default();
            if !values.is_empty() {
                values.push_str(", ");
            }
            values.push_str(value);
        }
        Self {
            round: exchange.round,
            purpose: exchange.probe.purpose.name(),
            method: "GET",
            url: &exchange.probe.url,
            cookies: !exchange.probe.cookies.is_empty(),
            status: reply.map(|reply| reply.status),
            location: reply.and_then(|reply| reply.location()),
            headers,
            failure: exchange.observation.as_ref().err().map(Failure::of),
            elapsed_ms: exchange.elapsed.as_millis(),
        }
    }
}

impl<'a> Visit<'a> {
    /// What a browser found.
    pub(super) fn of(visited: &'a Visited) -> Self {
        let seen = visited.observation.as_ref();
        Self {
            url: &visited.url,
            failure: seen.err().map(Failure::of),
            seen: seen.ok(),
        }
    }
}

impl Failure {
    fn of(failure: &probe::Failure) -> Self {
        Self {
            cause: failure.cause().name(),
            message: failure.to_string(),
            detail: failure.detail().map(str::to_owned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Probe;
    use crate::probe::{self, Exchange, Failure, Observation, Purpose, Reply};
    use crate::report::careful;
    use serde_json::{Value, json};
    use std::time::Duration;

    fn told(observation: Observation) -> Value {
        let exchange = Exchange {
            round: 2,
            probe: probe::Probe::new(Purpose::InitPage, "https://a.example/"),
            observation,
            elapsed: Duration::from_millis(70),
        };
        serde_json::from_str(&careful::to_json(&Probe::of(&exchange))).expect("JSON")
    }

    fn answer(headers: &[(&str, &str)]) -> Reply {
        let headers = headers.iter();
        Reply {
            status: 302,
            headers: headers
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            ..Reply::default()
        }
    }

    #[test]
    fn headers_of_one_name_are_joined_and_a_single_location_stands_alone() {
        let one = told(Ok(answer(&[
            ("vary", "a"),
            ("location", "/x"),
            ("vary", "b"),
        ])));
        assert_eq!(
            one,
            json!({
                "round": 2, "purpose": "init-page", "method": "GET", "url": "https://a.example/",
                "cookies": false, "status": 302, "location": "/x", "headers": {"vary": "a, b"},
                "failure": null, "elapsed_ms": 70,
            })
        );
        let two = told(Ok(answer(&[("location", "/x"), ("location", "/y")])));
        assert_eq!(two["location"], Value::Null);
        assert_eq!(two["headers"], json!({"location": "/x, /y"}));
    }

    #[test]
    fn a_failure_has_its_cause_and_its_words() {
        let lost = told(Err(Failure::NotAsked { why: "no time" }));
        assert_eq!(
            lost["failure"],
            json!({"cause": "not_asked", "message": "no time", "detail": null})
        );
        assert_eq!(lost["status"], Value::Null);
        let broken = told(Err(Failure::Protocol {
            what: "it is torn",
            detail: Some("EOF".to_owned()),
        }));
        assert_eq!(
            broken["failure"],
            json!({"cause": "protocol", "message": "the answer is broken: it is torn", "detail": "EOF"})
        );
    }
}
