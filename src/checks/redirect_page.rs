use crate::checks::{
    Case, Confidence, Example, LiveCheck, Outcome, Rule, Topic, judge_page, references,
};
use crate::genesys::RedirectUri;
use crate::probe::{Probe, Purpose};

pub(crate) static RULE: Rule = Rule {
    id: "redirect-page",
    title: "The pages behind the redirect URIs answer",
    topic: Topic::RedirectPage,
    defect: "A page at a redirect URI does not answer with 200.",
    remedy: "Allow its host in proxies and content filters.",
    symptom: "After the login, the window stays blank or shows the page of a filter. The console names the address that could not be loaded, with a status such as 403 or an error such as ERR_CONNECTION_RESET.",
    cause: "A firewall, a proxy or a content filter blocks the host, or the page has an outage. Or the page wants something that a browser brings and a plain GET does not.",
    fix: &[
        "Open the address in a browser on a computer where agents work. If it loads there, there is nothing to fix.",
        "If not, allow the hosts phone.mirabridge.cloud and apps.{region}, port 443, in proxies and content filters.",
        "If it fails from every network, tell MiraBridge about phone.mirabridge.cloud, and Genesys Cloud Care about apps.{region}.",
    ],
    example: Some(Example {
        before: &["allowed: login.mypurecloud.de"],
        after: &[
            "allowed: login.mypurecloud.de",
            "allowed: apps.mypurecloud.de",
            "allowed: phone.mirabridge.cloud",
        ],
    }),
    method: "It sends one plain GET to each documented redirect URI, without a login. A 200 passes, unless the page is compressed and cannot be read, has the marks of a firewall or a captive portal, or came from Genesys Cloud and MiraBridge alike. Any other answer is a warning. No answer is unverifiable, and so is one of a proxy (407, or with its name) or of a captive portal (511). It never fails. Redirect URIs given with --redirect-uri are never fetched.",
    facts: &[
        (Confidence::Documented("MiraBridge"), "the three addresses."),
        (
            Confidence::Inferred,
            "they answer a plain GET with 200. So another answer is a warning and no more.",
        ),
    ],
    references: &[references::MIRABRIDGE],
    asks_for_itself: true,
};

pub(super) static CHECK: LiveCheck = LiveCheck::new(&RULE, judge).asking(probes);

fn probes(case: &Case<'_>) -> Vec<Probe> {
    if case.target.documented_uris_only() {
        case.target.redirect_uris().iter().map(page).collect()
    } else {
        Vec::new()
    }
}

fn judge(case: &Case<'_>) -> Vec<Outcome> {
    case.target
        .redirect_uris()
        .iter()
        .map(|uri| {
            let outcome = if case.target.documented_uris_only() {
                judge_page(case, &page(uri))
            } else {
                Outcome::skipped("only the documented redirect URIs are known to be pages")
            };
            outcome.about(Some(uri.as_str()))
        })
        .collect()
}

fn page(uri: &RedirectUri) -> Probe {
    Probe::new(Purpose::RedirectPage, uri.as_str())
}
