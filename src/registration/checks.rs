//! One file a defect, as with the checks that ask. A new one is a file here and its two lines below.

mod altered_redirect;
mod client_not_active;
mod dangerous_redirect;
mod excessive_scope;
mod missing_redirect;
mod missing_scope;
mod pending_deletion;
mod wrong_grant;

use super::compare::Comparison;
use crate::finding::{Check, Outcome, Rule, Selection, selected};
use crate::probe::Cause;

/// A check of what is registered.
pub(crate) type RegistrationCheck = Check<fn(&Comparison<'_>) -> Vec<Outcome>>;

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
pub fn judge(comparison: &Comparison<'_>, selection: &Selection) -> Vec<(&'static Rule, Outcome)> {
    ALL.iter()
        .flat_map(|check| selected(check.rule, (check.judge)(comparison), selection))
        .collect()
}

/// Why a check that needs more than the redirect URIs says nothing.
const NOT_TOLD: &str = "the input does not say";

/// What a field of the client comes to; nothing is judged where the input does not tell it.
fn told<T>(field: Option<T>, judge: impl FnOnce(T) -> Outcome) -> Vec<Outcome> {
    vec![field.map_or_else(|| Outcome::skipped(NOT_TOLD), judge)]
}

/// A field has a value that nobody knows.
fn unknown(field: &str, value: &str, rule: &Rule) -> Outcome {
    let message =
        format!("The {field} of the client is '{value}', which this version does not know.");
    Outcome::unverifiable(Cause::Unrecognized, message).with_remedy(rule.remedy)
}

/// Where all of a copy fits one other region, it is to be asked first whether the region of the run is right.
fn region_question(comparison: &Comparison<'_>, outcome: Outcome) -> Outcome {
    let (Some(other), Some(command)) = (comparison.other_region(), comparison.command) else {
        return outcome;
    };
    let region = comparison.region;
    let command = format!("{command} --region {other}");
    let otherwise = outcome.remedy.as_deref().unwrap_or_default();
    let remedy =
        format!("Run {command}. If your organization is in {region} all the same: {otherwise}");
    outcome
        .with_found_region(other.domain())
        .with_headline(format!(
            "Is --region {region} right? The redirect URIs are those of {other}: run {command}"
        ))
        .with_remedy(remedy)
}

#[cfg(test)]
mod tests {
    use super::{ALL, Comparison};
    use crate::finding::Status;
    use crate::finding::testing::assert_every_file_is_registered;
    use crate::genesys::{Grant, Region};
    use crate::registration::read;

    #[test]
    fn every_file_is_a_registered_check_named_like_it() {
        let ids = ALL.iter().map(|check| check.rule.id);
        assert_every_file_is_registered(&["registration/checks"], &[], ids);
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
                let clients = read(text.as_bytes()).expect("a client");
                let comparison =
                    Comparison::new(&region, Grant::Implicit, &clients[0]).of_copy("lint -");
                let outcomes = (check.judge)(&comparison);
                let mut statuses = outcomes.iter().map(|outcome| outcome.status);
                statuses.any(|status| matches!(status, Status::Fail | Status::Warn))
            };
            let example = rule.example.as_ref().expect("what is read has an example");
            assert!(is_wrong(example.before), "{}: before", rule.id);
            assert!(!is_wrong(example.after), "{}: after", rule.id);
        }
    }
}
