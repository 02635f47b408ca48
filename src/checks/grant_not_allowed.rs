use crate::checks::{
    ADMIN, Case, Confidence, Example, LiveCheck, Outcome, Rule, Topic, admin, references,
};
use crate::classify::{AuthorizeRequests, Basis, Control, Decision, OtherGrant, Row, Standing};
use crate::genesys::Grant;
use crate::probe::{Cause, Probe, Purpose};

pub(crate) static RULE: Rule = Rule {
    id: "grant-not-allowed",
    title: "The client has the grant that is used",
    topic: Topic::Other,
    defect: "The client has another grant type than the one checked.",
    remedy: "Ask MiraBridge which grant your version uses, and choose it for the client.",
    symptom: "The login window comes back at once, without a login page. The address it comes back to holds error=unauthorized_client: behind # with the implicit grant, behind ? with PKCE. One description says that the page for a wrong client id or redirect URI is shown instead.",
    cause: "The client was created with another grant type than the one that MiraBridge Phone asks with. Since 2026, Genesys Cloud may no longer offer the implicit grant for new clients.",
    fix: &[
        "Ask MiraBridge which grant your version of MiraBridge Phone uses. Its documentation says Token Implicit Grant (Browser).",
        admin::GO,
        admin::OPEN,
        "Under Grant Types, choose the one that MiraBridge named: Token Implicit Grant (Browser), or for PKCE Code Authorization / PKCE, which older forms call Code Authorization.",
        "If the form does not offer it, ask MiraBridge. It may take a new client (Add Client), and its new id in the widget's URL.",
        admin::SAVE,
        "Run the check again with that grant: --grant implicit or --grant pkce.",
    ],
    example: Some(Example {
        before: &["Grant Types: Code Authorization / PKCE"],
        after: &["Grant Types: Token Implicit Grant (Browser)"],
    }),
    method: "It asks with the first redirect URI and both grants. It fails if the service sends the agent straight back to the redirect URI with unauthorized_client or unsupported_response_type, while it refuses control Y, a redirect URI that nobody can register. It also fails if the grant given is refused and the other one is accepted, with both controls refused. It passes only if this grant is accepted and the other one is refused. Otherwise nothing is said, as a service may look at the grant only after the login.",
    facts: &[
        (
            Confidence::Documented("MiraBridge"),
            "the grant type, Token Implicit Grant (Browser).",
        ),
        (
            Confidence::Documented("Genesys"),
            "error=unauthorized_client at the redirect URI, as in its SDK repositories. One third party tells of the shared error page instead.",
        ),
        (
            Confidence::Reported,
            "new clients are no longer offered the implicit grant; the dates differ.",
        ),
        (
            Confidence::Unknown,
            "whether Genesys Cloud looks at the grant before the login, and whether MiraBridge Phone works with PKCE.",
        ),
    ],
    references: &[
        references::MIRABRIDGE,
        references::GENESYS_CREATE,
        (
            "RFC 6749, 4.2.2.1: unauthorized_client",
            "https://www.rfc-editor.org/rfc/rfc6749#section-4.2.2.1",
        ),
        ("RFC 7636: PKCE", "https://www.rfc-editor.org/rfc/rfc7636"),
    ],
    asks_for_itself: false,
};

/// Why nothing more can be said without a login.
const AFTER_LOGIN: &str = "the service does not show before the login whether it allows this grant";

pub(super) static CHECK: LiveCheck = LiveCheck::new(&RULE, outcomes).asking(probes);

fn probes(case: &Case<'_>) -> Vec<Probe> {
    let asked = AuthorizeRequests::of(case.target);
    vec![asked.real(
        Purpose::OtherGrant,
        asked.first(),
        case.target.grant().other(),
    )]
}

fn outcomes(case: &Case<'_>) -> Vec<Outcome> {
    let asked = AuthorizeRequests::of(case.target);
    let outcome = match &case.decision {
        None => Outcome::unverifiable(Cause::NotAsked, "The service was not asked."),
        Some(decision) => judge(case, decision),
    };
    vec![outcome.with_evidence([
        asked.real(Purpose::RedirectUri, asked.first(), case.target.grant()),
        asked.real(
            Purpose::OtherGrant,
            asked.first(),
            case.target.grant().other(),
        ),
    ])]
}

fn judge(case: &Case<'_>, decision: &Decision) -> Outcome {
    match &decision.row {
        Row::Silent(_) => Outcome::depends_on(&super::unreachable::RULE),
        Row::Elsewhere(_) | Row::Everywhere(_) => {
            Outcome::depends_on(&super::region_mismatch::RULE)
        }
        Row::OtherGrant(other) => {
            let basis = super::invalid_client::basis(&other.home.standings);
            let message = format!(
                "{} refuses the client with the {} grant and accepts it with the {} grant.",
                case.login_host(),
                words(case.target.grant()),
                words(case.target.grant().other())
            );
            wrong(case.target.grant(), basis, message)
        }
        Row::Known => known(case, decision),
        Row::UrisRefused | Row::NearMiss => Outcome::depends_on(&super::invalid_redirect::RULE),
        Row::AcceptsAnybody
        | Row::RefusedLater { .. }
        | Row::UnknownClient
        | Row::UnknownClientOrUris
        | Row::UnknownRefusal { .. }
        | Row::PartlyRefused(_)
        | Row::Alike
        | Row::ControlSilent(_)
        | Row::Unread(_) => Outcome::depends_on(&super::invalid_client::RULE),
    }
}

fn known(case: &Case<'_>, decision: &Decision) -> Outcome {
    let home = &decision.home;
    if home.client_control != Control::Refused {
        return Outcome::depends_on(&super::invalid_client::RULE);
    }
    let bounced = home.standings.iter().find_map(|standing| match standing {
        Standing::Bounced { code, quote } if code != "invalid_scope" => Some(quote),
        _ => None,
    });
    match bounced {
        Some(quote) if home.redirect_control == Control::Refused => {
            let message = format!(
                "{} knows client and redirect URI and sends the agent straight back with {quote}.",
                case.login_host()
            );
            return wrong(case.target.grant(), Basis::Redirect, message);
        }
        Some(_) => return Outcome::depends_on(&super::open_redirect::RULE),
        None => {}
    }
    let first_accepted = matches!(home.standings.first(), Some(Standing::Accepted(_)));
    if first_accepted
        && home.redirect_control == Control::Refused
        && OtherGrant::is_turned_down(case.target, case.evidence)
    {
        return Outcome::pass(
            Basis::Contrast,
            format!(
                "The {} grant is accepted and the other one is refused.",
                words(case.target.grant())
            ),
        );
    }
    Outcome::skipped(AFTER_LOGIN)
}

/// A grant in a sentence.
fn words(grant: Grant) -> &'static str {
    match grant {
        Grant::Implicit => "implicit",
        Grant::Pkce => "PKCE",
    }
}

fn wrong(grant: Grant, basis: Basis, message: String) -> Outcome {
    let remedy = match grant {
        Grant::Implicit => format!(
            "At {ADMIN}, open the client and look at its grant type. MiraBridge documents {}; since 2026 Genesys Cloud may no longer offer it for new clients. If the client has the code grant on purpose, ask MiraBridge whether your version uses PKCE, and check with --grant pkce.",
            grant.admin_label()
        ),
        Grant::Pkce => format!(
            "At {ADMIN}, open the client and look at its grant type: PKCE needs Code Authorization. If your version of MiraBridge Phone uses the implicit grant, which is what MiraBridge documents, check without --grant pkce.",
        ),
    };
    Outcome::fail(
        basis,
        format!("Check the client's grant type: {ADMIN}"),
        message,
        remedy,
    )
}
