//! Whether a text says more of addresses than naming them: that they are missing, old or wrong, to be removed, or asked for.
//! Such an address is not counted as registered. Sentences are not understood, in any language; short remarks and labels
//! are searched for words.

use std::sync::LazyLock;

/// Words, or beginnings of words with a star, that put in doubt what they stand beside.
const WORDS: &str = "missing absent lack* forgot* old former* previous* obsolete outdated deprecated legacy stale wrong \
    incorrect* invalid broken typo remove removed removing deleted drop dropped unregistered todo tbd pending planned unused \
    slash* trailing space* blank* except without instead false expected please add adding register still next wanted open nok ko should must need* require* will would later no not never cannot \
    fehl* vergess* alt alte alter altes alten früher* veraltet* falsch* ungültig* entfern* gelöscht* lösch* geplant* statt \
    nein nicht kein* bitte offen hinzu* nachtrag* soll* muss müssen brauch* benötig* erwartet noch \
    manqu* ancien* faux erroné* supprim* retir* oubli* ajout* pas non falta* añad* agreg* aggiung* toevoeg* antig* viej* velh* borr* elimin* errad* manca* vecchi* \
    sbagliat* ontbr* oud oude niet nee não geen brak* stary usun*";

/// Split once: a long text asks for them at every word.
static LIST: LazyLock<Vec<&str>> = LazyLock::new(|| WORDS.split_ascii_whitespace().collect());

/// The same as signs.
const SIGNS: [&str; 23] = [
    "?", "❌", "✗", "✘", "☐", "🚫", "👎", "⛔", "✖", "🛑", "~~", "[ ]", "？", "n/a", "N/A", "<del",
    "<s>", "<strike", ";0", ",0", "\t0", "| 0", "|0",
];

/// Beginnings of words by which a sentence speaks of the addresses beside it.
const OF_ADDRESSES: &str = "first second third last line entry entries slash these those following below uri url \
    redirect regist address diese folgend adress eingetragen suivant enregistr siguiente seguint volgende";

/// More words than this beside addresses are a sentence about them.
const REMARK: usize = 2;
/// More words than this in a line of their own are about something else, unless a colon leads to what stands below.
const HEADING: usize = 6;
/// A longer line is no heading.
const LONGEST: usize = 200;

/// Why the addresses of a line are not counted, after "the text": by `label`, which stands before them and ends with a colon
/// or the like, and by what stands elsewhere in their line.
pub(super) fn of_line(label: &str, around: &str) -> Option<String> {
    let is_written_whole = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}');
    let is_word = |word: &&str| word.chars().count() > 2 && word.chars().all(char::is_alphabetic);
    if words(around).filter(is_word).count() > REMARK
        || around.contains(is_written_whole)
        || label.contains(is_written_whole)
    {
        return Some("has it in a sentence".to_owned());
    }
    said(around).or_else(|| said(label))
}

/// The same by a line without an address: a heading, or a short remark.
pub(super) fn of_heading(line: &str) -> Option<String> {
    let is_short = words(line).count() <= HEADING || line.trim_end().ends_with([':', '：']);
    said(line).filter(|_| is_short && line.len() <= LONGEST)
}

/// The same by a longer line, but for its addresses, which speaks of addresses: a sentence, of no matter which of them.
pub(super) fn of_sentence(line: &str) -> Option<String> {
    let speaks_of_addresses = |word: &str| {
        let word = word.to_lowercase();
        OF_ADDRESSES
            .split_whitespace()
            .any(|start| word.starts_with(start))
    };
    let is_long = words(line).count() > HEADING;
    said(line).filter(|_| is_long && words(line).any(speaks_of_addresses))
}

/// The same by a name, or by what else a row of a table holds.
pub(super) fn said(text: &str) -> Option<String> {
    let word = words(text).find(|word| is_listed(&word.to_lowercase()));
    let sign = || SIGNS.into_iter().find(|sign| text.contains(sign));
    word.or_else(sign).map(|word| format!("also says '{word}'"))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|word| !word.is_empty())
}

fn is_listed(word: &str) -> bool {
    word.ends_with("n't")
        || word.ends_with("n’t")
        || LIST.iter().any(|one| match one.strip_suffix('*') {
            Some(start) => word.starts_with(start),
            None => *one == word,
        })
}
