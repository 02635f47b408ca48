//! Free text: a list, prose, a mail, HCL, YAML, what PowerShell prints, the page of the form. Nothing is parsed: addresses
//! are found where they stand, and fields by their names. A field that comes again is another client's.

use super::field::{Field, scopes};
use super::hcl::{Block, block, references};
use super::line::{IN_COMMENT, Style, entries, is_comment};
use super::mention;
use super::place::{Lines, lines};
use crate::genesys::ClientId;
use crate::registration::client::api_grant;
use crate::registration::{Entry, Registration};

pub(super) fn read(text: &str) -> Vec<Registration> {
    let mut lines = lines(text);
    // JSON with comments or a slip in it.
    if text.trim_start().starts_with(['{', '[']) && text.contains('"') {
        lines = lines.into_iter().flat_map(items).collect();
    }
    let mut reader = Reader {
        places: Lines::of(text),
        style: Style::of(&lines),
        is_diff: is_diff(&lines),
        drafts: vec![Draft::default()],
        ..Reader::default()
    };
    for (offset, line) in lines {
        reader.line(offset, line);
    }
    clients(reader.drafts)
}

#[derive(Default)]
struct Reader {
    places: Lines,
    style: Style,
    /// Plus and minus at the start of a line say what comes and what goes.
    is_diff: bool,
    drafts: Vec<Draft>,
    /// The last character before the line.
    before: Option<char>,
    /// What ends the comment that the line stands in.
    comment: Option<&'static str>,
    /// How many addresses the line before held.
    above: usize,
}

/// A client as far as it was read.
#[derive(Default)]
struct Draft {
    client: Registration,
    block: Block,
    found: Vec<Found>,
    /// In which column its id and its name were named.
    columns: Vec<(Field, usize)>,
    /// Whether the redirect URIs were named as such.
    named: bool,
    /// The field that the next lines are about.
    open: Option<Field>,
    key: String,
    /// What the heading says of the addresses below it.
    section: Option<String>,
    references: Vec<String>,
}

struct Found {
    entry: Entry,
    /// Whether it stands where the redirect URIs were named.
    listed: bool,
    key: String,
}

impl Reader {
    fn line(&mut self, offset: usize, line: &str) {
        let marks = |c: char| c.is_whitespace() || "+~-".contains(c);
        if let Some(block) = block(line.trim_start_matches(marks)) {
            return self.begin(block);
        }
        if line.trim() == "---" && !self.current().columns.is_empty() {
            return self.begin(Block::Text);
        }
        if line.trim().is_empty() {
            self.above = 0;
            return;
        }
        let mut found = self.entries(offset, line);
        let is_commented = |entry: &Entry| entry.not_counted.as_deref() == Some(IN_COMMENT);
        let is_comment = if found.is_empty() {
            is_comment(line)
        } else {
            found.iter().all(is_commented)
        };
        let is_comment = self.is_in_comment(line) || is_comment;
        if line.contains("unchanged element") {
            self.current().client.incomplete = Some("the plan does not show what stays".to_owned());
        }
        if !is_comment {
            self.field(line);
        }
        if found.is_empty() {
            return self.heading(line);
        }
        self.row(line, &found);
        let count = found.len();
        let is_gone = self.is_diff && line.trim_start().starts_with('-');
        let arrow = line.find("->").filter(|_| self.is_diff);
        let arrow = arrow
            .and_then(|at| line.get(..at))
            .map_or(0, |before| before.chars().count());
        let draft = self.current();
        let section = draft
            .section
            .as_ref()
            .map(|word| format!("says '{word}' above it"));
        for entry in &mut found {
            let is_replaced = entry.place.is_some_and(|place| place.column <= arrow);
            let gone = (is_gone || is_replaced).then(|| "removes it".to_owned());
            let comment = is_comment.then(|| IN_COMMENT.to_owned());
            let said = gone.or(comment).or(entry.not_counted.take());
            entry.not_counted = said.or_else(|| section.clone());
            entry.in_prose |= is_comment;
        }
        let listed = draft.open == Some(Field::RedirectUris);
        let key = draft.key.clone();
        draft.found.extend(found.into_iter().map(|entry| Found {
            entry,
            listed,
            key: key.clone(),
        }));
        self.above = count;
    }

    fn current(&mut self) -> &mut Draft {
        if self.drafts.is_empty() {
            self.drafts.push(Draft::default());
        }
        self.drafts.last_mut().expect("there is one")
    }

    fn begin(&mut self, block: Block) {
        self.drafts.push(Draft {
            block,
            ..Draft::default()
        });
        self.above = 0;
    }

    fn is_in_comment(&mut self, line: &str) -> bool {
        let opens = || {
            let signs = [("/*", "*/"), ("<!--", "-->")].into_iter();
            let mut opened = signs.filter(|(sign, _)| line.trim_start().starts_with(sign));
            opened.next().map(|(_, end)| end)
        };
        let open = self.comment.or_else(opens);
        self.comment = open.filter(|end| !line.contains(end));
        open.is_some()
    }

    fn entries(&mut self, offset: usize, line: &str) -> Vec<Entry> {
        let place = |at| Some(self.places.place(offset + at));
        let found = entries(line, self.before, &self.style, place);
        self.before = line.trim_end().chars().next_back().or(self.before);
        found
    }

    /// Takes what a line says of a field of the client.
    fn field(&mut self, line: &str) {
        if let Some(state) = told_state(line) {
            self.current().client.set(Field::State, state);
        }
        let Some((column, name, value)) = labelled(line) else {
            return self.current().more(line);
        };
        let draft = self.current();
        draft.key = name.to_owned();
        let Some(field) = Field::of(name) else {
            return draft.more(line);
        };
        if is_about(field, value) && matches!(field, Field::Id | Field::Name) {
            if draft.columns.contains(&(field, column)) && draft.block == Block::Text {
                self.begin(Block::Text);
            }
            self.current().columns.push((field, column));
        }
        let draft = self.current();
        draft.section = None;
        draft.open = Some(field);
        draft.named |= field == Field::RedirectUris;
        draft.more(value);
    }

    /// A row of a table that names its client by the id.
    fn row(&mut self, line: &str, found: &[Entry]) {
        let mut outside = line.to_owned();
        for entry in found {
            outside = outside.replace(&entry.text, " ");
        }
        let mut words = outside.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        let Some(id) = words.find(|word| is_id(word)) else {
            return;
        };
        if self
            .current()
            .client
            .id
            .as_deref()
            .is_some_and(|other| other != id)
        {
            let known = self
                .drafts
                .iter()
                .position(|draft| draft.client.id.as_deref() == Some(id));
            let draft = known.map(|place| self.drafts.remove(place));
            self.drafts.push(draft.unwrap_or_default());
        }
        self.current().client.set(Field::Id, id);
    }

    /// A line without an address: what it says holds for those below it or, as a remark, for those above.
    fn heading(&mut self, line: &str) {
        let said = mention::of_heading(line);
        let (above, is_label) = (self.above, line.trim_end().ends_with(':'));
        self.above = 0;
        let draft = self.current();
        if above > 0 && !is_label && said.is_some() {
            for found in draft.found.iter_mut().rev().take(above) {
                let why = said.as_ref().map(|word| format!("says '{word}' below it"));
                found.entry.not_counted = found.entry.not_counted.take().or(why);
            }
        } else {
            draft.section = said;
        }
    }
}

impl Draft {
    /// Takes the value of the open field, or the next line of it.
    fn more(&mut self, text: &str) {
        match self.open {
            Some(Field::RedirectUris) => {
                let names = references(text);
                self.references.extend(names.into_iter().map(str::to_owned));
            }
            Some(field) if !text.trim().is_empty() => {
                let is_value = is_about(field, text);
                if is_value {
                    self.client.set(field, text);
                }
                // Scopes may have a line each.
                self.open = (field == Field::Scopes && is_value).then_some(field);
            }
            _ => {}
        }
    }
}

/// Whether a text can be the value of a field.
fn is_about(field: Field, value: &str) -> bool {
    match field {
        Field::Id => {
            let mut words = value.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
            words.any(is_id)
        }
        Field::Grant => api_grant(value).is_some(),
        Field::Scopes => scopes(value).is_some(),
        Field::State => state(value).is_some(),
        _ => !value.trim().is_empty(),
    }
}

fn is_id(word: &str) -> bool {
    word.len() == 36 && ClientId::parse(word).is_ok()
}

fn state(text: &str) -> Option<&'static str> {
    let word = text
        .split(|c: char| !c.is_alphabetic())
        .find(|word| !word.is_empty())?
        .to_lowercase();
    Some(match word.as_str() {
        "active" | "aktiv" => "active",
        "inactive" | "inaktiv" => "inactive",
        "disabled" | "deaktiviert" => "disabled",
        "deleted" | "gelöscht" => "deleted",
        _ => return None,
    })
}

/// "Client is inactive", as the page of the form has it.
fn told_state(line: &str) -> Option<&'static str> {
    let lower = line.to_lowercase();
    let (_, behind) = lower
        .split_once("client is ")
        .or_else(|| lower.split_once("client ist "))?;
    state(behind)
}

/// The name before a colon or an equals sign, its column, and what stands behind.
fn labelled(line: &str) -> Option<(usize, &str, &str)> {
    let is_around =
        |c: char| c.is_whitespace() || c.is_ascii_digit() || "\"'`-*+•>|#_{,.)[".contains(c);
    let bare = line.trim_start_matches(is_around);
    let at = bare.find([':', '=', '\t', '|', '：']).unwrap_or(bare.len());
    let (name, value) = bare.split_at(at);
    let is_value = |c: char| c.is_whitespace() || ":=|：>".contains(c);
    let value = value.trim_start_matches(is_value);
    let name = name.trim_end_matches(|c: char| is_around(c) && !c.is_ascii_digit());
    let is_address = bare.get(at..).is_some_and(|rest| rest.starts_with("://"));
    (!is_address && name.len() < 60).then_some((line.len() - bare.len(), name, value))
}

/// The parts of a line of JSON, each with its offset and the comma or bracket behind it.
fn items((offset, line): (usize, &str)) -> Vec<(usize, &str)> {
    let mut is_quoted = false;
    let mut before = ' ';
    let ends = |c: char| {
        is_quoted ^= c == '"' && before != '\\';
        before = c;
        !is_quoted && matches!(c, ',' | '{' | '}')
    };
    let mut at = offset;
    line.split_inclusive(ends)
        .map(|item| {
            at += item.len();
            (at - item.len(), item)
        })
        .collect()
}

/// Whether the text says what was changed: a plan of Terraform, or what `diff` prints.
fn is_diff(lines: &[(usize, &str)]) -> bool {
    let begins = |signs: &[&str]| {
        let mut lines = lines.iter().map(|(_, line)| line.trim_start());
        lines.any(|line| signs.iter().any(|sign| line.starts_with(sign)))
    };
    begins(&["~ ", "@@ ", "diff --git", "-/+ ", "- resource "])
        || begins(&["+ ", "+\""]) && begins(&["- ", "-\""])
}

/// What the drafts come to.
fn clients(mut drafts: Vec<Draft>) -> Vec<Registration> {
    let is_ours = |draft: &Draft| matches!(draft.block, Block::Client(_));
    if drafts.iter().any(is_ours) {
        drafts.retain(|draft| is_ours(draft) || draft.block == Block::Locals);
    }
    let locals: Vec<Found> = drafts
        .extract_if(.., |draft| draft.block == Block::Locals)
        .flat_map(|draft| draft.found)
        .collect();
    drafts
        .into_iter()
        .map(|draft| client(draft, &locals))
        .filter(|client| !client.is_empty())
        .collect()
}

fn client(draft: Draft, locals: &[Found]) -> Registration {
    let mut client = draft.client;
    let is_resource = matches!(draft.block, Block::Client(_));
    if let Block::Client(name) = draft.block {
        client.name.get_or_insert(name);
    }
    let any_listed = draft.found.iter().any(|found| found.listed);
    let found = draft
        .found
        .into_iter()
        .filter(|found| found.listed || !any_listed);
    client.redirect_uris = found.map(|found| found.entry).collect();
    let mut elsewhere = None;
    for name in draft.references {
        let local = name.strip_prefix("local.").unwrap_or_default();
        let mut known = locals.iter().filter(|found| found.key == local).peekable();
        if known.peek().is_none() {
            elsewhere = Some(name);
        } else {
            client
                .redirect_uris
                .extend(known.map(|found| found.entry.clone()));
        }
    }
    if is_resource && elsewhere.is_none() {
        let holds = |sign: &str| {
            client
                .redirect_uris
                .iter()
                .any(|entry| entry.text.contains(sign))
        };
        elsewhere = ["${", "%s"]
            .into_iter()
            .find(|sign| holds(sign))
            .map(str::to_owned);
    }
    if let Some(name) = elsewhere {
        client.incomplete = Some(format!(
            "it refers to {name}, whose value is elsewhere in Terraform: run lint on the output of 'terraform show -json'"
        ));
    } else if client.redirect_uris.is_empty()
        && !draft.named
        && (client.grant.is_some() || client.state.is_some())
    {
        client.incomplete = Some("the input does not hold them".to_owned());
    }
    client
}
