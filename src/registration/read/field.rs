use crate::registration::Registration;

/// What the sources name besides what they hold: keys of the API and of Terraform, labels of the form, columns.
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

/// "Redirect URI" in the languages of the form.
const REDIRECTS: [&str; 8] = [
    "redirect",
    "callback",
    "umleitung",
    "weiterleitung",
    "redirec",
    "reindirizzamento",
    "リダイレクト",
    "重定向",
];

impl Field {
    /// The field with this name, in any spelling.
    pub(super) fn of(name: &str) -> Option<Self> {
        let name = name.split('(').next().unwrap_or(name);
        let name: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
        let name = name.to_lowercase();
        let name = name.trim_end_matches(|c: char| c.is_ascii_digit());
        Some(match name {
            "id" | "clientid" | "oauthclientid" => Self::Id,
            "name" | "appname" | "clientname" | "applicationname" => Self::Name,
            "description" => Self::Description,
            "grant" | "granttype" | "granttypes" | "authorizedgranttype" => Self::Grant,
            "scope" | "scopes" => Self::Scopes,
            "state" | "status" => Self::State,
            "datetodelete" => Self::DateToDelete,
            "tokenduration" | "accesstokenvalidityseconds" => Self::TokenSeconds,
            _ => {
                let is_uri = ["uri", "uris", "url", "urls"]
                    .iter()
                    .any(|end| name.ends_with(end))
                    || !name.is_ascii() && name.contains("uri");
                let redirects = REDIRECTS.iter().any(|word| name.contains(word));
                return (is_uri && redirects && name.chars().count() < 45)
                    .then_some(Self::RedirectUris);
            }
        })
    }
}

impl Registration {
    /// Takes what a text says of a field, if it says something that can be meant and nothing was said before.
    pub(super) fn set(&mut self, field: Field, value: &str) {
        let is_noise = |c: char| c.is_whitespace() || "\"',;|`*".contains(c);
        let value = value.trim_matches(is_noise);
        let place = match field {
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
                if let Some(scopes) = scopes(value) {
                    self.scopes.get_or_insert_default().extend(scopes);
                }
                return;
            }
            Field::RedirectUris => return,
        };
        if place.is_none() && !value.is_empty() && !["null", "{}", "[]", "-"].contains(&value) {
            *place = Some(value.to_owned());
        }
    }
}

/// The scopes of a line that holds nothing else.
pub(super) fn scopes(text: &str) -> Option<Vec<String>> {
    let is_around = |c: char| c.is_whitespace() || ",;\"'`[]{}()|•*".contains(c);
    let is_scope = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-:".contains(c))
    };
    let text = text
        .trim_start_matches("toset(")
        .trim_start()
        .trim_start_matches("- ");
    let words: Vec<&str> = text
        .split(is_around)
        .filter(|word| !word.is_empty())
        .collect();
    let is_listed = words.len() < 2
        || text.contains([',', '"', '\'', ';'])
        || words.iter().all(|word| word.contains(':'));
    let none = ["none", "null", "-"];
    (is_listed
        && words
            .iter()
            .all(|word| is_scope(word) || none.contains(word)))
    .then(|| {
        words
            .into_iter()
            .filter(|word| !none.contains(word))
            .map(str::to_owned)
            .collect()
    })
}
