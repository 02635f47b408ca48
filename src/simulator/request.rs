//! What the simulator was asked, as plain data.

use std::sync::Arc;
use url::form_urlencoded;

/// One request. The serial number is what makes two equal requests get answers with different ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) serial: u64,
    pub(crate) method: String,
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) cookies: String,
    /// What is registered instead of what the scenario says.
    pub(crate) registered: Option<Arc<[String]>>,
}

impl Request {
    /// The decoded value of a query parameter; the first, where it is given twice.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        form_urlencoded::parse(self.query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }
}

#[cfg(test)]
impl Request {
    /// A GET of this address, numbered as the server would number it.
    pub(crate) fn get(address: &str) -> Self {
        use std::sync::atomic::{AtomicU64, Ordering};
        static SERIAL: AtomicU64 = AtomicU64::new(0);
        let url = url::Url::parse(address).expect("tests ask for addresses that parse");
        Self {
            serial: SERIAL.fetch_add(1, Ordering::Relaxed),
            method: "GET".to_owned(),
            host: url.host_str().unwrap_or_default().to_owned(),
            path: url.path().to_owned(),
            query: url.query().unwrap_or_default().to_owned(),
            cookies: String::new(),
            registered: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Request;

    #[test]
    fn parameters_are_decoded_and_the_first_one_counts() {
        let request = Request::get("https://login.mypurecloud.de/x?a=1%2F+2&a=3");
        assert_eq!(request.parameter("a").as_deref(), Some("1/ 2"));
        assert_eq!(request.parameter("b"), None);
    }
}
