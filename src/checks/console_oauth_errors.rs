use super::auth_redirect::not_proven;
use crate::classify::{Basis, SignIn, Story};
use crate::judging::{ADMIN, Case, Check, Outcome, Rule, Sure, Topic, references};
use crate::probe::What;

/// The page writes an OAuth error to the console.
pub(super) struct ConsoleOauthErrors;

static RULE: Rule = Rule {
    id: "console-oauth-errors",
    title: "The browser's console shows no OAuth error",
    topic: Topic::Other,
    defect: "The page writes an OAuth error to the browser's console.",
    remedy: "Read the line that is quoted, and compare the client with the form of 'mirabridge-oauth setup'. If they agree, send the output of check --browser -v to MiraBridge.",
    checks: "With --browser: whether a page writes an OAuth error to the browser's console: a standard error code, or words that blame the client, its redirect URI or the sign-in.",
    symptom: "The sign-in does not start or does not end. The browser's console (F12) holds a line such as invalid_client or unauthorized_client.",
    cause: "The client and what the page asks for do not agree: id, redirect URI, grant or scope.",
    matters: "MiraBridge asks you to look for these errors by hand. What a page writes there it shows to nobody else.",
    mend: &[
        "Read the line that is quoted: it names what the service or the page complains of.",
        "Compare the client with the form that 'mirabridge-oauth setup' prints.",
        "If they agree, send the output of check --browser -v to MiraBridge.",
    ],
    example: None,
    knows: "The browser hands over what its pages write. A standard OAuth error code in any line fails, and so do words about the client, the redirect URI or the sign-in in a warning or an error, unless the page was kept from loading what it wants. It passes only if the login page was reached and no such line was written.",
    facts: &[
        (
            Sure::Documented("MiraBridge"),
            "that the console shows no OAuth error.",
        ),
        (
            Sure::Unknown,
            "the words that the widget uses for its errors.",
        ),
    ],
    references: &[references::MIRABRIDGE],
    asks_for_itself: false,
};

impl Check for ConsoleOauthErrors {
    fn rule(&self) -> &'static Rule {
        &RULE
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
    let errors = story.oauth_errors();
    let Some(first) = errors.first() else {
        return match story.sign_in {
            SignIn::Shown { at } if story.visit.is_complete() => Outcome::pass(
                Basis::Browser,
                "The sign-in came to the login page, and the console showed no OAuth error.",
            )
            .told_by(story.trail(&[at])),
            _ => Outcome::depends_on("auth-redirect"),
        };
    };
    // An error of the client shows in the answers themselves, where it is explained better.
    if let Some(id) = not_proven(case, false) {
        return Outcome::depends_on(id).told_by(story.trail(&errors));
    }
    // Pages put it down to the sign-in, too, when what they load does not come.
    if story.is_hindered() && !story.names_code(&errors) {
        return Outcome::depends_on("page-errors").told_by(story.trail(&errors));
    }
    let event = story.visit.events.get(*first);
    let quote = match event.map(|event| &event.what) {
        Some(What::Console { text, .. } | What::Exception { text, .. }) => text.as_str(),
        _ => "",
    };
    Outcome::fail(
        Basis::Browser,
        format!("Read the OAuth error that the page writes, and compare the client: {ADMIN}"),
        format!("The page writes to the browser's console: \"{quote}\""),
        RULE.remedy,
    )
    .told_by(story.trail(&errors))
}

#[cfg(test)]
mod tests {
    use crate::judging::staged::{Staged, event, opened, signed};
    use crate::probe::VisitEnd::{Deadline, Quiet};
    use crate::probe::{Level, What};

    const ID: &str = "console-oauth-errors";

    #[test]
    fn silence_counts_only_to_the_end_of_the_visit() {
        assert_eq!(
            Staged::seen(Quiet, signed()).tells(ID),
            "pass: The sign-in came to the login page, and the console showed no OAuth error."
        );
        assert_eq!(
            Staged::seen(Deadline, signed()).tells(ID),
            "skipped: depends on auth-redirect, which did not pass"
        );
    }

    #[test]
    fn what_the_page_writes_is_quoted() {
        let line = What::Console {
            level: Level::Error,
            text: "OAuth error: invalid_client".to_owned(),
        };
        assert_eq!(
            Staged::seen(Quiet, vec![opened(), event(0, line)]).tells(ID),
            "fail: The page writes to the browser's console: \"OAuth error: invalid_client\""
        );
    }
}
