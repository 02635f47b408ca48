use super::{fault, on_page};
use crate::browser::{PageAnalysis, Sign, SignIn};
use crate::checks::{Case, LiveCheck};
use crate::classify::{Basis, Confidence};
use crate::finding::{ADMIN_MENU, Outcome, Rule, Topic, references};
use crate::probe::What;

pub(crate) static RULE: Rule = Rule {
    id: "console-oauth-errors",
    title: "The browser's console shows no OAuth error",
    topic: Topic::Other,
    defect: "The page writes an OAuth error to the browser's console.",
    remedy: "Let your organization's administrator compare the client with the form of 'mirabridge-oauth setup'. If they agree, MiraBridge must fix it: send them the output of check --browser -v.",
    symptom: "The sign-in does not start or does not end. The browser's console (F12) holds a line such as invalid_client or unauthorized_client.",
    cause: "The client and what the page asks for do not agree: id, redirect URI, grant or scope.",
    fix: &[
        "Read the line that is quoted: it names what the service or the page complains of.",
        "Compare the client with the form that 'mirabridge-oauth setup' prints. What differs is for your organization's administrator to change.",
        "If they agree, MiraBridge must fix it: send them the output of check --browser -v.",
    ],
    example: None,
    method: "The browser hands over what its pages write. A standard OAuth error code in any line fails, and so do words about the client, the redirect URI or the sign-in in a warning or an error, unless the page was kept from loading what it wants. With the login page reached all the same, it is a warning. It passes only if the login page was reached and no such line was written.",
    facts: &[
        (
            Confidence::Documented("MiraBridge"),
            "that the console shows no OAuth error.",
        ),
        (
            Confidence::Unknown,
            "the words that the widget uses for its errors.",
        ),
    ],
    references: &[references::MIRABRIDGE],
};

pub(crate) static CHECK: LiveCheck =
    LiveCheck::new(&RULE, |case| on_page(case, judge)).in_browser();

fn judge(case: &Case<'_>, page: &PageAnalysis<'_>) -> Outcome {
    let errors = &page.all(Sign::OauthError);
    let Some(first) = errors.first() else {
        return match page.sign_in {
            SignIn::Shown { at } if page.visit.is_complete() => Outcome::pass(
                Basis::Browser,
                "The sign-in came to the login page, and the console showed no OAuth error.",
            )
            .with_events(page.trail(&[at])),
            _ => Outcome::depends_on(&super::auth_redirect::RULE),
        };
    };
    // An error of the client shows in the answers themselves, where it is explained better.
    if let Some(id) = case.unaccepted_by(false) {
        return Outcome::depends_on(id).with_events(page.trail(errors));
    }
    // Pages put it down to the sign-in, too, when what they load does not come.
    if page.is_hindered() && !page.names_oauth_code {
        return Outcome::depends_on(&super::page_errors::RULE).with_events(page.trail(errors));
    }
    let quote = match page.what(*first) {
        Some(What::Console { text, .. } | What::Exception { text, .. }) => text.as_str(),
        _ => "",
    };
    let so = if page.sign_in.is_through() {
        ""
    } else {
        " With such an error, the sign-in does not start or does not end."
    };
    fault(
        page,
        format!("Read the OAuth error that the page writes, and compare the client: {ADMIN_MENU}"),
        format!("The page writes to the browser's console: \"{quote}\".{so}"),
        RULE.remedy,
        errors,
    )
}

#[cfg(test)]
mod tests {
    use crate::browser::testing::{event, opened, signed};
    use crate::checks::testing::FakeServer;
    use crate::probe::VisitEnd::{Deadline, Quiet};
    use crate::probe::{Level, What};

    const ID: &str = "console-oauth-errors";

    #[test]
    fn silence_counts_only_to_the_end_of_the_visit() {
        assert_eq!(
            FakeServer::seen(Quiet, signed()).tells(ID),
            "pass: The sign-in came to the login page, and the console showed no OAuth error."
        );
        assert_eq!(
            FakeServer::seen(Deadline, signed()).tells(ID),
            "skipped: needs auth-redirect to pass first"
        );
    }

    #[test]
    fn what_the_page_writes_is_quoted() {
        let line = What::Console {
            level: Level::Error,
            text: "OAuth error: invalid_client".to_owned(),
        };
        assert_eq!(
            FakeServer::seen(Quiet, vec![opened(), event(0, line)]).tells(ID),
            "fail: The page writes to the browser's console: \"OAuth error: invalid_client\". With such an error, the sign-in does not start or does not end."
        );
    }
}
