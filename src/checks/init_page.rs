use crate::judging::{Case, Check, Example, Outcome, Rule, Sure, references};
use crate::meaning::{Basis, intruder, is_one_page, proxy_says};
use crate::probe::{Cause, Probe, Purpose, Reply};
use crate::setup::PHONE_HOST;

/// The debug init URL does not answer as expected.
pub(super) struct InitPage;

static RULE: Rule = Rule {
    id: "init-page",
    title: "The debug init URL answers",
    defect: "The debug init URL does not answer with 200.",
    remedy: "Open it in a browser. Check the deployment id with MiraBridge.",
    checks: "Whether a plain GET of the debug init URL is answered with 200.",
    symptom: "The place of the phone stays empty. The console says that an address at phone.mirabridge.cloud could not be loaded.",
    cause: "The deployment id is wrong, a proxy or content filter blocks phone.mirabridge.cloud, or MiraBridge has an outage. Or the service wants something that a browser brings and a plain GET does not.",
    matters: "MiraBridge Phone is loaded from there. Without it there is no phone, however right the OAuth client is.",
    mend: &[
        "Print the address with mirabridge-oauth url, and open it in a browser on a computer where agents work. If it loads there, there is nothing to mend.",
        "Compare the deployment id with the one that MiraBridge gave you, and give it with --deployment.",
        "Allow phone.mirabridge.cloud, port 443, in proxies and content filters.",
        "If it fails from every network, tell MiraBridge.",
    ],
    example: Some(Example {
        before: &["--deployment mian"],
        after: &["--deployment main"],
    }),
    knows: "It sends one plain GET, once: it is never repeated where somebody may have looked at it, as the service behind it also counts licence seats. A 200 passes, unless the page is compressed and cannot be read, has the marks of a firewall or a captive portal, or came from Genesys Cloud and MiraBridge alike. Any other answer is a warning. No answer is unverifiable, and so is one of a proxy (407, or with its name) or of a captive portal (511). It never fails. With --skip init-page, nothing is sent.",
    facts: &[
        (
            Sure::Documented("MiraBridge"),
            "the address, and what a person should see there: a page that loads without errors.",
        ),
        (
            Sure::Inferred,
            "a plain GET is answered with 200, and takes no licence seat.",
        ),
    ],
    references: &[references::MIRABRIDGE],
    asks_for_itself: true,
};

impl Check for InitPage {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn probes(&self, case: &Case<'_>) -> Vec<Probe> {
        if case.target.documented_uris_only() {
            vec![page(case)]
        } else {
            Vec::new()
        }
    }

    fn judge(&self, case: &Case<'_>) -> Vec<Outcome> {
        vec![if case.target.documented_uris_only() {
            judge_page(case, &page(case))
        } else {
            Outcome::skipped("it belongs to the documented redirect URIs, and others were given")
        }]
    }
}

fn page(case: &Case<'_>) -> Probe {
    Probe::new(Purpose::InitPage, case.target.init_url())
}

/// How a page is judged. Nobody has measured how these pages answer, so an odd answer is worth knowing and
/// never a failure.
pub(super) fn judge_page(case: &Case<'_>, probe: &Probe) -> Outcome {
    let host = probe.host();
    let outcome = match case.evidence.get(probe) {
        None => Outcome::unverifiable(Cause::NotAsked, "It was not asked for."),
        Some(Err(failure)) => Outcome::unverifiable(
            failure.cause(),
            format!("It could not be loaded: {failure}."),
        )
        .with_remedy(Some(failure.advice())),
        Some(Ok(reply)) => match (reply.status, proxy_says(reply)) {
            (_, Some(says)) => {
                Outcome::unverifiable(Cause::Proxy, format!("A proxy answers instead and {says}."))
            }
            (200, None) if reply.is_compressed() => odd(format!(
                "{host} answers in compressed form, which was not asked for, so who it is that answers cannot be read."
            )),
            (200, None) => match intruder(&probe.url, reply) {
                None => match same_elsewhere(case, probe, reply) {
                    None => Outcome::pass(Basis::Transport, "It answers."),
                    Some(other) => odd(format!(
                        "The same page came from {host} and from {other}, so somebody in between answers for both."
                    )),
                },
                Some(cause) => odd(format!("It answers, but not by itself: {}.", cause.words())),
            },
            (511, None) => Outcome::unverifiable(
                Cause::CaptivePortal,
                "A captive portal answers instead (511).",
            ),
            (status, None) => odd(format!("{host} answers {status} where 200 was expected.")),
        },
    };
    outcome.told_from([probe.clone()])
}

/// The host of another company that gave the very same page.
fn same_elsewhere<'a>(case: &Case<'a>, probe: &Probe, reply: &Reply) -> Option<&'a str> {
    let is_vendors = |host: &str| host == PHONE_HOST;
    let mut exchanges = case.evidence.exchanges().iter();
    let same = exchanges.find(|exchange| {
        let there = &exchange.probe;
        let other = exchange.observation.as_ref().ok();
        is_vendors(there.host()) != is_vendors(probe.host())
            && other.is_some_and(|other| {
                other.status == 200 && is_one_page((&probe.url, reply), (&there.url, other))
            })
    });
    same.map(|exchange| exchange.probe.host())
}

fn odd(message: String) -> Outcome {
    Outcome::warn(
        Basis::Transport,
        message,
        "Open it in a browser. If it fails there too, allow the host in proxies and content filters, or tell MiraBridge.",
    )
}

#[cfg(test)]
mod tests {
    use crate::judging::Status;
    use crate::judging::staged::{Staged, genesys};
    use crate::probe::Reply;

    const ID: &str = "init-page";

    /// Genesys Cloud as it should be, and pages that have these headers.
    fn pages(headers: &[(&str, &str)]) -> Staged {
        Staged::with(|asked| {
            if asked.is_authorization() {
                return genesys(asked);
            }
            let headers = headers
                .iter()
                .map(|(name, value)| (*name, value.as_bytes()));
            Ok(Reply::new(200, headers, asked.host().as_bytes()))
        })
    }

    #[test]
    fn a_page_that_somebody_writes_for_every_address_is_nobodys_own() {
        let off_limits = Staged::with(|asked| {
            if asked.is_authorization() {
                return genesys(asked);
            }
            let page = format!("<h1>{} is off limits</h1>", asked.host());
            Ok(Reply::new(200, [], page.as_bytes()))
        });
        assert!(
            off_limits
                .tells(ID)
                .starts_with("warn: The same page came from")
        );
        let ends = off_limits.outcomes("redirect-page").into_iter();
        assert!(ends.map(|outcome| outcome.status).eq([Status::Warn; 3]));
    }

    #[test]
    fn a_page_that_cannot_be_read_is_no_answer_of_its_own() {
        let statuses = |staged: &Staged, id| -> Vec<_> {
            let outcomes = staged.outcomes(id).into_iter();
            outcomes.map(|outcome| outcome.status).collect()
        };
        let plain = pages(&[]);
        assert_eq!(statuses(&plain, ID), [Status::Pass]);
        let compressed = pages(&[("content-encoding", "gzip")]);
        assert_eq!(statuses(&compressed, ID), [Status::Warn]);
        assert_eq!(statuses(&compressed, "redirect-page"), [Status::Warn; 3]);
        assert!(compressed.tells(ID).contains("in compressed form"));
    }
}
