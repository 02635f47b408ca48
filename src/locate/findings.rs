use super::everywhere::Everywhere;
use super::location::{Location, Status};
use crate::checks::{ADMIN, Outcome};
use crate::classify::{Answer, Basis, Says};
use crate::command_line::CommandLine;
use crate::genesys::{RedirectUri, Region, Target};
use crate::probe::{Cause, Probe};

/// What there is to tell of a search, in words.
#[derive(Clone, Debug)]
pub(crate) struct Findings {
    /// The answer, in a line.
    pub headline: String,
    /// What it rests on and what to do, the most important first.
    pub outcomes: Vec<Outcome>,
    /// The command that checks the client where it was found.
    pub check: Option<String>,
}

impl Findings {
    /// What `location` comes to.
    #[must_use]
    pub(crate) fn of(everywhere: &Everywhere, location: &Location) -> Self {
        let open = location.open();
        let (headline, main) = match location.found().as_slice() {
            [(answer, basis)] => (
                is_known(&answer.region),
                Some(known(everywhere, answer, *basis)),
            ),
            [] if open.is_empty() => (NOWHERE.to_owned(), Some(nowhere(everywhere, location))),
            [] => (unsettled(location, &open), None),
            several => {
                let headline = format!("{} regions seem to know the client", several.len());
                (headline, Some(known_twice(several)))
            }
        };
        let mut outcomes: Vec<_> = main.into_iter().collect();
        let elsewhere = location.status() == Status::Found;
        let groups = alike(&open);
        outcomes.extend(groups.iter().map(|group| unclear(group, elsewhere)));
        let check = match location.found().as_slice() {
            [(answer, _)] => Some(check(&everywhere.in_region(&answer.region))),
            _ => None,
        };
        Self {
            headline,
            outcomes,
            check,
        }
    }
}

const NOWHERE: &str = "no region accepts this client with any of the redirect URIs";

fn is_known(region: &Region) -> String {
    let place = region.whereabouts();
    let place = place.map_or_else(String::new, |place| format!(" ({place})"));
    format!("{region}{place} knows the client")
}

fn known(everywhere: &Everywhere, answer: &Answer, basis: Basis) -> Outcome {
    let region = &answer.region;
    let place = everywhere.in_region(region);
    let mut message = format!(
        "{} knows the client id, and refuses one that cannot exist. An OAuth client lives in one region only.",
        region.login_host()
    );
    if basis == Basis::Redirect {
        message.push_str(
            " It sends the request straight back to the redirect URI; the check says why.",
        );
    }
    if answer.grant != place.grant() {
        message.push_str(" It was found with the PKCE grant; asked with the implicit grant, which MiraBridge documents, no region showed that it knows the client.");
    }
    let needed = RedirectUri::documented(region);
    Outcome::pass(basis, message)
        .about(Some(region.domain()))
        .with_remedy(Some(format!(
            "Use {region} everywhere: in the client's redirect URIs at {ADMIN}, and in the widget's URL. The redirect URIs and the debug init URL for it:"
        )))
        .with_paste(needed.iter().map(RedirectUri::as_str))
        .with_paste([place.init_url()])
        .with_found_region(region.domain())
        .with_evidence(evidence(answer))
}

/// The check of the client in its region.
fn check(place: &Target) -> String {
    CommandLine::check(
        place.region(),
        place.client_id().as_str(),
        place.deployment(),
        place.grant(),
    )
    .to_string()
}

fn known_twice(several: &[(&Answer, Basis)]) -> Outcome {
    let domains = list(several.iter().map(|(answer, _)| answer.region.domain()));
    let told_from = several.iter().flat_map(|(answer, _)| evidence(answer));
    Outcome::unverifiable(
        Cause::Indistinct,
        "They answer as if they knew the client, and refuse a client id that cannot exist. A client lives in one region only, so this proves nothing.",
    )
    .about(Some(domains))
    .with_remedy(Some(
        "Use the region in the address bar of your organization's own Genesys Cloud: apps.{region}.",
    ))
    .with_evidence(told_from)
}

fn nowhere(everywhere: &Everywhere, location: &Location) -> Outcome {
    let (uris, retry) = if everywhere.given_uris().is_empty() {
        (
            "any of MiraBridge Phone's redirect URIs",
            "If the client is there and active, copy one of its redirect URIs and ask again with --redirect-uri and that text: one character more or less, such as a slash at the end, makes another URI.",
        )
    } else {
        (
            "any of the redirect URIs given",
            "If the client is there and active, compare the redirect URIs given here with those of the client: one character more or less, such as a slash at the end, makes another URI.",
        )
    };
    let case = everywhere.client_id().in_lower_case().map_or_else(String::new, |lower| {
        format!(
            " It was asked for as typed, with capital letters, and whether Genesys Cloud minds them is not known: ask again with {}.",
            lower.as_str()
        )
    });
    let told_from = location.answers.first().into_iter().flat_map(evidence);
    Outcome::fail(
        Basis::Signature,
        NOWHERE,
        format!(
            "No region accepts it with {uris}. Each refuses it, with both grants, like a client id that cannot exist: it is unknown everywhere, or not saved and active, or known with none of these URIs. The answers do not tell which."
        ),
        format!(
            "At {ADMIN}, open the MiraBridge Phone client, copy its client id again rather than type it, and check that it is saved and active.{case} {retry}"
        ),
    )
    .with_reason("unknown_client_or_uris")
    .with_evidence(told_from)
}

fn unsettled(location: &Location, open: &[(&Answer, Cause)]) -> String {
    let groups = alike(open);
    let hint = groups
        .iter()
        .find(|group| group.says == Says::RefusesOtherwise);
    if let Some([answer]) = hint.map(|group| group.answers.as_slice()) {
        return format!(
            "{} may know the client, with other redirect URIs",
            answer.region
        );
    }
    let cause = match groups.as_slice() {
        [group] => format!(" ({})", group.cause.words()),
        _ => String::new(),
    };
    let (total, silent) = (location.answers.len(), open.len());
    if silent == total {
        return format!("no region gave a usable answer{cause}");
    }
    format!("found nowhere; {silent} of {total} regions left it open{cause}")
}

/// Regions that leave it open for the same reason.
struct Group<'a> {
    says: Says,
    cause: Cause,
    answers: Vec<&'a Answer>,
}

fn alike<'a>(open: &[(&'a Answer, Cause)]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (answer, cause) in open {
        match groups.iter_mut().find(|group| group.says == answer.says) {
            Some(group) => group.answers.push(answer),
            None => groups.push(Group {
                says: answer.says,
                cause: *cause,
                answers: vec![answer],
            }),
        }
    }
    groups
}

/// `elsewhere`: the client was found in another region, so that nothing needs to be done about these.
fn unclear(group: &Group<'_>, elsewhere: bool) -> Outcome {
    let message = match group.says {
        Says::RefusesOtherwise => {
            "The client is refused in other words than a client id that cannot exist: it may be known there, with other redirect URIs.".to_owned()
        }
        Says::Refuses { .. } => {
            "Every request is refused with an answer that this tool does not know. Everybody may be.".to_owned()
        }
        Says::Unclear(Cause::Indistinct) => {
            "A client id that cannot exist is not turned away there, so what yours is answered proves nothing.".to_owned()
        }
        _ => format!("There was no usable answer: {}.", group.cause.words()),
    };
    let remedy = match group.says {
        _ if elsewhere => None,
        Says::RefusesOtherwise => Some(
            "Copy one of the client's redirect URIs, and ask again with --redirect-uri and that text.",
        ),
        _ => Some(group.cause.advice()),
    };
    let answers = group.answers.iter();
    let hosts: Vec<_> = answers
        .clone()
        .map(|answer| answer.region.login_host())
        .collect();
    Outcome::unverifiable(group.cause, message)
        .about(Some(list(hosts.iter().map(String::as_str))))
        .with_remedy(remedy)
        .with_evidence(answers.take(1).flat_map(|answer| evidence(answer)))
}

/// The request that showed what a region says, and its control.
fn evidence(answer: &Answer) -> [Probe; 2] {
    [answer.probe.clone(), answer.control.clone()]
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}
