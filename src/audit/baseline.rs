//! An earlier report, to say what changed since.

use super::client::ApiClient;
use serde::Deserialize;

/// What an earlier audit wrote with `--format json`, as far as it is compared.
#[derive(Debug, Deserialize)]
pub(crate) struct Baseline {
    format_version: u8,
    audit: About,
    clients: Vec<Recorded>,
}

#[derive(Debug, Deserialize)]
struct About {
    region: String,
    taken_at: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Recorded {
    pub(super) id: String,
    pub(super) name: Option<String>,
    description: Option<String>,
    grant: Option<String>,
    scopes: Option<Vec<String>>,
    redirect_uris: Vec<String>,
    state: Option<String>,
    date_to_delete: Option<String>,
    token_validity_seconds: Option<i64>,
}

impl Baseline {
    /// # Errors
    /// Where it is no report of an audit of this region.
    pub(crate) fn read(bytes: &[u8], region: &str) -> Result<Self, String> {
        let read: Option<Self> = serde_json::from_slice(bytes).ok();
        let read = read.filter(|read| read.format_version == 1);
        let read = read.ok_or("it is no report of audit in the format json")?;
        if read.audit.region == region {
            Ok(read)
        } else {
            Err(format!(
                "it is about {}",
                crate::text::escape(&read.audit.region)
            ))
        }
    }

    pub(super) fn taken_at(&self) -> &str {
        &self.audit.taken_at
    }

    pub(super) fn of(&self, id: &str) -> Option<&Recorded> {
        self.clients.iter().find(|client| client.id == id)
    }

    /// Those that are not among the clients of today.
    pub(super) fn gone<'a>(
        &'a self,
        is_there: impl Fn(&str) -> bool + 'a,
    ) -> impl Iterator<Item = &'a Recorded> {
        self.clients
            .iter()
            .filter(move |client| !is_there(&client.id))
    }
}

impl Recorded {
    /// What is another now, a sentence each.
    pub(super) fn changes(&self, client: &ApiClient) -> Vec<String> {
        let now = &client.registration;
        let mut changes = Vec::new();
        let mut text = |what: &str, before: &Option<String>, now: &Option<String>| {
            let shown = |text: &Option<String>| {
                text.as_ref()
                    .map_or_else(|| "nothing".to_owned(), |text| format!("'{text}'"))
            };
            if before != now {
                changes.push(format!(
                    "{what} was {}, and is {}",
                    shown(before),
                    shown(now)
                ));
            }
        };
        text("its name", &self.name, &now.name);
        text("its description", &self.description, &now.description);
        text("its grant type", &self.grant, &now.grant);
        text("its state", &self.state, &now.state);
        text(
            "its date of deletion",
            &self.date_to_delete,
            &now.date_to_delete,
        );
        let seconds = |seconds: Option<i64>| seconds.map(|seconds| seconds.to_string());
        text(
            "the seconds its tokens last",
            &seconds(self.token_validity_seconds),
            &seconds(now.token_seconds),
        );
        let mut list = |what: &str, before: &[String], now: &[String]| {
            let more = |these: &[String], those: &[String]| -> Vec<String> {
                let new = these.iter().filter(|one| !those.contains(one));
                new.map(|one| format!("'{one}'")).collect()
            };
            let (added, removed) = (more(now, before), more(before, now));
            if !added.is_empty() {
                changes.push(format!("{what} {} came", added.join(", ")));
            }
            if !removed.is_empty() {
                changes.push(format!("{what} {} went", removed.join(", ")));
            }
        };
        let uris = now.redirect_uris.iter();
        let uris: Vec<_> = uris.map(|entry| entry.text.clone()).collect();
        list("the redirect URI", &self.redirect_uris, &uris);
        let scopes = |scopes: &Option<Vec<String>>| scopes.clone().unwrap_or_default();
        list("the scope", &scopes(&self.scopes), &scopes(&now.scopes));
        changes
    }
}
