use super::authentication_loop::prerequisite;
use crate::judging::{ADMIN, Case, Check, Outcome, Rule, Sure, references};
use crate::meaning::{Basis, Control, Row, SignIn, Standing, Story};
use crate::probe::{Cause, Probe};

/// The page does not come to the login page of its region.
pub(super) struct AuthRedirect;

static RULE: Rule = Rule {
    id: "auth-redirect",
    title: "The page leads to the login page of the region",
    defect: "The page does not come to the login page with a request to sign in.",
    remedy: "Compare the region and the client id in the widget's URL with your client. If they agree, send the output of check --browser -v to MiraBridge.",
    checks: "With --browser: whether the page, after one click on its sign-in button at the most, comes to the login page of the region with an authorization request for this client that is still alive. Nothing is typed there.",
    symptom: "The login page does not open, shows an error, or belongs to another region. Or it opens, and nothing happens after the login.",
    cause: "The widget was set up with another region, client or redirect URI than the ones that were checked, or the page has a fault.",
    matters: "MiraBridge documents this as the second thing to look at. It shows that widget, region, client and redirect URI work together, which no single request can show.",
    mend: &[
        "Compare the region and the client id in the widget's URL with your client.",
        "Run the check without --browser with --grant and --redirect-uri as the page asks for them; -v shows its request.",
        "If all of it agrees, send the output of check --browser -v to MiraBridge.",
    ],
    example: None,
    knows: "It follows every window and frame of the page. The login page counts with a rid in its address that an authorization request for this client was given in the same window, without an error, and only if both controls were refused in the same run. An error that the service states fails, unless another check explains it. So do a login page without a request, and the login host of another region, which is not contacted.",
    facts: &[
        (
            Sure::Documented("MiraBridge"),
            "that authentication redirects work when the page is opened.",
        ),
        (
            Sure::Reported,
            "the rid of a login page that belongs to an authorization request.",
        ),
        (
            Sure::Unknown,
            "whether the page asks to sign in by itself, or after a click, and with which of the redirect URIs.",
        ),
    ],
    references: &[references::MIRABRIDGE],
    asks_for_itself: false,
};

impl Check for AuthRedirect {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn probes(&self, _: &Case<'_>) -> Vec<Probe> {
        Vec::new()
    }

    fn looks(&self) -> bool {
        true
    }

    fn judge(&self, case: &Case<'_>) -> Vec<Outcome> {
        vec![match case.story() {
            Some(Ok(story)) => judge(case, &story),
            _ => Outcome::depends_on("page-errors"),
        }]
    }
}

fn judge(case: &Case<'_>, story: &Story<'_>) -> Outcome {
    let is_shown = matches!(story.sign_in, SignIn::Shown { .. });
    if let Some(id) = not_proven(case, is_shown) {
        return Outcome::depends_on(id);
    }
    let (outcome, at) = match &story.sign_in {
        // In a circle, the login page is shown again and again.
        _ if !story.turns().is_empty() => return Outcome::depends_on("login-loop"),
        SignIn::Shown { at } => (shown(case), Some(*at)),
        SignIn::Refused { at, quote } => (
            Outcome::fail(
                Basis::Browser,
                format!("Compare the client with what the page asks for: {ADMIN}"),
                format!("The service refuses the sign-in that the page asks for: {quote}. The same client was accepted when this tool asked."),
                RULE.remedy,
            ),
            Some(*at),
        ),
        SignIn::Elsewhere { at, region } => (
            Outcome::fail(
                Basis::Browser,
                format!("Use one region: the page signs in at {region}"),
                format!("The page wants to sign in at login.{region}, which is the login host of another region. It was not contacted."),
                "Correct the region in the widget's URL, or check the region that the page uses with --region.",
            )
            .with_found_region(*region),
            Some(*at),
        ),
        SignIn::NoRequest { at } if story.visit.is_complete() => (
            Outcome::fail(
                Basis::Browser,
                "Tell MiraBridge: their page opens the login page without a request",
                "The login page was opened without an authorization request (there is no rid in its address), so that nobody who signs in there comes back to the widget.",
                RULE.remedy,
            ),
            Some(*at),
        ),
        SignIn::Leaves { at, host } => (
            Outcome::skipped(format!(
                "the login goes on at {host}, which a visit does not contact; the authorization request was accepted"
            )),
            Some(*at),
        ),
        SignIn::OtherClient { at } => (
            Outcome::unverifiable(
                Cause::Unrecognized,
                "The page asks to sign in with another client than the one in its address.",
            ),
            Some(*at),
        ),
        sign_in => match obstacle(story) {
            Some(id) => return Outcome::depends_on(id),
            None => (unknown(sign_in), None),
        },
    };
    let cited: Vec<_> = at.into_iter().collect();
    outcome.told_by(story.trail(&cited))
}

/// The login page with a live request is a sign of acceptance, which counts only if the controls were refused.
fn shown(case: &Case<'_>) -> Outcome {
    let home = case.decision.as_ref().map(|decision| &decision.home);
    let refused = home.is_some_and(|home| {
        home.client_control == Control::Refused && home.redirect_control == Control::Refused
    });
    if refused {
        Outcome::pass(
            Basis::Browser,
            "The page came to the login page of the region, with an authorization request for this client that is alive.",
        )
    } else {
        Outcome::unverifiable(
            Cause::Indistinct,
            "The page came to the login page, but so does a client or a redirect URI that is wrong.",
        )
    }
}

fn unknown(sign_in: &SignIn) -> Outcome {
    let message = match sign_in {
        SignIn::Unclear { .. } => {
            "The page asked to sign in, and came to a page that this tool does not know."
        }
        _ => {
            "The page loaded, but did not ask to sign in, and there was nothing on it that says \"sign in\" or \"log in\"."
        }
    };
    Outcome::unverifiable(Cause::Unrecognized, message)
}

/// The check whose outcome explains why the sign-in did not come further, if one does.
fn obstacle(story: &Story<'_>) -> Option<&'static str> {
    if !story.content_blocked().is_empty() {
        Some("content-blocked")
    } else if !story.frames_refused().is_empty() {
        Some("frame-refused")
    } else if !story.windows_blocked().is_empty() && story.windows_opened().is_empty() {
        Some("popup-blocked")
    } else if !story.oauth_errors().is_empty() {
        Some("console-oauth-errors")
    } else if story.is_opened()
        && story.visit.is_complete()
        && story.missing().is_empty()
        && story.exceptions().is_empty()
        && story.troubles().is_empty()
        && story.kept_in().is_empty()
    {
        None
    } else {
        Some("page-errors")
    }
}

/// The check whose outcome says that this client is not accepted, or that nobody knows; none where it is, with any or
/// with all of its redirect URIs.
pub(super) fn not_proven(case: &Case<'_>, with_any: bool) -> Option<&'static str> {
    let Some(decision) = &case.decision else {
        return Some("unreachable");
    };
    let is_accepted = |standing: &Standing| matches!(standing, Standing::Accepted(_));
    let known = matches!(decision.row, Row::Known);
    if known && (with_any || decision.home.standings.iter().all(is_accepted)) {
        return None;
    }
    let id = if known {
        "invalid-redirect"
    } else {
        "invalid-client"
    };
    prerequisite(decision).or(Some(id))
}
