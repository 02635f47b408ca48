//! An HTTP answer as plain data: bounded, and without what may be a secret.

use super::Cookies;
use crate::text::redact::Redactor;

/// The header by which the simulator gives itself away.
pub const SIMULATOR_HEADER: &str = "x-mirabridge-simulator";

/// Headers that a judgement or a support case can rest on. All others are dropped when an answer arrives,
/// so that no token can reach a report by accident.
const KEPT: &[&str] = &[
    "cf-mitigated",
    "content-encoding",
    "content-type",
    "date",
    "genesys-correlation-id",
    "inin-correlation-id",
    "location",
    "proxy-authenticate",
    "retry-after",
    "server",
    "via",
    "www-authenticate",
    "x-amzn-waf-action",
    SIMULATOR_HEADER,
    "x-squid-error",
];

const LOCATION: &str = "location";

/// Bytes of a body that are kept. What a page says of an error stands near its start.
const READ: usize = 64 * 1024;

/// An HTTP answer, as far as it matters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status code.
    pub status: u16,
    /// The headers kept, names in lower case, in the order of arrival; bytes that are no UTF-8 are replaced.
    pub headers: Vec<(String, String)>,
    /// The cookies it set, which go back to this host alone and into no report.
    pub cookies: Cookies,
    /// Whether a secret was taken out of the `Location`, so that it no longer leads where it led.
    pub is_redacted: bool,
    /// The start of the body, as far as anybody reads; bytes that are no UTF-8 are replaced.
    pub body: String,
}

impl Reply {
    /// The answer with those of `headers` that are kept.
    pub fn new<'a>(
        status: u16,
        headers: impl IntoIterator<Item = (&'a str, &'a [u8])>,
        body: &[u8],
    ) -> Self {
        let read = body.get(..READ).unwrap_or(body);
        let mut reply = Self {
            status,
            body: String::from_utf8_lossy(read).into_owned(),
            ..Self::default()
        };
        let mut set_cookies = Vec::new();
        for (name, value) in headers {
            let name = name.to_ascii_lowercase();
            let value = String::from_utf8_lossy(value).into_owned();
            if name == "set-cookie" {
                set_cookies.push(value);
            } else if KEPT.contains(&name.as_str()) {
                reply.headers.push((name, value));
            }
        }
        if reply.is_compressed() {
            // Nothing asks for that. What cannot be read is no text, and unpacking it may fill the memory.
            reply.body.clear();
        }
        reply.cookies = Cookies::set_by(&set_cookies, reply.header("date"));
        reply.without_secrets()
    }

    fn without_secrets(mut self) -> Self {
        let mut redactor = Redactor::default();
        for (name, value) in &self.headers {
            match name.as_str() {
                LOCATION => redactor.learn_address(value),
                _ => redactor.learn_text(value),
            }
        }
        redactor.learn_text(&self.body);
        for (name, value) in &mut self.headers {
            if name == LOCATION {
                let redacted = redactor.address(value);
                self.is_redacted |= redacted != *value;
                *value = redacted;
            }
        }
        // One in an address is needed to go on; it is a request id as well.
        for value in self.cookies.values() {
            redactor.learn(value);
        }
        for (name, value) in &mut self.headers {
            if name != LOCATION {
                *value = redactor.text(value);
            }
        }
        self.body = redactor.text(&self.body);
        self
    }

    /// Whether the body is compressed.
    #[must_use]
    pub fn is_compressed(&self) -> bool {
        self.headers("content-encoding")
            .any(|encoding| !encoding.eq_ignore_ascii_case("identity"))
    }

    /// The value of a header, if it was sent exactly once.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers(name);
        match (values.next(), values.next()) {
            (Some(value), None) => Some(value),
            _ => None,
        }
    }

    /// All values of a header.
    pub fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers
            .iter()
            .filter(move |(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether a header was sent at all.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.headers(name).next().is_some()
    }

    /// Where a redirect points; `None` where there is no `Location`, or more than one.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.header("location")
    }

    /// Whether the status is 3xx.
    #[must_use]
    pub fn is_redirect(&self) -> bool {
        (300..400).contains(&self.status)
    }
}

#[cfg(test)]
mod tests {
    use super::Reply;

    #[test]
    fn a_cookie_is_kept_and_never_shown() {
        let reply = Reply::new(
            302,
            [
                ("Set-Cookie", b"session=secret".as_slice()),
                ("X-Token", b"secret".as_slice()),
                ("Location", b"/login".as_slice()),
            ],
            b"",
        );
        assert!(!reply.cookies.is_empty());
        assert!(!format!("{reply:?}").contains("secret"));
        assert_eq!(reply.location(), Some("/login"));
    }

    #[test]
    fn a_secret_of_one_part_is_in_no_other() {
        let token = "dGhpcyBpcyBub3QgYSB0b2tlbg";
        let session = "c2Vzc2lvbiBvZiBub2JvZHk";
        let location = format!("https://a.example/#access_token={token}");
        let cookie = format!("session={session}");
        let page = format!("{token} {session}");
        let reply = Reply::new(
            302,
            [
                ("Location", location.as_bytes()),
                ("Set-Cookie", cookie.as_bytes()),
                ("Via", page.as_bytes()),
            ],
            page.as_bytes(),
        );
        let told = format!("{reply:?}");
        assert!(!told.contains(token) && !told.contains(session), "{told}");
        assert!(reply.is_redacted);
    }

    #[test]
    fn what_is_compressed_is_no_text() {
        let body = |encoding: &str| {
            let header = ("Content-Encoding", encoding.as_bytes());
            Reply::new(200, [header], b"text").body
        };
        assert_eq!(["gzip", "br", "identity"].map(body), ["", "", "text"]);
    }

    #[test]
    fn two_locations_are_none() {
        let reply = Reply::new(
            302,
            [
                ("location", b"/a".as_slice()),
                ("location", b"/b".as_slice()),
            ],
            b"",
        );
        assert_eq!(reply.location(), None);
        assert!(reply.has("location"));
    }
}
