use crate::judging::{Case, Check, DOCS, Outcome, Rule};
use crate::meaning::Basis;
use crate::probe::Probe;
use crate::setup::Grant;

/// The implicit grant is being withdrawn by Genesys Cloud.
pub(super) struct ImplicitGrantSunset;

/// What is said about the withdrawal, and by whom. The official page was not found, so both are told.
pub(crate) const TOLD: &str = "Genesys Cloud is withdrawing the implicit grant. A Genesys community reply: no new clients from March 2026, and the end by March 2027. A newer third-party page: from May 2026, and by May 2027.";
/// Who says so.
pub(crate) const SOURCES: &[&str] = &[
    "https://community.genesys.com/discussion/migrating-from-implicit-grant-can-we-use-authorization-code-grant-instead-of-pkce",
    "https://wiki.tinod.net/books/genesys-cloud-administration/page/oauth-clients",
];

static RULE: Rule = Rule {
    id: "implicit-grant-sunset",
    title: "The grant has a future",
    checks: "Whether the grant checked is the implicit one, which Genesys Cloud is withdrawing.",
    matters: "Reportedly, new clients can no longer be created with the implicit grant, and existing ones stop signing in when it ends. A Genesys community reply says: no new clients from March 2026, and the end by March 2027. A newer third-party page says: from May 2026, and by May 2027. The official page was not found. RFC 9700 advises against this grant.",
    mend: "Ask MiraBridge which grant your version of MiraBridge Phone uses and when it moves to PKCE. Do not change the grant type on your own: the widget and the client must agree.",
    references: &[
        (
            "Genesys community: migrating from the implicit grant",
            "https://community.genesys.com/discussion/migrating-from-implicit-grant-can-we-use-authorization-code-grant-instead-of-pkce",
        ),
        (
            "OAuth clients in Genesys Cloud (third party)",
            "https://wiki.tinod.net/books/genesys-cloud-administration/page/oauth-clients",
        ),
        (
            "RFC 9700, 2.1.2: implicit grant",
            "https://www.rfc-editor.org/rfc/rfc9700#section-2.1.2",
        ),
        ("MiraBridge Phone: OAuth client for Genesys Cloud", DOCS),
    ],
    asks_for_itself: false,
};

impl Check for ImplicitGrantSunset {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn probes(&self, _: &Case<'_>) -> Vec<Probe> {
        Vec::new()
    }

    fn judge(&self, case: &Case<'_>) -> Vec<Outcome> {
        vec![match case.target.grant() {
            Grant::Pkce => Outcome::pass(Basis::Input, "PKCE is the grant that stays."),
            Grant::Implicit => Outcome::warn(Basis::Date, TOLD, RULE.mend).with_sources(SOURCES),
        }]
    }
}
