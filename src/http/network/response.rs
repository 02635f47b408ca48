//! Reading an answer, up to its bounds.

use super::error::{WITHIN, explain};
use crate::http::{Answer, Failure};
use http::Response;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;

/// Bytes of header that are read at the most. Genesys Cloud's answers have about two thousand.
pub(super) const LARGEST_HEADER: u32 = 64 * 1024;
/// Bytes of body that are read at the most. A login page has some ten thousand.
const LARGEST_BODY: usize = 1024 * 1024;

/// Reads the body, up to the bound.
pub(super) async fn read(reply: Response<Incoming>, host: &str) -> Result<Answer, Failure> {
    let (parts, mut incoming) = reply.into_parts();
    // The library bounds its buffers, which may hold twice as much as that, and calls it a broken answer in HTTP/2.
    let fields = parts.headers.iter();
    let header: usize = fields
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    if header > LARGEST_HEADER as usize {
        return Err(Failure::TooLarge { part: "header" });
    }
    let mut body = Vec::new();
    while let Some(frame) = incoming.frame().await {
        let frame = frame.map_err(|error| explain(&error, host, WITHIN))?;
        if let Some(data) = frame.data_ref() {
            if body.len() + data.len() > LARGEST_BODY {
                return Err(Failure::TooLarge { part: "body" });
            }
            body.extend_from_slice(data);
        }
    }
    Ok(Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body,
    })
}
