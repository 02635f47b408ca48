//! What the browser itself did not allow, and by which rule.

use super::json::{flag, name, part, word};
use crate::browser::bounded::{Bounded, Id};
use crate::browser::page_text::{address, text};
use crate::browser::{Blocker, Resource, What};
use serde_json::Value;

/// Documents whose rules on frames are remembered.
const MOST: usize = 500;

/// The rules on frames that documents came with, by the id of their request.
#[derive(Debug)]
pub(super) struct Rules(Bounded<(Blocker, String)>);

impl Default for Rules {
    fn default() -> Self {
        Self(Bounded::new(MOST))
    }
}

impl Rules {
    /// Remembers what a document says of frames. A Content Security Policy overrides the older header.
    pub(super) fn learn(&mut self, id: &str, headers: &Value) {
        let header = |name: &str| {
            let fields = headers.as_object()?;
            let (_, value) = fields
                .iter()
                .find(|(field, _)| field.eq_ignore_ascii_case(name))?;
            value.as_str()
        };
        let ancestors = header("content-security-policy").and_then(|policies| {
            policies
                .split([';', ',', '\n'])
                .map(str::trim)
                .find(|directive| directive.starts_with("frame-ancestors"))
        });
        let options = header("x-frame-options");
        let rule = match (ancestors, options) {
            (Some(directive), _) => (Blocker::FrameAncestors, text(directive)),
            (None, Some(value)) => (
                Blocker::FrameOptions,
                format!("X-Frame-Options: {}", text(value)),
            ),
            (None, None) => return,
        };
        self.0.insert(Id::of(id), rule);
    }

    /// The rule by which a request failed, if it was one.
    pub(super) fn of_failure(
        &self,
        id: &str,
        resource: Resource,
        params: &Value,
    ) -> Option<(Blocker, String)> {
        let cors = word(params, "/corsErrorStatus/corsError");
        if !cors.is_empty() {
            return Some((Blocker::Cors, name(cors)));
        }
        let rule = self.0.get(Id::of(id));
        let refused_frame = resource == Resource::Frame
            && word(params, "/errorText") == "net::ERR_BLOCKED_BY_RESPONSE";
        match word(params, "/blockedReason") {
            "csp" if resource == Resource::Frame && rule.is_some() => rule.cloned(),
            "csp" => Some((Blocker::Csp, String::new())),
            "mixed-content" => Some((Blocker::MixedContent, String::new())),
            _ if refused_frame => Some(
                rule.cloned()
                    .unwrap_or((Blocker::FrameOptions, String::new())),
            ),
            "" | "inspector" => None,
            reason => Some((Blocker::Other, name(reason))),
        }
    }
}

/// What an issue says was blocked. What the failure of a request says already says the same.
pub(super) fn of_issue(details: &Value) -> Option<What> {
    let policy = part(details, "/contentSecurityPolicyIssueDetails");
    if policy.is_object() && !flag(policy, "/isReportOnly") {
        let directive = word(policy, "/violatedDirective");
        let url = word(policy, "/blockedURL");
        let by = if directive.starts_with("frame-ancestors") {
            Blocker::FrameAncestors
        } else {
            Blocker::Csp
        };
        return Some(What::Blocked {
            by,
            resource: Resource::Other,
            url: address(url),
            rule: text(directive),
        });
    }
    let mixed = part(details, "/mixedContentIssueDetails");
    if word(mixed, "/resolutionStatus") == "MixedContentBlocked" {
        return Some(What::Blocked {
            by: Blocker::MixedContent,
            resource: Resource::Other,
            url: address(word(mixed, "/insecureURL")),
            rule: String::new(),
        });
    }
    None
}

/// Whether it is what an issue says, which does not know the kind of thing.
pub(super) fn is_issue(what: &What) -> bool {
    matches!(
        what,
        What::Blocked {
            resource: Resource::Other,
            ..
        }
    )
}

/// Both as one, if they tell of the same thing and one of them is an issue. Issues may leave out the end of an address.
pub(super) fn join(one: &What, other: &What) -> Option<What> {
    let (
        What::Blocked {
            by,
            resource,
            url,
            rule,
        },
        What::Blocked {
            by: other_by,
            resource: other_resource,
            url: other_url,
            rule: other_rule,
        },
    ) = (one, other)
    else {
        return None;
    };
    let is_same = by == other_by
        && !url.is_empty()
        && !other_url.is_empty()
        && (url.starts_with(other_url.as_str()) || other_url.starts_with(url.as_str()));
    if !is_same || !(is_issue(one) || is_issue(other)) {
        return None;
    }
    let longer = |one: &String, other: &String| {
        if other.len() > one.len() {
            other.clone()
        } else {
            one.clone()
        }
    };
    Some(What::Blocked {
        by: *by,
        resource: if is_issue(one) {
            *other_resource
        } else {
            *resource
        },
        url: longer(url, other_url),
        rule: longer(rule, other_rule),
    })
}
