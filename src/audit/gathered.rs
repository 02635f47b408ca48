//! What the answers say together: a function of the answers alone.

use super::{Plan, choice};
use crate::finding::Outcome;
use crate::platform_api::{Answer, ApiClient, Read, Usage, call, unreadable};
use crate::probe::{Cause, Evidence, Probe};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::HashSet;

/// Pages of the list that are asked for at the most.
const MOST_PAGES: usize = 100;
/// Clients that are asked for one by one at the most: the Platform API takes 300 requests a minute.
pub(super) const MOST_SINGLE: usize = 200;

/// Whose token it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub(crate) struct Organization {
    pub(super) name: Option<String>,
    pub(super) id: Option<String>,
}

/// What is read of `tokens/me`.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Token {
    pub(super) organization: Organization,
    /// Its scopes, where the answer names them.
    pub(super) authorized_scope: Option<Vec<String>>,
}

/// A client that is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Chosen {
    pub(super) client: ApiClient,
    /// Why; none as long as it is open whether it is MiraBridge's.
    pub(super) why: Option<String>,
    /// Whether it was asked for by its id, so that there is no more to know.
    pub(super) is_whole: bool,
    /// Why no more is known of it than the list says, if that is not enough.
    pub(super) unread: Option<Box<Outcome>>,
    /// The requests that it was told from.
    pub(super) told_by: Vec<Probe>,
    /// How much it was used, where that was asked for.
    pub(super) usage: Option<Read<Usage>>,
}

/// Everything that was learnt.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(super) evidence: Evidence,
    pub(super) token: Option<Read<Token>>,
    pub(super) chosen: Vec<Chosen>,
    /// What could not be read of the run as a whole.
    pub(super) unread: Vec<Outcome>,
    /// How many clients there are besides.
    pub(super) others: usize,
    ids: HashSet<String>,
    pages: HashSet<String>,
    entries: usize,
}

#[derive(Deserialize)]
struct Page<'a> {
    #[serde(borrow)]
    entities: Vec<&'a RawValue>,
    #[serde(default, rename = "nextUri")]
    next: Value,
    #[serde(default)]
    total: Value,
}

impl Gathered {
    /// Takes a page of the list, and names the one that follows.
    pub(super) fn take_page(&mut self, plan: &Plan, answer: &Answer) -> Option<Probe> {
        let page: Page<'_> = match answer.borrowed() {
            Ok(page) => page,
            Err(outcome) => {
                self.unread.push(*outcome);
                return None;
            }
        };
        self.pages.insert(answer.probe.url.clone());
        for entry in page.entities {
            self.entries += 1;
            match answer.part::<ApiClient>(entry) {
                Some(client) if !client.id().is_empty() => {
                    self.take_entry(plan, client, &answer.probe);
                }
                _ => self.incomplete(answer, "an entry of it is no client with an id"),
            }
        }
        let problem = match page.next {
            Value::String(next) if !next.is_empty() => {
                match call::next_page(&plan.region, &answer.probe.url, &next) {
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
                let came = self.entries;
                if let Some(total) = page.total.as_u64().filter(|total| *total > came as u64) {
                    let why = format!("it is said to have {total} entries, and {came} came");
                    self.incomplete(answer, &why);
                }
                return None;
            }
            _ => "the address of its next page is none",
        };
        self.incomplete(answer, problem);
        None
    }

    fn incomplete(&mut self, answer: &Answer, why: &str) {
        let outcome = unreadable(
            Cause::Unrecognized,
            "the list of clients is not complete",
            format!("The list of clients could not be read to its end: {why}. A client that is not in the part that came was not looked at."),
        )
        .with_remedy("Run audit with --client-id for each client that is missing here.");
        let mut earlier = self.unread.iter();
        if earlier.all(|earlier| earlier.message != outcome.message) {
            self.unread.push(answer.told(outcome));
        }
    }

    fn take_entry(&mut self, plan: &Plan, mut client: ApiClient, probe: &Probe) {
        const TWICE: &str = "is in the list twice, with differences";
        let why = choice::why(&client, &plan.region);
        let is_new = self.ids.insert(client.id().to_owned());
        if !is_new {
            match self.of(client.id()) {
                Some(earlier) if earlier.client.record == client.record => return,
                Some(earlier) => return earlier.client.note_odd("id", TWICE),
                None if why.is_none() => return,
                None => client.note_odd("id", TWICE),
            }
        }
        if why.is_some() || choice::is_undecided(&client) {
            self.chosen.push(Chosen {
                client,
                why,
                told_by: vec![probe.clone()],
                ..Chosen::default()
            });
        } else {
            self.others += 1;
        }
    }

    fn of(&mut self, id: &str) -> Option<&mut Chosen> {
        self.chosen
            .iter_mut()
            .find(|chosen| chosen.client.id() == id)
    }

    /// The ids of clients of which the list does not tell all that is needed.
    pub(super) fn to_ask(&self) -> Vec<String> {
        let open = self.chosen.iter().filter(|chosen| chosen.is_open());
        open.map(|chosen| chosen.client.id().to_owned()).collect()
    }

    /// Takes the answer about one client: that was asked for by its id, or of which the list does not tell enough.
    pub(super) fn take_client(&mut self, plan: &Plan, id: &str, answer: &Answer) {
        let read = answer.value().map(|client: ApiClient| client.asked_as(id));
        if self.of(id).is_none() {
            let mut asked = Chosen::default();
            id.clone_into(&mut asked.client.record.id);
            self.chosen.push(asked);
        }
        let Some(chosen) = self.of(id) else { return };
        match read {
            Ok(mut client) => {
                client.odd.append(&mut chosen.client.odd);
                let asked = || Some("it was asked for with --client-id".to_owned());
                chosen.why = chosen.why.take().or_else(|| match plan.client_id {
                    Some(_) => asked(),
                    None => choice::why(&client, &plan.region),
                });
                chosen.client = client;
                chosen.is_whole = true;
                chosen.told_by.push(answer.probe.clone());
            }
            Err(outcome) => chosen.unread = Some(outcome),
        }
    }

    /// Takes the count of calls of a client, or why there is none.
    pub(super) fn take_usage(&mut self, id: &str, usage: Read<Usage>) {
        if let Some(chosen) = self.of(id) {
            chosen.usage = Some(usage);
        }
    }

    /// The ids of those whose calls are to be counted.
    pub(super) fn to_count(&self) -> Vec<String> {
        let known = self.chosen.iter().filter(|chosen| chosen.why.is_some());
        known.map(|chosen| chosen.client.id().to_owned()).collect()
    }

    /// Says what is missing, when nothing more is asked: because it was too much, there was no time, or the run was
    /// interrupted.
    pub(super) fn end(&mut self, plan: &Plan, interrupted: bool) {
        let mut not_told = Vec::new();
        for mut chosen in std::mem::take(&mut self.chosen) {
            let is_open = chosen.is_open();
            if chosen.why.is_some() {
                if is_open {
                    chosen.unread.get_or_insert_with(|| Box::new(not_asked()));
                }
                self.chosen.push(chosen);
            } else if let Some(outcome) = chosen.unread {
                self.unread.push(outcome.about(Some(chosen.client.id())));
            } else if is_open {
                not_told.extend(chosen.told_by);
            } else if choice::is_undecided(&chosen.client) {
                let undecided = unreadable(
                    Cause::Unrecognized,
                    "the redirect URIs of a client are not told",
                    "The answer does not tell its redirect URIs, so that it may be MiraBridge's.",
                );
                self.unread.push(undecided.about(Some(chosen.client.id())));
            } else {
                self.others += 1;
            }
        }
        if let Some(probe) = not_told.first() {
            let mut outcome = not_asked().with_evidence([probe.clone()]);
            outcome.message = format!(
                "Of {} clients, the list does not tell the redirect URIs, and they were not asked for one by one. Any of them may be MiraBridge's.",
                not_told.len()
            );
            self.unread.push(outcome);
        }
        if self.unread.is_empty() && (interrupted || self.chosen.is_empty()) {
            let is_all = !interrupted && plan.client_id.is_none() && !self.pages.is_empty();
            let nothing = if is_all {
                none_found(self.others)
            } else {
                not_asked()
            };
            self.unread.push(nothing);
        }
        let key = |chosen: &Chosen| {
            (
                chosen.client.name().to_owned(),
                chosen.client.id().to_owned(),
            )
        };
        self.chosen.sort_by_cached_key(key);
        self.unread
            .sort_by(|one, other| one.subject.cmp(&other.subject));
    }
}

impl Chosen {
    /// Whether asking for it by its id can tell more.
    fn is_open(&self) -> bool {
        !self.is_whole && (self.why.is_none() || !self.client.lacking.is_empty())
    }
}

fn not_asked() -> Outcome {
    unreadable(
        Cause::NotAsked,
        "not everything could be asked",
        "What is registered was not asked for: the time was over, or it would have been too many requests.",
    )
}

fn none_found(others: usize) -> Outcome {
    unreadable(
        Cause::Indistinct,
        "no client looks like MiraBridge's",
        format!("None of the {others} clients of the organization has MiraBridge in its name or a redirect URI that MiraBridge Phone needs."),
    )
    .with_remedy("Name the client with --client-id. If there is none, 'mirabridge-oauth setup' prints the form for a new one.")
}
