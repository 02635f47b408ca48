use crate::checks::{Case, Confidence, LiveCheck, Outcome, Rule, Topic, references};
use crate::classify::Basis;
use crate::genesys::Grant;

/// What is said about the withdrawal, and by whom. The official page was not found, so both are told.
pub(crate) const TOLD: &str = "Genesys Cloud is withdrawing the implicit grant. A Genesys community reply: no new clients from March 2026, and the end by March 2027. A newer third-party page: from May 2026, and by May 2027.";
/// Who says so.
pub(crate) const SOURCES: &[&str] = &[COMMUNITY, WIKI];
const COMMUNITY: &str = "https://community.genesys.com/discussion/migrating-from-implicit-grant-can-we-use-authorization-code-grant-instead-of-pkce";
const WIKI: &str = "https://wiki.tinod.net/books/genesys-cloud-administration/page/oauth-clients";

pub(crate) static RULE: Rule = Rule {
    id: "implicit-grant-sunset",
    title: "The grant has a future",
    topic: Topic::Other,
    defect: "The implicit grant is being withdrawn. A warning with a date.",
    remedy: "Ask MiraBridge which grant your version of MiraBridge Phone uses and when it moves to PKCE. Do not change the grant type on your own: the widget and the client must agree.",
    symptom: "Nothing, as long as the client signs agents in. Who creates a new client may find that Token Implicit Grant (Browser) is missing from the form. On the day the grant ends, agents can no longer sign in.",
    cause: "With the implicit grant, the token stands in the address of the page, where it can leak. RFC 9700 advises against it, and Genesys Cloud is withdrawing it.",
    fix: &[
        "Ask MiraBridge which grant your version of MiraBridge Phone uses, and when it moves to PKCE.",
        "Until then, change nothing: the widget and the client must agree.",
        "Plan the change for before the earlier end, March 2027.",
        "When MiraBridge says so, change the client and the widget together, and run the check with --grant pkce.",
    ],
    example: None,
    method: "It asks nobody. It looks at the grant that is checked: implicit is a warning, whatever today's date is; PKCE passes. It never fails.",
    facts: &[
        (
            Confidence::Reported,
            "the dates, by a reply in the Genesys community and by a third-party page. The two differ, and Genesys' own announcement was not found.",
        ),
        (
            Confidence::Documented("RFC 9700"),
            "clients should not use the implicit grant (section 2.1.2).",
        ),
        (
            Confidence::Unknown,
            "whether MiraBridge Phone works with PKCE.",
        ),
    ],
    references: &[
        (
            "Genesys community: migrating from the implicit grant",
            COMMUNITY,
        ),
        ("OAuth clients in Genesys Cloud (third party)", WIKI),
        (
            "RFC 9700, 2.1.2: implicit grant",
            "https://www.rfc-editor.org/rfc/rfc9700#section-2.1.2",
        ),
        references::MIRABRIDGE,
    ],
    asks_for_itself: false,
};

pub(super) static CHECK: LiveCheck = LiveCheck::new(&RULE, judge);

fn judge(case: &Case<'_>) -> Vec<Outcome> {
    vec![match case.target.grant() {
        Grant::Pkce => Outcome::pass(Basis::Input, "PKCE is the grant that stays."),
        Grant::Implicit => Outcome::warn(Basis::Date, TOLD, RULE.remedy).with_sources(SOURCES),
    }]
}
