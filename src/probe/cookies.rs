//! Cookies on the way to the login page: kept for the run, sent back where they belong, never shown.

use std::fmt;
use std::time::{Duration, SystemTime};

/// Cookies of one answer that are kept at the most, and bytes of one.
const MOST: usize = 20;
const LONGEST: usize = 4096;
/// The way to a login page has five hops.
const MOST_IN_JAR: usize = 5 * MOST;
const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The cookies that an answer has set (RFC 6265, as far as a chain of redirects needs it).
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Cookies(Vec<Cookie>);

#[derive(Clone, PartialEq, Eq, Hash)]
struct Cookie {
    name: String,
    /// `None` where the host has ended it, which a later answer may do to an earlier one's.
    value: Option<String>,
    path: Option<String>,
    /// In lower case, without a dot in front. Without one, it is for the very host that set it.
    domain: Option<String>,
}

impl Cookies {
    /// What the `Set-Cookie` headers of an answer say, but those that are too long to be one. Whether one is over by its
    /// date is seen by the `Date` of the answer, so that the same answers mean the same whatever this computer's clock says.
    pub(super) fn set_by(headers: &[String], date: Option<&str>) -> Self {
        let date = date.and_then(|date| httpdate::parse_http_date(date).ok());
        // Without a date: what ends a cookie is mostly the first day of 1970.
        let now = date.unwrap_or(SystemTime::UNIX_EPOCH + YEAR);
        let mut cookies = Self::default();
        for header in headers.iter().filter(|header| header.len() <= LONGEST) {
            cookies.read(header, now);
        }
        cookies
    }

    fn read(&mut self, header: &str, now: SystemTime) {
        let mut parts = header.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        let (mut path, mut domain) = (None, None);
        // Max-Age has precedence (RFC 6265, 5.3).
        let (mut is_old, mut is_past_date) = (None, false);
        for (name, value) in parts.filter_map(|attribute| attribute.split_once('=')) {
            match name.trim().to_ascii_lowercase().as_str() {
                "path" if value.starts_with('/') => path = Some(value.to_owned()),
                "domain" => {
                    let name = value.trim().trim_start_matches('.');
                    domain = Some(name.to_ascii_lowercase()).filter(|name| !name.is_empty());
                }
                "max-age" => is_old = value.trim().parse::<i64>().ok().map(|age| age <= 0),
                "expires" => is_past_date |= is_past(value, now),
                _ => {}
            }
        }
        let ended = is_old.unwrap_or(is_past_date);
        let is_text = |text: &str| text.bytes().all(|byte| matches!(byte, b'!'..=b'~'));
        let (name, value) = (name.trim(), value.trim());
        if is_text(name) && is_text(value) {
            self.put(Cookie {
                name: name.to_owned(),
                value: (!ended).then(|| value.to_owned()),
                path,
                domain,
            });
        }
    }

    fn put(&mut self, cookie: Cookie) {
        self.0.retain(|kept| !kept.is_replaced_by(&cookie));
        if self.0.len() < MOST {
            self.0.push(cookie);
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The values, to be taken out of a recording.
    pub(crate) fn values(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|cookie| cookie.value.as_deref())
    }

    /// The same cookies with other values and paths.
    pub(crate) fn map(
        &self,
        value: impl Fn(&str) -> String,
        path: impl Fn(&str) -> String,
    ) -> Self {
        let cookies = self.0.iter().map(|cookie| Cookie {
            name: cookie.name.clone(),
            value: cookie.value.as_deref().map(&value),
            path: cookie.path.as_deref().map(&path),
            domain: cookie.domain.clone(),
        });
        Self(cookies.collect())
    }

    /// As `Set-Cookie` headers. For cookies whose values were replaced.
    pub(crate) fn to_headers(&self) -> Vec<String> {
        let header = |cookie: &Cookie| {
            let mut header = format!("{}=", cookie.name);
            header += cookie.value.as_deref().unwrap_or_default();
            let path = cookie.path.iter().map(|path| format!("; Path={path}"));
            let domain = cookie.domain.iter();
            let domain = domain.map(|domain| format!("; Domain={domain}"));
            let ended = cookie.value.is_none().then(|| "; Max-Age=0".to_owned());
            header.extend(path.chain(domain).chain(ended));
            header
        };
        self.0.iter().map(header).collect()
    }

    /// What these headers set. They may be a little longer than those that were sent.
    pub(crate) fn from_headers(headers: &[String]) -> Self {
        let mut cookies = Self::default();
        for header in headers {
            cookies.read(header, SystemTime::UNIX_EPOCH);
        }
        cookies
    }
}

impl Cookie {
    fn is_replaced_by(&self, later: &Self) -> bool {
        self.name == later.name && self.path == later.path && self.domain == later.domain
    }

    /// RFC 6265, 5.1.4. Without a path, the whole host: nearly all servers say `Path=/`.
    fn fits(&self, path: &str) -> bool {
        let Some(own) = &self.path else {
            return true;
        };
        path == own
            || path
                .strip_prefix(own.as_str())
                .is_some_and(|rest| own.ends_with('/') || rest.starts_with('/'))
    }
}

/// The cookies of a run, with the hosts that set them.
#[derive(Debug, Default)]
pub struct CookieJar(Vec<(String, Cookie)>);

impl CookieJar {
    /// Adds what an answer of `host` has set, but what is for hosts that are none of its own (RFC 6265, 5.3).
    pub fn set(&mut self, host: &str, cookies: &Cookies) {
        for cookie in &cookies.0 {
            // A domain of one label is everybody's.
            let is_own = |domain: &String| domain.contains('.') && is_within(host, domain);
            if !cookie.domain.as_ref().is_none_or(is_own) {
                continue;
            }
            self.0.retain(|(setter, kept)| {
                let same_place = cookie.domain.is_some() || setter == host;
                !(same_place && kept.is_replaced_by(cookie))
            });
            if self.0.len() < MOST_IN_JAR {
                self.0.push((host.to_owned(), cookie.clone()));
            }
        }
    }

    /// The `Cookie` header for a path of `host`.
    #[must_use]
    pub fn header_for(&self, host: &str, path: &str) -> CookieHeader {
        let belongs = |(setter, cookie): &&(String, Cookie)| match &cookie.domain {
            Some(domain) => is_within(host, domain),
            None => setter == host,
        };
        let sent = self.0.iter().filter(belongs);
        let sent = sent.filter(|(_, cookie)| cookie.fits(path));
        let pairs: Vec<_> = sent
            .filter_map(|(_, cookie)| Some(format!("{}={}", cookie.name, cookie.value.as_ref()?)))
            .collect();
        CookieHeader(pairs.join("; "))
    }
}

/// Whether `host` is this domain or below it.
fn is_within(host: &str, domain: &str) -> bool {
    let labels = host.strip_suffix(domain);
    labels.is_some_and(|labels| labels.is_empty() || labels.ends_with('.'))
}

/// Whether a date is over; one that cannot be read is not.
fn is_past(date: &str, now: SystemTime) -> bool {
    // Some servers still write the date with hyphens, as Netscape did.
    let date = date.trim();
    let date = httpdate::parse_http_date(date)
        .or_else(|_| httpdate::parse_http_date(&date.replace('-', " ")));
    date.is_ok_and(|date| date <= now)
}

impl fmt::Debug for Cookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl fmt::Debug for Cookies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cookies", self.0.len())
    }
}

/// The value of a `Cookie` header; empty where none is sent. It shows itself nowhere.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct CookieHeader(String);

impl CookieHeader {
    /// Whether there is none to send.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value to send.
    pub(super) fn secret(&self) -> &str {
        &self.0
    }

    /// The values, to be taken out of a recording.
    pub(crate) fn values(&self) -> impl Iterator<Item = &str> {
        let pairs = self.0.split("; ").filter(|pair| !pair.is_empty());
        pairs.map(|pair| pair.split_once('=').map_or(pair, |(_, value)| value))
    }

    /// The same header with other values.
    pub(crate) fn map_values(&self, value: impl Fn(&str) -> String) -> Self {
        if self.0.is_empty() {
            return Self::default();
        }
        let pairs = self.0.split("; ").map(|pair| match pair.split_once('=') {
            Some((name, secret)) => format!("{name}={}", value(secret)),
            None => value(pair),
        });
        Self(pairs.collect::<Vec<_>>().join("; "))
    }

    /// The header as text. For one whose values were replaced.
    pub(crate) fn to_redacted_text(&self) -> String {
        self.0.clone()
    }

    /// A header that was written as text.
    pub(crate) fn from_redacted_text(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for CookieHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() {
            "no cookie"
        } else {
            "a cookie"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{CookieJar, Cookies};

    const HOST: &str = "login.mypurecloud.de";

    fn set(headers: &[&str]) -> Cookies {
        let headers: Vec<_> = headers.iter().map(ToString::to_string).collect();
        Cookies::set_by(&headers, Some("Tue, 01 Dec 2026 12:00:00 GMT"))
    }

    fn sent(cookies: &Cookies, path: &str) -> String {
        let mut jar = CookieJar::default();
        jar.set(HOST, cookies);
        jar.header_for(HOST, path).secret().to_owned()
    }

    #[test]
    fn a_cookie_goes_to_the_hosts_of_its_domain_and_else_to_the_one_that_set_it() {
        for (header, host, is_sent) in [
            ("a=1", HOST, true),
            ("a=1", "apps.mypurecloud.de", false),
            ("a=1; Domain=mypurecloud.de", HOST, true),
            ("a=1; Domain=mypurecloud.de", "apps.mypurecloud.de", true),
            ("a=1; domain=.MyPureCloud.de", "apps.mypurecloud.de", true),
            ("a=1; Domain=", "apps.mypurecloud.de", false),
            ("a=1; Domain=mypurecloud.de", "evilmypurecloud.de", false),
            (
                "a=1; Domain=login.mypurecloud.de",
                "apps.mypurecloud.de",
                false,
            ),
            (
                "a=1; Domain=apps.mypurecloud.de",
                "apps.mypurecloud.de",
                false,
            ),
            ("a=1; Domain=mypurecloud.ie", "apps.mypurecloud.ie", false),
            ("a=1; Domain=de", HOST, false),
        ] {
            let mut jar = CookieJar::default();
            jar.set(HOST, &set(&[header]));
            let sent = jar.header_for(host, "/");
            assert_eq!(!sent.is_empty(), is_sent, "{header} {host}");
        }
    }

    #[test]
    fn another_host_ends_a_cookie_of_the_domain_and_none_of_the_other() {
        let mut jar = CookieJar::default();
        jar.set(HOST, &set(&["a=1; Domain=mypurecloud.de", "b=2"]));
        let other = "apps.mypurecloud.de";
        let ends = ["a=; Domain=mypurecloud.de; Max-Age=0", "b=; Max-Age=0"];
        jar.set(other, &set(&ends));
        assert_eq!(jar.header_for(HOST, "/").secret(), "b=2");
    }

    #[test]
    fn cookies_go_back_where_their_path_fits() {
        for (headers, path, expected) in [
            (&["a=1; Path=/; Secure; HttpOnly"][..], "/x", "a=1"),
            (&["a=1", "b=2; path=/x"], "/x/y", "a=1; b=2"),
            (&["b=2; Path=/x"], "/xy", ""),
            (&["b=2; Path=/x/"], "/x/y", "b=2"),
            (&["a=1; Path=/", "a=2; Path=/"], "/", "a=2"),
            (&["a=1; Path=/", "a=gone; Path=/; Max-Age=0"], "/", ""),
            (&["a", ""], "/", ""),
            (&["a=\u{1b}[31m", "b=\r\nX: y"], "/", ""),
        ] {
            let sent = sent(&set(headers), path);
            assert_eq!(sent, expected, "{headers:?} {path}");
        }
    }

    #[test]
    fn a_later_answer_ends_what_an_earlier_one_set() {
        for ending in [
            "a=; Max-Age=0",
            "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
            "a=gone; expires=Thu, 01-Jan-1970 00:00:00 GMT",
        ] {
            let mut jar = CookieJar::default();
            jar.set(HOST, &set(&["a=1"]));
            jar.set(HOST, &set(&[ending]));
            assert!(jar.header_for(HOST, "/").is_empty(), "{ending}");
        }
    }

    #[test]
    fn a_date_is_compared_with_that_of_the_answer() {
        const HOUR_LATER: &str = "Thu, 01 Jan 2099 01:00:00 GMT";
        for (expires, date, is_kept) in [
            (HOUR_LATER, Some("Thu, 01 Jan 2099 00:00:00 GMT"), true),
            (HOUR_LATER, Some("Thu, 01 Jan 2099 02:00:00 GMT"), false),
            (
                "Fri, 01 Jan 2010 00:00:00 GMT",
                Some("Thu, 31 Dec 2009 00:00:00 GMT"),
                true,
            ),
            (HOUR_LATER, None, true),
            ("Fri, 01 Jan 2010 00:00:00 GMT", None, true),
            ("Thu, 01 Jan 1970 00:00:01 GMT", None, false),
            ("soon", None, true),
        ] {
            let cookies = Cookies::set_by(&[format!("a=1; Expires={expires}")], date);
            let is_sent = !sent(&cookies, "/").is_empty();
            assert_eq!(is_sent, is_kept, "{expires} {date:?}");
        }
    }

    #[test]
    fn they_are_bounded_and_never_shown() {
        let mut headers: Vec<_> = (0..100).map(|number| format!("n{number}=secret")).collect();
        headers.push(format!("long={}", "x".repeat(5000)));
        let cookies = Cookies::set_by(&headers, None);
        assert_eq!(sent(&cookies, "/").matches('=').count(), 20);
        let mut jar = CookieJar::default();
        jar.set(HOST, &cookies);
        let shown = format!("{cookies:?} {jar:?} {:?}", jar.header_for(HOST, "/"));
        assert!(!shown.contains("secret"));
    }

    /// Where there is a space in front of `Path`, it is one character longer.
    #[test]
    fn the_longest_that_is_kept_is_kept_in_a_recording() {
        let attributes = ";path=/;domain=mypurecloud.de";
        let header = format!("a={}{attributes}", "x".repeat(4094 - attributes.len()));
        let cookies = set(&[&header]);
        assert!(!cookies.is_empty());
        let again = Cookies::from_headers(&cookies.to_headers());
        assert!(again == cookies);
    }
}
