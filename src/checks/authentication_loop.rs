use crate::checks::{Case, Later, LiveCheck};
use crate::classify::{Basis, Confidence, LoginEnd, LoginPath, MAX_HOPS, Situation};
use crate::finding::{Example, Outcome, Rule, Topic, references};
use crate::genesys::Target;
use crate::probe::{Cause, Probe};
use crate::text::counted;

pub(crate) static RULE: Rule = Rule {
    id: "authentication-loop",
    title: "The redirects to the login page end",
    topic: Topic::Other,
    defect: "The login redirects never end.",
    remedy: "Try the sign-in in a new browser profile. If it loops there too, compare the region in the widget's URL with that of your organization, and allow popups and cookies for Genesys Cloud and phone.mirabridge.cloud.",
    symptom: "The login window flickers, starts over and over, or stays blank. Chrome and Edge give up with ERR_TOO_MANY_REDIRECTS. Agents never get to the phone.",
    cause: "MiraBridge names a popup blocker and a wrong region. Blocked or old cookies can do it too: Genesys Cloud's embedded clients need third-party cookies and storage, which private windows lack.",
    fix: &[
        "Try the sign-in in a new browser profile, not in a private window, where cookies and storage are restricted.",
        "Allow popups and third-party cookies for phone.mirabridge.cloud and for the hosts of the region.",
        "Compare the region in the widget's URL with the address bar of your Genesys Cloud: apps.{region}.",
        "If it still loops, send the output of check -v to Genesys Cloud Care.",
    ],
    example: Some(Example {
        before: &["region=mypurecloud.com"],
        after: &["region=mypurecloud.de"],
    }),
    method: "It follows the redirects behind the first accepted request, one by one, with the cookies that were set on the way, for five hops at the most and only at hosts of the region and of MiraBridge Phone. The same address with the same cookies again is a loop: it fails. A page ends it: it passes, and a page with an error status is a warning. More than five hops are unverifiable. An address with a code or a token in it is not sent.",
    facts: &[
        (
            Confidence::Documented("MiraBridge"),
            "the popup blocker and the wrong region.",
        ),
        (
            Confidence::Documented("Genesys"),
            "the embedded clients need third-party cookies and storage, which private windows lack.",
        ),
        (
            Confidence::Inferred,
            "Genesys Cloud's login page is a program in the browser, so most loops happen inside the page. Those show only in a browser.",
        ),
    ],
    references: &[
        references::MIRABRIDGE,
        (
            "Genesys Cloud: administrator requirements for the embedded clients",
            "https://help.mypurecloud.com/articles/administrator-requirements-for-the-purecloud-embedded-clients/",
        ),
    ],
};

const IN_A_BROWSER: &str = "A loop inside the page shows only in a browser.";

pub(super) static CHECK: LiveCheck = LiveCheck::new(&RULE, outcomes)
    .asking(probes)
    .announcing(later);

fn probes(case: &Case<'_>) -> Vec<Probe> {
    let login = case
        .answers
        .as_ref()
        .and_then(|answers| answers.login.as_ref());
    login.and_then(LoginPath::next).into_iter().collect()
}

fn outcomes(case: &Case<'_>) -> Vec<Outcome> {
    vec![case.judged(|answers| match &answers.login {
        Some(_) if matches!(answers.situation, Situation::RefusedLater { .. }) => answers.skipped(),
        Some(login) => judge(login).with_evidence(login.steps.iter().cloned()),
        None => answers.explained_by().map_or_else(
            || Outcome::skipped("there is no redirect to a login page to follow"),
            Outcome::depends_on,
        ),
    })]
}

fn later(_: &Target) -> Vec<Later> {
    vec![Later {
        when: "an authorization request is accepted with a redirect",
        what: "the login redirect, a hop a round, at hosts of the region only".to_owned(),
        at_most: MAX_HOPS,
    }]
}

fn judge(login: &LoginPath) -> Outcome {
    let hops = login.steps.len() - 1;
    match &login.end {
        LoginEnd::Page => {
            let way = match hops {
                0 => "at once".to_owned(),
                _ => format!("after {}", counted(hops, "redirect")),
            };
            Outcome::pass(
                Basis::Redirect,
                format!("A page is reached {way}. {IN_A_BROWSER}"),
            )
        }
        LoginEnd::NoPage(status) => Outcome::warn(
            Basis::Transport,
            format!("The redirects end, at an answer {status} without a page. {IN_A_BROWSER}"),
            "Try the sign-in in a browser.",
        ),
        LoginEnd::Loop => Outcome::fail(
            Basis::Redirect,
            "Try a new browser profile: the login redirects never end",
            format!(
                "After {}, the login is back at an address it came from, with the same cookies.",
                counted(hops + 1, "redirect")
            ),
            RULE.remedy,
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
        LoginEnd::Refused(_) => Outcome::depends_on(&super::invalid_client::RULE),
        LoginEnd::Bounced { code, .. } => Outcome::depends_on(if code == "invalid_scope" {
            &super::invalid_scope::RULE
        } else {
            &super::grant_not_allowed::RULE
        }),
        LoginEnd::Silent(cause) => Outcome::unverifiable(
            *cause,
            "A step towards the login page brought no usable answer.",
        ),
        LoginEnd::NotAsked(_) => Outcome::unverifiable(
            Cause::NotAsked,
            "The way to the login page was not followed to its end.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{IN_A_BROWSER, judge};
    use crate::checks::testing::{FakeServer, genesys};
    use crate::classify::{LoginEnd, LoginPath};

    /// What a way with so many redirects comes to.
    fn told(hops: usize, end: LoginEnd) -> String {
        let server = FakeServer::with(genesys);
        let start = server.asked_in(1).first().copied().expect("a request");
        let steps = vec![start.clone(); hops + 1];
        let outcome = judge(&LoginPath { uri: 0, steps, end });
        format!("{}: {}", outcome.status.name(), outcome.message)
    }

    #[test]
    fn a_page_is_the_login_page_and_an_answer_without_one_is_not() {
        for (hops, end, expected) in [
            (0, LoginEnd::Page, "pass: A page is reached at once."),
            (
                1,
                LoginEnd::Page,
                "pass: A page is reached after 1 redirect.",
            ),
            (
                2,
                LoginEnd::Page,
                "pass: A page is reached after 2 redirects.",
            ),
            (
                1,
                LoginEnd::NoPage(204),
                "warn: The redirects end, at an answer 204 without a page.",
            ),
        ] {
            let expected = format!("{expected} {IN_A_BROWSER}");
            assert_eq!(told(hops, end), expected);
        }
    }

    #[test]
    fn an_error_behind_the_redirect_is_told_by_its_own_check() {
        for (code, id) in [
            ("invalid_scope", "invalid-scope"),
            ("unauthorized_client", "grant-not-allowed"),
        ] {
            let end = LoginEnd::Bounced {
                code: code.to_owned(),
                quote: String::new(),
            };
            let expected = format!("skipped: needs {id} to pass first");
            assert_eq!(told(1, end), expected);
        }
    }
}
