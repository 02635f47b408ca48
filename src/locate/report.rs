//! A search as a report: a result of the check of the client id, for the region that knows it or for all that were asked.

use super::Everywhere;
use crate::checks::invalid_client;
use crate::classify::{Basis, RegionResult, RegionVerdict};
use crate::command_line::CommandLine;
use crate::finding::{ADMIN_MENU, FailOn, Outcome};
use crate::genesys::{RedirectUri, Region, Target};
use crate::probe::Cause;
use crate::report::{RegionSearch, Report, Run, Subject};

/// Judges what a run brought. That one region knows the client settles it, whatever became of the others: a client lives
/// in one region only.
#[must_use]
pub(crate) fn report(everywhere: &Everywhere, run: Run) -> Report {
    let answers = everywhere.answers(&run.evidence);
    let known: Vec<_> = answers
        .iter()
        .filter_map(|answer| Some((answer, answer.verdict.basis()?)))
        .collect();
    let groups = alike(&answers);
    let mut found = None;
    let (headline, main) = match known.as_slice() {
        [(answer, basis)] => {
            found = Some(everywhere.in_region(&answer.region));
            let headline = is_known(&answer.region);
            (headline, Some(known_in_one(answer, *basis, everywhere)))
        }
        [] if groups.is_empty() => (
            NOWHERE.to_owned(),
            Some(known_nowhere(everywhere, &answers)),
        ),
        [] => (unsettled(&groups, answers.len()), None),
        several => (
            format!("{} regions seem to know the client", several.len()),
            Some(known_in_several(several)),
        ),
    };
    let open = groups.iter().map(|group| match found {
        Some(_) => no_matter(group),
        None => unclear(group),
    });
    let results = main.into_iter().chain(open);
    let results = results
        .map(|outcome| (&invalid_client::RULE, outcome))
        .collect();
    let subject = Subject {
        client_id: Some(everywhere.client_id.clone()),
        deployment: Some(everywhere.deployment.clone()),
        redirect_uris: everywhere.redirect_uris.clone(),
        init_url: found.as_ref().map(Target::init_url),
        ..Subject::default()
    };
    let check = found.map(|there| {
        let (region, client_id) = (there.region(), there.client_id().as_str());
        CommandLine::check(region, client_id, there.deployment(), there.grant()).to_string()
    });
    let search = RegionSearch {
        headline,
        regions: answers,
        check,
    };
    Report {
        search: Some(search),
        ..Report::of(subject, run, results, FailOn::default())
    }
}

const NOWHERE: &str = "no region accepts this client with any of the redirect URIs";

fn is_known(region: &Region) -> String {
    let place = region.whereabouts();
    let place = place.map_or_else(String::new, |place| format!(" ({place})"));
    format!("{region}{place} knows the client")
}

fn known_in_one(answer: &RegionResult, basis: Basis, everywhere: &Everywhere) -> Outcome {
    let region = &answer.region;
    let mut message = format!(
        "{} knows the client id, and refuses one that cannot exist. An OAuth client lives in one region only.",
        region.login_host()
    );
    if basis == Basis::Redirect {
        message.push_str(
            " It sends the request straight back to the redirect URI; the check says why.",
        );
    }
    if answer.grant != everywhere.in_region(region).grant() {
        message.push_str(" It was found with the PKCE grant; asked with the implicit grant, which MiraBridge documents, no region showed that it knows the client.");
    }
    let needed = RedirectUri::documented(region);
    Outcome::pass(basis, message)
        .about(Some(region.domain()))
        .with_remedy(format!(
            "Use {region} everywhere: in the widget's URL, and in the client's redirect URIs at {ADMIN_MENU}, which are:"
        ))
        .with_paste(needed.iter().map(RedirectUri::as_str))
        .with_found_region(region.domain())
        .with_evidence(answer.evidence())
}

fn known_in_several(several: &[(&RegionResult, Basis)]) -> Outcome {
    let domains = list(several.iter().map(|(answer, _)| answer.region.domain()));
    let told_from = several.iter().flat_map(|(answer, _)| answer.evidence());
    Outcome::unverifiable(
        Cause::Indistinct,
        "They answer as if they knew the client, and refuse a client id that cannot exist. A client lives in one region only, so this proves nothing.",
    )
    .about(Some(domains))
    .with_remedy("Use the region in the address bar of your organization's own Genesys Cloud: apps.{region}.")
    .with_evidence(told_from)
}

fn known_nowhere(everywhere: &Everywhere, answers: &[RegionResult]) -> Outcome {
    let (uris, retry) = if everywhere.redirect_uris.is_empty() {
        (
            "any of MiraBridge Phone's redirect URIs",
            "copy one of its redirect URIs and ask again with --redirect-uri and that text",
        )
    } else {
        (
            "any of the redirect URIs given",
            "compare the redirect URIs given here with those of the client",
        )
    };
    let case = everywhere.client_id.in_lower_case().map_or_else(String::new, |lower| {
        format!(
            " It was asked for as typed, with capital letters, and whether Genesys Cloud minds them is not known: ask again with {}.",
            lower.as_str()
        )
    });
    let told_from = answers.first().into_iter().flat_map(RegionResult::evidence);
    Outcome::fail(
        Basis::Signature,
        NOWHERE,
        format!(
            "No region accepts it with {uris}. Each refuses it, with both grants, like a client id that cannot exist: it is unknown everywhere, or not saved and active, or known with none of these URIs. The answers do not tell which."
        ),
        format!(
            "At {ADMIN_MENU}, open the MiraBridge Phone client, copy its client id again rather than type it, and check that it is saved and active.{case} If the client is there and active, {retry}: one character more or less, such as a slash at the end, makes another URI."
        ),
    )
    .with_reason("unknown_client_or_uris")
    .with_evidence(told_from)
}

/// Regions that leave it open for the same reason.
struct Group<'a> {
    verdict: RegionVerdict,
    cause: Cause,
    answers: Vec<&'a RegionResult>,
}

impl Group<'_> {
    fn hosts(&self) -> String {
        let hosts = self.answers.iter().map(|answer| answer.region.login_host());
        let hosts: Vec<_> = hosts.collect();
        list(hosts.iter().map(String::as_str))
    }
}

fn alike(answers: &[RegionResult]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for answer in answers {
        let Some(cause) = answer.verdict.undecided_alone() else {
            continue;
        };
        match groups
            .iter_mut()
            .find(|group| group.verdict == answer.verdict)
        {
            Some(group) => group.answers.push(answer),
            None => groups.push(Group {
                verdict: answer.verdict,
                cause,
                answers: vec![answer],
            }),
        }
    }
    groups
}

fn unsettled(groups: &[Group<'_>], total: usize) -> String {
    let hint = groups
        .iter()
        .find(|group| group.verdict == RegionVerdict::RefusesOtherwise);
    if let Some([answer]) = hint.map(|group| group.answers.as_slice()) {
        return format!(
            "{} may know the client, with other redirect URIs",
            answer.region
        );
    }
    let cause = match groups {
        [group] => format!(" ({})", group.cause.words()),
        _ => String::new(),
    };
    let open: usize = groups.iter().map(|group| group.answers.len()).sum();
    if open == total {
        return format!("no region gave a usable answer{cause}");
    }
    format!("found nowhere; {open} of {total} regions left it open{cause}")
}

/// A group where the client was found elsewhere.
fn no_matter(group: &Group<'_>) -> Outcome {
    let (hosts, cause) = (group.hosts(), group.cause.words());
    let reason = format!("{hosts} left it open ({cause}); another region knows the client");
    Outcome::skipped(reason).about(Some(hosts))
}

fn unclear(group: &Group<'_>) -> Outcome {
    let message = match group.verdict {
        RegionVerdict::RefusesOtherwise => {
            "The client is refused in other words than a client id that cannot exist: it may be known there, with other redirect URIs.".to_owned()
        }
        RegionVerdict::Refuses { .. } => {
            "Every request is refused with an answer that this tool does not know. Everybody may be.".to_owned()
        }
        RegionVerdict::Unclear(Cause::Indistinct) => {
            "A client id that cannot exist is not turned away there, so what yours is answered proves nothing.".to_owned()
        }
        _ => format!("There was no usable answer: {}.", group.cause.words()),
    };
    let remedy = match group.verdict {
        RegionVerdict::RefusesOtherwise => {
            "Copy one of the client's redirect URIs, and ask again with --redirect-uri and that text."
        }
        _ => group.cause.advice(),
    };
    let first = group.answers.iter().take(1);
    Outcome::unverifiable(group.cause, message)
        .about(Some(group.hosts()))
        .with_remedy(remedy)
        .with_evidence(first.flat_map(|answer| answer.evidence()))
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}
