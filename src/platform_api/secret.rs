//! What must never be shown: the token, and the id and secret it is exchanged for.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use serde_json::Value;
use std::fmt;

/// A token or a client secret. It goes into the header of a request, and nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

/// By what the Platform API is asked.
#[derive(Debug)]
pub(crate) enum Credentials {
    Token(Secret),
    /// Exchanged for a token first.
    Client {
        id: String,
        secret: Secret,
    },
}

impl Secret {
    /// The secret in a text, without what is copied around it; what is wrong with the text does not quote it.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        const LONGEST: usize = 16 * 1024;
        let mut text = text.trim();
        if let Some((scheme, token)) = text.split_at_checked(6)
            && scheme.eq_ignore_ascii_case("bearer")
            && !token.starts_with(|c: char| c.is_ascii_graphic())
        {
            text = token.trim();
        }
        if text.is_empty() {
            Err("it is empty")
        } else if text.len() > LONGEST {
            Err("it is too long")
        } else if text.bytes().all(|byte| byte.is_ascii_graphic()) {
            Ok(Self(text.to_owned()))
        } else {
            Err("it holds a space or a character that no token has")
        }
    }

    pub(crate) fn bearer(&self) -> HeaderValue {
        sensitive(&format!("Bearer {}", self.0))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret")
    }
}

impl Credentials {
    /// The authorization of the exchange; none where there is nothing to exchange.
    pub(crate) fn basic(&self) -> Option<HeaderValue> {
        let encoded = self.encoded()?;
        Some(sensitive(&format!("Basic {encoded}")))
    }

    fn encoded(&self) -> Option<String> {
        match self {
            Self::Token(_) => None,
            Self::Client { id, secret } => Some(STANDARD.encode(format!("{id}:{}", secret.0))),
        }
    }
}

fn sensitive(text: &str) -> HeaderValue {
    let mut value = HeaderValue::from_str(text).expect("a secret is printable ASCII");
    value.set_sensitive(true);
    value
}

/// Takes secrets out of what a server says, as one may repeat them.
#[derive(Clone, Default)]
pub(crate) struct Mask(Vec<String>);

impl Mask {
    pub(crate) fn of(credentials: &Credentials) -> Self {
        let mut mask = Self::default();
        match credentials {
            Credentials::Token(token) => mask.add(token),
            Credentials::Client { secret, .. } => {
                mask.0.extend(credentials.encoded());
                mask.add(secret);
            }
        }
        mask
    }

    pub(crate) fn add(&mut self, secret: &Secret) {
        self.add_text(&secret.0);
    }

    pub(crate) fn add_text(&mut self, secret: &str) {
        // What is shorter stands in any text.
        const SHORTEST: usize = 4;
        if secret.len() >= SHORTEST {
            self.0.push(secret.to_owned());
        }
    }

    /// Cleans every text in it, and every name.
    pub(crate) fn clean_value(&self, value: &mut Value) {
        match value {
            Value::String(text) => self.clean(text),
            Value::Array(list) => list.iter_mut().for_each(|value| self.clean_value(value)),
            Value::Object(fields) => {
                let cleaned = std::mem::take(fields)
                    .into_iter()
                    .map(|(mut name, mut value)| {
                        self.clean(&mut name);
                        self.clean_value(&mut value);
                        (name, value)
                    });
                fields.extend(cleaned);
            }
            _ => {}
        }
    }

    pub(crate) fn clean(&self, text: &mut String) {
        for secret in &self.0 {
            if text.contains(secret.as_str()) {
                *text = text.replace(secret.as_str(), "[secret]");
            }
        }
    }

    pub(crate) fn cleaned(&self, text: &str) -> String {
        let mut text = text.to_owned();
        self.clean(&mut text);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{Credentials, Mask, Secret};

    #[test]
    fn a_secret_is_what_was_copied_without_what_is_around_it() {
        for text in [
            "abc-123",
            " abc-123\r\n",
            "Bearer abc-123",
            "bearer  abc-123\n",
        ] {
            assert!(
                Secret::parse(text) == Ok(Secret("abc-123".to_owned())),
                "{text:?}"
            );
        }
        for text in [
            "",
            " \n",
            "Bearer ",
            "a b",
            "a\u{e9}",
            "a\u{0}b",
            &"a".repeat(20_000),
        ] {
            let why = Secret::parse(text).expect_err("it is refused");
            assert!(text.trim().len() < 3 || !why.contains(text.trim()));
        }
    }

    #[test]
    fn it_is_never_shown() {
        let secret = Secret::parse("s3cr3t-value").expect("a secret");
        let id = "4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f".to_owned();
        let credentials = Credentials::Client { id, secret };
        let header = credentials.basic().expect("something to exchange");
        let shown = format!("{credentials:?} {header:?}");
        assert!(!shown.contains("s3cr3t"), "{shown}");
        let sent = header.to_str().expect("ASCII").to_owned();
        let mask = Mask::of(&credentials);
        let said = mask.cleaned(&format!("not s3cr3t-value, not {sent}"));
        assert_eq!(said, "not [secret], not Basic [secret]");
    }
}
