//! How much a client was used: asked for in one request, and fetched when the Platform API has counted.

use super::answer::{Read, unreadable};
use crate::probe::Cause;
use crate::text::timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What the Platform API counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    pub(crate) requests: u64,
    pub(crate) succeeded: u64,
    /// Those that ended in 4xx but 429.
    pub(crate) refused: u64,
    /// Those that ended in 429.
    pub(crate) limited: u64,
    pub(crate) server_errors: u64,
    /// The last day with a request.
    pub(crate) last_day: Option<String>,
    /// Requests that succeeded, by the part of the API that they asked: users, conversations.
    pub(crate) parts: BTreeMap<String, u64>,
}

#[derive(Deserialize)]
pub(crate) struct Started {
    #[serde(rename = "executionId")]
    pub(crate) execution_id: String,
}

#[derive(Deserialize)]
pub(crate) struct Results {
    #[serde(rename = "queryStatus")]
    status: String,
    #[serde(default, rename = "results")]
    rows: Option<Vec<Row>>,
    #[serde(default)]
    cursors: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    client_id: Option<String>,
    template_uri: Option<String>,
    date: Option<String>,
    requests: Option<u64>,
    status200: Option<u64>,
    status300: Option<u64>,
    status400: Option<u64>,
    status429: Option<u64>,
    status500: Option<u64>,
}

/// The query for so many days before now.
pub(crate) fn query(days: u8, now: SystemTime) -> String {
    let start = now
        .checked_sub(DAY * u32::from(days))
        .unwrap_or(SystemTime::UNIX_EPOCH);
    let query = json!({
        "interval": format!("{}/{}", timestamp(start), timestamp(now)),
        "granularity": "Day",
        "groupBy": ["TemplateUri", "HttpMethod"],
        "metrics": ["Status200", "Status300", "Status400", "Status429", "Status500", "Requests"],
    });
    query.to_string()
}

impl Results {
    /// The count of the client with this id, if it is there already.
    pub(crate) fn counted(self, id: &str) -> Read<Option<Usage>> {
        let unknown = |what: &str| {
            let message = format!(
                "The Platform API answers the query for the usage in a form that this version does not know: {what}."
            );
            let headline = "the usage is told in an unknown form";
            Err(Box::new(unreadable(Cause::Unrecognized, headline, message)))
        };
        match self.status.to_ascii_lowercase().as_str() {
            "running" | "queued" => return Ok(None),
            "failed" => {
                return Err(Box::new(unreadable(
                    Cause::ServerError,
                    "the query for the usage failed",
                    "The Platform API says that its query for the usage failed.",
                )));
            }
            "complete" => {}
            _ => return unknown("the state of the query"),
        }
        let is_whole = match &self.cursors {
            Value::Null => true,
            Value::Object(cursors) => cursors.values().all(Value::is_null),
            Value::Array(cursors) => cursors.is_empty(),
            _ => false,
        };
        if !is_whole {
            return unknown("it has more pages");
        }
        let Some(rows) = self.rows else {
            return unknown("it has no rows");
        };
        let mut usage = Usage::default();
        for row in rows {
            let of = row.client_id.as_deref();
            if of.is_some_and(|of| !of.eq_ignore_ascii_case(id)) {
                return unknown("a row is of another client");
            }
            usage.add(row);
        }
        Ok(Some(usage))
    }
}

impl Usage {
    fn add(&mut self, row: Row) {
        let counts = [
            row.status200,
            row.status300,
            row.status400,
            row.status429,
            row.status500,
        ];
        let counts = counts.map(Option::unwrap_or_default);
        let [ok, moved, refused, limited, faults] = counts;
        let told = counts.into_iter().fold(0, u64::saturating_add);
        let requests = row.requests.unwrap_or_default().max(told);
        let sums = [
            (&mut self.requests, requests),
            (&mut self.succeeded, ok.saturating_add(moved)),
            (&mut self.refused, refused),
            (&mut self.limited, limited),
            (&mut self.server_errors, faults),
        ];
        for (sum, count) in sums {
            *sum = sum.saturating_add(count);
        }
        if requests > 0
            && let Some(date) = row.date
        {
            let day = date.get(..10).unwrap_or(&date).to_owned();
            self.last_day = self.last_day.take().max(Some(day));
        }
        let part = row.template_uri.as_deref().and_then(part);
        if let Some(part) = part.filter(|_| ok > 0) {
            let calls = self.parts.entry(part.to_owned()).or_default();
            *calls = calls.saturating_add(ok);
        }
    }

    pub(crate) fn errors(&self) -> u64 {
        [self.refused, self.limited, self.server_errors]
            .into_iter()
            .fold(0, u64::saturating_add)
    }
}

/// The part of the API that a path belongs to: what follows /api/v2. Some have no slash at their beginning.
fn part(template: &str) -> Option<&str> {
    let path = template.trim_start_matches('/').strip_prefix("api/")?;
    path.split('/').nth(1).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::Results;
    use serde_json::{Value, json};

    #[test]
    fn only_rows_of_the_client_that_was_asked_for_are_its_use() {
        let counted = |results: Value| {
            let read = json!({"queryStatus": "Complete", "results": results});
            let read: Results = serde_json::from_value(read).expect("results");
            read.counted("a-1")
                .map(|usage| usage.expect("it is complete").requests)
                .map_err(|outcome| outcome.message)
        };
        assert_eq!(counted(json!([])), Ok(0));
        let own = json!([{"clientId": "A-1", "requests": 2}, {"requests": 3}]);
        assert_eq!(counted(own), Ok(5));
        assert!(counted(json!([{"clientId": "b", "requests": 5}])).is_err());
        assert!(counted(Value::Null).is_err());
    }
}
