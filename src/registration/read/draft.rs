//! A client as far as a text was read, and what is left of it at the end of the text.

use super::elsewhere;
use super::field::{self, Field};
use super::group::{self, Group};
use super::terraform::{Block, reference};
use crate::registration::{RegisteredUri, Registration};
use std::collections::HashMap;

/// A client as far as it was read.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) client: Registration,
    pub(super) block: Block,
    pub(super) found: Vec<Found>,
    /// In which column a field was named.
    pub(super) columns: Vec<(Field, usize)>,
    /// The field that the next lines are about.
    pub(super) current: Option<Field>,
    /// How many addresses stood before the ones directly above.
    pub(super) above: usize,
    /// Why the addresses below a heading are not counted.
    pub(super) section: Option<String>,
    /// Why none of the addresses is counted.
    pub(super) doubt: Option<String>,
    /// What the redirect URIs are taken from in Terraform.
    pub(super) reference: Option<String>,
    /// Names or ids divide the addresses, but it does not show whether they are those of clients.
    pub(super) may_be_several: bool,
}

pub(super) struct Found {
    pub(super) entry: RegisteredUri,
    /// Whether it stands where the redirect URIs were named.
    pub(super) is_listed: bool,
    pub(super) part: usize,
    pub(super) group: Group,
}

impl Draft {
    /// Takes the value of the current field, or the next line of it.
    pub(super) fn more(&mut self, text: &str) {
        match self.current {
            Some(Field::RedirectUris) => {
                self.reference = self.reference.take().or_else(|| reference(text));
            }
            Some(field) if !text.trim().is_empty() => {
                let is_value = field.takes(text);
                let value = match field {
                    Field::Id => field::id(text).unwrap_or_default(),
                    Field::State => field::state(text).unwrap_or_default(),
                    _ => text,
                };
                if is_value {
                    self.client.set(field, value);
                }
                // Scopes may have a line each.
                self.current = (field == Field::Scopes && is_value).then_some(field);
            }
            _ => {}
        }
    }

    /// Whether it tells more of a client than its name.
    pub(super) fn is_form(&self) -> bool {
        let is_known = |(field, _): &(Field, usize)| *field != Field::Name;
        self.columns.iter().any(is_known)
    }

    /// The client, unless nothing is known of it but what it is called.
    pub(super) fn client(mut self) -> Option<Registration> {
        // A link in another part of the text is no redirect URI.
        let is_meant = |found: &&Found| {
            let text = found.entry.text.to_ascii_lowercase();
            ["apps.", "crm", "phone."]
                .iter()
                .any(|sign| text.contains(sign))
        };
        let meant = self.found.iter().filter(is_meant);
        let parts: Vec<_> = meant.map(|found| found.part).collect();
        let any_listed = self.found.iter().any(|found| found.is_listed);
        self.found.retain(|found| {
            let is_in_part = parts.is_empty() || parts.contains(&found.part);
            found.is_listed || !any_listed && is_in_part
        });
        // A list of all, and one of what is missing.
        let said = self.found.iter().filter_map(|found| {
            let why = found.entry.not_counted.as_deref();
            let why = why.filter(|why| why.starts_with("also says"))?;
            Some((found.entry.text.clone(), why.to_owned()))
        });
        let said: HashMap<_, _> = said.collect();
        for Found { entry, .. } in &mut self.found {
            let why = said.get(&entry.text).cloned();
            entry.not_counted = entry.not_counted.take().or(why);
        }
        let groups = self.found.iter().map(|found| (&found.group, &found.entry));
        // Terraform says itself where a client ends.
        self.may_be_several |=
            !matches!(self.block, Block::Client(_)) && group::are_several(groups);
        let mut client = self.client;
        client.redirect_uris = self.found.into_iter().map(|found| found.entry).collect();
        let has_facts = client.grant.is_some() || client.state.is_some();
        let names = |(field, _): &(Field, usize)| *field == Field::RedirectUris;
        if !self.columns.iter().any(names) && client.redirect_uris.is_empty() && has_facts {
            client.incomplete = Some("the input does not hold them".to_owned());
        }
        if let Block::Client(name) = self.block {
            client.name.get_or_insert(name);
            let is_template =
                |entry: &RegisteredUri| entry.text.contains("${") || entry.text.contains("%s");
            let template = client.redirect_uris.iter().any(is_template);
            let reference = self.reference.or(template.then(|| "a variable".to_owned()));
            client.incomplete = reference.map(|name| elsewhere(&name)).or(client.incomplete);
        }
        if self.may_be_several {
            client.put_in_doubt(group::SEVERAL);
        }
        if let Some(why) = self.doubt {
            client.put_in_doubt(&why);
        }
        let is_any = has_facts || !client.redirect_uris.is_empty() || client.incomplete.is_some();
        is_any.then_some(client)
    }
}

impl Registration {
    /// Counts nothing as registered, for what is said behind "the text".
    pub(super) fn put_in_doubt(&mut self, why: &str) {
        self.incomplete = Some(format!("the text {why}"));
        for entry in &mut self.redirect_uris {
            entry.not_counted.get_or_insert_with(|| why.to_owned());
        }
    }
}
