//! Free text: a list, prose, a mail, HCL, YAML, what PowerShell prints, the page of the form. Nothing is parsed: addresses
//! are found where they stand, and fields by their names. A field that comes again is another client's.

use super::address::{addresses, left_out};
use super::doubt;
use super::field::{self, Field};
use super::group::{self, Group};
use super::{Places, RESOURCE, elsewhere, lines};
use crate::genesys::{is_bracket, is_quote};
use crate::registration::{MOST, RegisteredUri, Registration};
use std::collections::HashMap;
use std::ops::Range;

const IN_COMMENT: &str = "has it in a comment";
/// What stands between an address and the one that takes its place.
const ARROWS: [&str; 4] = ["->", "=>", "→", "⇒"];

pub(super) fn read(text: &str) -> Vec<Registration> {
    let mut lines = lines(text);
    // Consoles fill their width.
    if lines.iter().any(|(_, line)| !line.contains("://"))
        && lines
            .iter()
            .all(|(_, line)| line.ends_with("  ") || line.trim().is_empty())
    {
        for (_, line) in &mut lines {
            *line = line.trim_end();
        }
    }
    let mut reader = Reader {
        places: Places::of(text),
        before: None,
        comment_end: None,
        count: 0,
        part: 0,
        group: Group::default(),
        drafts: vec![Draft::default()],
    };
    for (offset, line) in &lines {
        if reader.count > MOST {
            break;
        }
        reader.line(*offset, line);
    }
    let mut drafts = reader.drafts;
    let is_resource = |draft: &Draft| matches!(draft.block, Block::Client(_));
    if drafts.iter().any(is_resource) {
        drafts.retain(is_resource);
    }
    let mut clients: Vec<_> = drafts.into_iter().filter_map(Draft::client).collect();
    if is_diff(&lines) {
        for client in &mut clients {
            client.put_in_doubt("is a plan or a comparison, not what is registered");
        }
    }
    clients
}

/// The entries of a line. `before` is the last character of the text before it.
pub(super) fn entries(line: &str, before: Option<char>) -> Vec<(Range<usize>, RegisteredUri)> {
    let mut entries = Vec::new();
    let mut around = String::new();
    let mut label = "";
    let mut from = 0;
    let mut is_changed = false;
    for address in addresses(line, before) {
        let between = line.get(from..address.start).unwrap_or_default();
        let is_around = |c: char| c.is_whitespace() || is_quote(c) || is_bracket(c) || c == ',';
        let head = between.trim_end_matches(is_around);
        let is_comment = [" #", " //", "/*", "!--"]
            .iter()
            .any(|sign| head.ends_with(sign));
        if from == 0 && head.ends_with([':', '=', '-', '–', '→', '：']) {
            label = between;
        } else {
            around.push_str(between);
        }
        let behind = line.get(address.end..).unwrap_or_default();
        let behind = behind.trim_start_matches(is_around);
        is_changed |= ARROWS.iter().any(|arrow| behind.starts_with(arrow));
        let entry = RegisteredUri {
            text: line.get(address.clone()).unwrap_or_default().to_owned(),
            not_counted: is_comment.then(|| IN_COMMENT.to_owned()),
            left_out: left_out(line, from, &address),
            place: None,
        };
        around.push(' ');
        from = address.end;
        entries.push((address, entry));
    }
    around.push_str(line.get(from..).unwrap_or_default());
    let change = is_changed.then(|| "says what it becomes".to_owned());
    if let Some(why) = change.or_else(|| doubt::of_line(label, &around)) {
        for (_, entry) in &mut entries {
            entry.not_counted.get_or_insert_with(|| why.clone());
        }
    }
    entries
}

struct Reader<'a> {
    places: Places<'a>,
    /// The last character before the line.
    before: Option<char>,
    /// What ends the comment that the line stands in.
    comment_end: Option<&'static str>,
    /// How many addresses there are so far.
    count: usize,
    /// Which part of the text this is; words divide two.
    part: usize,
    group: Group,
    drafts: Vec<Draft>,
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
    /// How many addresses stood before the ones directly above.
    above: usize,
    /// Why the addresses below a heading are not counted.
    section: Option<String>,
    /// Why none of the addresses is counted.
    doubt: Option<String>,
    /// What the redirect URIs are taken from in Terraform.
    reference: Option<String>,
    /// Names or ids divide the addresses, but it does not show whether they are those of clients.
    may_be_several: bool,
}

struct Found {
    entry: RegisteredUri,
    /// Whether it stands where the redirect URIs were named.
    is_listed: bool,
    part: usize,
    group: Group,
}

/// Where a draft stands in a file of Terraform.
#[derive(Default, PartialEq, Eq)]
enum Block {
    #[default]
    None,
    /// In an OAuth client of Genesys Cloud, which Terraform calls so.
    Client(String),
    Other,
}

impl Reader<'_> {
    fn line(&mut self, offset: usize, line: &str) {
        if let Some(block) = block(line) {
            return self.begin(block);
        }
        if line.trim() == "---" && !self.draft().columns.is_empty() {
            return self.begin(Block::None);
        }
        if line.trim().is_empty() {
            return;
        }
        let found = entries(line, self.before);
        self.before = line.trim_end().chars().next_back();
        let head = found.first().map_or(line.len(), |(range, _)| range.start);
        let is_comment =
            self.is_in_comment(line) || is_comment(line.get(..head).unwrap_or_default());
        // Headings of Markdown look like comments.
        if !is_comment || line.starts_with('#') && !line.contains([':', '=']) {
            self.field(line);
        }
        let outside = outside(line, &found);
        self.lone_id(line, &outside, !found.is_empty());
        let draft = self.draft();
        draft.doubt = draft.doubt.take().or_else(|| doubt::of_sentence(&outside));
        if found.is_empty() {
            return self.remark(line);
        }
        self.count += found.len();
        let part = self.part;
        let mut from = 0;
        let mut groups = Vec::new();
        for (range, _) in &found {
            self.name(line, from, range);
            groups.push(self.group.clone());
            from = range.end;
        }
        let places = &self.places;
        let draft = self.drafts.last_mut().expect("there is one from the start");
        let shown = line.trim_end_matches(['}', ']', ' ']);
        if shown.ends_with("...") || shown.ends_with('…') {
            draft.client.incomplete = Some("the text does not show the whole list".to_owned());
        }
        let comment = is_comment.then(|| IN_COMMENT.to_owned());
        let why = comment.or_else(|| draft.section.clone());
        let is_listed = draft.open == Some(Field::RedirectUris);
        for ((range, mut entry), group) in found.into_iter().zip(groups) {
            entry.place = Some(places.place(offset + range.start));
            entry.not_counted = entry.not_counted.or_else(|| why.clone());
            draft.found.push(Found {
                entry,
                is_listed,
                part,
                group,
            });
        }
    }

    /// Takes the name before an address, or in a column behind it. The one before it in the line ends at `from`.
    fn name(&mut self, line: &str, from: usize, address: &Range<usize>) {
        let is_around = |c: char| c == ' ' || is_quote(c);
        let head = line.get(from..address.start).unwrap_or_default();
        let ends = head.trim_end_matches(is_around);
        let is_label = from == 0 || ends.ends_with([':', '=', '：']);
        let tail = line.get(address.end..).unwrap_or_default();
        let is_column = tail
            .trim_start_matches(is_around)
            .starts_with([',', ';', '\t', '|']);
        let parts = [
            (head, is_label),
            (tail, from == 0 && is_column && !tail.contains("://")),
        ];
        let names = parts.map(|(text, is_one)| {
            if is_one {
                group::name(text)
            } else {
                String::new()
            }
        });
        let name = names.join(" ");
        if !name.trim().is_empty() {
            self.group.1 = name;
        }
    }

    fn draft(&mut self) -> &mut Draft {
        self.drafts.last_mut().expect("there is one from the start")
    }

    fn begin(&mut self, block: Block) {
        self.drafts.push(Draft {
            block,
            ..Draft::default()
        });
        self.part += 1;
    }

    fn is_in_comment(&mut self, line: &str) -> bool {
        let opens = || {
            let mut signs = [("/*", "*/"), ("<!--", "-->")].into_iter();
            let sign = signs.find(|(sign, _)| line.trim_start().starts_with(sign));
            sign.map(|(_, end)| end)
        };
        let open = self.comment_end.or_else(opens);
        self.comment_end = open.filter(|end| !line.contains(end));
        open.is_some()
    }

    /// Takes what a line says of a field of the client.
    fn field(&mut self, line: &str) {
        let lower = line.to_lowercase();
        let state = ["client is ", "client ist "]
            .iter()
            .find_map(|words| lower.split_once(words));
        if let Some(state) = state.and_then(|(_, behind)| field::state(behind)) {
            self.draft().client.set(Field::State, state);
        }
        let Some((column, name, value)) = labelled(line) else {
            return self.draft().more(line);
        };
        let (field, value) = if is_numbered(name) {
            (Some(Field::Name), name)
        } else {
            (Field::of(name), value)
        };
        let draft = self.draft();
        let Some(field) = field else {
            // Another list beside the one of the redirect URIs.
            let is_beside = draft.columns.contains(&(Field::RedirectUris, column));
            if is_beside && is_key(name) {
                draft.open = None;
            }
            return draft.more(line);
        };
        let is_told = field.takes(value);
        let is_single = matches!(field, Field::Id | Field::Name)
            || is_key(name) && field != Field::RedirectUris;
        if is_single && is_told {
            let known = draft.columns.iter().find(|(other, _)| *other == field);
            match known.map(|(_, known)| *known) {
                // That of somebody who changed it.
                Some(known) if known < column => return,
                Some(known) if known > column && field == Field::Id => draft.client.id = None,
                Some(known) if known == column && draft.block == Block::None => {
                    if draft.is_form() || field != Field::Name {
                        self.begin(Block::None);
                    } else {
                        draft.may_be_several = true;
                    }
                }
                _ => {}
            }
        }
        let draft = self.draft();
        if is_told || field == Field::RedirectUris {
            draft.columns.retain(|(other, _)| *other != field);
            draft.columns.push((field, column));
        }
        draft.section = None;
        draft.open = Some(field);
        draft.more(value);
    }

    /// An id without a name for it, in a row of a table or in a line of its own.
    fn lone_id(&mut self, line: &str, outside: &str, has_addresses: bool) {
        let is_around = |c: char| !c.is_alphanumeric();
        let is_alone = |id: &&str| has_addresses || line.trim_matches(is_around) == *id;
        if let Some(id) = field::id(outside).filter(is_alone) {
            let draft = self.draft();
            draft.client.set(Field::Id, id);
            draft.may_be_several |= draft.client.id.as_deref() != Some(id);
        }
    }

    /// A line without an address: a heading, a remark on what stands above, or other words.
    fn remark(&mut self, line: &str) {
        let is_label = line.trim_end().ends_with([':', '：']) || line.starts_with('#');
        if !is_label && labelled(line).is_none_or(|(_, _, value)| value.is_empty()) {
            self.part += 1;
        }
        let field = labelled(line).and_then(|(_, name, _)| Field::of(name));
        let is_field = |field| ![Field::RedirectUris, Field::Name].contains(&field);
        let name = group::name(line);
        if field.is_some_and(is_field) {
            // It is about the same client.
        } else if name.contains(char::is_alphabetic) {
            self.group = (self.group.0 + 1, String::new());
        } else if !name.is_empty() {
            self.group.1 = name;
        } else if line.trim().len() > 2 && !line.contains(char::is_alphanumeric) {
            // A rule across the page.
            self.group.1 = format!("below {}", self.count);
        }
        let draft = self.draft();
        let above = std::mem::replace(&mut draft.above, draft.found.len());
        if let Some(why) = doubt::of_heading(line).filter(|_| !is_label) {
            for found in draft.found.get_mut(above..).unwrap_or_default() {
                found.entry.not_counted.get_or_insert_with(|| why.clone());
            }
        }
        let leads_on = is_label || above == draft.found.len();
        draft.section = doubt::of_heading(line).filter(|_| leads_on);
    }
}

impl Draft {
    /// Takes the value of the open field, or the next line of it.
    fn more(&mut self, text: &str) {
        match self.open {
            Some(Field::RedirectUris) => {
                self.reference = self.reference.take().or_else(|| reference(text));
            }
            Some(field) if field != Field::RedirectUris && !text.trim().is_empty() => {
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

    /// Whether it tells more of a client than its name.
    fn is_form(&self) -> bool {
        let is_known = |(field, _): &(Field, usize)| *field != Field::Name;
        self.columns.iter().any(is_known)
    }

    /// The client, unless nothing is known of it but what it is called.
    fn client(mut self) -> Option<Registration> {
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

/// A line without its addresses.
fn outside(line: &str, found: &[(Range<usize>, RegisteredUri)]) -> String {
    let mut outside = line.to_owned();
    for (range, _) in found.iter().rev() {
        outside.replace_range(range.clone(), "·");
    }
    outside
}

/// Whether a line begins a comment.
fn is_comment(line: &str) -> bool {
    let start = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>' || c == '+');
    let second = start.chars().nth(1);
    match start.chars().next() {
        Some('#') => !second.is_some_and(|c| c.is_ascii_digit()),
        Some(';') => second.is_some_and(|c| c == ' ' || c.is_alphabetic()),
        _ => ["//", "--", "/*", "<!--"]
            .iter()
            .any(|sign| start.starts_with(sign)),
    }
}

/// Whether a name is one for programs.
fn is_key(name: &str) -> bool {
    let is_inner = |c: char| c == '_' || c.is_uppercase();
    !name.contains(' ') && name.chars().skip(1).any(is_inner)
}

/// Client A, App 2.
fn is_numbered(name: &str) -> bool {
    let is_client = |kind: &str| {
        ["client", "app", "application", "widget"].contains(&kind.to_lowercase().as_str())
    };
    let parts = name.split_once(' ');
    parts.is_some_and(|(kind, number)| is_client(kind) && number.len() < 4)
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

/// Whether the text says what is changed: a plan of Terraform, or what `diff` prints.
fn is_diff(lines: &[(usize, &str)]) -> bool {
    let begins = |signs: &[&str]| {
        let mut lines = lines.iter().map(|(_, line)| line.trim_start());
        lines.any(|line| signs.iter().any(|sign| line.starts_with(sign)))
    };
    begins(&[
        "~ ",
        "@@ ",
        "diff --git",
        "-/+ ",
        "- resource ",
        "+ resource ",
    ]) || lines
        .iter()
        .any(|(_, line)| line.contains("://") && !line.starts_with(['-', '+']))
        && begins(&["-http", "+http"])
        || begins(&["+ ", "+\""]) && begins(&["- ", "-\""])
}

/// The block of Terraform that a line opens.
fn block(line: &str) -> Option<Block> {
    if !line.trim_end().ends_with(['{', '}']) {
        return None;
    }
    let line = line.trim_start_matches(['+', '~', '-', ' ']);
    let (kind, rest) = line.split_once([' ', '{'])?;
    let mut labels = rest.split('"').skip(1).step_by(2);
    match kind {
        "resource" if labels.next() == Some(RESOURCE) => {
            Some(Block::Client(labels.next().unwrap_or_default().to_owned()))
        }
        "resource" | "data" | "output" | "variable" | "provider" | "terraform" | "locals"
        | "import" | "moved" | "check" | "module" => Some(Block::Other),
        _ => None,
    }
}

/// What a line takes from elsewhere in Terraform, as it is named there.
fn reference(line: &str) -> Option<String> {
    const KINDS: [&str; 6] = ["local.", "var.", "each.", "module.", "data.", "count."];
    let is_name = |c: char| c.is_alphanumeric() || "._-".contains(c);
    let mut words = line.split(|c| !is_name(c));
    let found = words.find(|word| KINDS.iter().any(|kind| word.starts_with(kind)));
    found.map(str::to_owned)
}
