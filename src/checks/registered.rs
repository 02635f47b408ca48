//! `check --admin`: how the client of a check is registered, asked once and kept in the evidence like any other answer.

use super::registration_differs;
use crate::finding::{Outcome, Rule, Status, Topic};
use crate::genesys::{Grant, RedirectUri, Target};
use crate::platform_api::{
    Answer, ApiClient, Mask, Read, call, judge, token_in, unknown_registration,
};
use crate::probe::Evidence;
use crate::registration::Comparison;

/// What the login host may refuse a client for.
const REFUSED_FOR: [&str; 4] = [
    "client-not-active",
    "missing-redirect",
    "altered-redirect",
    "wrong-grant",
];

/// The client of a check as it is registered, where all that is judged of it is known, and what was found.
#[derive(Clone, Debug)]
pub(crate) struct Registered {
    client: ApiClient,
    /// The gravest first: of a client that is not active, nothing else matters.
    results: Vec<(&'static Rule, Outcome)>,
}

/// What the evidence holds of it; none where it was not asked for.
pub(crate) fn registered(target: &Target, evidence: &Evidence) -> Option<Read<Registered>> {
    let id = target.client_id().as_str();
    let client = call::client(target.region(), id);
    let asked = [client, call::exchange(target.region())].into_iter();
    let probe = asked.into_iter().find(|probe| evidence.contains(probe))?;
    let observation = evidence.get(&probe)?.clone();
    let body = observation.as_ref().map(|reply| reply.body.clone());
    let answer = Answer {
        body: body.unwrap_or_default().into_bytes(),
        mask: Mask::default(),
        probe,
        observation,
    };
    if answer.probe == call::exchange(target.region()) {
        // It brought no token, else the client had been asked for.
        return token_in(&answer).err().map(Err);
    }
    let client = answer.value().map(|client: ApiClient| client.asked_as(id));
    Some(client.and_then(|client| Registered::new(target, client, &answer)))
}

impl Registered {
    /// Of an answer that is about another client, or tells not all that is judged, nothing is taken.
    fn new(target: &Target, client: ApiClient, answer: &Answer) -> Read<Self> {
        let registration = client.registration();
        let comparison = Comparison::new(target.region(), target.grant(), &registration);
        let results = judge(&client, &comparison).flat_map(|(rule, outcomes)| {
            let outcomes = outcomes.into_iter();
            outcomes.map(move |outcome| (rule, answer.told(outcome)))
        });
        let mut results: Vec<_> = results.collect();
        let mut unknown = results.iter().map(|(_, outcome)| outcome);
        if let Some(unknown) = unknown.find(|one| one.status == Status::Unverifiable) {
            return Err(Box::new(unknown.clone().about(None::<String>)));
        }
        results.sort_by_key(|(rule, _)| rule.id != "client-not-active");
        Ok(Self { client, results })
    }

    /// What the checks find that `lint` and `audit` share, but for the needed redirect URIs, which the login host was
    /// asked for.
    pub(crate) fn results(&self) -> impl Iterator<Item = &(&'static Rule, Outcome)> {
        self.results.iter().filter(|(rule, _)| {
            rule.id != unknown_registration::RULE.id
                && !matches!(rule.topic, Topic::NeededUri | Topic::AlteredUri)
        })
    }

    /// Why a request with this redirect URI and grant should be refused; none where it should be accepted.
    pub(crate) fn forbids(&self, uri: &RedirectUri, grant: Grant) -> Option<String> {
        let record = &self.client.record;
        let is_there = record.redirect_uris.iter().any(|text| text == uri.as_str());
        let other = record
            .grant
            .as_deref()
            .filter(|text| Grant::of_words(text) != Some(grant));
        if !self.client.is_active() {
            let state = record.state.as_deref().unwrap_or_default();
            Some(format!("the client is registered as {state}"))
        } else if !is_there {
            Some("it is not registered".to_owned())
        } else {
            other.map(|other| format!("the client is registered for the grant {other}"))
        }
    }

    /// The outcome of a check that a refusal has several possible causes for, with the one that it is: of this redirect
    /// URI, or of the client as a whole.
    pub(crate) fn settled(
        &self,
        target: &Target,
        uri: Option<&RedirectUri>,
        outcome: Outcome,
    ) -> Outcome {
        let asked = uri.map_or(target.needed_uris(), std::slice::from_ref);
        // Of the client as a whole, each is told with the redirect URI that it is about.
        let named = |one: Option<&str>, words: &str| match one.filter(|_| uri.is_none()) {
            Some(one) => format!("{one}: {words}"),
            None => words.to_owned(),
        };
        let forbidden = asked.iter().map(|uri| {
            let why = self.forbids(uri, target.grant())?;
            Some(named(Some(uri.as_str()), &format!("{why}.")))
        });
        let Some(forbidden) = forbidden.collect::<Option<Vec<_>>>() else {
            return Outcome {
                headline: Some("The login host refuses what is registered".to_owned()),
                message: format!(
                    "{} What is registered does not explain it: see {}.",
                    outcome.message,
                    registration_differs::RULE.id
                ),
                remedy: Some(registration_differs::RULE.remedy.to_owned()),
                paste: Vec::new(),
                ..outcome
            };
        };
        let is_about = |one: &str| asked.iter().any(|uri| uri.as_str() == one);
        let failed = self.results.iter().filter(|(rule, one)| {
            one.status == Status::Fail
                && REFUSED_FOR.contains(&rule.id)
                && one.subject.as_deref().is_none_or(is_about)
        });
        let told = failed.clone().map(|(rule, one)| {
            let words = named(one.subject.as_deref(), &one.message);
            format!("{words} ({})", rule.id)
        });
        let mut told: Vec<_> = told.collect();
        if told.is_empty() {
            // The checks of the registration look for the documented redirect URIs, and for no others.
            told = forbidden;
        }
        let message = format!(
            "{} The Platform API tells which: {}",
            outcome.message,
            told.join(" ")
        );
        let Some((_, first)) = failed.clone().next() else {
            return Outcome { message, ..outcome };
        };
        let paste = failed.filter(|(_, one)| one.remedy == first.remedy);
        Outcome {
            headline: first.headline.clone(),
            message,
            remedy: first.remedy.clone(),
            found: first.found.clone(),
            paste: paste.flat_map(|(_, one)| one.paste.clone()).collect(),
            ..outcome
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::testing::{FakeServer, accepted, genesys, refused, target_with};
    use crate::finding::{Outcome, Status};
    use serde_json::json;

    fn first(server: &FakeServer, id: &str) -> Outcome {
        server.outcomes(id).swap_remove(0)
    }

    #[test]
    fn what_is_registered_tells_which_of_the_possible_causes_it_is() {
        let settled = |changes| {
            let server = FakeServer::with(|_| refused()).and_registered(&changes);
            let outcome = first(&server, "invalid-client");
            assert_eq!(
                (outcome.status, outcome.reason.as_deref()),
                (Status::Fail, Some("unknown_client_or_uris"))
            );
            outcome
        };
        let disabled = settled(json!({"state": "disabled", "registeredRedirectUri": []}));
        assert!(
            disabled.message.contains("(client-not-active)"),
            "{disabled:?}"
        );
        assert!(
            disabled
                .remedy
                .as_deref()
                .expect("a remedy")
                .contains("Genesys Cloud Care")
        );
        // Nothing is to be pasted before it is active, and the first line says so.
        assert_eq!(
            disabled.headline.as_deref(),
            Some("Ask Genesys Cloud Care to enable the client")
        );
        assert!(disabled.paste.is_empty(), "{disabled:?}");
        let none = settled(json!({"registeredRedirectUri": []}));
        assert_eq!(none.paste.len(), 3, "{none:?}");
        assert!(none.message.contains("(missing-redirect)"));
        let machine = settled(json!({"authorizedGrantType": "CLIENT-CREDENTIALS"}));
        assert!(machine.message.contains("(wrong-grant)"), "{machine:?}");
        let right = settled(json!({}));
        assert!(
            right.message.contains("registration-differs") && right.paste.is_empty(),
            "{right:?}"
        );
        assert_eq!(
            (right.headline.as_deref(), right.remedy.as_deref()),
            (
                Some("The login host refuses what is registered"),
                Some(super::registration_differs::RULE.remedy)
            )
        );
    }

    #[test]
    fn a_client_of_another_organization_is_told_and_what_cannot_be_read_settles_nothing() {
        let plain = FakeServer::with(|_| refused());
        let remedy_before = first(&plain, "invalid-client").remedy;
        let before = first(&plain, "invalid-client").message;
        let absent = plain.and_told(404, r#"{"code": "not.found"}"#);
        let told = first(&absent, "invalid-client");
        assert!(
            told.message.starts_with(&before) && told.message.contains("another organization"),
            "{told:?}"
        );
        // The URIs of a client that is somewhere else are nothing to paste here.
        assert_ne!(told.remedy, remedy_before);
        let remedy = told.remedy.as_deref().unwrap_or_default();
        assert!(
            remedy.contains("organization") && told.paste.is_empty(),
            "{told:?}"
        );
        let headline = told.headline.as_deref().unwrap_or_default();
        assert!(headline.starts_with("Check the client's id: "), "{told:?}");
        assert_eq!(absent.ends("registration-unreadable"), "> invalid-client");
        let forbidden = FakeServer::with(|_| refused())
            .and_told(403, r#"{"message": "Missing oauth:client:view"}"#);
        assert_eq!(first(&forbidden, "invalid-client").message, before);
        assert_eq!(
            forbidden.ends("registration-unreadable"),
            "unverifiable forbidden"
        );
        assert_eq!(
            forbidden.ends("registration-differs"),
            "> registration-unreadable"
        );
        let right = FakeServer::with(genesys).and_told(404, "{}");
        assert_eq!(
            (
                right.ends("invalid-client"),
                right.ends("registration-unreadable")
            ),
            ("pass".to_owned(), "unverifiable unrecognized".to_owned())
        );
    }

    /// Of redirect URIs that are not the documented ones, no check of the registration says anything.
    #[test]
    fn of_other_redirect_uris_it_is_told_whether_they_are_registered() {
        const PHONE: &str = "https://phone.mirabridge.cloud";
        const OTHER: &str = "https://other.example/callback";
        let one = FakeServer::of(target_with(&[PHONE, OTHER]), genesys).and_registered(&json!({}));
        let outcomes = one.outcomes("invalid-redirect");
        assert!(
            outcomes[1]
                .message
                .ends_with(" The Platform API tells which: it is not registered."),
            "{outcomes:?}"
        );
        // That the documented ones are missing is nothing to a check that was not asked for them.
        let none = FakeServer::of(target_with(&[OTHER]), |_| refused())
            .and_registered(&json!({"registeredRedirectUri": []}));
        let outcome = first(&none, "invalid-client");
        assert!(
            outcome.message.ends_with(
                " The Platform API tells which: https://other.example/callback: it is not registered."
            ),
            "{outcome:?}"
        );
        assert_eq!(outcome.paste, [OTHER]);
    }

    #[test]
    fn what_is_registered_in_the_place_of_a_redirect_uri_is_shown_whatever_it_is() {
        const ALTERED: &str = "https://phone.mirabridge.cloud\u{200b}";
        let server = FakeServer::with(|asked| {
            let is_phone = asked.redirect_uri().starts_with("https://phone.");
            if asked.is_authorization()
                && asked.is_for_us()
                && asked.names_documented()
                && !is_phone
                && !asked.wants_code()
            {
                accepted()
            } else if asked.is_authorization() {
                refused()
            } else {
                genesys(asked)
            }
        });
        let server = server.and_registered(&json!({"registeredRedirectUri": [
            ALTERED, "https://apps.mypurecloud.de/crm/index.html", "https://apps.mypurecloud.de/crm/authWindow.html",
        ]}));
        let outcome = first(&server, "invalid-redirect");
        assert_eq!(
            (outcome.status, outcome.found.as_deref()),
            (Status::Fail, Some(ALTERED)),
            "{outcome:?}"
        );
        assert!(
            outcome.message.contains("(altered-redirect)"),
            "{outcome:?}"
        );
        assert_eq!(server.ends("registration-differs"), "pass");
    }

    #[test]
    fn what_else_is_wrong_with_what_is_registered_counts() {
        for (changes, id, expected) in [
            (json!({"scope": []}), "missing-scope", "fail"),
            (
                json!({"scope": ["conversations:readonly", "users"]}),
                "excessive-scope",
                "warn",
            ),
            (
                json!({"dateToDelete": "2026-12-01"}),
                "pending-deletion",
                "fail",
            ),
            (
                json!({"authorizedGrantType": "CODE"}),
                "wrong-grant",
                "fail",
            ),
            (
                json!({"state": "disabled"}),
                "client-not-active",
                "> registration-differs",
            ),
            (json!({}), "client-not-active", "pass"),
        ] {
            let server = FakeServer::with(genesys).and_registered(&changes);
            assert_eq!(server.ends(id), expected, "{changes}");
            assert!(server.outcomes("missing-redirect").is_empty());
        }
        let refused = FakeServer::with(|_| refused()).and_registered(&json!({"state": "disabled"}));
        assert_eq!(refused.ends("client-not-active"), "fail");
    }

    #[test]
    fn an_answer_that_is_foreign_or_not_known_settles_nothing() {
        let plain = FakeServer::with(|_| refused());
        let before = first(&plain, "invalid-client");
        for (changes, body) in [
            (
                json!({"id": "446cfdeb-ec1f-4677-9e9d-50d466e87cc0", "state": "disabled"}),
                None,
            ),
            (json!({"registeredRedirectUri": null}), None),
            (
                json!({"registeredRedirectUri": "https://phone.mirabridge.cloud"}),
                None,
            ),
            (
                json!({"registeredRedirectUri": [{"uri": "https://phone.mirabridge.cloud"}]}),
                None,
            ),
            (json!({"state": "suspended"}), None),
            (json!({}), Some("{}")),
        ] {
            let server = FakeServer::with(|_| refused());
            let server = match body {
                None => server.and_registered(&changes),
                Some(body) => server.and_told(200, body),
            };
            assert_eq!(first(&server, "invalid-client"), before, "{changes}");
            assert_eq!(
                server.ends("registration-unreadable"),
                "unverifiable unrecognized",
                "{changes}"
            );
            assert!(server.outcomes("client-not-active").is_empty());
        }
    }
}
