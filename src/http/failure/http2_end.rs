use super::Cause;
use std::fmt;

/// How a host ended a request of HTTP/2, or the whole connection. That it is asked too much is a failure of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Http2End {
    /// It did not look at the request.
    Refused,
    /// It looked at the request, and did not come to an end with it.
    GaveUp,
    /// It ended the connection.
    Left,
    /// It says that HTTP/2 is not spoken as it should be, or not to be spoken at all.
    Objected,
}

impl Http2End {
    /// The cause, as reports name it.
    pub(super) fn cause(self) -> Cause {
        match self {
            Self::Refused | Self::GaveUp | Self::Left => Cause::ServerError,
            Self::Objected => Cause::Protocol,
        }
    }
}

/// To follow the name of the host.
impl fmt::Display for Http2End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Refused => "refused to look at the request",
            Self::GaveUp => "gave up the request before its answer was complete",
            Self::Left => "ended the connection before its answer was complete",
            Self::Objected => "objects to how it was asked",
        })
    }
}
