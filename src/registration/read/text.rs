//! Free text: a list, prose, a mail, HCL, YAML, what PowerShell prints, the page of the form. Nothing is parsed: addresses
//! are found where they stand, and fields by their names. A field that comes again is another client's.

use super::field::{self, Field};
use super::line::{IN_COMMENT, entries, is_comment};
use super::place::{Places, lines};
use super::terraform::{self, Block, block, elsewhere, references};
use super::{address, mention};
use crate::registration::client::MOST;
use crate::registration::{Entry, Registration};

pub(super) fn read(text: &str) -> Vec<Registration> {
    if !address::any(text) && !text.contains(terraform::RESOURCE) {
        return Vec::new();
    }
    let lines = lines(text);
    let mut reader = Reader {
        places: Places::of(text),
        is_diff: is_diff(&lines),
        is_padded: is_padded(&lines),
        drafts: vec![Draft::default()],
        ..Reader::default()
    };
    for (offset, line) in lines {
        if reader.count > MOST {
            break;
        }
        reader.line(offset, line);
    }
    clients(reader.drafts)
}

#[derive(Default)]
struct Reader<'a> {
    places: Places<'a>,
    /// Plus and minus at the start of a line say what comes and what goes.
    is_diff: bool,
    /// Every line ends with spaces, as consoles fill their width.
    is_padded: bool,
    drafts: Vec<Draft>,
    /// The last character before the line.
    before: Option<char>,
    /// What ends the comment that the line stands in.
    comment: Option<&'static str>,
    /// How many addresses the line above has.
    above: usize,
    /// How many addresses there are so far.
    count: usize,
    /// Which part of the text this is; words divide two.
    block: usize,
}

/// A client as far as it was read.
#[derive(Default)]
struct Draft {
    client: Registration,
    block: Block,
    found: Vec<Found>,
    /// In which column a field was named.
    columns: Vec<(Field, usize)>,
    /// The field that the next lines are about.
    open: Option<Field>,
    /// The last name before a colon or an equals sign.
    key: String,
    /// The word by which a heading calls the addresses below it missing.
    section: Option<String>,
    references: Vec<String>,
}

struct Found {
    entry: Entry,
    /// Whether it stands where the redirect URIs were named.
    is_listed: bool,
    key: String,
}

impl Reader<'_> {
    fn line(&mut self, offset: usize, line: &str) {
        let line = if self.is_padded {
            line.trim_end()
        } else {
            line
        };
        if let Some(block) = block(line) {
            return self.begin(block);
        }
        if line.trim() == "---" && !self.draft().columns.is_empty() {
            return self.begin(Block::Text);
        }
        if line.trim().is_empty() {
            self.above = 0;
            return;
        }
        let places = &self.places;
        let mut found = entries(line, self.before, |at| Some(places.place(offset + at)));
        self.before = line.trim_end().chars().next_back();
        let all_commented = !found.is_empty()
            && found
                .iter()
                .all(|entry| entry.not_counted.as_deref() == Some(IN_COMMENT));
        let is_comment =
            self.is_in_comment(line) || all_commented || found.is_empty() && is_comment(line);
        let is_cut = ["...", "…"]
            .iter()
            .any(|mark| line.trim_end_matches(['}', ']', ' ']).ends_with(mark));
        if line.contains("unchanged element") || is_cut && !found.is_empty() {
            self.draft().client.incomplete =
                Some("the text does not show the whole list".to_owned());
        }
        // Headings of Markdown look like comments.
        if !is_comment || line.starts_with('#') && !line.contains([':', '=']) {
            self.field(line);
        }
        if found.is_empty() {
            return self.remark(line);
        }
        self.row(line, &found);
        self.mark(line, is_comment, &mut found);
        self.above = found.len();
        self.count += found.len();
        let draft = self.draft();
        let is_listed = draft.open == Some(Field::RedirectUris);
        let key = draft.key.clone();
        draft.found.extend(found.into_iter().map(|entry| Found {
            entry,
            is_listed,
            key: key.clone(),
        }));
    }

    /// Notes of the entries of a line what the text around it says of them.
    fn mark(&mut self, line: &str, is_comment: bool, found: &mut [Entry]) {
        let is_gone = self.is_diff && line.trim_start().starts_with('-');
        let arrow = line.find("->").filter(|_| self.is_diff);
        let arrow = arrow
            .and_then(|at| line.get(..at))
            .map_or(0, |before| before.chars().count());
        let block = self.block;
        let section = self
            .draft()
            .section
            .as_ref()
            .map(|word| format!("says '{word}' above it"));
        for entry in found {
            let is_replaced = entry.place.is_some_and(|place| place.column <= arrow);
            let gone = (is_gone || is_replaced).then(|| "removes it".to_owned());
            let comment = is_comment.then(|| IN_COMMENT.to_owned());
            let said = gone.or(comment).or(entry.not_counted.take());
            entry.not_counted = said.or_else(|| section.clone());
            entry.in_prose |= is_comment;
            entry.block = Some(block);
        }
    }

    fn draft(&mut self) -> &mut Draft {
        if self.drafts.is_empty() {
            self.drafts.push(Draft::default());
        }
        self.drafts.last_mut().expect("there is one")
    }

    fn begin(&mut self, block: Block) {
        let draft = Draft {
            block,
            ..Draft::default()
        };
        self.drafts.push(draft);
        self.above = 0;
        self.block += 1;
    }

    fn is_in_comment(&mut self, line: &str) -> bool {
        let opens = || {
            let mut signs = [("/*", "*/"), ("<!--", "-->")].into_iter();
            signs
                .find(|(sign, _)| line.trim_start().starts_with(sign))
                .map(|(_, end)| end)
        };
        let open = self.comment.or_else(opens);
        self.comment = open.filter(|end| !line.contains(end));
        open.is_some()
    }

    /// Takes what a line says of a field of the client.
    fn field(&mut self, line: &str) {
        let lower = line.to_lowercase();
        let state = lower
            .split_once("client is ")
            .or_else(|| lower.split_once("client ist "));
        if let Some(state) = state.and_then(|(_, behind)| field::state(behind)) {
            self.draft().client.set(Field::State, state);
        }
        let Some((column, name, value)) = labelled(line) else {
            return self.draft().more(line);
        };
        name.clone_into(&mut self.draft().key);
        let numbered = name
            .split_once(' ')
            .filter(|(kind, number)| is_client(kind) && number.len() < 4);
        let field = if numbered.is_some() {
            Some(Field::Name)
        } else {
            Field::of(name)
        };
        let draft = self.draft();
        let Some(field) = field else {
            // Another list beside the one of the redirect URIs.
            let is_beside = draft.columns.contains(&(Field::RedirectUris, column));
            if is_beside
                && (name.contains(['_', '-'])
                    || name.contains(char::is_uppercase) && !name.contains(' '))
            {
                draft.open = None;
            }
            return draft.more(line);
        };
        let value = numbered.map_or(value, |_| name);
        let starts = matches!(field, Field::Id | Field::Name)
            || is_key(name) && field != Field::RedirectUris;
        if starts && field.takes(value) {
            let known = draft.columns.iter().find(|(other, _)| *other == field);
            match known.map(|(_, known)| *known) {
                // That of somebody who changed it.
                Some(known) if known < column => return,
                Some(known) if known > column && field == Field::Id => draft.client.id = None,
                Some(known) if known == column && draft.block == Block::Text => {
                    self.begin(Block::Text);
                }
                _ => {}
            }
        }
        let draft = self.draft();
        if field.takes(value) || field == Field::RedirectUris {
            draft.columns.retain(|(other, _)| *other != field);
            draft.columns.push((field, column));
        }
        draft.section = None;
        draft.open = Some(field);
        draft.more(value);
    }

    /// A row of a table that names its client by the id.
    fn row(&mut self, line: &str, found: &[Entry]) {
        let outside = found.iter().fold(line.to_owned(), |line, entry| {
            line.replacen(&entry.text, " ", 1)
        });
        let Some(id) = field::id(&outside) else {
            return;
        };
        let of_client = |draft: &Draft| draft.client.id.as_deref() == Some(id);
        if self.draft().client.id.is_some() && !of_client(self.draft()) {
            let known = self.drafts.iter().position(of_client);
            let draft = known.map(|place| self.drafts.remove(place));
            self.drafts.push(draft.unwrap_or_default());
        }
        self.draft().client.set(Field::Id, id);
    }

    /// A line without an address: a heading, a remark on what stands above, or other words.
    fn remark(&mut self, line: &str) {
        let above = std::mem::take(&mut self.above);
        let is_label = line.trim_end().ends_with([':', '：']);
        if !is_label && labelled(line).is_none_or(|(_, _, value)| value.is_empty()) {
            self.block += 1;
        }
        let lone =
            field::id(line).filter(|id| line.trim_matches(|c: char| !c.is_alphanumeric()) == *id);
        if lone.is_some()
            && self.draft().client.id.as_deref() != lone
            && !self.draft().found.is_empty()
        {
            self.begin(Block::Text);
        }
        let draft = self.draft();
        draft.client.set(Field::Id, lone.unwrap_or_default());
        draft.section = None;
        let Some(word) = mention::of_heading(line) else {
            return;
        };
        let lower = line.to_lowercase();
        let is_named = |found: &Found| {
            let file = found.entry.text.rsplit('/').next().unwrap_or_default();
            let name = file.split('.').next().unwrap_or_default().to_lowercase();
            name.len() > 3 && lower.contains(&name)
        };
        let count = draft.found.len();
        let spoken_of = match draft.found.iter().rposition(is_named) {
            Some(place) => place..place + 1,
            None if is_label => count..count,
            None => count - above.min(count)..count,
        };
        if spoken_of.is_empty() {
            draft.section = Some(word);
        } else {
            for found in draft.found.get_mut(spoken_of).unwrap_or_default() {
                let why = format!("says '{word}' of it");
                found.entry.not_counted.get_or_insert(why);
            }
        }
    }
}

impl Draft {
    /// Takes the value of the open field, or the next line of it.
    fn more(&mut self, text: &str) {
        match self.open {
            Some(Field::RedirectUris) => {
                self.references.extend(references(text).map(str::to_owned));
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
                self.open = (field == Field::Scopes && is_value).then_some(field);
            }
            _ => {}
        }
    }
}

/// Whether a name is one for programs.
fn is_key(name: &str) -> bool {
    let is_inner = |c: char| c == '_' || c.is_uppercase();
    !name.contains(' ') && name.chars().skip(1).any(is_inner)
}

fn is_client(word: &str) -> bool {
    ["client", "app", "application", "widget"].contains(&word.to_lowercase().as_str())
}

/// The name before a colon or an equals sign, its column, and what stands behind.
fn labelled(line: &str) -> Option<(usize, &str, &str)> {
    let is_around =
        |c: char| c.is_whitespace() || c.is_ascii_digit() || "\"'`-*+~•>|#_{,.)[".contains(c);
    let bare = line.trim_start_matches(is_around);
    let at = bare.find([':', '=', '\t', '|', '：']).unwrap_or(bare.len());
    let (name, value) = bare.split_at_checked(at)?;
    let is_address = value.starts_with("://");
    let value = value.trim_start_matches(|c: char| c.is_whitespace() || ":=|：>".contains(c));
    let name = name.trim_end_matches(|c: char| is_around(c) && !c.is_ascii_digit());
    (!is_address && name.len() < 60).then_some((line.len() - bare.len(), name, value))
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

fn is_padded(lines: &[(usize, &str)]) -> bool {
    let mut written = lines
        .iter()
        .map(|(_, line)| line)
        .filter(|line| !line.trim().is_empty());
    written.clone().any(|line| !line.contains("://")) && written.all(|line| line.ends_with("  "))
}

/// What the drafts come to.
fn clients(mut drafts: Vec<Draft>) -> Vec<Registration> {
    let is_resource = |draft: &Draft| matches!(draft.block, Block::Client(_));
    if drafts.iter().any(is_resource) {
        drafts.retain(|draft| is_resource(draft) || draft.block == Block::Locals);
    }
    let locals = drafts.extract_if(.., |draft| draft.block == Block::Locals);
    let locals: Vec<Found> = locals.flat_map(|draft| draft.found).collect();
    drafts
        .into_iter()
        .filter_map(|draft| client(draft, &locals))
        .collect()
}

/// The client of a draft, unless nothing is known of it but what it is called.
fn client(draft: Draft, locals: &[Found]) -> Option<Registration> {
    let mut client = draft.client;
    let is_resource = matches!(draft.block, Block::Client(_));
    if let Block::Client(name) = draft.block {
        client.name.get_or_insert(name);
    }
    let any_listed = draft.found.iter().any(|found| found.is_listed);
    let found = draft
        .found
        .into_iter()
        .filter(|found| found.is_listed || !any_listed);
    client.redirect_uris = found.map(|found| found.entry).collect();
    let mut open = None;
    for name in draft.references {
        let local = name.strip_prefix("local.").unwrap_or_default();
        let known = locals.iter().filter(|found| found.key == local);
        let known: Vec<_> = known.map(|found| found.entry.clone()).collect();
        if known.is_empty() {
            open = Some(name);
        }
        client.redirect_uris.extend(known);
    }
    if is_resource {
        let texts = client.redirect_uris.iter().map(|entry| &entry.text);
        let signs =
            texts.filter_map(|text| ["${", "%s"].into_iter().find(|sign| text.contains(sign)));
        open = open.or_else(|| signs.map(str::to_owned).next());
    }
    let is_named = draft
        .columns
        .iter()
        .any(|(field, _)| *field == Field::RedirectUris);
    let has_facts = client.grant.is_some() || client.state.is_some();
    if let Some(name) = open {
        client.incomplete = Some(elsewhere(&name));
    } else if client.redirect_uris.is_empty() && !is_named && has_facts {
        client.incomplete = Some("the input does not hold them".to_owned());
    }
    (has_facts || !client.redirect_uris.is_empty() || client.incomplete.is_some()).then_some(client)
}
