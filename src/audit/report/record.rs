//! The record for a review: a row a client.

use super::{Audit, Audited};
use crate::audit::gathered::Organization;
use crate::platform_api::ClientRecord;
use crate::report::csv::{BYTE_ORDER_MARK, row as row_of_sheet};
use crate::text::markdown::cell;
use crate::text::timestamp;

const COLUMNS: [&str; 14] = [
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
    "Region",
    "Organization",
];

/// A sheet, with a row of its own for what could not be read.
pub(super) fn csv(audit: &Audit) -> String {
    let head = row_of_sheet(COLUMNS);
    let clients = audit.clients.iter().map(|client| row(audit, client));
    let whole = audit.whole.results.iter().map(|(rule, outcome)| {
        let mut row = [const { String::new() }; COLUMNS.len()];
        let [_, name, purpose, .., verdict, date, region, organization] = &mut row;
        rule.id.clone_into(name);
        outcome.message.clone_into(purpose);
        outcome.status.name().clone_into(verdict);
        *date = self::date(audit);
        [*region, *organization] = place(audit);
        row
    });
    let rows = clients.chain(whole);
    let rows = rows.map(|row| row_of_sheet(row.each_ref().map(String::as_str)));
    BYTE_ORDER_MARK.to_string() + &head + &rows.collect::<String>()
}

/// A table in Markdown, before what was found.
pub(super) fn markdown(audit: &Audit) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let shown = |text: &String| match text.as_str() {
        "" => String::new(),
        text => cell(text),
    };
    let rows = audit
        .clients
        .iter()
        .map(|client| line(&row(audit, client).each_ref().map(shown)));
    let head = line(&COLUMNS.map(str::to_owned)) + "|" + &"---|".repeat(COLUMNS.len()) + "\n";
    head + &rows.collect::<String>() + "\n"
}

/// When it was asked; the simulator is named, as a record of it is none of an organization.
fn date(audit: &Audit) -> String {
    let run = &audit.whole.run;
    let simulated = if run.simulated { "SIMULATED " } else { "" };
    format!("{simulated}{}", timestamp(run.taken_at))
}

/// The region and the organization, as far as that is named.
fn place(audit: &Audit) -> [String; 2] {
    let organization = audit.organization.as_ref().and_then(Organization::label);
    let region = audit.plan.region.domain().to_owned();
    [region, organization.unwrap_or_default()]
}

fn row(audit: &Audit, client: &Audited) -> [String; COLUMNS.len()] {
    let record = &client.chosen.client.record;
    let usage = client
        .chosen
        .usage
        .as_ref()
        .and_then(|usage| usage.as_ref().ok());
    let [region, organization] = place(audit);
    let usage = usage.map(|usage| format!("{} calls, {} errors", usage.requests, usage.errors()));
    [
        Some(record.id.clone()),
        record.name.clone(),
        record.description.clone(),
        record.grant.clone(),
        record.scopes.as_ref().map(|scopes| scopes.join(", ")),
        Some(record.redirect_uris.join(", ")),
        record.state.clone(),
        record.created(),
        record.modified(),
        usage,
        Some(client.report.verdict.name().to_owned()),
        Some(date(audit)),
        Some(region),
        Some(organization),
    ]
    .map(Option::unwrap_or_default)
}

impl ClientRecord {
    /// When it was created, and by whom, as far as that is known.
    pub(super) fn created(&self) -> Option<String> {
        by(self.created_at.as_ref(), self.created_by.as_ref())
    }

    /// The same of the last change.
    pub(super) fn modified(&self) -> Option<String> {
        by(self.modified_at.as_ref(), self.modified_by.as_ref())
    }
}

fn by(at: Option<&String>, who: Option<&String>) -> Option<String> {
    match (at, who) {
        (Some(at), Some(who)) => Some(format!("{at} by {who}")),
        (one, other) => one.or(other).cloned(),
    }
}
