//! What an audit comes to: a report a client, and one on the run where that has something to say.

mod json;
mod markdown;

use super::answers::{Answers, Chosen, Organization};
use super::checks::{self, Case, changed_since_baseline, registration_unreadable};
use super::{Baseline, Plan, TokenKind};
use crate::checks::{FailOn, Outcome, Rule, Selection, Status, Verdict, exit_status, selected};
use crate::genesys::ClientId;
use crate::probe::Evidence;
use crate::registration::Comparison;
use crate::report::{Format, RenderOptions, Report, Run, Signal, Subject, Totals};

/// Everything there is to tell.
#[derive(Debug)]
pub(crate) struct Audit {
    plan: Plan,
    baseline: Option<Baseline>,
    token: TokenKind,
    organization: Option<Organization>,
    clients: Vec<Audited>,
    /// What is to be said of the run as a whole.
    whole: Report,
    /// How many clients there are besides.
    others: usize,
    verdict: Verdict,
    pub(crate) exit_status: u8,
}

/// A client, and what was found.
#[derive(Debug)]
struct Audited {
    chosen: Chosen,
    report: Report,
}

impl Audit {
    /// Judges what was learnt.
    pub(crate) fn new(
        plan: Plan,
        baseline: Option<Baseline>,
        token: TokenKind,
        answers: Answers,
        run: impl Fn(Evidence) -> Run,
        selection: &Selection,
        fail_on: FailOn,
    ) -> Self {
        let Answers {
            evidence,
            organization,
            chosen,
            unread,
            others,
            ..
        } = answers;
        let named = organization.as_ref().and_then(|read| read.as_ref().ok());
        let mut details: Vec<_> = named
            .map(|of| ("Belongs to", of.label()))
            .into_iter()
            .collect();
        if let Some(Err(unreadable)) = &organization {
            details.push((
                "Note",
                format!("The organization is not named: {}", unreadable.message),
            ));
        }
        details.push(("Token", token.words().to_owned()));
        if plan.client_id.is_none() && others > 0 {
            let words = match others {
                1 => "1 other client, which does not look like MiraBridge's".to_owned(),
                _ => format!("{others} other clients, which do not look like MiraBridge's"),
            };
            details.push(("Left out", words));
        }
        let is_one = chosen.len() == 1 && unread.is_empty();
        let clients: Vec<_> = judged(&plan, baseline.as_ref(), &chosen, selection)
            .into_iter()
            .zip(&chosen)
            .map(|(results, chosen)| {
                let evidence = if is_one {
                    evidence.clone()
                } else {
                    part(&evidence, chosen)
                };
                report(&plan, chosen, results, run(evidence), fail_on)
            })
            .collect();
        let mut clients: Vec<_> = chosen
            .into_iter()
            .zip(clients)
            .map(|(chosen, report)| Audited { chosen, report })
            .collect();
        for client in &mut clients {
            client.report.details.extend(details.iter().cloned());
        }
        let results = unread.iter().flat_map(|(about, unreadable)| {
            let outcome = unreadable.outcome().about(about.clone());
            selected(&registration_unreadable::RULE, vec![outcome], selection)
        });
        let mut results: Vec<_> = results.collect();
        if let Some(baseline) = baseline
            .as_ref()
            .filter(|_| plan.client_id.is_none() && unread.is_empty())
        {
            let is_there = |id: &str| clients.iter().any(|one| one.chosen.client.id() == id);
            for gone in baseline.gone(is_there) {
                let outcome = changed_since_baseline::gone(gone, baseline.taken_at());
                results.extend(selected(
                    &changed_since_baseline::RULE,
                    vec![outcome],
                    selection,
                ));
            }
        }
        let mut whole = Report::of(subject(&plan), run(evidence), results, fail_on);
        whole.details = details;
        let is_open = !unread.is_empty() || clients.is_empty();
        let verdict = verdict(&clients, &whole, is_open);
        let judged = || exit_status(verdict, fail_on);
        Self {
            organization: organization.and_then(Result::ok),
            exit_status: whole
                .run
                .interrupted
                .map_or_else(judged, Signal::exit_status),
            plan,
            baseline,
            token,
            clients,
            whole,
            others,
            verdict,
        }
    }

    /// All of it as text.
    pub(crate) fn render(&self, format: Format, options: RenderOptions) -> String {
        match (format, self.clients.as_slice()) {
            (Format::Json, _) => json::render(self),
            (Format::Markdown, [_, ..]) => markdown::record(self) + &self.several(format, options),
            (_, [client]) if self.whole.results.is_empty() => client.report.render(format, options),
            (_, []) => self.whole.render(format, options),
            _ => self.several(format, options),
        }
    }

    /// A report a client, as of a list of targets, and what is to be said of the run behind them.
    fn several(&self, format: Format, options: RenderOptions) -> String {
        let mut totals = Totals::default();
        let mut renderer = format.renderer(options);
        let mut text = renderer.begin(&totals);
        for client in &self.clients {
            totals.add(&client.report);
            text.push_str(&renderer.next(&client.report));
        }
        if !self.whole.results.is_empty() {
            text.push_str(&renderer.next(&self.whole));
        }
        totals.requests = self.whole.run.evidence.exchanges().len();
        totals.simulated |= self.whole.run.simulated;
        totals.raise(self.exit_status);
        text + &renderer.end(&totals)
    }
}

/// The results of all clients, in their order.
fn judged(
    plan: &Plan,
    baseline: Option<&Baseline>,
    chosen: &[Chosen],
    selection: &Selection,
) -> Vec<Vec<(&'static Rule, Outcome)>> {
    let command = format!("mirabridge-oauth audit{}", plan.options());
    let compare = |chosen| -> Comparison<'_> {
        let chosen: &Chosen = chosen;
        Comparison::new(
            &plan.region,
            plan.grant,
            &chosen.client.registration,
            &command,
        )
    };
    let comparisons: Vec<_> = chosen.iter().map(compare).collect();
    let in_use: Vec<_> = chosen
        .iter()
        .zip(&comparisons)
        .map(|(chosen, comparison)| checks::is_in_use(chosen, comparison))
        .collect();
    let twins = |of: usize| {
        let grant = |index: usize| {
            chosen
                .get(index)
                .map(|chosen| &chosen.client.registration.grant)
        };
        let is_twin = |index: &usize| {
            *index != of && in_use.get(*index) == Some(&true) && grant(*index) == grant(of)
        };
        let twins = (0..chosen.len())
            .filter(|_| in_use.get(of) == Some(&true))
            .filter(is_twin);
        twins
            .filter_map(|index| chosen.get(index))
            .map(Chosen::label)
            .collect()
    };
    let cases = chosen.iter().zip(&comparisons).enumerate();
    cases
        .map(|(index, (chosen, comparison))| {
            let case = Case {
                chosen,
                comparison,
                twins: plan.client_id.is_none().then(|| twins(index)),
                days: plan.days,
                baseline,
            };
            checks::judge(&case, selection)
        })
        .collect()
}

fn report(
    plan: &Plan,
    chosen: &Chosen,
    results: Vec<(&'static Rule, Outcome)>,
    run: Run,
    fail_on: FailOn,
) -> Report {
    let client = &chosen.client;
    let subject = Subject {
        client_id: ClientId::parse(client.id()).ok(),
        name: Some(chosen.label()).filter(|name| !name.is_empty()),
        ..subject(plan)
    };
    let outcomes = results.iter().map(|(_, outcome)| outcome);
    let verdict = Verdict::on_registered(outcomes, chosen.is_readable());
    let interrupted = run.interrupted;
    Report {
        verdict,
        exit_status: interrupted.map_or_else(|| exit_status(verdict, fail_on), Signal::exit_status),
        details: details(chosen),
        ..Report::of(subject, run, results, fail_on)
    }
}

/// What a record of a client holds, for people.
fn details(chosen: &Chosen) -> Vec<(&'static str, String)> {
    let client = &chosen.client;
    let registration = &client.registration;
    let when = |at: &Option<String>, by: &Option<String>| match (at, by) {
        (Some(at), Some(by)) => Some(format!("{at} by {by}")),
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (None, None) => None,
    };
    let unknown = (!client.unknown.is_empty()).then(|| {
        format!(
            "fields that this version does not know: {}",
            client.unknown.join(", ")
        )
    });
    [
        ("Purpose", registration.description.clone()),
        ("Chosen", Some(chosen.why.clone())),
        ("State", registration.state.clone()),
        ("Created", when(&client.created_at, &client.created_by)),
        ("Modified", when(&client.modified_at, &client.modified_by)),
        ("Not judged", unknown),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some((label, value?)))
    .collect()
}

fn subject(plan: &Plan) -> Subject {
    let needed = crate::genesys::RedirectUri::documented(&plan.region);
    Subject {
        region: Some(plan.region.clone()),
        grant: Some(plan.grant),
        redirect_uris: needed.into(),
        ..Subject::default()
    }
}

/// The requests that a client was told from.
fn part(evidence: &Evidence, chosen: &Chosen) -> Evidence {
    let mut part = Evidence::default();
    let indices = chosen
        .told_by
        .iter()
        .filter_map(|probe| evidence.index_of(probe));
    for exchange in indices.filter_map(|index| evidence.exchanges().get(index)) {
        part.push(exchange.clone());
    }
    part
}

/// The gravest of all.
fn verdict(clients: &[Audited], whole: &Report, is_open: bool) -> Verdict {
    let has = |verdict| {
        clients
            .iter()
            .any(|client| client.report.verdict == verdict)
    };
    if has(Verdict::Fail) {
        Verdict::Fail
    } else if is_open || whole.run.interrupted.is_some() || has(Verdict::Unverifiable) {
        Verdict::Unverifiable
    } else if has(Verdict::Warn) || whole.with(Status::Warn).next().is_some() {
        Verdict::Warn
    } else {
        Verdict::Pass
    }
}

impl Chosen {
    /// What to call it among others.
    fn label(&self) -> String {
        let client = &self.client;
        match client.name() {
            "" => client.id().to_owned(),
            name => name.to_owned(),
        }
    }

    /// Whether everything that is judged was read and is known, and the client is in use.
    fn is_readable(&self) -> bool {
        let client = &self.client;
        self.unread.is_none()
            && client.lacking.is_empty()
            && client.odd.is_empty()
            && client.is_active()
    }
}

impl Organization {
    fn label(&self) -> String {
        match (self.name.as_str(), self.id.as_str()) {
            ("", "") => "an organization that the token does not name".to_owned(),
            ("", one) | (one, "") => one.to_owned(),
            (name, id) => format!("{name} ({id})"),
        }
    }
}
