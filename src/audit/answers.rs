//! What the answers say together: a function of the answers alone.

use super::answer::{Unreadable, read};
use super::client::ApiClient;
use super::secret::Mask;
use super::usage::Usage;
use super::{Plan, call, choice};
use crate::probe::{Cause, Evidence, Observation, Probe};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};

/// Pages of the list that are asked for at the most.
const MOST_PAGES: usize = 100;
/// Clients that are asked for one by one at the most: the Platform API takes 300 requests a minute.
pub(super) const MOST_SINGLE: usize = 200;

/// Whose token it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Organization {
    pub(super) name: String,
    pub(super) id: String,
    /// The scopes of the token, where the answer names them.
    pub(super) scopes: Option<Vec<String>>,
}

/// A client that is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chosen {
    pub(super) client: ApiClient,
    pub(super) why: String,
    /// Why no more is known of it than the list says, if that is not enough.
    pub(super) unread: Option<Unreadable>,
    /// The requests that it was told from.
    pub(super) told_by: Vec<Probe>,
    /// How much it was used, where that was asked for.
    pub(super) usage: Option<Result<Usage, Unreadable>>,
}

/// Everything that was learnt.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    pub(super) evidence: Evidence,
    pub(super) organization: Option<Result<Organization, Unreadable>>,
    pub(super) chosen: Vec<Chosen>,
    /// What could not be read of the run as a whole, with what it is about.
    pub(super) unread: Vec<(Option<String>, Unreadable)>,
    pub(super) others: usize,
    /// Clients of which the list does not tell whether they are MiraBridge's.
    open: Vec<(ApiClient, Probe)>,
    /// Those that an answer brought, each once.
    seen: BTreeMap<String, Option<usize>>,
    pages: HashSet<String>,
    entries: usize,
}

#[derive(Deserialize)]
struct Page {
    entities: Vec<Entity>,
    #[serde(rename = "nextUri", default)]
    next: Value,
    #[serde(default)]
    total: Value,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Entity {
    Client(Box<ApiClient>),
    Other(IgnoredAny),
}

impl Answers {
    pub(super) fn take_organization(
        &mut self,
        probe: &Probe,
        observation: &Observation,
        body: &[u8],
        mask: &Mask,
    ) {
        let read: Result<Value, _> = read(probe, observation, body, mask);
        self.organization = Some(read.map(|token| {
            let text = |value: Option<&Value>| {
                mask.cleaned(value.and_then(Value::as_str).unwrap_or_default())
            };
            let organization = token.get("organization");
            let part = |name| text(organization.and_then(|organization| organization.get(name)));
            let scopes = token.get("authorizedScope").and_then(Value::as_array);
            Organization {
                name: part("name"),
                id: part("id"),
                scopes: scopes.map(|scopes| scopes.iter().map(|scope| text(Some(scope))).collect()),
            }
        }));
    }

    /// Takes a page of the list, and names the one that follows.
    pub(super) fn take_page(
        &mut self,
        plan: &Plan,
        probe: &Probe,
        observation: &Observation,
        body: &[u8],
        mask: &Mask,
    ) -> Option<Probe> {
        let page: Page = match read(probe, observation, body, mask) {
            Ok(page) => page,
            Err(unreadable) => {
                self.unread.push((None, unreadable));
                return None;
            }
        };
        self.pages.insert(probe.url.clone());
        for entity in page.entities {
            match entity {
                Entity::Client(mut client) => {
                    client.clean(mask);
                    self.take_entry(plan, *client, probe);
                }
                Entity::Other(_) => {
                    self.incomplete(probe, "an entry of it is no client");
                }
            }
        }
        let problem = match page.next {
            Value::String(next) if !next.is_empty() => {
                match call::next_page(&plan.region, &probe.url, &next) {
                    None => {
                        "its next page is said to be at an address that is not of this list, and is not asked with a token"
                    }
                    Some(next) if self.pages.contains(&next.url) => "its pages lead in a circle",
                    Some(_) if self.pages.len() == MOST_PAGES => {
                        "it has more pages than anybody needs"
                    }
                    Some(next) => return Some(next),
                }
            }
            Value::Null | Value::String(_) => {
                let total = page
                    .total
                    .as_u64()
                    .and_then(|total| usize::try_from(total).ok());
                if let Some(total) = total.filter(|total| *total > self.entries) {
                    let came = self.entries;
                    self.incomplete(
                        probe,
                        &format!("it is said to have {total} entries, and {came} came"),
                    );
                }
                return None;
            }
            _ => "the address of its next page is none",
        };
        self.incomplete(probe, problem);
        None
    }

    fn incomplete(&mut self, probe: &Probe, why: &str) {
        let mut unreadable = Unreadable::new(
            Cause::Unrecognized,
            "the list of clients is not complete",
            format!("The list of clients could not be read to its end: {why}. A client that is not in the part that came was not looked at."),
        )
        .with_remedy("Run audit with --client-id for each client that is missing here.");
        unreadable.told_by = Some(Box::new(probe.clone()));
        if self
            .unread
            .iter()
            .all(|(_, earlier)| earlier.message != unreadable.message)
        {
            self.unread.push((None, unreadable));
        }
    }

    fn take_entry(&mut self, plan: &Plan, client: ApiClient, probe: &Probe) {
        self.entries += 1;
        if client.id().is_empty() {
            return self.incomplete(probe, "an entry of it has no id");
        }
        if let Some(earlier) = self.seen.get(client.id()) {
            let earlier = earlier.and_then(|index| self.chosen.get_mut(index));
            if let Some(earlier) = earlier.filter(|earlier| earlier.client != client) {
                earlier
                    .client
                    .odd
                    .push("the list has it twice, with differences".to_owned());
            }
            return;
        }
        let id = client.id().to_owned();
        let mut index = None;
        if let Some(why) = choice::why(&client, &plan.region) {
            index = Some(self.chosen.len());
            self.chosen.push(Chosen {
                client,
                why,
                unread: None,
                told_by: vec![probe.clone()],
                usage: None,
            });
        } else if choice::is_open(&client) {
            self.open.push((client, probe.clone()));
        } else {
            self.others += 1;
        }
        self.seen.insert(id, index);
    }

    /// The ids of clients of which the list does not tell all that is needed.
    pub(super) fn to_ask(&self) -> Vec<String> {
        let chosen = self.chosen.iter().map(|chosen| &chosen.client);
        let chosen = chosen.filter(|client| !client.lacking.is_empty());
        let open = self.open.iter().map(|(client, _)| client);
        chosen
            .chain(open)
            .map(|client| client.id().to_owned())
            .collect()
    }

    /// Takes the answer about one client: that was asked for by its id, or of which the list does not tell enough.
    pub(super) fn take_client(
        &mut self,
        plan: &Plan,
        id: &str,
        probe: &Probe,
        observation: &Observation,
        body: &[u8],
        mask: &Mask,
    ) {
        let read: Result<ApiClient, Unreadable> =
            read(probe, observation, body, mask).map(|mut client: ApiClient| {
                client.clean(mask);
                if !client.id().eq_ignore_ascii_case(id) {
                    let other = std::mem::take(&mut client.registration.id);
                    let other = other.unwrap_or_default();
                    client.odd.push(format!(
                        "it was asked for as {id}, and the answer is about '{other}'"
                    ));
                    client.registration.id = Some(id.to_owned());
                }
                client
            });
        self.take_read(plan, id, probe, read);
    }

    fn take_read(
        &mut self,
        plan: &Plan,
        id: &str,
        probe: &Probe,
        read: Result<ApiClient, Unreadable>,
    ) {
        let listed = self
            .chosen
            .iter_mut()
            .find(|chosen| chosen.client.id() == id);
        match (listed, read) {
            (Some(chosen), Ok(client)) => {
                let odd = std::mem::take(&mut chosen.client.odd);
                chosen.client = client;
                chosen.client.odd.extend(odd);
                chosen.told_by.push(probe.clone());
            }
            (Some(chosen), Err(unreadable)) => chosen.unread = Some(unreadable),
            (None, Ok(client)) => {
                let why = if plan.client_id.is_some() {
                    Some("it was asked for with --client-id".to_owned())
                } else {
                    choice::why(&client, &plan.region)
                };
                self.open.retain(|(open, _)| open.id() != id);
                match why {
                    Some(why) => self.chosen.push(Chosen {
                        client,
                        why,
                        unread: None,
                        told_by: vec![probe.clone()],
                        usage: None,
                    }),
                    None if choice::is_open(&client) => {
                        self.unread.push((Some(id.to_owned()), undecided()));
                    }
                    None => self.others += 1,
                }
            }
            (None, Err(unreadable)) => {
                self.open.retain(|(open, _)| open.id() != id);
                self.unread.push((Some(id.to_owned()), unreadable));
            }
        }
    }

    /// Takes the count of calls of a client, or why there is none.
    pub(super) fn take_usage(&mut self, id: &str, usage: Result<Usage, Unreadable>) {
        if let Some(chosen) = self
            .chosen
            .iter_mut()
            .find(|chosen| chosen.client.id() == id)
        {
            chosen.usage = Some(usage);
        }
    }

    /// The ids of those whose calls are to be counted.
    pub(super) fn to_count(&self) -> Vec<String> {
        self.chosen
            .iter()
            .map(|chosen| chosen.client.id().to_owned())
            .collect()
    }

    /// Says what is missing, when nothing more is asked: because it was too much, or there was no time.
    pub(super) fn end(&mut self, plan: &Plan) {
        for chosen in &mut self.chosen {
            if chosen.told_by.len() == 1
                && !chosen.client.lacking.is_empty()
                && plan.client_id.is_none()
            {
                chosen.unread.get_or_insert_with(not_asked);
            }
        }
        let open = std::mem::take(&mut self.open);
        if let Some((_, probe)) = open.first() {
            let mut unreadable = not_asked();
            unreadable.message = format!(
                "Of {} clients, the list does not tell the redirect URIs, and they were not asked for one by one. Any of them may be MiraBridge's.",
                open.len()
            );
            unreadable.told_by = Some(Box::new(probe.clone()));
            self.unread.push((None, unreadable));
        }
        let is_nothing_unread = self.unread.is_empty();
        if self.chosen.is_empty() && is_nothing_unread {
            let nothing = if plan.client_id.is_some() || self.pages.is_empty() {
                not_asked()
            } else {
                none_found(self.others)
            };
            self.unread.push((None, nothing));
        }
        let key = |chosen: &Chosen| {
            (
                chosen.client.name().to_owned(),
                chosen.client.id().to_owned(),
            )
        };
        self.chosen.sort_by_cached_key(key);
        self.unread.sort_by(|one, other| one.0.cmp(&other.0));
    }
}

fn undecided() -> Unreadable {
    Unreadable::new(
        Cause::Unrecognized,
        "the redirect URIs of a client are not told",
        "The answer does not tell its redirect URIs, so that it may be MiraBridge's.",
    )
}

pub(super) fn not_asked() -> Unreadable {
    Unreadable::new(
        Cause::NotAsked,
        "not everything could be asked",
        "What is registered was not asked for: the time was over, or it would have been too many requests.",
    )
}

fn none_found(others: usize) -> Unreadable {
    Unreadable::new(
        Cause::Indistinct,
        "no client looks like MiraBridge's",
        format!("None of the {others} clients of the organization has MiraBridge in its name or a redirect URI that MiraBridge Phone needs."),
    )
    .with_remedy("Name the client with --client-id. If there is none, 'mirabridge-oauth setup' prints the form for a new one.")
}
