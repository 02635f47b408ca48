//! What a page shows, as far as a judgement may rest on it.

use super::authorize_requests::SentRequest;
use super::error_words::{Subject, blames};

/// Words that make a page an error page, in the languages a browser of our users may be set to.
const ERROR_WORDS: &[&str] = &[
    "error",
    "errors",
    "invalid",
    "denied",
    "forbidden",
    "blocked",
    "unauthorized",
    "unauthorised",
    "expired",
    "failed",
    "failure",
    "unavailable",
    "maintenance",
    "not found",
    "went wrong",
    "oops",
    "captcha",
    "rejected",
    "not allowed",
    "disabled",
    "too many requests",
    "security check",
    "incident",
    "bad request",
    "unknown",
    "unsupported",
    "mismatch",
    "challenge",
    "fehler",
    "ungültig",
    "ungültige",
    "erreur",
    "invalide",
    "refusé",
    "errore",
    "inválido",
    "inválida",
    "erro",
];

/// Words of firewalls and bot filters.
const FIREWALL_WORDS: &[&str] = &[
    "access denied",
    "request blocked",
    "has been blocked",
    "was blocked",
    "web application firewall",
    "incident id",
    "support id",
    "captcha",
    "attention required",
    "checking your browser",
    "just a moment",
    "you are human",
    "not a robot",
    "security check",
    "_incapsula_resource",
    "cf-chl",
    "awswaf",
    "datadome",
    "px-captcha",
    "url filtering",
    "blocked by",
];

/// Words of captive portals.
const PORTAL_WORDS: &[&str] = &[
    "captive portal",
    "captiveportal",
    "wispr",
    "hotspot",
    "guest wi-fi",
    "guest wifi",
    "guest network",
    "wi-fi login",
    "wifi login",
    "wi-fi access",
    "network login",
    "network access",
    "free wi-fi",
    "free wifi",
];

/// Signs of a page on which a person signs in or consents.
const SIGN_IN_WORDS: &[&str] = &[
    "sign in",
    "sign-in",
    "signin",
    "log in",
    "log-in",
    "login",
    "password",
    "consent",
    "authorize",
    "anmelden",
    "anmeldung",
    "connexion",
    "iniciar sesión",
    "accedi",
    "entrar",
];

/// A page, reduced to what can be compared and read.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) title: String,
    /// What a person would read, a block a line, lower case.
    text: String,
    raw: String,
}

impl Page {
    /// Looks at a body, whatever it is, without what it echoes of the request.
    pub(super) fn of(request: &SentRequest, body: &str) -> Self {
        let start: String = body.chars().take(LOOKED_AT).collect();
        let raw = request.mask(&start);
        let (title, text) = visible(&raw);
        Self { title, text, raw }
    }

    /// Whether the page asks for a password.
    pub(super) fn asks_password(&self) -> bool {
        ["type=\"password\"", "type='password'", "type=password"]
            .iter()
            .any(|sign| self.raw.contains(sign))
    }

    /// Whether a person could sign in or consent here.
    pub(super) fn is_sign_in(&self) -> bool {
        self.asks_password()
            || (self.raw.contains("<form") && self.has_field())
            || SIGN_IN_WORDS
                .iter()
                .any(|word| self.title.contains(word) || self.text.contains(word))
    }

    /// Whether something can be typed here. Filters have forms that send themselves.
    fn has_field(&self) -> bool {
        const UNTYPED: &[&str] = &["hidden", "submit", "button", "image", "reset"];
        let inputs = self.raw.split("<input").skip(1);
        let mut tags = inputs.map(|rest| rest.split('>').next().unwrap_or_default());
        tags.any(|tag| {
            let kind = tag.split_once("type=").map_or("", |(_, kind)| kind);
            let kind = kind.trim_start_matches(['"', '\'']);
            !UNTYPED.iter().any(|untyped| kind.starts_with(untyped))
        })
    }

    /// The error words on the page, in the order of the list.
    pub(super) fn error_words(&self) -> Vec<&'static str> {
        ERROR_WORDS
            .iter()
            .copied()
            .filter(|word| has_word(&self.title, word) || has_word(&self.text, word))
            .collect()
    }

    /// Whether the page says in words that a person signs in here.
    pub(super) fn speaks_of_signing_in(&self) -> bool {
        SIGN_IN_WORDS
            .iter()
            .any(|word| has_word(&self.title, word) || has_word(&self.text, word))
    }

    /// Whether the page says that there were too many requests.
    pub(super) fn is_throttled(&self) -> bool {
        ["too many requests", "rate limit", "throttl"]
            .iter()
            .any(|words| self.title.contains(words) || self.text.contains(words))
    }

    pub(super) fn is_firewall(&self) -> bool {
        FIREWALL_WORDS.iter().any(|word| self.raw.contains(word))
    }

    pub(super) fn is_portal(&self) -> bool {
        PORTAL_WORDS.iter().any(|word| self.raw.contains(word))
    }

    /// The first sentence that blames the client or the redirect URI, other than one that names `code`.
    pub(super) fn complaint(&self, code: Option<&str>) -> Option<(String, Subject)> {
        [self.title.as_str(), self.text.as_str()]
            .into_iter()
            .flat_map(sentences)
            .filter(|sentence| code.is_none_or(|code| !sentence.contains(code)))
            .find_map(|sentence| {
                let subject = blames(sentence);
                subject
                    .is_any()
                    .then(|| (sentence.trim().to_owned(), subject))
            })
    }

    /// The lines a person would read.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        self.text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
    }
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '!', '?'])
        .flat_map(|line| line.split(". "))
}

/// Whether `word` stands in `text` as a word of its own.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let after = text
            .get(at + word.len()..)
            .and_then(|tail| tail.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// Characters of a page that are looked at.
pub(super) const LOOKED_AT: usize = 64 * 1024;

/// What a person would read of a body, in a line: the title and the text of HTML, anything else as it is.
#[must_use]
pub fn readable(body: &str) -> String {
    let start: String = body.chars().take(LOOKED_AT).collect();
    let text = if start.contains('<') {
        let (title, text) = visible(&start);
        if title.is_empty() {
            text
        } else {
            format!("\"{title}\" {text}")
        }
    } else {
        start
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Title and readable text of HTML: a scan, not a parser, since any bytes must do.
pub(super) fn visible(html: &str) -> (String, String) {
    const UNREAD: &[&str] = &["script", "style", "noscript", "template"];
    const INLINE: &[&str] = &[
        "a", "b", "i", "em", "strong", "span", "code", "small", "u", "tt",
    ];
    let mut title = String::new();
    let mut text = String::new();
    let lower = html.to_ascii_lowercase();
    let mut rest = html;
    let mut in_title = false;
    while let Some((before, tagged)) = rest.split_once('<') {
        let out = if in_title { &mut title } else { &mut text };
        out.push_str(before);
        if let Some(comment) = tagged.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some((tag, after)) = tagged.split_once('>') else {
            rest = "";
            break;
        };
        rest = after;
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        let closes = tag.starts_with('/');
        if name == "title" {
            in_title = !closes;
        } else if UNREAD.contains(&name.as_str()) && !closes {
            let read = html.len() - rest.len();
            rest = behind_end(rest, lower.get(read..).unwrap_or_default(), &name);
        } else if !INLINE.contains(&name.as_str()) {
            text.push('\n');
        }
    }
    let out = if in_title { &mut title } else { &mut text };
    out.push_str(rest);
    (decode(&title), decode(&text))
}

/// What follows the end tag of an element; nothing where there is none. `lower` is what `html` is, in lower
/// case: as long, so that positions agree, and made once, so that many elements cost no more than one.
fn behind_end<'a>(html: &'a str, lower: &str, name: &str) -> &'a str {
    let behind = lower
        .find(&format!("</{name}"))
        .and_then(|at| html.get(at..));
    behind
        .and_then(|tag| tag.split_once('>'))
        .map_or("", |(_, after)| after)
}

/// The handful of character references that stand in running text.
fn decode(text: &str) -> String {
    let mut decoded = text.to_owned();
    for (reference, plain) in [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&rsquo;", "'"),
        ("&amp;", "&"),
    ] {
        decoded = decoded.replace(reference, plain);
    }
    decoded.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Page, has_word, readable};
    use crate::classify::authorize_requests::SentRequest;

    fn page(body: &str) -> Page {
        let asked = "https://login.mypurecloud.de/oauth/authorize?client_id=ab-1&redirect_uri=https%3A%2F%2Fcontrol-1.invalid%2Fcallback";
        Page::of(&SentRequest::of(asked).expect("a URL"), body)
    }

    #[test]
    fn scripts_are_not_read_and_the_title_is() {
        let page = page(
            "<html><head><title>Sign In</title><script>var e = 'invalid client';</script></head>\
             <body><div>Wel<b>come</b></div><!-- error --></body>",
        );
        assert_eq!(page.title, "sign in");
        assert_eq!(page.lines().collect::<Vec<_>>(), ["welcome"]);
        assert!(page.error_words().is_empty());
        assert!(page.is_sign_in());
    }

    #[test]
    fn a_form_is_for_signing_in_if_something_is_typed_there() {
        for (body, is_sign_in) in [
            ("<form><input name=u></form>", true),
            (
                "<form><input type='hidden' name=t><input type=text></form>",
                true,
            ),
            (
                "<form><input type=hidden name=t><input type=\"submit\"></form>",
                false,
            ),
            ("<form><p>Welcome</p></form>", false),
            ("<p>Welcome <input name=u></p>", false),
        ] {
            assert_eq!(page(body).is_sign_in(), is_sign_in, "{body}");
        }
    }

    #[test]
    fn a_page_is_read_up_to_its_bound() {
        for (before, is_read) in [(65_000, true), (65_536, false)] {
            let body = format!("{}<p>Client not found</p>", " ".repeat(before));
            assert_eq!(page(&body).complaint(None).is_some(), is_read, "{before}");
        }
    }

    #[test]
    fn a_word_stands_alone() {
        for (text, is_there) in [
            ("error", true),
            ("an error.", true),
            ("two errors", false),
            ("terror", false),
            ("terror and error", true),
        ] {
            assert_eq!(has_word(text, "error"), is_there, "{text}");
        }
    }

    #[test]
    fn a_complaint_names_its_subject() {
        for (text, client, redirect_uri) in [
            ("The OAuth client ID or redirect URI is invalid", true, true),
            (
                "AADSTS50011: The redirect URI 'https://a.example/' does not match",
                false,
                true,
            ),
            ("Client not found.", true, false),
            ("Parameter redirect_uri is missing", false, false),
            ("Your client has issued an invalid request", false, false),
            ("The client IP is not allowed", false, false),
            (
                "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings",
                false,
                true,
            ),
            ("Client portal. Something else is wrong here.", false, false),
            ("Welcome, dear client", false, false),
            (
                "Sign in to go on to https://control-1.invalid/callback (client ab-1)",
                false,
                false,
            ),
            (
                "Redirect URI https://control-1.invalid/callback is not supported by client",
                true,
                true,
            ),
        ] {
            let page = page(&format!("<p>{text}</p>"));
            let subject = page
                .complaint(None)
                .map(|(_, subject)| (subject.client, subject.redirect_uri));
            let expected = (client || redirect_uri).then_some((client, redirect_uri));
            assert_eq!(subject, expected, "{text}");
        }
    }

    #[test]
    fn unclosed_tags_do_no_harm() {
        for html in [
            "<",
            "<title",
            "<script>",
            "<title>a",
            "<!--",
            "</",
            "<p<p<p>",
            "\u{0}<\u{202e}>",
        ] {
            let page = page(html);
            let _ = (page.complaint(None), page.error_words(), page.is_sign_in());
        }
    }

    #[test]
    fn a_body_is_told_in_a_line() {
        for (body, line) in [
            (
                "<html><head><TITLE>Oops</TITLE><style>p{}</style></head><body><p>Not  <b>found</b>\n here</p></body>",
                "\"Oops\" Not found here",
            ),
            ("{\n  \"error\": \"x\"\n}", "{ \"error\": \"x\" }"),
            ("a &lt;b&gt; <i>c</i> &amp; d", "a <b> c & d"),
            ("", ""),
        ] {
            assert_eq!(readable(body), line);
        }
    }
}
