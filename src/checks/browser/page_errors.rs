use super::{fault, on_page};
use crate::browser::page_text::brief;
use crate::browser::{PageAnalysis, Sign};
use crate::checks::{Case, LiveCheck};
use crate::classify::{Basis, Confidence};
use crate::finding::{Outcome, Rule, Topic, references};
use crate::probe::{Cause, VisitEnd, What};
use crate::text::counted;

pub(crate) static RULE: Rule = Rule {
    id: "page-errors",
    title: "The page loads in a browser without errors",
    topic: Topic::BrowserPage,
    defect: "The page does not load without errors in a browser.",
    remedy: "MiraBridge must fix it. First compare the deployment id (--deployment) with the one that they gave you, then send them the output of check --browser -v.",
    symptom: "The widget stays blank or stops half-way. The browser's console names a script that fails, or a file that is not there.",
    cause: "A wrong deployment id, a fault of the page itself, or a filter in the network that takes a part of it away.",
    fix: &[
        "Compare the deployment id with the one that MiraBridge gave you.",
        "Run the check in another network, without a proxy or filter. If the page loads there, it is for your network's team to allow the hosts that are named.",
        "Else MiraBridge must fix it: send them the output of check --browser -v.",
    ],
    example: None,
    method: "A browser of this computer opens the debug init URL once, in a new profile, and tells what it loads. It fails if a server answers for the page, a frame or a script that it is not there, or if a script fails and nothing catches it. With the login page reached all the same, it is a warning. A connection that fails, or a server that is out of order, is unverifiable, for data too unless the login page was reached; so is a page that needs hosts which this tool does not contact.",
    facts: &[
        (
            Confidence::Documented("MiraBridge"),
            "that the page at the debug init URL loads without errors.",
        ),
        (
            Confidence::Unknown,
            "which hosts the page loads from. Those of the region and of mirabridge.cloud are let through.",
        ),
    ],
    references: &[references::MIRABRIDGE],
};

pub(crate) static CHECK: LiveCheck = LiveCheck::new(&RULE, outcomes).in_browser();

/// It is the one that says why there was no visit.
fn outcomes(case: &Case<'_>) -> Vec<Outcome> {
    match &case.page {
        Some(Err(failure)) => vec![Outcome::unverifiable(
            failure.cause(),
            format!("The page was not looked at: {failure}."),
        )],
        _ => on_page(case, judge),
    }
}

fn judge(case: &Case<'_>, page: &PageAnalysis<'_>) -> Outcome {
    let missing = page.all(Sign::Missing);
    if let Some(first) = missing.first() {
        return wrong(case, page, &missing, *first);
    }
    let (explained, exceptions): (Vec<_>, Vec<_>) = (page.all(Sign::Exception).into_iter())
        .partition(|at| page.exception_explained_by(*at).is_some());
    if let Some(problem) = page.load_problems.first() {
        let cited: Vec<_> = (page.load_problems.iter())
            .map(|problem| problem.at)
            .collect();
        return Outcome::unverifiable(
            problem.cause,
            format!("A part of the page did not load: {}.", problem.words),
        )
        .with_events(page.trail(&cited));
    }
    let withheld = page.all(Sign::Withheld);
    let hosts = page.hosts(&withheld);
    if !withheld.is_empty() && (!page.sign_in.is_through() || !exceptions.is_empty()) {
        return not_let(page, &hosts).with_events(page.trail(&withheld));
    }
    let refused = page.all(Sign::NotPermitted);
    if let Some(What::Exception { text, .. }) = refused.first().and_then(|at| page.what(*at))
        && !page.sign_in.is_through()
    {
        let message = format!(
            "A script stops for want of a permission that this tool does not give, and a person may: {text}."
        );
        return Outcome::unverifiable(Cause::NotAsked, message)
            .with_remedy("Open the page once in a browser, and permit what it asks for.")
            .with_events(page.trail(&refused));
    }
    if let Some(first) = exceptions.first() {
        return wrong(case, page, &exceptions, *first);
    }
    let first = explained.first();
    if let Some(rule) = first.and_then(|at| page.exception_explained_by(*at)) {
        return Outcome::depends_on(rule);
    }
    if let Some(outcome) = unfinished(page) {
        return outcome.with_events(page.trail(&[]));
    }
    if !page.is_opened {
        return Outcome::unverifiable(
            Cause::Unrecognized,
            "The browser showed nothing at the debug init URL.",
        )
        .with_events(page.trail(&[]));
    }
    let but = match hosts.as_slice() {
        [] if refused.is_empty() => String::new(),
        [] => " It wanted a permission that this tool does not give.".to_owned(),
        hosts => format!(" This tool did not let it load from {}.", hosts.join(", ")),
    };
    let message = format!("The page and its scripts loaded, and no script failed.{but}");
    Outcome::pass(Basis::Browser, message).with_events(page.trail(&[]))
}

/// Why a visit did not come to its own end, if it did not.
fn unfinished(page: &PageAnalysis<'_>) -> Option<Outcome> {
    let (cause, message) = match page.visit.end {
        VisitEnd::Deadline => (
            Cause::Timeout,
            "The page was still loading when the time was over.",
        ),
        VisitEnd::Busy => (
            Cause::Timeout,
            "A script kept the page busy until the time was over, so that nobody could have used it.",
        ),
        VisitEnd::Interrupted => (Cause::NotAsked, "The visit was interrupted."),
        VisitEnd::Died => (
            Cause::Browser,
            "The browser ended before the page was done.",
        ),
        VisitEnd::Quiet | VisitEnd::Loop if page.visit.dropped > 0 => (
            Cause::TooLarge,
            "The page did more than this tool can keep.",
        ),
        VisitEnd::Quiet | VisitEnd::Loop => return None,
    };
    Some(Outcome::unverifiable(cause, message))
}

fn not_let(page: &PageAnalysis<'_>, hosts: &[String]) -> Outcome {
    let hosts = hosts.join(", ");
    let message = format!(
        "The page wants to load from {hosts}. This tool contacts only hosts of Genesys Cloud in this region and of MiraBridge, so the page may not be itself here."
    );
    let remedy = format!(
        "If you trust {hosts}, run the check again with --browser-allow for each of these hosts."
    );
    if page.sign_in.is_through() {
        let message =
            format!("A script failed. {message} The login page was reached all the same.");
        return Outcome::warn(Basis::Browser, message, remedy);
    }
    Outcome::unverifiable(Cause::NotAsked, message).with_remedy(remedy)
}

fn wrong(case: &Case<'_>, page: &PageAnalysis<'_>, all: &[usize], first: usize) -> Outcome {
    let what = match page.what(first) {
        Some(What::Answered {
            resource,
            url,
            status,
        }) => format!(
            "The server answers {status} for the {} at {}.",
            resource.word(),
            brief(url)
        ),
        Some(What::Exception { text, url, line }) => {
            format!("A script failed, in line {line} of {}: {text}.", brief(url))
        }
        _ => "The page crashed.".to_owned(),
    };
    let more = match all.len() {
        0 | 1 => String::new(),
        count => format!(" {}.", counted(count - 1, "more fault")),
    };
    let login = case.target.region().login_host();
    let (headline, so, remedy) = if page.hosts(&[first]).contains(&login) {
        (
            "Tell Genesys Cloud Care: their login page does not load without errors",
            "agents may not be able to sign in",
            "It is the login page of Genesys Cloud, and not the widget. If agents cannot use it, tell Genesys Cloud Care.",
        )
    } else {
        (
            "Tell MiraBridge: their page does not load without errors",
            "the widget may stay blank or stop half-way",
            RULE.remedy,
        )
    };
    let message = format!("{what}{more} Because of that, {so}.");
    fault(page, headline, message, remedy, all)
}

#[cfg(test)]
mod tests {
    use crate::browser::testing::{event, opened, signed, visit};
    use crate::checks::testing::{FakeServer, genesys};
    use crate::probe::VisitEnd::{self, Quiet};
    use crate::probe::{PageEvent, Resource, Visit, What};

    fn tells(end: VisitEnd, events: Vec<PageEvent>) -> String {
        FakeServer::seen(end, events).tells("page-errors")
    }

    fn script() -> String {
        "https://phone.mirabridge.cloud/a.js".to_owned()
    }

    #[test]
    fn a_fault_is_named_and_the_others_are_counted() {
        let missing = || What::Answered {
            resource: Resource::Script,
            url: script(),
            status: 404,
        };
        let exception = || What::Exception {
            text: "TypeError: x".to_owned(),
            url: script(),
            line: 7,
        };
        for (what, count, message) in [
            (
                missing as fn() -> What,
                1,
                "The server answers 404 for the script at https://phone.mirabridge.cloud/a.js.",
            ),
            (
                missing,
                2,
                "The server answers 404 for the script at https://phone.mirabridge.cloud/a.js. 1 more fault.",
            ),
            (
                exception,
                3,
                "A script failed, in line 7 of https://phone.mirabridge.cloud/a.js: TypeError: x. 2 more faults.",
            ),
            (|| What::Crashed, 1, "The page crashed."),
        ] {
            let faults = (0..count).map(|_| event(0, what()));
            let events = [opened()].into_iter().chain(faults).collect();
            let told = format!(
                "fail: {message} Because of that, the widget may stay blank or stop half-way."
            );
            assert_eq!(tells(Quiet, events), told);
        }
    }

    #[test]
    fn a_host_that_the_sign_in_did_not_need_is_only_named() {
        let mut events = signed();
        events.push(event(
            0,
            What::Withheld {
                resource: Resource::Script,
                url: "https://cdn.example/a.js".to_owned(),
            },
        ));
        assert_eq!(
            tells(Quiet, events.clone()),
            "pass: The page and its scripts loaded, and no script failed. This tool did not let it load from cdn.example."
        );
        let exception = What::Exception {
            text: "TypeError: x".to_owned(),
            url: script(),
            line: 7,
        };
        events.push(event(0, exception));
        let told = tells(Quiet, events);
        assert!(
            told.starts_with("warn: A script failed. The page wants to load from cdn.example.")
        );
    }

    #[test]
    fn a_fault_of_the_login_page_is_not_mirabridges() {
        let exception = What::Exception {
            text: "TypeError: x".to_owned(),
            url: "https://login.mypurecloud.de/a.js".to_owned(),
            line: 7,
        };
        let events = [signed(), vec![event(2, exception)]].concat();
        assert_eq!(
            tells(Quiet, events),
            "warn: A script failed, in line 7 of https://login.mypurecloud.de/a.js: TypeError: x. Because of that, agents may not be able to sign in. The login page was reached all the same."
        );
    }

    #[test]
    fn a_permission_that_this_browser_does_not_give_is_no_fault_of_the_page() {
        for text in [
            "NotAllowedError: Permission denied",
            "{code: 1, message: User denied Geolocation}",
        ] {
            let exception = event(
                0,
                What::Exception {
                    text: text.to_owned(),
                    url: script(),
                    line: 7,
                },
            );
            let told = tells(Quiet, vec![opened(), exception.clone()]);
            assert!(told.starts_with("unverifiable not_asked: A script stops for want of"));
            assert_eq!(
                tells(Quiet, [signed(), vec![exception]].concat()),
                "pass: The page and its scripts loaded, and no script failed. It wanted a permission that this tool does not give."
            );
        }
    }

    #[test]
    fn what_was_too_much_to_keep_may_hold_a_fault() {
        for (dropped, expected) in [
            (
                0,
                "pass: The page and its scripts loaded, and no script failed.",
            ),
            (
                1,
                "unverifiable too_large: The page did more than this tool can keep.",
            ),
        ] {
            let visit = Visit {
                dropped,
                ..visit(Quiet, vec![opened()])
            };
            let staged = FakeServer::with(genesys).and_visited(visit);
            assert_eq!(staged.tells("page-errors"), expected);
        }
    }
}
