use crate::classify::Confidence;

/// Everything about a check that does not depend on a run: the one source of `explain`, of advice in reports
/// and of the README's tables.
///
/// All of it is printable ASCII without line breaks, so that it can be folded to any width and shown anywhere.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The name of the defect; never changed once published.
    pub id: &'static str,
    /// The name of the check, for people, as the good state.
    pub title: &'static str,
    /// What it is about, by which the first line of a report goes.
    pub topic: Topic,
    /// What is wrong, in a sentence or two.
    pub defect: &'static str,
    /// What to do about it, in a sentence or two.
    pub remedy: &'static str,
    /// What an agent or an administrator sees of the defect, in the browser and its console.
    pub symptom: &'static str,
    /// What brings the defect about.
    pub cause: &'static str,
    /// How to fix it, a step each.
    pub fix: &'static [&'static str],
    /// The defect and its correction in a text, where a text can be wrong.
    pub example: Option<Example>,
    /// How it knows: what is asked, and what the answer is compared with.
    pub method: &'static str,
    /// The facts it rests on, and how sure each is.
    pub facts: &'static [(Confidence, &'static str)],
    /// References: a name and an address each.
    pub references: &'static [(&'static str, &'static str)],
}

/// One defect that is looked for in what is registered: `judge` says what is wrong, one outcome a subject. What asks the
/// login host is a check of its own kind, in `checks`.
#[derive(Debug)]
pub struct Check<Judge> {
    pub rule: &'static Rule,
    pub judge: Judge,
}

impl<Judge> Check<Judge> {
    pub(crate) const fn new(rule: &'static Rule, judge: Judge) -> Self {
        Self { rule, judge }
    }
}

/// What a check is about, as far as the first line of a report depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Whether the login host answers, without which nothing else can be asked.
    LoginHost,
    Client,
    /// Whether a redirect URI is registered, as Genesys Cloud answers.
    RedirectUri,
    /// Whether a needed redirect URI stands in a copy of what is registered.
    NeededUri,
    /// Whether an entry of such a copy is a needed redirect URI, altered.
    AlteredUri,
    /// Another entry of such a copy.
    OtherUri,
    /// A page that a redirect URI names.
    RedirectPage,
    /// The page at the debug init URL.
    InitPage,
    /// The same in a browser.
    BrowserPage,
    /// Anything else, of which the first line tells by its title alone.
    Other,
}

/// A text that is wrong, and the same put right, in lines.
#[derive(Debug, PartialEq, Eq)]
pub struct Example {
    /// What is wrong.
    pub before: &'static [&'static str],
    /// What it should be.
    pub after: &'static [&'static str],
}
