use crate::checks::{Case, LiveCheck};
use crate::classify::{Basis, Confidence, intermediary, is_same_page, proxy_says};
use crate::finding::{Example, Outcome, Rule, Topic, references};
use crate::genesys::{PHONE_HOST, RedirectUri};
use crate::probe::{Cause, Probe, Purpose, Reply};

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
};

pub(super) static CHECK: LiveCheck = LiveCheck::new(&RULE, judge).asking_for_itself(probes);

fn probes(case: &Case<'_>) -> Vec<Probe> {
    if case.target.documented_uris_only() {
        case.target.needed_uris().iter().map(page).collect()
    } else {
        Vec::new()
    }
}

fn judge(case: &Case<'_>) -> Vec<Outcome> {
    case.target
        .needed_uris()
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

/// How a page is judged. Nobody has measured how these pages answer, so an odd answer is worth knowing and
/// never a failure.
pub(crate) fn judge_page(case: &Case<'_>, probe: &Probe) -> Outcome {
    let host = probe.host();
    let outcome = match case.evidence.get(probe) {
        None => Outcome::unverifiable(Cause::NotAsked, "It was not asked for."),
        Some(Err(failure)) => Outcome::unverifiable(
            failure.cause(),
            format!("It could not be loaded: {failure}."),
        )
        .with_remedy(failure.advice()),
        Some(Ok(reply)) => match (reply.status, proxy_says(reply)) {
            (_, Some(says)) => {
                Outcome::unverifiable(Cause::Proxy, format!("A proxy answers instead and {says}."))
            }
            (200, None) if reply.is_compressed() => odd(format!(
                "{host} answers in compressed form, which was not asked for, so who it is that answers cannot be read."
            )),
            (200, None) => match intermediary(&probe.url, reply) {
                None => match same_elsewhere(case, probe, reply) {
                    None => Outcome::pass(Basis::Transport, "It answers."),
                    Some(other) => odd(format!(
                        "The same page came from {host} and from {other}, so an intermediary such as a firewall answers for both."
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
    outcome.with_evidence([probe.clone()])
}

/// The host of another company that gave the very same page.
fn same_elsewhere<'a>(case: &Case<'a>, probe: &Probe, reply: &Reply) -> Option<&'a str> {
    let is_vendors = probe.host() == PHONE_HOST;
    let mut exchanges = case.evidence.exchanges().iter();
    let same = exchanges.find(|exchange| {
        let there = &exchange.probe;
        let other = exchange.observation.as_ref().ok();
        (there.host() == PHONE_HOST) != is_vendors
            && other.is_some_and(|other| {
                other.status == 200 && is_same_page((&probe.url, reply), (&there.url, other))
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
    use crate::checks::testing::{FakeServer, genesys};
    use crate::finding::Status;
    use crate::probe::Reply;

    const ID: &str = "init-page";

    /// Genesys Cloud as it should be, and pages that have these headers.
    fn pages(headers: &[(&str, &str)]) -> FakeServer {
        FakeServer::with(|asked| {
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
        let off_limits = FakeServer::with(|asked| {
            if asked.is_authorization() {
                return genesys(asked);
            }
            let page = format!("<h1>{} is off limits</h1>", asked.host());
            Ok(Reply::new(200, [], page.as_bytes()))
        });
        assert!(off_limits.tells(ID).starts_with(
            "warn: The same page came from phone.mirabridge.cloud and from apps.mypurecloud.de,"
        ));
        let ends = off_limits.outcomes("redirect-page").into_iter();
        assert!(ends.map(|outcome| outcome.status).eq([Status::Warn; 3]));
    }

    #[test]
    fn who_answers_in_the_place_of_a_page_is_told() {
        let portal = FakeServer::with(|asked| {
            if asked.host() == "phone.mirabridge.cloud" {
                Ok(Reply::new(
                    200,
                    [],
                    b"<h1>Welcome to the captive portal</h1>",
                ))
            } else {
                genesys(asked)
            }
        });
        assert!(
            portal
                .tells(ID)
                .starts_with("warn: It answers, but not by itself: "),
            "{}",
            portal.tells(ID)
        );
    }

    /// Both pages of Genesys Cloud may come from one script.
    #[test]
    fn the_same_page_at_one_company_is_its_own() {
        let alike = FakeServer::with(|asked| {
            if asked.is_authorization() {
                return genesys(asked);
            }
            let page = match asked.host() {
                "phone.mirabridge.cloud" => "<h1>MiraBridge Phone for your CRM</h1>",
                _ => "<h1>Embeddable framework of Genesys Cloud</h1>",
            };
            Ok(Reply::new(200, [], page.as_bytes()))
        });
        assert_eq!(alike.tells(ID), "pass: It answers.");
        let ends = alike.outcomes("redirect-page").into_iter();
        assert!(ends.map(|outcome| outcome.status).eq([Status::Pass; 3]));
    }

    #[test]
    fn a_page_that_cannot_be_read_is_no_answer_of_its_own() {
        let statuses = |server: &FakeServer, id| -> Vec<_> {
            let outcomes = server.outcomes(id).into_iter();
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
