//! The record for a review: a table of the clients, before what was found.

use super::Audit;
use crate::text::markdown::cell;
use crate::text::timestamp;
use std::fmt::Write as _;

const COLUMNS: [&str; 12] = [
    "Client id",
    "Name",
    "Purpose",
    "Grant",
    "Scopes",
    "Redirect URIs",
    "State",
    "Created",
    "Modified",
    "Usage",
    "Verdict",
    "Date",
];

pub(super) fn record(audit: &Audit) -> String {
    let mut text = format!(
        "| {} |\n|{}\n",
        COLUMNS.join(" | "),
        "---|".repeat(COLUMNS.len())
    );
    let date = timestamp(audit.whole.run.taken_at);
    for audited in &audit.clients {
        let client = &audited.chosen.client;
        let registered = &client.registration;
        let or_nothing = |text: &Option<String>| text.clone().unwrap_or_default();
        let by = |at: &Option<String>, by: &Option<String>| {
            [at.clone(), by.clone()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" by ")
        };
        let uris = registered
            .redirect_uris
            .iter()
            .map(|entry| entry.text.as_str());
        let usage = audited
            .chosen
            .usage
            .as_ref()
            .and_then(|usage| usage.as_ref().ok());
        let usage =
            usage.map(|usage| format!("{} calls, {} errors", usage.requests, usage.errors()));
        let cells = [
            client.id().to_owned(),
            or_nothing(&registered.name),
            or_nothing(&registered.description),
            or_nothing(&registered.grant),
            registered.scopes.clone().unwrap_or_default().join(", "),
            uris.collect::<Vec<_>>().join(", "),
            or_nothing(&registered.state),
            by(&client.created_at, &client.created_by),
            by(&client.modified_at, &client.modified_by),
            usage.unwrap_or_default(),
            audited.report.verdict.name().to_owned(),
            date.clone(),
        ];
        let cells: Vec<_> = cells
            .iter()
            .map(|text| {
                if text.is_empty() {
                    String::new()
                } else {
                    cell(text)
                }
            })
            .collect();
        _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text + "\n"
}
