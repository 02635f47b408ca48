//! An earlier report, to say what changed since.

use super::gathered::Organization;
use crate::platform_api::ClientRecord;
use crate::text::escape;
use serde::Deserialize;
use std::collections::HashSet;

/// What an earlier audit wrote with `--format json`, as far as it is compared.
#[derive(Debug, Deserialize)]
pub(crate) struct Baseline {
    format_version: u8,
    audit: About,
    pub(super) clients: Vec<ClientRecord>,
}

#[derive(Debug, Deserialize)]
struct About {
    region: String,
    taken_at: String,
    #[serde(default)]
    organization: Option<Organization>,
}

impl Baseline {
    /// # Errors
    /// Where it is no report of an audit of this region.
    pub(crate) fn read(bytes: &[u8], region: &str) -> Result<Self, String> {
        let read: Option<Self> = serde_json::from_slice(bytes).ok();
        let read = read.filter(|read| read.format_version == 1);
        let read = read.ok_or("it is no report of audit in the format json")?;
        let mut ids = HashSet::new();
        let mut clients = read.clients.iter();
        if let Some(twice) = clients.find(|client| !ids.insert(&client.id)) {
            return Err(format!("it holds {} twice", escape(&twice.id)));
        }
        if read.audit.region == region {
            Ok(read)
        } else {
            Err(format!("it is about {}", escape(&read.audit.region)))
        }
    }

    /// Whose it is, if that is another organization than this one.
    pub(super) fn of_another(&self, organization: &Organization) -> Option<String> {
        let own = self.audit.organization.as_ref()?;
        let differs = own.id.as_ref()? != organization.id.as_ref()?;
        own.label().filter(|_| differs)
    }

    pub(super) fn taken_at(&self) -> &str {
        &self.audit.taken_at
    }

    pub(super) fn of(&self, id: &str) -> Option<&ClientRecord> {
        self.clients.iter().find(|client| client.id == id)
    }
}

impl ClientRecord {
    /// What is another now, a sentence each. By whom and when it was changed is no change by itself.
    pub(super) fn changes(&self, now: &Self) -> Vec<String> {
        let seconds = |record: &Self| record.token_validity_seconds.map(|it| it.to_string());
        let texts = [
            ("its name", &self.name, &now.name),
            ("its description", &self.description, &now.description),
            ("its grant type", &self.grant, &now.grant),
            ("its state", &self.state, &now.state),
            (
                "its date of deletion",
                &self.date_to_delete,
                &now.date_to_delete,
            ),
            ("the seconds its tokens last", &seconds(self), &seconds(now)),
        ];
        let shown = |text: &Option<String>| match text {
            Some(text) => format!("'{text}'"),
            None => "nothing".to_owned(),
        };
        let texts = texts.into_iter().filter(|(_, before, now)| before != now);
        let texts = texts.map(|(what, before, now)| {
            format!("{what} was {}, and is {}", shown(before), shown(now))
        });
        let mut changes: Vec<_> = texts.collect();
        let scopes = |record: &Self| record.scopes.clone().unwrap_or_default();
        for (what, before, now) in [
            ("the redirect URI", &self.redirect_uris, &now.redirect_uris),
            ("the scope", &scopes(self), &scopes(now)),
        ] {
            for (verb, these, those) in [("was added", now, before), ("was removed", before, now)] {
                let new = these.iter().filter(|one| !those.contains(one));
                let new: Vec<_> = new.map(|one| format!("'{one}'")).collect();
                if !new.is_empty() {
                    changes.push(format!("{what} {} {verb}", new.join(", ")));
                }
            }
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::{Baseline, Organization};
    use serde_json::json;

    #[test]
    fn only_a_report_of_the_same_region_and_organization_with_each_client_once_is_compared() {
        let read = |region: &str, ids: &[&str]| {
            let client = |id: &&str| json!({"id": id, "redirect_uris": []});
            let clients: Vec<_> = ids.iter().map(client).collect();
            let about = json!({"region": region, "taken_at": "x", "organization": {"id": "a", "name": "A"}});
            let report = json!({"format_version": 1, "audit": about, "clients": clients});
            Baseline::read(report.to_string().as_bytes(), "mypurecloud.de")
        };
        assert!(read("mypurecloud.com", &[]).is_err());
        assert!(read("mypurecloud.de", &["1", "2", "1"]).is_err());
        let baseline = read("mypurecloud.de", &["1", "2"]).expect("a baseline");
        let another = |id: Option<&str>| {
            let id = id.map(str::to_owned);
            baseline.of_another(&Organization { id, name: None })
        };
        assert_eq!(another(Some("b")).as_deref(), Some("A (a)"));
        assert_eq!((another(Some("a")), another(None)), (None, None));
    }
}
