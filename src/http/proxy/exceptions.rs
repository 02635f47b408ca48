/// The hosts that are asked directly although there is a proxy: the value of `NO_PROXY`, read as curl reads it.
#[derive(Clone, Debug, Default)]
pub(super) struct Exceptions(Vec<String>);

impl Exceptions {
    /// Names, separated by commas or blanks. A dot at either end makes no difference.
    pub(super) fn parse(text: &str) -> Self {
        let names = text.split([',', ' ', '\t']);
        let names = names.map(|name| {
            let name = name.strip_suffix('.').unwrap_or(name);
            name.strip_prefix('.').unwrap_or(name).to_ascii_lowercase()
        });
        Self(names.filter(|name| !name.is_empty()).collect())
    }

    /// Whether `host` or a domain that it belongs to is named, or everything is.
    pub(super) fn has(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        self.0.iter().any(|name| {
            name == "*"
                || host
                    .strip_suffix(name.as_str())
                    .is_some_and(|before| before.is_empty() || before.ends_with('.'))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Exceptions;

    #[test]
    fn names_are_read_as_curl_reads_them() {
        for (value, host, has) in [
            ("", "login.mypurecloud.de", false),
            ("*", "login.mypurecloud.de", true),
            ("mypurecloud.de", "login.mypurecloud.de", true),
            (".mypurecloud.de", "login.mypurecloud.de", true),
            ("MyPureCloud.de.", "login.mypurecloud.de", true),
            ("login.mypurecloud.de", "login.mypurecloud.de", true),
            ("purecloud.de", "login.mypurecloud.de", false),
            ("*.mypurecloud.de", "login.mypurecloud.de", false),
            (
                "login.mypurecloud.de.example",
                "login.mypurecloud.de",
                false,
            ),
            ("localhost,mypurecloud.de", "login.mypurecloud.de", true),
            ("localhost mypurecloud.de", "login.mypurecloud.de", true),
            (
                "localhost,\t mypurecloud.de ,",
                "login.mypurecloud.de",
                true,
            ),
            ("localhost,10.0.0.0/8", "login.mypurecloud.de", false),
            (" , .,", "login.mypurecloud.de", false),
        ] {
            assert_eq!(Exceptions::parse(value).has(host), has, "{value:?} {host}");
        }
    }
}
