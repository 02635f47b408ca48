/// What a failure of TLS calls for, where that is known. The names are part of recordings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// A certificate whose time is over, or has not come.
    Clock,
    /// A certificate of somebody else.
    Stranger,
    /// No TLS at all.
    NoTls,
    /// TLS, but none that both sides speak.
    OtherTls,
    /// A certificate of an authority that is not trusted.
    Inspection,
    /// Nobody is trusted.
    NoRoots,
}

impl Trouble {
    const ALL: &[Self] = &[
        Self::Clock,
        Self::Stranger,
        Self::NoTls,
        Self::OtherTls,
        Self::Inspection,
        Self::NoRoots,
    ];

    /// The name used in recordings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Clock => "clock",
            Self::Stranger => "stranger",
            Self::NoTls => "no_tls",
            Self::OtherTls => "other_tls",
            Self::Inspection => "inspection",
            Self::NoRoots => "no_roots",
        }
    }

    /// The one with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|trouble| trouble.name() == name)
    }

    /// What a person can do about it, in a sentence or two.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Self::Clock => {
                "Look at this computer's clock and set it right if it is wrong. If it is right, whoever answers there shows an old certificate: most likely a router or a proxy of your network."
            }
            Self::Stranger => {
                "Open that host in a browser on this computer and see who answers: a captive portal wants a sign-in; a router or proxy is a matter for your network team."
            }
            Self::NoTls => {
                "Open a browser and sign in to the network's own page, if it shows one. In a company network, the proxy may have to be named with --proxy or HTTPS_PROXY."
            }
            Self::OtherTls => {
                "Genesys Cloud speaks TLS 1.2 and newer, so most likely something in between answers: ask your network team which proxy or firewall ends TLS here."
            }
            Self::Inspection => {
                "If your network inspects TLS, export its root certificate and pass it with --ca-cert FILE."
            }
            Self::NoRoots => {
                "Install the system's ca-certificates package, or pass --ca-cert FILE."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Trouble;

    #[test]
    fn names_lead_back() {
        for trouble in Trouble::ALL {
            assert_eq!(Trouble::named(trouble.name()), Some(*trouble));
        }
        assert_eq!(Trouble::named("else"), None);
    }
}
