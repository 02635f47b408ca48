//! The finding that the words of a person or of an error message speak of.

use super::rules;
use crate::finding::Rule;
use strsim::damerau_levenshtein;

/// Words that every sentence has.
const COMMON: &[&str] = &[
    "a", "an", "and", "are", "error", "for", "i", "in", "is", "it", "message", "my", "of", "on",
    "or", "the", "to", "with",
];

/// Written as one word by some and as two by others.
const SPELLINGS: &[(&str, &str)] = &[
    ("pop up", "popup"),
    ("times out", "timeout"),
    ("time out", "timeout"),
    ("timed out", "timeout"),
    ("log in", "login"),
    ("sign in", "signin"),
];

/// What people say of what they see, in words that the findings do not have or have elsewhere; the likeliest first.
const SYMPTOMS: &[(&[&str], &[&str])] = &[
    (
        &[
            "coming back",
            "comes back",
            "keeps asking",
            "again and again",
        ],
        &["login-loop", "authentication-loop"],
    ),
    (
        &["timeout"],
        &[
            "unreachable",
            "authentication-loop",
            "login-loop",
            "popup-blocked",
        ],
    ),
    (
        &[
            "ssl",
            "tls",
            "certificate",
            "clock",
            "429",
            "too many requests",
            "dns",
            "rate limited",
            "protocol",
            "too large",
            "server error",
        ],
        &["unreachable"],
    ),
    (&["redirect uri mismatch"], &["invalid-redirect"]),
    (&["unknown client"], &["invalid-client"]),
    (&["forbidden"], &["registration-unreadable"]),
    (
        &["stuck", "blank", "white page", "empty page"],
        &["popup-blocked", "page-errors", "login-loop"],
    ),
];

/// How much a symptom counts for its likeliest finding, and how much less for each that follows.
const SYMPTOM: (usize, usize) = (200, 20);

/// More words than any message has.
const MOST_WORDS: usize = 40;

/// The findings that fit, the best first; none if nothing does. The id of a finding, however it is written, leads to it.
pub(crate) fn search(words: &str) -> Vec<&'static Rule> {
    if let Some(named) = rules().find(|rule| rule.id == words) {
        return vec![named];
    }
    let texts: Vec<(&Rule, [String; 5])> = rules().map(|rule| (rule, texts(rule))).collect();
    let said = plain(words);
    let symptoms = symptoms(&said);
    let said: Vec<&str> = said.split(' ').filter(|word| !word.is_empty()).collect();
    let id = said.join("-");
    let telling = said.iter().filter(|word| !COMMON.contains(word));
    let telling: Vec<_> = telling
        .take(MOST_WORDS)
        .filter_map(|word| known(word, &texts))
        .collect();
    let symptom = |rule: &Rule| {
        let of_rule = symptoms.iter().filter(|(id, _)| *id == rule.id);
        of_rule
            .map(|(_, score)| score)
            .max()
            .copied()
            .unwrap_or_default()
    };
    let mut scores: Vec<(usize, &Rule)> = texts
        .iter()
        .map(|(rule, fields)| {
            let found = telling
                .iter()
                .map(|(word, rarity)| rarity * weight(word, fields));
            let score = if rule.id == id {
                usize::MAX
            } else {
                found.sum::<usize>() + symptom(rule)
            };
            (score, *rule)
        })
        .filter(|(score, _)| *score > 0)
        .collect();
    // Stable, so that what is checked first comes first.
    scores.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let best = scores
        .iter()
        .map(|(score, _)| *score)
        .find(|score| *score < usize::MAX);
    scores.retain(|(score, _)| best.is_none_or(|best| *score >= best / 3));
    scores.into_iter().map(|(_, rule)| rule).collect()
}

/// The findings of the symptoms in plain words, and how much these count.
fn symptoms(said: &str) -> Vec<(&'static str, usize)> {
    let said = format!(" {said} ");
    let is_said = |phrase: &&str| said.contains(&format!(" {phrase} "));
    let meant = SYMPTOMS
        .iter()
        .filter(|(phrases, _)| phrases.iter().any(&is_said));
    let (most, less) = SYMPTOM;
    meant
        .flat_map(|(_, ids)| {
            ids.iter()
                .enumerate()
                .map(|(place, id)| (*id, most - less * place))
        })
        .collect()
}

/// The ids that are most like the words.
pub(crate) fn nearest_ids(words: &str) -> Vec<&'static str> {
    const MOST: usize = 3;
    let typed: String = plain(words).replace(' ', "-").chars().take(64).collect();
    let mut ids: Vec<_> = rules().map(|rule| rule.id).collect();
    ids.sort_by_key(|id| damerau_levenshtein(id, &typed));
    ids.truncate(MOST);
    ids
}

/// What a rule says, what tells most about it first.
fn texts(rule: &Rule) -> [String; 5] {
    [rule.id, rule.title, rule.symptom, rule.defect, rule.cause].map(plain)
}

/// How much a word counts, by where it stands, and more if nothing else than the word stands there.
fn weight(word: &str, fields: &[String; 5]) -> usize {
    const WEIGHTS: [usize; 5] = [8, 4, 3, 2, 2];
    const EXACT: usize = 3;
    let weights = fields.iter().zip(WEIGHTS).flat_map(|(text, weight)| {
        text.split(' ').filter_map(move |other| {
            if word == other {
                Some(weight * EXACT)
            } else {
                is_inflected(word, other).then_some(weight)
            }
        })
    });
    weights.max().unwrap_or_default()
}

/// The word as the rules have it, and how rare it is among them; `None` if none of them has one like it.
fn known(word: &str, texts: &[(&Rule, [String; 5])]) -> Option<(String, usize)> {
    // Else one rare word would drown all others.
    const RAREST: usize = 8;
    let rarity = |word: &str| {
        let having = texts.iter().filter(|(_, fields)| weight(word, fields) > 0);
        let rarity = texts.len().checked_div(having.count())?;
        Some(rarity.clamp(1, RAREST))
    };
    if let Some(rarity) = rarity(word) {
        return Some((word.to_owned(), rarity));
    }
    // A slip in a word of an id.
    let ids = texts.iter().flat_map(|(rule, _)| rule.id.split('-'));
    let near = ids.map(|other| (damerau_levenshtein(word, other), other));
    let (_, near) = near
        .filter(|(slips, other)| slips * 4 <= other.len())
        .min()?;
    Some((near.to_owned(), rarity(near)?))
}

/// Whether one word is the other with an ending.
fn is_inflected(word: &str, other: &str) -> bool {
    const STEM: usize = 4;
    const ENDING: usize = 3;
    (word.len() >= STEM && other.starts_with(word))
        || (other.len() >= STEM && word.starts_with(other) && word.len() <= other.len() + ENDING)
}

/// In small letters, with single spaces between the words and no other sign.
fn plain(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let mut plain = format!(" {} ", words.join(" ").to_lowercase());
    for (two, one) in SPELLINGS {
        plain = plain.replace(&format!(" {two} "), &format!(" {one} "));
    }
    plain.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{nearest_ids, search};
    use crate::explain::rules;

    fn found(words: &str) -> Vec<&'static str> {
        search(words).into_iter().map(|rule| rule.id).collect()
    }

    #[test]
    fn words_lead_to_the_finding_that_they_speak_of() {
        for (words, id) in [
            // The messages of MiraBridge's documentation.
            ("Invalid redirect URI", "invalid-redirect"),
            ("Invalid client", "invalid-client"),
            ("Authentication loop or timeout", "authentication-loop"),
            // The message of Genesys Cloud's own page, which is one for both.
            (
                "The OAuth client ID or redirect URI is invalid",
                "invalid-redirect",
            ),
            ("loop", "authentication-loop"),
            ("popup", "popup-blocked"),
            ("Pop-up", "popup-blocked"),
            ("blank popup", "popup-blocked"),
            ("timeout", "unreachable"),
            ("proxy", "unreachable"),
            ("certificate", "unreachable"),
            ("net::ERR_CERT_AUTHORITY_INVALID", "unreachable"),
            ("ERR_TOO_MANY_REDIRECTS", "authentication-loop"),
            ("unauthorized_client", "grant-not-allowed"),
            ("Content Security Policy", "content-blocked"),
            ("refused to connect", "frame-refused"),
            ("invalid redirct", "invalid-redirect"),
            ("login keeps coming back", "login-loop"),
            ("keeps asking to log in", "login-loop"),
            ("SSL", "unreachable"),
            ("SSL certificate problem", "unreachable"),
            ("stuck", "popup-blocked"),
            ("white page", "popup-blocked"),
            ("429", "unreachable"),
            ("wrong clock", "unreachable"),
            ("rate_limited", "unreachable"),
            ("redirect_uri_mismatch", "invalid-redirect"),
            ("unknown client", "invalid-client"),
            ("forbidden", "registration-unreadable"),
        ] {
            assert_eq!(
                found(words).first(),
                Some(&id),
                "{words}: {:?}",
                found(words)
            );
        }
        let timeout = found("timeout");
        for also in ["authentication-loop", "login-loop", "popup-blocked"] {
            assert!(timeout[1..4].contains(&also), "{timeout:?}");
        }
        let loops = found("Authentication loop or timeout");
        assert!(loops.contains(&"login-loop"), "{loops:?}");
    }

    #[test]
    fn an_id_leads_to_itself_however_it_is_written() {
        for rule in rules() {
            for words in [
                rule.id.to_owned(),
                rule.id.to_uppercase(),
                rule.id.replace('-', " "),
            ] {
                assert_eq!(found(&words).first(), Some(&rule.id), "{words}");
            }
        }
    }

    #[test]
    fn what_nobody_speaks_of_finds_nothing() {
        for words in ["", "the", "xyzzy", "\u{1b}[31m", "---"] {
            assert!(found(words).is_empty(), "{words}: {:?}", found(words));
        }
        assert_eq!(
            nearest_ids("invalldclieent").first(),
            Some(&"invalid-client")
        );
    }
}
