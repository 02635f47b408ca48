use std::str::FromStr;

/// One `--connect-to HOST:PORT:ADDR:PORT`, in curl's form: whoever asks for the first pair is connected to
/// the second. An empty HOST stands for every host; an empty ADDR or second PORT for the one asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectTo {
    host: String,
    address: String,
    port: u16,
    text: String,
}

/// Why a `--connect-to` cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConnectToError {
    /// Not four fields.
    #[error("expected HOST:PORT:ADDR:PORT, for example login.mypurecloud.de:443:127.0.0.1:8443")]
    Form,
    /// The first port is another one than that of https.
    #[error("only port 443 is ever asked for, so the first PORT is 443 or empty")]
    AskedPort,
    /// The second port is no port.
    #[error("the second PORT is not a number from 1 to 65535")]
    Port,
    /// A name with characters that no host has.
    #[error("a host name or address has a character that does not belong there")]
    Name,
}

impl ConnectTo {
    /// Sends every host to `address`.
    #[must_use]
    pub fn everything(address: std::net::SocketAddr) -> Self {
        Self {
            host: String::new(),
            address: match address {
                std::net::SocketAddr::V4(v4) => v4.ip().to_string(),
                std::net::SocketAddr::V6(v6) => format!("[{}]", v6.ip()),
            },
            port: address.port(),
            text: format!("::{address}"),
        }
    }

    /// The address to connect to instead of `host`, if this rule is for it.
    pub(super) fn for_host<'a>(&'a self, host: &'a str) -> Option<(&'a str, u16)> {
        if !(self.host.is_empty() || self.host.eq_ignore_ascii_case(host)) {
            return None;
        }
        let address = if self.address.is_empty() {
            host
        } else {
            &self.address
        };
        Some((address, self.port))
    }

    /// The rule as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for ConnectTo {
    type Err = ConnectToError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (host, rest) = field(text)?;
        let (asked_port, rest) = field(rest)?;
        let (address, port) = if let Some(v6) = rest.strip_prefix('[') {
            let (v6, port) = v6.split_once("]:").ok_or(ConnectToError::Form)?;
            v6.parse::<std::net::Ipv6Addr>()
                .map_err(|_| ConnectToError::Name)?;
            (format!("[{v6}]"), port)
        } else {
            let (address, port) = rest.split_once(':').ok_or(ConnectToError::Form)?;
            (address.to_owned(), port)
        };
        if !matches!(asked_port, "" | "443") {
            return Err(ConnectToError::AskedPort);
        }
        let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if !host.chars().all(named) || !(address.starts_with('[') || address.chars().all(named)) {
            return Err(ConnectToError::Name);
        }
        let port = match port {
            "" => 443,
            digits => match digits.parse() {
                Ok(port) if port > 0 => port,
                _ => return Err(ConnectToError::Port),
            },
        };
        Ok(Self {
            host: host.to_owned(),
            address,
            port,
            text: text.to_owned(),
        })
    }
}

fn field(text: &str) -> Result<(&str, &str), ConnectToError> {
    text.split_once(':').ok_or(ConnectToError::Form)
}

#[cfg(test)]
mod tests {
    use super::{ConnectTo, ConnectToError};

    fn parse(text: &str) -> Result<ConnectTo, ConnectToError> {
        text.parse()
    }

    #[test]
    fn curls_forms_are_understood() {
        for (text, host, expected) in [
            (
                "login.mypurecloud.de:443:127.0.0.1:8443",
                "login.mypurecloud.de",
                Some(("127.0.0.1", 8443)),
            ),
            (
                "login.mypurecloud.de:443:127.0.0.1:8443",
                "api.mypurecloud.de",
                None,
            ),
            (
                "LOGIN.mypurecloud.de:443:127.0.0.1:8443",
                "login.mypurecloud.de",
                Some(("127.0.0.1", 8443)),
            ),
            (
                "::127.0.0.1:8443",
                "anything.example",
                Some(("127.0.0.1", 8443)),
            ),
            (":443:[::1]:8443", "anything.example", Some(("[::1]", 8443))),
            (":::8443", "a.example", Some(("a.example", 8443))),
            (
                "::other.example:",
                "a.example",
                Some(("other.example", 443)),
            ),
        ] {
            let rule = parse(text).expect(text);
            assert_eq!(rule.for_host(host), expected, "{text}");
        }
    }

    #[test]
    fn what_cannot_work_is_refused() {
        for (text, error) in [
            ("login.mypurecloud.de", ConnectToError::Form),
            ("a:443:b", ConnectToError::Form),
            ("a:8443:127.0.0.1:1", ConnectToError::AskedPort),
            ("a:443:127.0.0.1:0", ConnectToError::Port),
            ("a:443:127.0.0.1:70000", ConnectToError::Port),
            ("a b:443:127.0.0.1:1", ConnectToError::Name),
            ("a:443:[nonsense]:1", ConnectToError::Name),
        ] {
            assert_eq!(parse(text), Err(error), "{text}");
        }
    }
}
