//! One file a defect, as with the checks that ask. A new one is a file here and its two lines below.

mod altered_redirect;
mod client_not_active;
mod dangerous_redirect;
mod excessive_scope;
mod missing_redirect;
mod missing_scope;
mod pending_deletion;
mod wrong_grant;

use super::case::Case;
use super::registration::ClientFacts;
use crate::checks::{Check, Outcome, Rule, Selection, selected};

/// A check of what is registered.
pub(crate) type RegistrationCheck = Check<fn(&Case<'_>) -> Vec<Outcome>>;

/// All of them, in the order of the report: what others depend on comes first.
pub static ALL: &[&RegistrationCheck] = &[
    &altered_redirect::CHECK,
    &missing_redirect::CHECK,
    &dangerous_redirect::CHECK,
    &wrong_grant::CHECK,
    &missing_scope::CHECK,
    &excessive_scope::CHECK,
    &client_not_active::CHECK,
    &pending_deletion::CHECK,
];

/// The outcomes of all of them, in their order.
#[must_use]
pub fn judge(case: &Case<'_>, selection: &Selection) -> Vec<(&'static Rule, Outcome)> {
    ALL.iter()
        .flat_map(|check| selected(check.rule, (check.judge)(case), selection))
        .collect()
}

/// What `judge` says of a client, where there is one and it tells.
fn of_client(case: &Case<'_>, judge: impl FnOnce(&ClientFacts) -> Option<Outcome>) -> Vec<Outcome> {
    vec![match &case.registration.client {
        None => Outcome::skipped("the list does not tell"),
        Some(client) => {
            judge(client).unwrap_or_else(|| Outcome::skipped("the client's JSON does not tell"))
        }
    }]
}

#[cfg(test)]
mod tests {
    use super::{ALL, Case};
    use crate::checks::Status;
    use crate::genesys::{Grant, Region};
    use crate::registration::read;
    use std::collections::BTreeSet;

    #[test]
    fn every_file_is_a_registered_check_named_like_it() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/registration/checks");
        let files: BTreeSet<_> = std::fs::read_dir(folder)
            .expect("the folder of this module")
            .map(|entry| entry.expect("a readable entry").path())
            .map(|path| {
                let stem = path.file_stem().expect("a name");
                stem.to_string_lossy().replace('_', "-")
            })
            .collect();
        let ids: BTreeSet<_> = ALL.iter().map(|check| check.rule.id.to_owned()).collect();
        assert_eq!(files, ids);
        assert_eq!(ids.len(), ALL.len());
    }

    #[test]
    fn every_example_is_wrong_before_and_right_after() {
        let region = Region::parse("mypurecloud.de").expect("a region");
        for check in ALL {
            let rule = check.rule;
            let is_wrong = |lines: &[&str]| {
                let mut text = lines.join("\n");
                if text.starts_with('"') {
                    text = format!(r#"{{"registeredRedirectUri": [], {text}}}"#);
                }
                let registration = read(text.as_bytes()).expect("a registration");
                let outcomes = (check.judge)(&Case::new(&region, Grant::Implicit, &registration));
                let mut statuses = outcomes.iter().map(|outcome| outcome.status);
                statuses.any(|status| matches!(status, Status::Fail | Status::Warn))
            };
            let example = rule.example.as_ref().expect("what is read has an example");
            assert!(is_wrong(example.before), "{}: before", rule.id);
            assert!(!is_wrong(example.after), "{}: after", rule.id);
        }
    }
}
