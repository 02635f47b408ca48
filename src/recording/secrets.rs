use super::known::Known;
use super::pieces::Piece;
use super::shape::{is_id, stand_in};
use percent_encoding::percent_decode_str;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Bound::{Included, Unbounded};

/// What stands for each secret: one name for one value, wherever it is, and different ones for different values, so that
/// what was the same is the same, and what was not is not.
pub(super) struct Secrets {
    known: Known,
    /// In lower case. None begins with another one.
    ids: BTreeSet<String>,
    /// The numbers of runs that hold an id, in lower case: those that differ in case have stand-ins that do.
    runs: HashMap<String, usize>,
    values: HashMap<String, usize>,
}

/// What has to be known before the first secret is replaced.
pub(super) struct Learning {
    known: Known,
    ids: BTreeSet<String>,
    values: HashMap<String, usize>,
}

impl Learning {
    pub(super) fn new(known: Known) -> Self {
        Self {
            known,
            ids: BTreeSet::new(),
            values: HashMap::new(),
        }
    }

    /// The value of a cookie is a secret where it stands, whatever it is; the ids in it are secrets anywhere.
    pub(super) fn cookie(&mut self, value: &str) {
        let number = self.values.len();
        self.values.entry(value.to_owned()).or_insert(number);
        self.ids_in(value);
    }

    /// The ids in a value, encoded or not. What has none tells nobody's secret.
    pub(super) fn ids_in(&mut self, value: &str) {
        let decoded = percent_decode_str(value).decode_utf8_lossy();
        for text in [value, &decoded] {
            for piece in self.known.cut_out(text) {
                if let Piece::Run(run) = piece
                    && is_id(run)
                {
                    self.ids.insert(run.to_ascii_lowercase());
                }
            }
        }
    }

    /// Finds the runs that are to be replaced in these texts, in their order.
    pub(super) fn in_texts<'a>(self, texts: impl IntoIterator<Item = &'a str>) -> Secrets {
        let mut ids = BTreeSet::new();
        let mut last: Option<String> = None;
        for id in self.ids {
            // Who holds the longer one holds the shorter one as well.
            if last
                .as_ref()
                .is_none_or(|last| !id.starts_with(last.as_str()))
            {
                ids.insert(id.clone());
                last = Some(id);
            }
        }
        let mut secrets = Secrets {
            known: self.known,
            ids,
            runs: HashMap::new(),
            values: self.values,
        };
        secrets.number(texts);
        secrets
    }
}

impl Secrets {
    fn number<'a>(&mut self, texts: impl IntoIterator<Item = &'a str>) {
        let (mut seen, mut secret) = (HashSet::new(), HashSet::new());
        let mut found = Vec::new();
        for text in texts {
            for piece in self.known.cut_out(text) {
                let Piece::Run(run) = piece else { continue };
                let lower = run.to_ascii_lowercase();
                // In another case it may be a word, which has no room for a number.
                if is_id(run) && self.is_secret(&lower) && secret.insert(lower.clone()) {
                    found.push(run);
                }
                seen.insert(lower);
            }
        }
        let mut number = 0;
        for run in found {
            // What looks like a stand-in is none.
            while seen.contains(&stand_in(run, number).to_ascii_lowercase()) {
                number += 1;
            }
            self.runs.insert(run.to_ascii_lowercase(), number);
            number += 1;
        }
    }

    /// Whether an id is in a run. As none begins with another one, the one that a text begins with is the last that
    /// comes before the text or is it.
    fn is_secret(&self, run: &str) -> bool {
        let mut rests = (0..run.len()).filter_map(|at| run.get(at..));
        rests.any(|rest| {
            let before = self
                .ids
                .range::<str, _>((Unbounded, Included(rest)))
                .next_back();
            before.is_some_and(|id| rest.starts_with(id.as_str()))
        })
    }

    /// A text with every run in it replaced that holds an id.
    pub(super) fn text(&self, text: &str) -> String {
        let pieces = self.known.cut_out(text);
        let mut replaced = String::with_capacity(text.len());
        for piece in pieces {
            match piece {
                Piece::Between(between) => replaced.push_str(between),
                Piece::Run(run) => match self.runs.get(&run.to_ascii_lowercase()) {
                    Some(number) => replaced.push_str(&stand_in(run, *number)),
                    None => replaced.push_str(run),
                },
            }
        }
        replaced
    }

    /// What stands for the value of a cookie: its number, as long as the value where that is long enough.
    pub(super) fn value(&self, value: &str) -> String {
        let width = value.chars().count();
        match self.values.get(value) {
            Some(_) if value.is_empty() => String::new(),
            Some(number) => format!("{number:x>width$}"),
            None => "x".repeat(width),
        }
    }
}
