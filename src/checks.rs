//! One file a defect that can be seen from outside: its prose, what it asks, how it judges, its tests. A new check is a file
//! here and its two lines below.

pub(crate) mod authentication_loop;
mod browser;
mod case;
mod explained_by;
pub(crate) mod grant_not_allowed;
mod implicit_grant_sunset;
mod init_page;
pub(crate) mod invalid_client;
pub(crate) mod invalid_redirect;
pub(crate) mod invalid_scope;
mod open_redirect;
mod redirect_page;
mod region_mismatch;
mod registered;
pub(crate) mod registration_differs;
pub(crate) mod registration_unreadable;
#[cfg(test)]
pub(crate) mod testing;
mod unlisted_region;
pub(crate) mod unreachable;

pub use case::Case;
pub(crate) use implicit_grant_sunset::SOURCES as SUNSET_SOURCES;

use crate::finding::{Outcome, Rule, Selection, Status, selected};
use crate::genesys::Target;
use crate::probe::{Evidence, Probe};

/// One defect that is looked for in what Genesys Cloud answers, or in what a browser sees. Checks ask and judge; they never
/// send.
#[derive(Debug)]
pub(crate) struct LiveCheck {
    pub(crate) rule: &'static Rule,
    /// What the evidence shows, one outcome a subject.
    pub(crate) judge: fn(&Case<'_>) -> Vec<Outcome>,
    /// What it would like to know, given what is known.
    pub(crate) probes: fn(&Case<'_>) -> Vec<Probe>,
    /// What it may ask after the first round, for `--dry-run`.
    pub(crate) later: fn(&Target) -> Vec<Later>,
    /// Whether its requests serve it alone, so that they are not sent when it is left out.
    pub(crate) asks_for_itself: bool,
    pub(crate) needs_browser: bool,
}

impl LiveCheck {
    pub(crate) const fn new(rule: &'static Rule, judge: fn(&Case<'_>) -> Vec<Outcome>) -> Self {
        Self {
            rule,
            judge,
            probes: |_| Vec::new(),
            later: |_| Vec::new(),
            asks_for_itself: false,
            needs_browser: false,
        }
    }

    pub(crate) const fn asking(self, probes: fn(&Case<'_>) -> Vec<Probe>) -> Self {
        Self { probes, ..self }
    }

    /// The same; no other check rests on what they bring.
    pub(crate) const fn asking_for_itself(self, probes: fn(&Case<'_>) -> Vec<Probe>) -> Self {
        Self {
            asks_for_itself: true,
            ..self.asking(probes)
        }
    }

    pub(crate) const fn announcing(self, later: fn(&Target) -> Vec<Later>) -> Self {
        Self { later, ..self }
    }

    /// It judges what a browser saw.
    pub(crate) const fn in_browser(self) -> Self {
        Self {
            needs_browser: true,
            ..self
        }
    }
}

/// Requests of a later round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Later {
    /// On what condition they are sent.
    pub(crate) when: &'static str,
    pub(crate) what: String,
    pub(crate) at_most: usize,
}

/// All live checks, in the order of the report: what others depend on comes first.
pub(crate) static ALL: &[&LiveCheck] = &[
    &unreachable::CHECK,
    &invalid_client::CHECK,
    &invalid_redirect::CHECK,
    &region_mismatch::CHECK,
    &grant_not_allowed::CHECK,
    &invalid_scope::CHECK,
    &open_redirect::CHECK,
    &implicit_grant_sunset::CHECK,
    &redirect_page::CHECK,
    &init_page::CHECK,
    &authentication_loop::CHECK,
    &unlisted_region::CHECK,
    &registration_unreadable::CHECK,
    &registration_differs::CHECK,
    &browser::page_errors::CHECK,
    &browser::content_blocked::CHECK,
    &browser::frame_refused::CHECK,
    &browser::popup_blocked::CHECK,
    &browser::login_loop::CHECK,
    &browser::console_oauth_errors::CHECK,
    &browser::auth_redirect::CHECK,
];

/// What all checks would like to know. A check that is left out still asks what others rest on.
#[must_use]
pub fn wanted(target: &Target, evidence: &Evidence, selection: &Selection) -> Vec<Probe> {
    let case = Case::new(target, evidence);
    ALL.iter()
        .filter(|check| !(check.asks_for_itself && selection.leaves_out(check.rule.id).is_some()))
        .flat_map(|check| (check.probes)(&case))
        .collect()
}

/// Whether any of the checks that are selected needs a browser.
#[must_use]
pub fn any_needs_browser(selection: &Selection) -> bool {
    let mut checks = ALL.iter().filter(|check| check.needs_browser);
    checks.any(|check| selection.leaves_out(check.rule.id).is_none())
}

/// Whether the check with this id judges what a browser saw.
#[must_use]
pub fn needs_browser(id: &str) -> bool {
    ALL.iter()
        .any(|check| check.needs_browser && check.rule.id == id)
}

/// The outcomes of all checks, in their order. Those that judge what a browser saw have none where no browser looked.
#[must_use]
pub fn judge(
    target: &Target,
    evidence: &Evidence,
    selection: &Selection,
) -> Vec<(&'static Rule, Outcome)> {
    let case = Case::new(target, evidence);
    let judged: Vec<_> = ALL
        .iter()
        .filter(|check| !check.needs_browser || evidence.visited().is_some())
        .map(|check| (check.rule, (check.judge)(&case)))
        .chain(registration_differs::others(&case))
        .collect();
    // What is left out does not tell why it did not pass, so whatever depends on it does.
    let why = |id: &str| {
        let (_, outcomes) = judged.iter().find(|(rule, _)| rule.id == id)?;
        let mut outcomes = outcomes.iter();
        let open = outcomes.find(|one| matches!(one.status, Status::Fail | Status::Unverifiable));
        Some(open?.message.clone())
    };
    judged
        .iter()
        .flat_map(|(rule, outcomes)| selected(rule, outcomes.clone(), selection))
        .map(|(rule, mut outcome)| {
            let left_out = |id: &&str| selection.leaves_out(id).is_some();
            if let Some(why) = outcome.depends_on.filter(left_out).and_then(why) {
                outcome.message = format!("{}: {why}", outcome.message);
            }
            (rule, outcome)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{ALL, any_needs_browser, judge, needs_browser};
    use crate::checks::testing::FakeServer;
    use crate::finding::Selection;
    use crate::finding::testing::assert_every_file_is_registered;
    use crate::genesys::{RedirectUri, Region, near_misses};
    use crate::probe::Failure;

    /// What all checks speak in.
    const SHARED: &[&str] = &["browser", "case", "explained-by", "registered", "testing"];

    #[test]
    fn what_depends_on_a_check_that_is_left_out_says_why_that_one_did_not_pass() {
        let lost = Failure::Timeout {
            waiting_for: "the header of the answer",
        };
        let server = FakeServer::with(|_| Err(lost.clone()));
        let selection = Selection {
            only: vec!["invalid-client"],
            ..Selection::default()
        };
        let results = judge(&server.target, &server.evidence, &selection);
        let mut messages = results.iter().map(|(_, outcome)| outcome.message.as_str());
        let why = messages.find(|message| message.contains("needs unreachable to pass"));
        let why = why.expect("it depends on it");
        assert!(why.contains(&lost.to_string()), "{why}");
    }

    #[test]
    fn every_file_is_a_registered_check_named_like_it() {
        let ids = ALL.iter().map(|check| check.rule.id);
        assert_every_file_is_registered(&["checks", "checks/browser"], SHARED, ids);
    }

    #[test]
    fn a_browser_is_needed_by_those_that_judge_what_it_saw() {
        let ids = ALL.iter().map(|check| check.rule.id);
        let needed: Vec<_> = ids.filter(|id| needs_browser(id)).collect();
        assert_eq!(needed, crate::browser::testing::CHECKS);
        let only = |id| Selection {
            only: vec![id],
            ..Selection::default()
        };
        assert!(any_needs_browser(&Selection::default()));
        assert!(any_needs_browser(&only("page-errors")));
        assert!(!any_needs_browser(&only("invalid-client")));
        let without = Selection {
            skip: needed,
            ..Selection::default()
        };
        assert!(!any_needs_browser(&without));
    }

    #[test]
    fn examples_of_redirect_uris_are_slips_and_what_is_documented() {
        for (id, region) in [
            ("invalid-redirect", "mypurecloud.de"),
            ("region-mismatch", "mypurecloud.com.au"),
        ] {
            let region = Region::parse(region).expect("a region");
            let rules = ALL.iter().map(|check| check.rule);
            let example = rules
                .filter(|rule| rule.id == id)
                .find_map(|rule| rule.example.as_ref())
                .expect("an example");
            let documented = RedirectUri::documented(&region);
            let after = documented
                .iter()
                .find(|uri| [uri.as_str()] == example.after);
            let slips = near_misses(after.expect("a documented one"), &region);
            let is_slip = slips
                .iter()
                .any(|miss| [miss.uri.as_str()] == example.before);
            assert!(is_slip, "{id}");
        }
    }
}
