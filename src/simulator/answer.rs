//! What the simulator answers, as plain data: the pure part decides, `serve` delivers.

use std::time::Duration;

/// An answer, header values as bytes because some servers send bytes that are no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
    pub(crate) delivery: Delivery,
}

/// How an answer reaches whoever asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    Whole,
    After(Duration),
    /// The body goes on for as long as anybody reads it.
    Endless,
    /// The connection breaks after the part of the body that is given here.
    CutOff,
    /// The request is taken and nothing ever comes.
    Never,
    /// The connection is reset without an answer.
    Reset,
}

impl Answer {
    pub(crate) fn bare(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            delivery: Delivery::Whole,
        }
    }

    /// Nothing is said at all, so only the manner of it matters.
    pub(crate) fn unsaid(delivery: Delivery) -> Self {
        Self::bare(200).delivered(delivery)
    }

    pub(crate) fn redirect(status: u16, location: impl Into<Vec<u8>>) -> Self {
        Self::bare(status).with("location", location)
    }

    pub(crate) fn html(status: u16, page: impl Into<Vec<u8>>) -> Self {
        Self::typed(status, "text/html; charset=utf-8", page)
    }

    pub(crate) fn json(status: u16, text: impl Into<Vec<u8>>) -> Self {
        Self::typed(status, "application/json", text)
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

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn delivered(mut self, delivery: Delivery) -> Self {
        self.delivery = delivery;
        self
    }
}
