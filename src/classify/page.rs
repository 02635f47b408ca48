//! What a page shows, as far as a judgement may rest on it, and who answers in place of the service (RFC 9110, 3.7): a
//! proxy, a firewall, a captive portal.

use super::authorize_requests::SentRequest;
use super::words::{
    Blame, CAPTCHA_MARKS, ERROR_WORDS, FIREWALL_MARKS, FIREWALL_WORDS, NEGATIONS, PORTAL_MARKS,
    PORTAL_WORDS, SIGN_IN_WORDS, blames,
};
use crate::genesys::percent_encode;
use crate::http::squid_error;
use crate::probe::{Cause, Reply};
use std::cmp::Reverse;

/// A page, reduced to what can be compared and read.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) title: String,
    /// What a person would read, a block a line, lower case.
    text: String,
    /// All of it but what scripts and styles hold.
    markup: String,
    raw: String,
}

impl Page {
    /// Looks at a body, whatever it is, without what it echoes of the request.
    pub(super) fn of(request: &SentRequest, body: &str) -> Self {
        let raw = request.mask(&start(body));
        let (title, text, markup) = read(&raw);
        Self {
            title,
            text,
            markup,
            raw,
        }
    }

    /// Whether the page asks for a password.
    pub(super) fn asks_password(&self) -> bool {
        ["type=\"password\"", "type='password'", "type=password"]
            .iter()
            .any(|sign| self.raw.contains(sign))
    }

    /// Whether a person could sign in or consent here: where something can be typed, or where words say so beside something
    /// to press. The title alone is enough for a page that its scripts make. A refusal may have the same words.
    pub(super) fn is_sign_in(&self) -> bool {
        let has = |tags: &[&str]| tags.iter().any(|tag| self.markup.contains(tag));
        self.asks_password()
            || (has(&["<form"]) && self.has_field())
            || (has(&["<form", "<button", "<input"]) && self.speaks_of_signing_in())
            || (has(&["<script", "<iframe"]) && says_to_sign_in(&self.title))
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
        says_to_sign_in(&self.title) || says_to_sign_in(&self.text)
    }

    /// Whether the page says that there were too many requests.
    pub(super) fn is_throttled(&self) -> bool {
        self.says(&["too many requests", "rate limit", "throttl"])
    }

    pub(super) fn is_firewall(&self) -> bool {
        let is_captcha_alone = || !self.has_field() && self.has_mark(CAPTCHA_MARKS);
        self.says(FIREWALL_WORDS) || self.has_mark(FIREWALL_MARKS) || is_captcha_alone()
    }

    pub(super) fn is_portal(&self) -> bool {
        self.says(PORTAL_WORDS) || self.has_mark(PORTAL_MARKS)
    }

    /// Whether a person would read any of these, however the lines are broken. A script may hold any words.
    fn says(&self, words: &[&str]) -> bool {
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (title, text) = (flat(&self.title), flat(&self.text));
        let is_said = |word: &&str| title.contains(*word) || text.contains(*word);
        words.iter().any(is_said)
    }

    fn has_mark(&self, marks: &[&str]) -> bool {
        marks.iter().any(|mark| self.raw.contains(mark))
    }

    /// The first sentence that blames the client or the redirect URI, other than one that names `code`.
    pub(super) fn complaint(&self, code: Option<&str>) -> Option<(String, Blame)> {
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

/// Whether a sentence asks a person to sign in, and does not say that it cannot be done.
fn says_to_sign_in(text: &str) -> bool {
    let has = |sentence: &str, words: &[&str]| words.iter().any(|word| has_word(sentence, word));
    sentences(text).any(|sentence| has(sentence, SIGN_IN_WORDS) && !has(sentence, NEGATIONS))
}

/// Whether a page has something on it, or a script or frame that may put something there.
pub(super) fn shows_something(body: &str) -> bool {
    const SEEN: [&str; 10] = [
        "<script",
        "<form",
        "<iframe",
        "<frame",
        "<input",
        "<button",
        "<meta http-equiv",
        "<img",
        "<object",
        "<embed",
    ];
    let (title, text, markup) = read(&start(body).to_lowercase());
    let is_read = !title.is_empty() || !text.is_empty();
    is_read || SEEN.iter().any(|tag| markup.contains(tag))
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
    let start = start(body);
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

/// Title and readable text of HTML.
pub(super) fn visible(html: &str) -> (String, String) {
    let (title, text, _) = read(html);
    (title, text)
}

/// Title and readable text of HTML, and all of it without what scripts and the like hold: a scan, not a parser, since any
/// bytes must do.
fn read(html: &str) -> (String, String, String) {
    const UNREAD: &[&str] = &["script", "style", "noscript", "template"];
    const INLINE: &[&str] = &[
        "a", "b", "i", "em", "strong", "span", "code", "small", "u", "tt",
    ];
    let mut title = String::new();
    let mut text = String::new();
    let mut markup = String::with_capacity(html.len());
    let lower = html.to_ascii_lowercase();
    let mut rest = html;
    let mut in_title = false;
    while let Some((before, tagged)) = rest.split_once('<') {
        let out = if in_title { &mut title } else { &mut text };
        out.push_str(before);
        markup.push_str(before);
        if let Some(comment) = tagged.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some((tag, after)) = tagged.split_once('>') else {
            rest = "";
            break;
        };
        rest = after;
        markup.extend(["<", tag, ">"]);
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
    markup.push_str(rest);
    (decode(&title), decode(&text), markup)
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

/// Proxies by what they call themselves in the `Server` of answers of their own; of the answers that they pass on, they
/// leave it as it is. Seen in Squid 5.7 and mitmproxy 11.0.
const SERVERS: [&str; 2] = ["squid", "mitmproxy"];

/// Who answered by status and headers, whatever the rest says, or that the service has no time.
pub(super) fn by_headers(reply: &Reply) -> Option<Cause> {
    match reply.status {
        _ if is_of_proxy(reply) => Some(Cause::Proxy),
        511 => Some(Cause::CaptivePortal),
        429 => Some(Cause::RateLimited),
        _ if reply.has("cf-mitigated") || reply.has("x-amzn-waf-action") => Some(Cause::Blocked),
        _ => None,
    }
}

/// Who answered in place of a page, if somebody did.
#[must_use]
pub(crate) fn intermediary(url: &str, reply: &Reply) -> Option<Cause> {
    let request = SentRequest::of(url)?;
    let page = Page::of(&request, &reply.body);
    by_headers(reply)
        .or_else(|| page.is_portal().then_some(Cause::CaptivePortal))
        .or_else(|| page.is_firewall().then_some(Cause::Blocked))
}

fn is_of_proxy(reply: &Reply) -> bool {
    let server = reply.header("server").unwrap_or_default().to_lowercase();
    reply.status == 407
        || reply.has("proxy-authenticate")
        || reply.has("x-squid-error")
        || SERVERS.iter().any(|name| server.starts_with(name))
}

/// What a proxy does, in words that follow "a proxy answers and"; `None` where no proxy gave this answer.
#[must_use]
pub(crate) fn proxy_says(reply: &Reply) -> Option<String> {
    if !is_of_proxy(reply) {
        return None;
    }
    let status = reply.status;
    let error = reply.header("x-squid-error").map(squid_error);
    let error = error.unwrap_or_default();
    Some(if status == 407 || reply.has("proxy-authenticate") {
        format!("wants a login ({status})")
    } else if status < 400 {
        format!("gives an answer of its own ({status}{error})")
    } else if status < 500 {
        format!("refuses the request ({status}{error})")
    } else {
        format!("cannot pass the request on ({status}{error})")
    })
}

/// Words that a page needs to be told from another. Healthy pages that are made by their scripts have next to none.
const LEAST_WORDS: usize = 3;
/// Bytes that no two pages of different companies share by chance.
const LEAST_BYTES: usize = 512;

/// Whether the same page came from two addresses, whatever it says of the address, the time and the incident.
///
/// Block pages name what was asked for and number themselves, so they are seldom the same bytes twice.
#[must_use]
pub(crate) fn is_same_page(one: (&str, &Reply), other: (&str, &Reply)) -> bool {
    let ((url, reply), (other_url, other)) = (one, other);
    if reply.body == other.body && reply.body.trim().len() >= LEAST_BYTES {
        return true;
    }
    let names: Vec<_> = [url, other_url].into_iter().flat_map(own_names).collect();
    let [text, other_text] = [reply, other].map(|reply| start(&reply.body).to_lowercase());
    let (title, shown) = visible(&text);
    words(&format!("{title} {shown}"), &names).len() >= LEAST_WORDS
        && words(&text, &names) == words(&other_text, &names)
}

fn start(body: &str) -> String {
    body.chars().take(LOOKED_AT).collect()
}

/// The words and tags of a page, without these names and without what has a number in it.
fn words(text: &str, names: &[String]) -> Vec<String> {
    let mut text = text.to_owned();
    for name in names {
        text = text.replace(name, " ");
    }
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.contains(|c: char| c.is_ascii_digit()))
        .filter(|word| !matches!(*word, "http" | "https"))
        .map(str::to_owned)
        .collect()
}

/// How a page may write the parts of its own address, the longest first.
fn own_names(url: &str) -> Vec<String> {
    let url = url.to_lowercase();
    let bare = url.split_once("://").map_or(url.as_str(), |(_, bare)| bare);
    let (host, rest) = bare.split_at(bare.find(['/', '?', '#']).unwrap_or(bare.len()));
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    let parts = [rest, path, host]
        .into_iter()
        .filter(|part| !part.is_empty());
    let mut names: Vec<_> = parts
        .flat_map(|part| {
            let encoded = percent_encode(part).to_lowercase();
            let escaped = part.replace('&', "&amp;");
            [part.to_owned(), escaped, encoded]
        })
        .collect();
    names.sort_by_key(|name| Reverse(name.len()));
    names
}

#[cfg(test)]
mod tests {
    use super::{Page, has_word, is_same_page, proxy_says, readable};
    use crate::classify::authorize_requests::SentRequest;
    use crate::probe::Reply;

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

    /// A refusal in a sentence may have the words of a sign-in page.
    #[test]
    fn words_alone_are_no_sign_in_page() {
        for (body, is_sign_in) in [
            ("<title>Sign in</title><script src=a.js></script>", true),
            ("<title>Log in | no-reply</title><script></script>", true),
            ("<title>Sign in</title><iframe src=/login></iframe>", true),
            ("<p>Please log in</p><button>Go on</button>", true),
            (
                "<p>Entrar no Genesys Cloud</p><button>Entrar</button>",
                true,
            ),
            ("<p>Please log in</p><a href=/help>Help</a>", false),
            (
                "<p>This application was not authorized by your organization.</p><form></form>",
                false,
            ),
            (
                "<p>We could not authorize this application.</p><button>Back</button>",
                false,
            ),
            (
                "<h1>Login is not possible for this application.</h1><button>Back</button>",
                false,
            ),
            (
                "<p>There is no login for this application.</p><button>Back</button>",
                false,
            ),
            (
                "<p>This application no longer supports sign in.</p><button>Back</button>",
                false,
            ),
            (
                "<p>You have no permission to log in.</p><button>Back</button>",
                false,
            ),
            (
                "<p>Login to this application: not possible.</p><script></script>",
                false,
            ),
            (
                "<p>Usted no puede iniciar sesión.</p><button>Volver</button>",
                false,
            ),
            ("<title>No consent</title><script></script>", false),
            ("<title>Login</title><p>Come back later.</p>", false),
        ] {
            assert_eq!(page(body).is_sign_in(), is_sign_in, "{body}");
        }
    }

    #[test]
    fn a_script_names_no_firewall_and_no_portal() {
        for (body, is_firewall, is_portal) in [
            (
                "<script>var captcha = 'access denied'</script>",
                false,
                false,
            ),
            ("<p>Solve the captcha</p>", true, false),
            ("<h1>Access <b>denied</b></h1>", true, false),
            ("<h1>Access&nbsp;denied</h1>", true, false),
            ("<h1>Access\n  denied</h1>", true, false),
            ("<div class=g-recaptcha></div>", true, false),
            (
                "<form><input name=email><div class=g-recaptcha></div></form>",
                false,
                false,
            ),
            ("<script src=/_Incapsula_Resource></script>", true, false),
            ("<script>var text = 'network access'</script>", false, false),
            ("<p>Hotspot</p>", false, true),
            ("<!-- <WISPAccessGatewayParam> WISPr -->", false, true),
        ] {
            let page = page(body);
            assert_eq!(
                (page.is_firewall(), page.is_portal()),
                (is_firewall, is_portal),
                "{body}"
            );
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
            ("Error: the parameter client_id is required", false, false),
            ("The client ID is shown below", false, false),
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

    #[test]
    fn a_refusal_a_fault_and_a_wish_for_a_login_are_told_apart() {
        for (status, name, value, expected) in [
            (407, "date", "", Some("wants a login (407)")),
            (
                403,
                "X-Squid-Error",
                "ERR_ACCESS_DENIED 0",
                Some("refuses the request (403, ERR_ACCESS_DENIED)"),
            ),
            (
                503,
                "X-Squid-Error",
                "ERR_CONNECT_FAIL 111",
                Some("cannot pass the request on (503, ERR_CONNECT_FAIL)"),
            ),
            (
                502,
                "Server",
                "mitmproxy 11.0.2",
                Some("cannot pass the request on (502)"),
            ),
            (
                302,
                "Server",
                "squid",
                Some("gives an answer of its own (302)"),
            ),
            (400, "Server", "squid", Some("refuses the request (400)")),
            (
                500,
                "Server",
                "squid",
                Some("cannot pass the request on (500)"),
            ),
            (502, "Server", "nginx/1.22.1", None),
            (403, "date", "", None),
            (401, "WWW-Authenticate", "Basic", None),
        ] {
            let reply = Reply::new(status, [(name, value.as_bytes())], b"");
            assert_eq!(proxy_says(&reply).as_deref(), expected, "{status} {value}");
        }
    }

    const APPS: &str = "https://apps.mypurecloud.de/crm/index.html?crm=x&clientId=4f9c";
    const PHONE: &str = "https://phone.mirabridge.cloud";

    fn is_one(apps: &str, phone: &str) -> bool {
        let reply = |body: &str| Reply::new(200, [], body.as_bytes());
        let (apps, phone) = (reply(apps), reply(phone));
        let is_one = is_same_page((APPS, &apps), (PHONE, &phone));
        assert_eq!(is_one, is_same_page((PHONE, &phone), (APPS, &apps)));
        is_one
    }

    #[test]
    fn a_page_that_names_what_was_asked_for_is_still_one_page() {
        let blocked = |address: &str, number: u32| {
            format!(
                "<h1>Not available</h1><p>{address} is off limits here. Event {number}a, 12:0{number}</p>"
            )
        };
        for (apps, phone) in [
            (APPS.to_owned(), PHONE.to_owned()),
            (APPS.replace('&', "&amp;"), PHONE.to_owned()),
            (
                "apps.mypurecloud.de".to_owned(),
                "phone.mirabridge.cloud".to_owned(),
            ),
            (
                "HTTPS://Apps.MyPureCloud.de/crm/index.html".to_owned(),
                format!("{PHONE}/"),
            ),
            (
                "https%3A%2F%2Fapps.mypurecloud.de%2Fcrm%2Findex.html".to_owned(),
                "https%3A%2F%2Fphone.mirabridge.cloud%2F".to_owned(),
            ),
        ] {
            assert!(is_one(&blocked(&apps, 1), &blocked(&phone, 2)), "{apps}");
        }
    }

    #[test]
    fn pages_that_show_next_to_nothing_are_not_one() {
        for page in [
            "",
            "{}",
            "ok",
            "12:00",
            "<html><head></head><body></body></html>",
            "<!doctype html><meta charset=utf-8><title>App</title><div id=root></div><script src=/main.js></script>",
            "<body><noscript>You need to enable JavaScript to run this app.</noscript></body>",
        ] {
            assert!(!is_one(page, page), "{page}");
        }
        let script = format!(
            "<script>location = 'https://portal.example/{}'</script>",
            "x".repeat(500)
        );
        assert!(is_one(&script, &script));
    }

    #[test]
    fn pages_of_their_own_are_two() {
        assert!(!is_one("<title>CRM</title>", "<title>Phone</title>"));
        assert!(!is_one("<h1>CRM</h1>", "<h1>CRM</h1><p>more"));
        assert!(!is_one("<p>Welcome to the CRM", "<p>Welcome to the phone"));
    }
}
