//! An HTTP response as plain data: `respond` decides, `serve` delivers.

use super::pages;

/// What a host answers. Header values are bytes, because some servers send bytes that are no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
    /// The request is taken and nothing ever comes.
    pub(crate) withheld: bool,
}

impl Response {
    /// A status without a body.
    #[must_use]
    pub fn bare(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            withheld: false,
        }
    }

    /// A host that takes the request and never answers.
    #[must_use]
    pub fn withheld() -> Self {
        Self {
            withheld: true,
            ..Self::bare(200)
        }
    }

    /// A 302 to this address.
    #[must_use]
    pub fn redirect(location: impl Into<Vec<u8>>) -> Self {
        Self::bare(302).with("location", location)
    }

    /// A page.
    #[must_use]
    pub fn html(status: u16, page: impl Into<Vec<u8>>) -> Self {
        Self::typed(status, "text/html; charset=utf-8", page)
    }

    /// A body of JSON.
    #[must_use]
    pub fn json(status: u16, text: impl Into<Vec<u8>>) -> Self {
        Self::typed(status, "application/json", text)
    }

    pub(crate) fn not_found() -> Self {
        Self::html(404, pages::error("404 Not Found"))
    }

    pub(crate) fn script(text: impl Into<Vec<u8>>) -> Self {
        Self::typed(200, "text/javascript; charset=utf-8", text)
    }

    fn typed(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            body: body.into(),
            ..Self::bare(status).with("content-type", content_type)
        }
    }

    /// The same with one more header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}
