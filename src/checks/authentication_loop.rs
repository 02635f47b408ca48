use crate::judging::{Case, Check, DOCS, Later, Outcome, Rule};
use crate::meaning::{Basis, Decision, LoginEnd, LoginPath, MAX_HOPS, Row, Standing};
use crate::probe::{Cause, Probe};
use crate::setup::Target;

/// The redirects after an accepted request come to no end.
pub(super) struct AuthenticationLoop;

static RULE: Rule = Rule {
    id: "authentication-loop",
    title: "The redirects to the login page end",
    checks: "Whether the redirects behind an accepted authorization request end at a page, followed one by one for at most five hops and only to hosts of the region.",
    matters: "A redirect loop keeps the popup flickering or blank, and agents cannot sign in. A loop inside the page, made by a script, shows only in a browser.",
    mend: "Try the sign-in in a private browser window. If it loops there too, compare the region in the widget's URL with the region of your organization, allow popups and cookies for it, and contact Genesys Cloud Care with the output of this command.",
    references: &[("MiraBridge Phone: OAuth client for Genesys Cloud", DOCS)],
    asks_for_itself: false,
};

const IN_A_BROWSER: &str = "A loop inside the page shows only in a browser.";

impl Check for AuthenticationLoop {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn probes(&self, case: &Case<'_>) -> Vec<Probe> {
        let login = case
            .decision
            .as_ref()
            .and_then(|decision| decision.login.as_ref());
        login.and_then(LoginPath::next).into_iter().collect()
    }

    fn judge(&self, case: &Case<'_>) -> Vec<Outcome> {
        let Some(decision) = &case.decision else {
            return vec![Outcome::unverifiable(
                Cause::NotAsked,
                "The service was not asked.",
            )];
        };
        let outcome = match &decision.login {
            Some(_) if matches!(decision.row, Row::RefusedLater { .. }) => {
                Outcome::depends_on("invalid-client")
            }
            Some(login) => judge(login).told_from(login.steps.iter().cloned()),
            None => prerequisite(decision).map_or_else(
                || Outcome::skipped("there is no redirect to a login page to follow"),
                Outcome::depends_on,
            ),
        };
        vec![outcome]
    }

    fn later(&self, _: &Target) -> Vec<Later> {
        vec![Later {
            when: "an authorization request is accepted with a redirect",
            what: "the login redirect, a hop a round, at hosts of the region only".to_owned(),
            at_most: MAX_HOPS,
        }]
    }
}

fn judge(login: &LoginPath) -> Outcome {
    let hops = login.steps.len() - 1;
    match &login.end {
        LoginEnd::Page(status) if *status < 400 => {
            let way = match hops {
                0 => "at once".to_owned(),
                _ => format!("after {}", redirects(hops)),
            };
            Outcome::pass(
                Basis::Redirect,
                format!("The login page is reached {way}. {IN_A_BROWSER}"),
            )
        }
        LoginEnd::Page(status) => Outcome::warn(
            Basis::Transport,
            format!("The redirects end, at a page that answers {status}. {IN_A_BROWSER}"),
            "Try the sign-in in a browser.",
        ),
        LoginEnd::Loop => Outcome::fail(
            Basis::Redirect,
            "Try a private browser window: the login redirects run in a circle",
            format!(
                "After {}, the login is back at an address it came from, with the same cookies.",
                redirects(hops)
            ),
            RULE.mend,
        ),
        LoginEnd::TooLong => Outcome::unverifiable(
            Cause::RedirectLoop,
            format!("After {MAX_HOPS} redirects there was still no page."),
        ),
        LoginEnd::Returned => Outcome::pass(
            Basis::Redirect,
            "The redirects end at the redirect URI, which was not fetched.",
        ),
        LoginEnd::Secret => Outcome::skipped(
            "the next address holds a code or a token, which this tool does not send; a loop behind it shows only in a browser",
        ),
        LoginEnd::Leaves(host) => Outcome::skipped(format!(
            "the login goes on at {host}, which this tool does not contact; {}",
            "a loop behind it shows only in a browser"
        )),
        LoginEnd::Unexplained(what) => Outcome::warn(
            Basis::Transport,
            format!("The redirects end, at {what}. {IN_A_BROWSER}"),
            "Try the sign-in in a browser.",
        ),
        LoginEnd::Refused(_) => Outcome::depends_on("invalid-client"),
        LoginEnd::Bounced { code, .. } => Outcome::depends_on(if code == "invalid_scope" {
            "invalid-scope"
        } else {
            "grant-not-allowed"
        }),
        LoginEnd::Silent(cause) => Outcome::unverifiable(
            *cause,
            "A step towards the login page brought no usable answer.",
        ),
        LoginEnd::Open(_) => Outcome::unverifiable(
            Cause::NotAsked,
            "The way to the login page was not followed to its end.",
        ),
    }
}

fn redirects(hops: usize) -> String {
    match hops {
        1 => "1 redirect".to_owned(),
        _ => format!("{hops} redirects"),
    }
}

/// The check whose outcome left no accepted request to follow, if one did.
fn prerequisite(decision: &Decision) -> Option<&'static str> {
    Some(match &decision.row {
        Row::Silent(_) => "unreachable",
        Row::Elsewhere(_) | Row::Everywhere(_) => "region-mismatch",
        Row::OtherGrant(_) => "grant-not-allowed",
        Row::UrisRefused | Row::NearMiss => "invalid-redirect",
        Row::Known => {
            let bounced = decision
                .home
                .standings
                .iter()
                .find_map(|standing| match standing {
                    Standing::Bounced { code, .. } => Some(code.as_str()),
                    _ => None,
                });
            match bounced? {
                "invalid_scope" => "invalid-scope",
                _ => "grant-not-allowed",
            }
        }
        _ => "invalid-client",
    })
}
