//! What a text says of addresses besides naming them: that they are missing, old or wrong, to be removed, or asked for.
//! Such an address is not counted as registered. The words are those of the languages that users write in.

/// Words, or beginnings of words with a star, that say: not registered, or not to stay so.
const WORDS: &str = "missing absent lacks lacking forgot* old former* previous* obsolete outdated deprecated legacy stale \
    wrong incorrect* invalid broken typo faulty remov* delet* drop dropped unregistered tbd pending planned unused except \
    excluding instead \
    fehl* vergess* alt alte alter altes alten früher* ehemal* veraltet* falsch* ungültig* entfern* lösch* gelöscht* \
    streichen ausstehend* geplant* statt anstatt anstelle \
    manqu* ancien* obsolète* faux fausse erroné* supprim* retir* oubli* enlev* \
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

/// Words that deny what follows, and words that only take the meaning from the ones above.
const NOT: &str =
    "not never cannot nicht kein keine keinen nie pas jamais não niet geen nie aún todavía ancora";
const NOTHING: &str = "nothing none no nichts rien nada niente niets nic";

/// Words that ask for something, or tell of what is to come.
const ASKING: &str = "please must should shall need needs needed require* want would could will add adding later soon longer \
    expected expects whether bitte muss müssen soll* brauch* benötig* hinzu* ergänz* eintragen erwartet ob noch später bald \
    demnächst ajouter faut doit doivent bientôt agreg* añad* debe* adicion* aggiung* toevoeg* dodać";

/// Words of what is right: "no slash at the end".
const FORM: &str = "slash slashes space spaces schrägstrich* leerzeichen espace*";

/// The word in what stands around the addresses of a line, or in the other cells of their row, by which they are not
/// counted.
pub(super) fn of_addresses(around: &str) -> Option<String> {
    let words = words(around);
    let asking = words.iter().find(|word| is_in(ASKING, word)).cloned();
    let cells = around
        .split(['|', '\t', ';'])
        .map(|cell| cell.trim().to_lowercase());
    let no = cells
        .into_iter()
        .find(|cell| is_in("no nein non false nee não", cell));
    let denied = words.iter().find(|word| denies(word)).cloned();
    let question = around.contains(['?', '？']).then(|| "?".to_owned());
    match strong(around, &words) {
        Strong::Said(word) => Some(word),
        Strong::Denied => None,
        Strong::Nothing if words.iter().any(|word| is_in(FORM, word)) => None,
        Strong::Nothing => no.or(denied).or(asking).or(question),
    }
}

/// The same of a line without an address: a heading, or a short remark.
pub(super) fn of_heading(line: &str) -> Option<String> {
    const LONGEST: usize = 200;
    if line.len() > LONGEST {
        return None;
    }
    let words = words(line);
    let longest = if line.trim_end().ends_with([':', '：']) {
        usize::MAX
    } else {
        6
    };
    if words.len() > longest {
        return None;
    }
    let denied = || {
        words
            .iter()
            .find(|word| denies(word))
            .filter(|_| words.len() <= 3)
            .cloned()
    };
    let expected = || {
        words
            .iter()
            .find(|word| is_in("expected erwartet soll", word))
            .cloned()
    };
    match strong(line, &words) {
        Strong::Said(word) => Some(word),
        Strong::Denied => None,
        Strong::Nothing => denied().or_else(expected),
    }
}

/// Whether a word or a sign says that something is not there or not right.
enum Strong {
    Said(String),
    /// "not missing", "do not delete".
    Denied,
    Nothing,
}

fn strong(text: &str, words: &[String]) -> Strong {
    let found = words
        .iter()
        .enumerate()
        .find(|(_, word)| is_in(WORDS, word));
    let Some((place, word)) = found else {
        let sign = SIGNS.iter().find(|sign| text.contains(**sign));
        return sign.map_or(Strong::Nothing, |sign| Strong::Said((*sign).to_owned()));
    };
    let mut before = words.iter().take(place).rev().take(2);
    if before.any(|word| denies(word) || is_in(NOTHING, word)) {
        Strong::Denied
    } else {
        Strong::Said(word.clone())
    }
}

fn denies(word: &str) -> bool {
    is_in(NOT, word) || word.ends_with("n't") || word.ends_with("n’t")
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
