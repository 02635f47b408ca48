//! One file a defect: its prose, what it asks, how it judges, its tests. A new check is a file here and its
//! two lines below.

mod auth_redirect;
mod authentication_loop;
mod console_oauth_errors;
mod content_blocked;
mod frame_refused;
mod grant_not_allowed;
mod implicit_grant_sunset;
mod init_page;
mod invalid_client;
mod invalid_redirect;
mod invalid_scope;
mod login_loop;
mod open_redirect;
mod page_errors;
mod popup_blocked;
mod redirect_page;
mod region_mismatch;
mod unlisted_region;
mod unreachable;

pub(crate) use implicit_grant_sunset::{SOURCES as SUNSET_SOURCES, TOLD as SUNSET_TOLD};

use crate::genesys::Target;
use crate::judging::{Case, Check, Outcome, Rule, Selection};
use crate::probe::{Evidence, Probe};

/// All checks, in the order of the report: what others depend on comes first.
pub static ALL: &[&dyn Check] = &[
    &unreachable::Unreachable,
    &invalid_client::InvalidClient,
    &invalid_redirect::InvalidRedirect,
    &region_mismatch::RegionMismatch,
    &grant_not_allowed::GrantNotAllowed,
    &invalid_scope::InvalidScope,
    &open_redirect::OpenRedirect,
    &implicit_grant_sunset::ImplicitGrantSunset,
    &redirect_page::RedirectPage,
    &init_page::InitPage,
    &authentication_loop::AuthenticationLoop,
    &unlisted_region::UnlistedRegion,
    &page_errors::PageErrors,
    &content_blocked::ContentBlocked,
    &frame_refused::FrameRefused,
    &popup_blocked::PopupBlocked,
    &login_loop::LoginLoop,
    &console_oauth_errors::ConsoleOauthErrors,
    &auth_redirect::AuthRedirect,
];

/// What all checks would like to know. A check that is left out still asks what others rest on.
#[must_use]
pub fn wanted(target: &Target, evidence: &Evidence, selection: &Selection) -> Vec<Probe> {
    let case = Case::new(target, evidence);
    ALL.iter()
        .filter(|check| {
            let rule = check.rule();
            !(rule.asks_for_itself && selection.leaves_out(rule.id).is_some())
        })
        .flat_map(|check| check.probes(&case))
        .collect()
}

/// Whether any check wants to know what a browser sees.
#[must_use]
pub fn looks(selection: &Selection) -> bool {
    let mut looking = ALL.iter().filter(|check| check.looks());
    looking.any(|check| selection.leaves_out(check.rule().id).is_none())
}

/// Whether the check with this id judges what a browser saw.
#[must_use]
pub fn needs_browser(id: &str) -> bool {
    let mut looking = ALL.iter().filter(|check| check.looks());
    looking.any(|check| check.rule().id == id)
}

/// The outcomes of all checks, in their order. Those that judge what a browser saw have none where no browser looked.
#[must_use]
pub fn judge(
    target: &Target,
    evidence: &Evidence,
    selection: &Selection,
) -> Vec<(&'static Rule, Outcome)> {
    let case = Case::new(target, evidence);
    ALL.iter()
        .filter(|check| !check.looks() || evidence.visited().is_some())
        .flat_map(|check| {
            let rule = check.rule();
            let outcomes = check.judge(&case);
            outcomes
                .into_iter()
                .map(move |outcome| match selection.leaves_out(rule.id) {
                    Some(why) => (rule, Outcome::skipped(why).about(outcome.subject)),
                    None => (rule, outcome),
                })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{ALL, looks, needs_browser};
    use crate::genesys::{RedirectUri, Region, near_misses};
    use crate::judging::Selection;
    use crate::judging::staged::{CLIENT, target};
    use std::collections::BTreeSet;

    #[test]
    fn every_file_is_a_registered_check_named_like_it() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/checks");
        let files: BTreeSet<_> = std::fs::read_dir(folder)
            .expect("the folder of this module")
            .map(|entry| entry.expect("a readable entry").path())
            .map(|path| {
                path.file_stem()
                    .expect("a name")
                    .to_string_lossy()
                    .replace('_', "-")
            })
            .collect();
        let ids: BTreeSet<_> = ALL.iter().map(|check| check.rule().id.to_owned()).collect();
        assert_eq!(files, ids);
        assert_eq!(ids.len(), ALL.len());
    }

    #[test]
    fn a_browser_is_needed_by_those_that_judge_what_it_saw() {
        let ids = ALL.iter().map(|check| check.rule().id);
        let needed: Vec<_> = ids.filter(|id| needs_browser(id)).collect();
        assert_eq!(
            needed,
            [
                "page-errors",
                "content-blocked",
                "frame-refused",
                "popup-blocked",
                "login-loop",
                "console-oauth-errors",
                "auth-redirect",
            ]
        );
        let only = |id| Selection {
            only: vec![id],
            skip: vec![],
        };
        assert!(looks(&Selection::default()));
        assert!(looks(&only("page-errors")));
        assert!(!looks(&only("invalid-client")));
        let without = Selection {
            only: vec![],
            skip: needed,
        };
        assert!(!looks(&without));
    }

    #[test]
    fn what_may_be_asked_later_is_announced() {
        let target = target(CLIENT);
        let later: Vec<_> = ALL
            .iter()
            .flat_map(|check| check.later(&target))
            .map(|later| format!("{}: {}: {}", later.when, later.what, later.at_most))
            .collect();
        let [elsewhere, others, slips, hops] = [
            "the login host answers and accepts nothing: the redirect URIs and both controls with the other grant (pkce) at login.mypurecloud.de: 4",
            "the login host answers and accepts nothing: the redirect URIs and a control at the login hosts of the 17 other regions: 68",
            "a redirect URI is refused, and the client is found in no other region: likely slips of the refused redirect URIs at login.mypurecloud.de, in two rounds: 60",
            "an authorization request is accepted with a redirect: the login redirect, a hop a round, at hosts of the region only: 5",
        ];
        assert_eq!(later, [elsewhere, slips, others, hops]);
    }

    #[test]
    fn examples_of_redirect_uris_are_slips_and_what_is_documented() {
        for (id, region) in [
            ("invalid-redirect", "mypurecloud.de"),
            ("region-mismatch", "mypurecloud.com.au"),
        ] {
            let region = Region::parse(region).expect("a region");
            let rules = ALL.iter().map(|check| check.rule());
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
