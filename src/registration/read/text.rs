//! Free text: a list, prose, a mail, HCL, YAML, what PowerShell prints, the page of the form. Nothing is parsed: addresses
//! are found where they stand, and fields by their names. A field that comes again is another client's.

use super::doubt;
use super::draft::{Draft, Found};
use super::field::{self, Field};
use super::group::{self, Group};
use super::line::{IN_COMMENT, entries, is_comment, is_key, is_numbered, labelled, outside};
use super::terraform::{Block, block};
use super::{Places, lines};
use crate::genesys::is_quote;
use crate::registration::{MOST, Registration};
use std::ops::Range;

pub(super) fn read(text: &str) -> Vec<Registration> {
    let mut lines = lines(text);
    // PowerShell fills its lines with blanks up to their width; these are nobody's.
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
        previous: None,
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
        reader.read_line(*offset, line);
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

struct Reader<'a> {
    places: Places<'a>,
    /// The last character before the line.
    previous: Option<char>,
    /// What ends the comment that the line stands in.
    comment_end: Option<&'static str>,
    /// How many addresses there are so far.
    count: usize,
    /// Which part of the text this is; words divide two.
    part: usize,
    group: Group,
    drafts: Vec<Draft>,
}

impl Reader<'_> {
    fn read_line(&mut self, offset: usize, line: &str) {
        if let Some(block) = block(line) {
            return self.begin_client(block);
        }
        if line.trim() == "---" && !self.draft().columns.is_empty() {
            return self.begin_client(Block::None);
        }
        if line.trim().is_empty() {
            return;
        }
        let found = entries(line, self.previous);
        self.previous = line.trim_end().chars().next_back();
        let head = found.first().map_or(line.len(), |(range, _)| range.start);
        let is_comment =
            self.takes_for_comment(line) || is_comment(line.get(..head).unwrap_or_default());
        // Headings of Markdown look like comments.
        if !is_comment || line.starts_with('#') && !line.contains([':', '=']) {
            self.read_field(line);
        }
        let outside = outside(line, &found);
        self.lone_id(line, &outside, !found.is_empty());
        let draft = self.draft();
        draft.doubt = draft.doubt.take().or_else(|| doubt::of_sentence(&outside));
        if found.is_empty() {
            return self.read_words(line);
        }
        self.count += found.len();
        let part = self.part;
        let mut from = 0;
        let mut groups = Vec::new();
        for (range, _) in &found {
            self.read_name(line, from, range);
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
        let is_listed = draft.current == Some(Field::RedirectUris);
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
    fn read_name(&mut self, line: &str, from: usize, address: &Range<usize>) {
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
            self.group.name = name;
        }
    }

    fn draft(&mut self) -> &mut Draft {
        self.drafts.last_mut().expect("there is one from the start")
    }

    fn begin_client(&mut self, block: Block) {
        self.drafts.push(Draft {
            block,
            ..Draft::default()
        });
        self.part += 1;
    }

    fn takes_for_comment(&mut self, line: &str) -> bool {
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
    fn read_field(&mut self, line: &str) {
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
                draft.current = None;
            }
            return draft.more(line);
        };
        let is_told = field.takes(value);
        let is_single = matches!(field, Field::Id | Field::Name)
            || is_key(name) && field != Field::RedirectUris;
        if is_single && is_told {
            let known = draft.columns.iter().find(|(other, _)| *other == field);
            match known.map(|(_, known)| *known) {
                // Further left, it is that of the client; this one is of whoever changed it.
                Some(known) if known < column => return,
                Some(known) if known > column && field == Field::Id => draft.client.id = None,
                Some(known) if known == column && draft.block == Block::None => {
                    if draft.is_form() || field != Field::Name {
                        self.begin_client(Block::None);
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
        draft.current = Some(field);
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
    fn read_words(&mut self, line: &str) {
        let is_label = line.trim_end().ends_with([':', '：']) || line.starts_with('#');
        let label = labelled(line);
        if !is_label && label.is_none_or(|(_, _, value)| value.is_empty()) {
            self.part += 1;
        }
        let field = label.and_then(|(_, name, _)| Field::of(name));
        let is_of_same_client =
            field.is_some_and(|field| ![Field::RedirectUris, Field::Name].contains(&field));
        let name = group::name(line);
        if is_of_same_client {
            // What stands below belongs to what stands above.
        } else if name.contains(char::is_alphabetic) {
            self.group = Group {
                heading: self.group.heading + 1,
                name: String::new(),
            };
        } else if !name.is_empty() {
            self.group.name = name;
        } else if line.trim().len() > 2 && !line.contains(char::is_alphanumeric) {
            // A line drawn across the page.
            self.group.name = format!("below {}", self.count);
        }
        let draft = self.draft();
        let above = std::mem::replace(&mut draft.above, draft.found.len());
        let doubt = doubt::of_heading(line);
        if let Some(why) = doubt.as_ref().filter(|_| !is_label) {
            for found in draft.found.get_mut(above..).unwrap_or_default() {
                found.entry.not_counted.get_or_insert_with(|| why.clone());
            }
        }
        let leads_on = is_label || above == draft.found.len();
        draft.section = doubt.filter(|_| leads_on);
    }
}

/// Whether the text says what is changed: a plan of Terraform, or what `diff` prints.
fn is_diff(lines: &[(usize, &str)]) -> bool {
    let begins = |signs: &[&str]| {
        let mut lines = lines.iter().map(|(_, line)| line.trim_start());
        lines.any(|line| signs.iter().any(|sign| line.starts_with(sign)))
    };
    let is_plan = begins(&[
        "~ ",
        "@@ ",
        "diff --git",
        "-/+ ",
        "- resource ",
        "+ resource ",
    ]);
    let is_unchanged = |line: &str| line.contains("://") && !line.starts_with(['-', '+']);
    let is_beside_unchanged =
        begins(&["-http", "+http"]) && lines.iter().any(|(_, line)| is_unchanged(line));
    let is_of_both = begins(&["+ ", "+\""]) && begins(&["- ", "-\""]);
    is_plan || is_beside_unchanged || is_of_both
}
