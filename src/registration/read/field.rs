//! The fields of a client by all the names that sources give them.

use super::group;
use crate::genesys::Grant;
use crate::registration::Registration;

/// What the sources name: keys of the API and of Terraform, labels of the form, columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Name,
    Description,
    Grant,
    Scopes,
    State,
    DateToDelete,
    TokenSeconds,
    RedirectUris,
}

/// "Redirect" in the languages of the form.
const REDIRECT: [&str; 8] = [
    "redirec",
    "callback",
    "umleitung",
    "weiterleitung",
    "omleiding",
    "reindirizzamento",
    "リダイレクト",
    "重定向",
];
/// What Genesys Cloud can give a scope for; what else is called a scope is one of a project.
const SCOPES: &str = "alerting analytics architect audits authorization billing coaching conversations devices dialog \
    external-contacts fax gamification groups idp integrations journey knowledge learning locations messaging notifications \
    oauth organization outbound presence quality recordings response-management routing scim search speech-and-text-analytics \
    stations telephony uploads usage user-basic-info user-recordings users voicemail web-chat web-deployments web-messaging \
    widgets workforce-management";

impl Field {
    /// The field with this name, in any spelling.
    pub(super) fn of(name: &str) -> Option<Self> {
        let name = name
            .split('(')
            .next()
            .filter(|name| !name.contains("://"))?;
        // What is said of redirect URIs, and is none. Number 1 of them is one.
        let remarks = group::name(name);
        let is_remark = remarks.split(' ').any(|word| {
            let is_numbered = name.ends_with(|c: char| c.is_ascii_digit());
            ["count", "counts", "note", "notes"].contains(&word) || word == "number" && !is_numbered
        });
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        let name: String = letters.flat_map(char::to_lowercase).collect();
        // The second of three, or the element of an array.
        let name = name.trim_end_matches(|c: char| c.is_ascii_digit());
        Some(match name {
            "id" => Self::Id,
            name if name.ends_with("clientid") && is_prefix(name.trim_end_matches("clientid")) => {
                Self::Id
            }
            "name" | "appname" | "clientname" | "applicationname" | "app" | "client" => Self::Name,
            "description" => Self::Description,
            "grant" | "granttype" | "granttypes" | "authorizedgranttype" => Self::Grant,
            "scope" | "scopes" => Self::Scopes,
            "state" | "status" => Self::State,
            "datetodelete" => Self::DateToDelete,
            "tokenduration" | "accesstokenvalidityseconds" => Self::TokenSeconds,
            _ => {
                let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
                let is_label = has(&REDIRECT) && has(&["uri", "url"]) && name.chars().count() < 45;
                let is_of_others = is_remark || has(&["logout", "signout"]);
                return (is_label && !is_of_others).then_some(Self::RedirectUris);
            }
        })
    }

    /// The field of a value: an id is one also where it stands in place of a name.
    pub(super) fn of_value(self, value: &str) -> Self {
        match self {
            Self::Name if id(value) == Some(value.trim()) => Self::Id,
            field => field,
        }
    }

    /// Whether this is the value of the field, as far as free text can tell.
    pub(super) fn takes(self, value: &str) -> bool {
        match self {
            Self::Id => id(value).is_some(),
            Self::Name => !value.trim().is_empty() && !value.contains("://"),
            Self::Grant => Grant::of_words(value).is_some() || is_other_grant(value),
            Self::State => state(value).is_some(),
            Self::Scopes => {
                scopes(value).is_some_and(|scopes| scopes.iter().all(|scope| is_scope(scope)))
            }
            _ => !value.trim().is_empty(),
        }
    }
}

impl Registration {
    /// Takes the value of a field, unless there is one.
    pub(super) fn set(&mut self, field: Field, value: &str) {
        let is_noise = |c: char| c.is_whitespace() || "\"',;|`*".contains(c);
        let value = value.trim_matches(is_noise);
        let place = match field.of_value(value) {
            Field::Id => &mut self.id,
            Field::Name => &mut self.name,
            Field::Description => &mut self.description,
            Field::Grant => &mut self.grant,
            Field::State => &mut self.state,
            Field::DateToDelete => &mut self.date_to_delete,
            Field::TokenSeconds => {
                self.token_seconds = self.token_seconds.or_else(|| value.parse().ok());
                return;
            }
            Field::Scopes => {
                // What is not understood is no list without scopes.
                let is_list = |scopes: &Vec<String>| {
                    let all_known = scopes.iter().all(|scope| is_scope(scope));
                    all_known || scopes.iter().any(|scope| scope.contains(':'))
                };
                if let Some(scopes) = scopes(value).filter(is_list) {
                    self.scopes.get_or_insert_default().extend(scopes);
                }
                return;
            }
            Field::RedirectUris => return,
        };
        if place.is_none() && !["", "null", "{}", "[]", "-"].contains(&value) {
            *place = Some(value.to_owned());
        }
    }
}

/// Whether this stands before a name and makes no difference: "Genesys Cloud Client ID".
fn is_prefix(text: &str) -> bool {
    const PREFIXES: [&str; 5] = ["genesyscloud", "genesys", "purecloud", "gc", "oauth"];
    let mut rest = text;
    for prefix in PREFIXES {
        rest = rest.strip_prefix(prefix).unwrap_or(rest);
    }
    rest.is_empty()
}

/// Whether a word is one of the scopes that Genesys Cloud has, as far as this version knows.
fn is_scope(word: &str) -> bool {
    word.contains(':') || SCOPES.split_whitespace().any(|known| known == word)
}

/// Whether the words name a grant that is not for browsers.
pub(in crate::registration) fn is_other_grant(words: &str) -> bool {
    let words: String = words
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    words.contains("clientcredentials") || words.contains("saml") || words == "password"
}

/// The id of a client in a text.
pub(super) fn id(text: &str) -> Option<&str> {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words.find(|word| word.len() == 36 && crate::genesys::ClientId::parse(word).is_ok())
}

/// The state that a text begins with.
pub(super) fn state(text: &str) -> Option<&'static str> {
    let words = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    let words: Vec<_> = words.map(str::to_lowercase).take(2).collect();
    match words.first()?.as_str() {
        "active" | "aktiv" => Some("active"),
        "inactive" | "inaktiv" => Some("inactive"),
        "not" | "nicht" if ["active", "aktiv"].contains(&words.get(1)?.as_str()) => {
            Some("inactive")
        }
        "disabled" | "deaktiviert" => Some("disabled"),
        "deleted" | "gelöscht" => Some("deleted"),
        _ => None,
    }
}

/// The scopes of a text that holds nothing else.
fn scopes(text: &str) -> Option<Vec<String>> {
    let is_around = |c: char| c.is_whitespace() || ",;\"'`[]{}()|•*".contains(c);
    let is_scope = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-:".contains(c))
    };
    let words = text
        .split(is_around)
        .filter(|word| !["", "-", "toset", "null", "none"].contains(word));
    let words: Vec<&str> = words.collect();
    let is_list = words.iter().all(is_scope);
    is_list.then(|| words.into_iter().map(str::to_owned).collect())
}
