use super::init_page::judge_page;
use crate::judging::{Case, Check, DOCS, Outcome, Rule};
use crate::probe::{Probe, Purpose};
use crate::setup::RedirectUri;

/// A page that a redirect URI names does not answer as a page does.
pub(super) struct RedirectPage;

static RULE: Rule = Rule {
    id: "redirect-page",
    title: "The pages behind the redirect URIs answer",
    checks: "Whether a plain GET of each documented redirect URI is answered with 200.",
    matters: "After the login, the browser is sent to one of these pages. Where a firewall or filter blocks them, the popup stays blank although the OAuth client is right.",
    mend: "Allow the hosts phone.mirabridge.cloud and apps.{region} in proxies and content filters. If a page answers with an error from every network, tell MiraBridge or Genesys Cloud Care.",
    references: &[("MiraBridge Phone: OAuth client for Genesys Cloud", DOCS)],
    asks_for_itself: true,
};

impl Check for RedirectPage {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn probes(&self, case: &Case<'_>) -> Vec<Probe> {
        if case.target.documented_uris_only() {
            case.target.redirect_uris().iter().map(page).collect()
        } else {
            Vec::new()
        }
    }

    fn judge(&self, case: &Case<'_>) -> Vec<Outcome> {
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
}

fn page(uri: &RedirectUri) -> Probe {
    Probe::new(Purpose::RedirectPage, uri.as_str())
}
