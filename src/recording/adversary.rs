//! A server whose cookies and request ids say what its answers say, and whose answers say what its secrets say.

use super::{Recording, Redacted};
use crate::checks::judge;
use crate::checks::testing::{CLIENT, FakeRequest, FakeServer};
use crate::checks::{Outcome, Selection, Verdict};
use crate::probe::{Evidence, Probe, Reply};
use proptest::prelude::*;
use proptest::sample::select;
use std::time::SystemTime;

/// What only machines write: of the usual forms, and some that begin or end like others.
const TOKENS: &[&str] = &[
    "dGhpcyBpcyBub3QgYSByZWFsIHJlcXVlc3QgaWQgYXQ",
    "dGhpcyBpcyBub3QgYSByZWFs",
    "IHJlcXVlc3QgaWQgYXQ",
    "IHJlcXVlc3QgaWQgYXQ0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    "0F1E2D3C4B5A69788796A5B4C3D2E1F0",
    "7d9f0c1e-52ab-4c83-9f10-6be2a4d7c5f3",
    "4815162342",
];

/// What a value may say besides.
const WORDS: &[&str] = &[
    "xxxxxxxxxxxxxxxxxxx0",
    "1",
    "de",
    "code",
    "rid",
    "error",
    "login",
    "authenticate",
    "invalid_client",
    "invalidClientId",
    "unauthorized_client",
    "access_denied",
    "temporarily_unavailable",
    "mypurecloud.de",
    "login.mypurecloud.de",
    "apps.mypurecloud.de",
    "phone.mirabridge.cloud",
    "https://phone.mirabridge.cloud",
    "https%3A%2F%2Fphone.mirabridge.cloud",
    "https://login.mypurecloud.de/",
    "/oauth/authorize",
    "/interaction/",
    "?error=",
    "captcha",
    "sign in",
    CLIENT,
];

/// Where an answer leads: `{0}` and `{1}` are values.
const WAYS: &[&str] = &[
    "/?rid={0}#/authenticate",
    "/?rid={0}#/authenticate",
    "/?rid={0}&next={1}#/authenticate",
    "/#/authenticate?rid={0}",
    "/#/error?errorKey=invalidClientId&rid={0}",
    "/#/error?errorKey={0}",
    "/?error={0}&error_description={1}",
    "/login/{0}?rid={1}",
    "/interaction/{0}",
    "https://login.mypurecloud.de/{0}/hop?rid={1}",
    "https://apps.mypurecloud.de/?next=https%3A%2F%2Flogin.mypurecloud.de%2F%3Frid%3D{0}",
    "https://{0}.example/?rid={1}",
    "https://phone.mirabridge.cloud#error={0}&state={1}",
    "{0}",
];

const PAGES: &[&str] = &[
    "",
    "<form><input type=password></form>",
    "<title>{0}</title><p>{1}</p>",
    "<p>Found. Redirecting to /?rid={0}</p>",
    "{\"error\":\"{0}\",\"rid\":\"{1}\"}",
    "{\"rid\":\"{0}\",\"next\":\"\\u002f{1}\"}",
];

/// A value, the tokens in it that stand apart from the rest, and whether something does not.
#[derive(Clone, Debug)]
struct Value {
    text: String,
    is_glued: bool,
    tokens: Vec<&'static str>,
}

fn value() -> impl Strategy<Value = Value> {
    let part = prop_oneof![select(TOKENS), select(WORDS)];
    let joint = select(vec![
        "", ".", ".", "/", "/", "-", "%2F", "%253D", "&", ":", "=",
    ]);
    (proptest::collection::vec(part, 1..=3), joint).prop_map(|(parts, joint)| {
        let apart = parts.len() == 1 || !matches!(joint, "" | "-");
        let tokens = parts
            .iter()
            .copied()
            .filter(|part| apart && TOKENS.contains(part));
        Value {
            text: parts.join(joint),
            is_glued: parts.len() > 1 && joint.is_empty(),
            tokens: tokens.collect(),
        }
    })
}

/// How one answer is made: which values are cookies, and which stand in its `Location` and its page.
#[derive(Clone, Debug)]
struct Answer {
    status: u16,
    way: &'static str,
    page: &'static str,
    said: [Value; 2],
    cookies: Vec<Value>,
}

fn answer() -> impl Strategy<Value = Answer> {
    let status = prop_oneof![4 => Just(302), 1 => Just(200), 1 => Just(400)];
    let said = [value(), value()];
    let cookies = proptest::collection::vec(value(), 0..3);
    (status, select(WAYS), select(PAGES), said, cookies).prop_map(
        |(status, way, page, said, cookies)| Answer {
            status,
            way,
            page,
            said,
            cookies,
        },
    )
}

impl Answer {
    fn filled(&self, form: &str) -> String {
        let [first, second] = &self.said;
        form.replace("{0}", &first.text)
            .replace("{1}", &second.text)
    }

    fn give(&self) -> Reply {
        let way = self.filled(self.way);
        let cookies: Vec<_> = self
            .cookies
            .iter()
            .enumerate()
            .map(|(number, cookie)| format!("c{number}={}; Path=/", cookie.text))
            .collect();
        let mut headers: Vec<_> = cookies
            .iter()
            .map(|one| ("set-cookie", one.as_bytes()))
            .collect();
        if self.status == 302 {
            headers.push(("location", way.as_bytes()));
        }
        Reply::new(self.status, headers, self.filled(self.page).as_bytes())
    }

    /// The tokens that are secrets, by where they stand.
    fn secrets(&self) -> impl Iterator<Item = &'static str> {
        let rids = self.said.iter().enumerate().filter(|(number, _)| {
            self.status == 302 && self.way.contains(&format!("rid={{{number}}}"))
        });
        // Where it has one of these it may end, and another parameter or text begins.
        let rids = rids
            .map(|(_, value)| value)
            .filter(|value| !value.text.contains(['&', '?', ' ']));
        // Else it is none that goes back.
        let cookies = self
            .cookies
            .iter()
            .filter(|value| !value.text.contains(' '));
        cookies
            .chain(rids)
            .flat_map(|value| value.tokens.iter().copied())
    }
}

/// The answers to our client, to the two controls, elsewhere, and on the way to the login page.
#[derive(Clone, Debug)]
struct Adversary {
    ours: Answer,
    nobody: Answer,
    uri: Answer,
    elsewhere: Answer,
    hops: Vec<Answer>,
}

fn adversary() -> impl Strategy<Value = Adversary> {
    let hops = proptest::collection::vec(answer(), 1..4);
    let rest = (answer(), answer(), answer(), answer(), hops);
    rest.prop_map(|(ours, nobody, uri, elsewhere, hops)| Adversary {
        ours,
        nobody,
        uri,
        elsewhere,
        hops,
    })
}

impl Adversary {
    fn answer(&self, asked: &FakeRequest) -> &Answer {
        let step = asked.path().len() % self.hops.len();
        match asked.is_authorization() {
            false => self.hops.get(step).expect("one of them"),
            true if !asked.host().ends_with(".mypurecloud.de") => &self.elsewhere,
            true if !asked.is_for_us() => &self.nobody,
            true if !asked.names_documented() => &self.uri,
            true => &self.ours,
        }
    }

    /// Whether a word may be a part of what looks like a token, so that it is one or the other.
    fn is_glued(&self) -> bool {
        let answers = [&self.ours, &self.nobody, &self.uri, &self.elsewhere];
        let answers = answers.into_iter().chain(&self.hops);
        let mut values = answers.flat_map(|answer| answer.said.iter().chain(&answer.cookies));
        values.any(|value| value.is_glued)
    }

    fn asked(&self) -> (FakeServer, Vec<&'static str>) {
        let given = std::cell::RefCell::new(Vec::new());
        let staged = FakeServer::with(|asked| {
            let answer = self.answer(asked);
            given.borrow_mut().extend(answer.secrets());
            Ok(answer.give())
        });
        (staged, given.into_inner())
    }
}

/// The verdict, and each result with what it was told from, but for the words.
fn told(staged: &FakeServer, evidence: &Evidence) -> (Verdict, Vec<String>) {
    let results = judge(&staged.target, evidence, &Selection::default());
    let verdict = Verdict::on(results.iter().map(|(_, outcome)| outcome));
    let position = |probe: &Probe| evidence.index_of(probe);
    let told = |(id, outcome): (&str, &Outcome)| {
        let asked: Vec<_> = outcome.evidence.iter().map(position).collect();
        format!(
            "{id} {:?} {:?} {:?} {asked:?}",
            outcome.subject, outcome.status, outcome.cause
        )
    };
    let all = results
        .iter()
        .map(|(rule, outcome)| told((rule.id, outcome)));
    (verdict, all.collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_its_secrets_say_a_recording_says_what_was_said(adversary in adversary()) {
        let (staged, secrets) = adversary.asked();
        let redacted = Redacted::of(&staged.target, &staged.evidence);
        prop_assert!(redacted.is_some() || adversary.is_glued());
        let Some(redacted) = redacted else {
            return Ok(());
        };
        let recording = Recording::new(
            staged.target.clone(), redacted.clone(), SystemTime::UNIX_EPOCH, Vec::new(), None);
        let json = recording.to_json();
        let read = Recording::from_json(&json).expect("a recording");
        prop_assert_eq!(told(&staged, &staged.evidence), told(&staged, &read.evidence));
        let json = json.to_ascii_lowercase();
        for secret in secrets {
            prop_assert!(!json.contains(&secret.to_ascii_lowercase()), "{}", secret);
        }
    }
}
