//! What a text says of an address besides naming it: that it is missing, old or wrong, is to be removed, or is asked for.
//! Such an address is not counted as registered. The words are those of the languages that users write in.

use std::ops::Range;

/// Words, or beginnings of words with a star, that say: not registered, or not to stay so.
const WORDS: &str = "missing absent lacks lacking forgot* old former* previous* obsolete outdated deprecated legacy stale \
    wrong incorrect* invalid broken typo faulty remov* delet* drop dropped unregistered tbd except excluding pending planned unused \
    fehl* vergess* alt alte alter altes alten früher* ehemal* veraltet* falsch* ungültig* entfern* lösch* gelöscht* \
    streichen ausstehend* geplant* statt anstatt anstelle instead rather lieu lugar \
    manqu* absent* ancien* obsolète* faux fausse erroné* supprim* retir* oubli* enlev* \
    falta* ausente* antig* viej* obsolet* equivocad* erróne* elimin* borr* quitar olvid* velh* errad* remover exclu* \
    manca* vecchi* sbagliat* rimuov* cancell* ontbr* oud oude verkeerd* verwijder* brak* stary stare błęd* usun*";

/// The same where words are not divided by spaces, and as signs.
const SIGNS: [&str; 28] = [
    "未登録",
    "未注册",
    "未設定",
    "不足",
    "欠け",
    "抜け",
    "忘れ",
    "古い",
    "旧",
    "誤",
    "間違",
    "削除",
    "無効",
    "まだ",
    "ません",
    "ない",
    "缺",
    "删除",
    "错误",
    "没有",
    "❌",
    "✗",
    "✘",
    "☐",
    "🚫",
    "~~",
    "[ ]",
    "TODO",
];

/// Words that deny what follows.
const NOT: &str =
    "not never cannot nicht kein keine keinen nie pas jamais não niet geen nie aún todavía ancora";

/// Words that deny it if they stand before one of those, and nothing else.
const NONE: &str = "nothing none no nichts rien nada niente niets nic";

/// Words between two addresses that speak of the second alone.
const INSTEAD: &str = "instead rather statt anstatt anstelle au en";

/// Words that ask for something in a sentence, so that it need not be there.
const ASKING: &str = "please must should shall need needs needed require* want would could add adding add? expected expects \
    whether bitte muss müssen soll* brauch* benötig* hinzu* ergänz* eintragen erwartet ob ajouter faut doit doivent agreg* \
    añad* debe* adicion* aggiung* toevoeg* dodać";

/// What is said of each address of a line by the words before and behind it.
pub(super) fn of_addresses(line: &str, addresses: &[Range<usize>]) -> Vec<Option<String>> {
    let between = |from: usize, to: usize| line.get(from..to).unwrap_or_default();
    let ends = addresses.iter().map(|address| address.end);
    let starts = addresses.iter().map(|address| address.start);
    let pieces: Vec<&str> = std::iter::once(0)
        .chain(ends)
        .zip(starts.chain([line.len()]))
        .map(|(from, to)| between(from, to))
        .collect();
    let last = pieces.len().saturating_sub(1);
    let mut said: Vec<Option<String>> = vec![None; addresses.len()];
    for (index, piece) in pieces.iter().enumerate() {
        // What a comma divides belongs to the address at its side.
        let first = words(piece).into_iter().next();
        let (behind, ahead) = match piece.find([',', ';', '.', '。', '、']) {
            _ if first.is_some_and(|word| is_in(INSTEAD, &word)) => ("", *piece),
            Some(at) if index > 0 && index < last => piece.split_at(at),
            _ => (*piece, *piece),
        };
        if let Some(before) = index.checked_sub(1).and_then(|place| said.get_mut(place)) {
            *before = before.take().or_else(|| of(behind));
        }
        if let Some(next) = said.get_mut(index) {
            *next = of(ahead);
        }
    }
    // "Missing: A, B" and "A and B are missing" speak of both.
    let joins = |place: usize| pieces.get(place).is_some_and(|piece| is_conjunction(piece));
    for place in 1..said.len() {
        if joins(place) && said.get(place).is_some_and(Option::is_none) {
            let word = said.get(place - 1).cloned().flatten();
            said.get_mut(place).map(|said| *said = word);
        }
    }
    let is_aside = pieces
        .last()
        .is_some_and(|piece| piece.trim_start().starts_with('('));
    for place in (1..said.len()).rev().filter(|_| !is_aside) {
        if joins(place) && said.get(place - 1).is_some_and(Option::is_none) {
            let word = said.get(place).cloned().flatten();
            said.get_mut(place - 1).map(|said| *said = word);
        }
    }
    said
}

/// What a line without an address says of those below or above it.
pub(super) fn of_heading(line: &str) -> Option<String> {
    const LONGEST: usize = 6;
    let words = words(line);
    let is_label = line.trim_end().ends_with([':', '：']);
    (is_label || words.len() <= LONGEST).then(|| {
        strong(
            line,
            &words,
            words.len() <= if is_label { LONGEST } else { LONGEST / 2 },
        )
    })?
}

/// What the other cells of a row say of its address.
pub(super) fn of_row(cells: &str) -> Option<String> {
    strong(cells, &words(cells), true)
}

fn of(piece: &str) -> Option<String> {
    let words = words(piece);
    let asks = || {
        let word = words.iter().find(|word| is_in(ASKING, word)).cloned();
        word.or_else(|| piece.contains(['?', '？']).then(|| "?".to_owned()))
    };
    strong(piece, &words, true).or_else(asks)
}

/// The word that says that something is not there or not right, unless it is denied: "not missing", "do not delete".
fn strong(text: &str, words: &[String], bare_not: bool) -> Option<String> {
    // "No slash at the end" is said of what is right.
    let of_form = ["slash", "space", "leerzeichen", "schrägstrich", "espace"];
    let is_of_form = words
        .iter()
        .any(|word| of_form.iter().any(|form| word.starts_with(form)));
    let denies = |word: &String| is_in(NOT, word) || word.ends_with("n't") || word.ends_with("n’t");
    let mut not = None;
    let mut denied = None;
    for (place, word) in words.iter().enumerate() {
        if is_in(WORDS, word) {
            let is_denied = denied.is_some_and(|at| place - at <= 2);
            return (!is_denied).then(|| word.clone());
        }
        if denies(word) {
            not = Some(word);
        }
        if denies(word) || is_in(NONE, word) {
            denied = Some(place);
        }
    }
    let sign = SIGNS
        .iter()
        .find(|sign| text.contains(**sign))
        .map(|sign| (*sign).to_owned());
    let lone = ["no", "nein", "non", "false", "nee", "não"];
    let cells = text
        .split(['|', '\t', ';'])
        .map(|cell| cell.trim().to_lowercase());
    let cell = cells.clone().find(|cell| lone.contains(&cell.as_str()));
    let not = not.filter(|_| !is_of_form && bare_not).cloned();
    sign.or(cell).or(not)
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn is_in(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace()
        .any(|one| match one.strip_suffix('*') {
            Some(start) => word.starts_with(start),
            None => one == word,
        })
}

fn is_conjunction(piece: &str) -> bool {
    const JOINING: &str =
        "and or und oder et ou y o e en of as well sowie sowohl nor plus と および または 和 i";
    words(piece).iter().all(|word| is_in(JOINING, word))
}
