use super::{fault, on_page};
use crate::browser::page_text::brief;
use crate::browser::{PageAnalysis, Sign};
use crate::checks::{Case, LiveCheck};
use crate::classify::{Basis, Confidence};
use crate::finding::{Outcome, Rule, Topic, references};
use crate::probe::What;

pub(crate) static RULE: Rule = Rule {
    id: "popup-blocked",
    title: "The page's windows are not blocked",
    topic: Topic::Other,
    defect: "A popup blocker keeps the login window from opening.",
    remedy: "Let the team that manages your agents' browsers allow popups for the page in which they use MiraBridge Phone, such as your CRM, and for the addresses that are printed. In Chrome and Edge, the policy is PopupsAllowedForUrls. If they are allowed already, leave this check out with --skip popup-blocked.",
    symptom: "No login window appears, and the widget waits until it times out. A small sign in the address bar says that a popup was blocked.",
    cause: "Browsers let a page open a window only after a click or a key, unless popups are allowed for the page.",
    fix: &[
        "Allow popups for the page in which agents use MiraBridge Phone, such as your CRM: in the browser's settings for that site, or for everybody with the policy PopupsAllowedForUrls of Chrome and Edge.",
        "Allow them for the addresses that are printed, too.",
        "Load the page again and sign in.",
    ],
    example: None,
    method: "The browser says of every window that a page opens, by a script, a link or a form, whether a click or key led to it. One without is not opened, or closed at once. It fails if a window was blocked and none opened, or only one before it that led nowhere; with the login page reached all the same, it is a warning. It passes only if one opened after a click. A window that a sandbox forbids is told by content-blocked.",
    facts: &[
        (
            Confidence::Documented("MiraBridge"),
            "the popup blocker as a cause of login timeouts.",
        ),
        (
            Confidence::Unknown,
            "whether the widget opens its login window by itself or after a click.",
        ),
    ],
    references: &[
        references::MIRABRIDGE,
        (
            "PopupsAllowedForUrls",
            "https://chromeenterprise.google/policies/popups-allowed-for-urls/",
        ),
    ],
};

pub(crate) static CHECK: LiveCheck =
    LiveCheck::new(&RULE, |case| on_page(case, judge)).in_browser();

fn judge(_: &Case<'_>, page: &PageAnalysis<'_>) -> Outcome {
    let (blocked, opened) = (
        &page.all(Sign::WindowBlocked),
        &page.all(Sign::WindowOpened),
    );
    if !opened.is_empty() && !page.is_popup_blocked() {
        let message = if blocked.is_empty() {
            "A click opened a window."
        } else {
            "A window that the page opened by itself was blocked; a click opened one then."
        };
        return Outcome::pass(Basis::Browser, message).with_events(page.trail(opened));
    }
    let Some(first) = blocked.first() else {
        let is_window = |at: &usize| matches!(page.what(*at), Some(What::WindowAsked { .. }));
        return if page.all(Sign::ContentBlocked).iter().any(is_window) {
            Outcome::depends_on(&super::content_blocked::RULE)
        } else if page.is_complete() {
            Outcome::skipped("the page asked for no window")
        } else {
            Outcome::depends_on(&super::page_errors::RULE)
        };
    };
    if page.is_hindered() {
        return Outcome::depends_on(&super::page_errors::RULE);
    }
    let url = page.what(*first).and_then(What::url).map(brief);
    let message = if page.sign_in.is_through() {
        "A window that the page opened by itself was blocked.".to_owned()
    } else {
        format!(
            "The page opens a window with {} by itself, without a click, and did nothing else when that was blocked. Agents whose browsers block it never see the login page.",
            url.unwrap_or_default()
        )
    };
    fault(
        page,
        "Allow popups in the browsers of your agents: the login window is blocked",
        message,
        RULE.remedy,
        blocked,
    )
    .with_paste(openers(page, blocked))
}

/// The origins of the pages that wanted a window, and of the windows they stand in.
fn openers(page: &PageAnalysis<'_>, blocked: &[usize]) -> Vec<String> {
    let mut origins = Vec::new();
    let places = blocked
        .iter()
        .filter_map(|at| page.visit.events.get(*at))
        .map(|event| event.place);
    for place in [0].into_iter().chain(places) {
        let mut events = page.visit.events.iter().rev();
        let last = events.find_map(|event| match &event.what {
            What::Loaded { url, .. } if event.place == place => url::Url::parse(url).ok(),
            _ => None,
        });
        if let Some(url) = last {
            let origin = url.origin().ascii_serialization();
            if !origins.contains(&origin) {
                origins.push(origin);
            }
        }
    }
    origins
}

#[cfg(test)]
mod tests {
    use crate::browser::testing::{event, loaded, opened};
    use crate::checks::testing::FakeServer;
    use crate::probe::VisitEnd::{self, Deadline, Quiet};
    use crate::probe::{PageEvent, What};

    const ID: &str = "popup-blocked";

    fn asks(place: usize) -> PageEvent {
        event(
            place,
            What::WindowAsked {
                url: "https://login.mypurecloud.de/".to_owned(),
                by_gesture: false,
                opened: false,
            },
        )
    }

    #[test]
    fn who_asked_for_the_window_is_to_be_allowed_and_what_it_stands_in() {
        let events = vec![
            opened(),
            loaded(1, "https://phone.mirabridge.cloud/before"),
            loaded(1, "https://apps.mypurecloud.de/crm/index.html"),
            loaded(2, "https://login.mypurecloud.de/"),
            asks(1),
            asks(1),
        ];
        let staged = FakeServer::seen(Quiet, events);
        assert_eq!(
            staged.tells(ID),
            "fail: The page opens a window with https://login.mypurecloud.de/ by itself, without a click, and did nothing else when that was blocked. Agents whose browsers block it never see the login page."
        );
        let paste: Vec<_> = staged
            .outcomes(ID)
            .into_iter()
            .map(|one| one.paste)
            .collect();
        assert_eq!(
            paste,
            [[
                "https://phone.mirabridge.cloud",
                "https://apps.mypurecloud.de"
            ]]
        );
    }

    #[test]
    fn that_no_window_was_asked_for_takes_a_page_and_a_whole_visit() {
        let tells = |end: VisitEnd, events| FakeServer::seen(end, events).tells(ID);
        assert_eq!(
            tells(Quiet, vec![opened()]),
            "skipped: the page asked for no window"
        );
        for (end, events) in [(Deadline, vec![opened()]), (Quiet, vec![])] {
            assert_eq!(
                tells(end, events),
                "skipped: needs page-errors to pass first"
            );
        }
    }
}
