use super::redirect_page::judge_page;
use crate::checks::{Case, LiveCheck};
use crate::classify::Confidence;
use crate::finding::{Example, Outcome, Rule, Status, Topic, references};
use crate::probe::{Probe, Purpose};

pub(crate) static RULE: Rule = Rule {
    id: "init-page",
    title: "The debug init URL answers",
    topic: Topic::InitPage,
    defect: "The debug init URL does not answer with 200.",
    remedy: "Open it in a browser. Check the deployment id with MiraBridge.",
    symptom: "The place of the phone stays empty. The console says that an address at phone.mirabridge.cloud could not be loaded.",
    cause: "The deployment id is wrong, a proxy or content filter blocks phone.mirabridge.cloud, or MiraBridge has an outage. Or the service wants something that a browser brings and a plain GET does not.",
    fix: &[
        "Print the address with mirabridge-oauth url, and open it in a browser on a computer where agents work. If it loads there, there is nothing to fix.",
        "Compare the deployment id with the one that MiraBridge gave you, and give it with --deployment.",
        "Allow phone.mirabridge.cloud, port 443, in proxies and content filters.",
        "If it fails from every network, tell MiraBridge.",
    ],
    example: Some(Example {
        before: &["--deployment mian"],
        after: &["--deployment main"],
    }),
    method: "It sends one plain GET, once: it is never repeated where somebody may have looked at it, as the service behind it also counts licence seats. A 200 passes, unless the page is compressed and cannot be read, has the marks of a firewall or a captive portal, or came from Genesys Cloud and MiraBridge alike. Any other answer is a warning. No answer is unverifiable, and so is one of a proxy (407, or with its name) or of a captive portal (511). It never fails. With --skip init-page, nothing is sent.",
    facts: &[
        (
            Confidence::Documented("MiraBridge"),
            "the address, and what a person should see there: a page that loads without errors.",
        ),
        (
            Confidence::Inferred,
            "a plain GET is answered with 200, and takes no licence seat.",
        ),
    ],
    references: &[references::MIRABRIDGE],
};

pub(super) static CHECK: LiveCheck = LiveCheck::new(&RULE, judge).asking_for_itself(probes);

fn probes(case: &Case<'_>) -> Vec<Probe> {
    if case.target.documented_uris_only() {
        vec![page(case)]
    } else {
        Vec::new()
    }
}

fn judge(case: &Case<'_>) -> Vec<Outcome> {
    vec![if case.target.documented_uris_only() {
        let page = page(case);
        let outcome = judge_page(case, &page);
        match case.evidence.get(&page) {
            Some(Ok(reply)) if reply.status == 404 && outcome.status == Status::Warn => {
                let deployment = case.target.deployment();
                outcome.with_remedy(format!(
                    "Check the deployment id with MiraBridge: {deployment} was asked for; --deployment names another. Then open the address in a browser."
                ))
            }
            _ => outcome,
        }
    } else {
        Outcome::skipped("it belongs to the documented redirect URIs, and others were given")
    }]
}

fn page(case: &Case<'_>) -> Probe {
    Probe::new(Purpose::InitPage, case.target.init_url())
}
