//! What an audit comes to: a report a client, and one on the run where that has something to say.

mod json;
mod record;

use super::Plan;
use super::checks::{self, AuditCase, changed_since_baseline};
use super::gathered::{Chosen, Gathered, Organization};
use crate::checks::registration_unreadable;
use crate::finding::{Outcome, Rule, Selection, Status, Verdict, exit_status, selected};
use crate::genesys::{ClientId, RedirectUri};
use crate::platform_api::call;
use crate::probe::Evidence;
use crate::registration::Comparison;
use crate::report::{Format, RenderOptions, Report, Run, Signal, Subject, Totals};

/// Everything there is to tell.
#[derive(Debug)]
pub(crate) struct Audit {
    plan: Plan,
    organization: Option<Organization>,
    token_scopes: Option<Vec<String>>,
    clients: Vec<Audited>,
    /// What is to be said of the run as a whole.
    whole: Report,
    /// How many clients there are besides.
    others: usize,
    verdict: Verdict,
    /// Of the clients alone.
    totals: Totals,
}

/// A client, and what was found.
#[derive(Debug)]
struct Audited {
    chosen: Chosen,
    report: Report,
}

type Results = Vec<(&'static Rule, Outcome)>;

impl Audit {
    /// Judges what was learnt.
    pub(crate) fn new(
        plan: Plan,
        answers: Gathered,
        run: impl Fn(Evidence) -> Run,
        selection: &Selection,
    ) -> Self {
        let results = results_of_run(&plan, &answers, selection);
        let judged = judged(&plan, &answers.chosen, selection);
        let mut of_run = details_of_run(&plan, &answers);
        of_run.extend(unchanged(&plan, &answers, &results, &judged));
        let report = |subject, evidence, results, is_readable, details| {
            let mut report = Report::of(subject, run(evidence), results, selection.fail_on);
            let outcomes = report.results.iter().map(|(_, outcome)| outcome);
            report.verdict = Verdict::on_registered(outcomes, is_readable);
            let judged = || exit_status(report.verdict, selection.fail_on);
            report.exit_status = (report.run.interrupted).map_or_else(judged, Signal::exit_status);
            report.details = details;
            report
        };
        let is_whole = answers.unread.is_empty();
        let clients = answers.chosen.into_iter().zip(judged);
        let clients = clients.map(|(chosen, results)| {
            let client = &chosen.client;
            let subject = Subject {
                client_id: ClientId::parse(client.id()).ok(),
                name: Some(chosen.label()).filter(|name| !name.is_empty()),
                ..subject(&plan)
            };
            let part = part(&plan, &answers.evidence, &chosen);
            let expected = expected(&plan);
            let details = [expected].into_iter().chain(details(&chosen));
            let details = details.chain(of_run.clone()).collect();
            let report = report(subject, part, results, chosen.is_readable(), details);
            Audited { chosen, report }
        });
        let clients: Vec<_> = clients.collect();
        let mut totals = Totals::default();
        for client in &clients {
            totals.add(&client.report);
        }
        let whole = report(subject(&plan), answers.evidence, results, is_whole, of_run);
        let mut all = totals.clone();
        let mut told = whole.results.iter().map(|(_, outcome)| outcome.status);
        if told.any(|status| status != Status::Skipped) || clients.is_empty() {
            all.add(&whole);
        }
        totals.raise(all.exit_status);
        totals.simulated |= whole.run.simulated;
        totals.requests = whole.run.evidence.exchanges().len();
        let token = answers.token.and_then(Result::ok).unwrap_or_default();
        Self {
            organization: Some(token.organization).filter(|of| of.label().is_some()),
            token_scopes: token.authorized_scope,
            plan,
            clients,
            whole,
            others: answers.others,
            verdict: all.verdict(),
            totals,
        }
    }

    pub(crate) fn exit_status(&self) -> u8 {
        self.totals.exit_status
    }

    /// Whose baseline it is, if it is that of another organization.
    pub(crate) fn foreign_baseline(&self) -> Option<String> {
        let baseline = self.plan.baseline.as_ref()?;
        baseline.of_another(self.organization.as_ref()?)
    }

    /// All of it as text.
    pub(crate) fn render(&self, format: Format, options: RenderOptions) -> String {
        match (format, self.clients.as_slice()) {
            (Format::Json, _) => json::render(self),
            (Format::Csv, _) => record::csv(self),
            (Format::Markdown, [_, ..]) => record::markdown(self) + &self.several(format, options),
            (_, [client]) if self.whole.results.is_empty() => client.report.render(format, options),
            (_, []) => self.whole.render(format, options),
            _ => self.several(format, options),
        }
    }

    /// A report a client, as of a list of targets, and what is to be said of the run behind them.
    fn several(&self, format: Format, options: RenderOptions) -> String {
        let mut renderer = format.renderer(options);
        let mut text = renderer.begin(&Totals::default());
        let whole = Some(&self.whole).filter(|whole| !whole.results.is_empty());
        for report in self
            .clients
            .iter()
            .map(|client| &client.report)
            .chain(whole)
        {
            text.push_str(&renderer.next(report));
        }
        text + &renderer.end(&self.totals)
    }
}

/// The results of all clients, in their order.
fn judged(plan: &Plan, chosen: &[Chosen], selection: &Selection) -> Vec<Results> {
    let registrations = chosen.iter().map(|chosen| chosen.client.registration());
    let registrations: Vec<_> = registrations.collect();
    let compare = |client| Comparison::new(&plan.region, plan.grant, client);
    let comparisons: Vec<_> = registrations.iter().map(compare).collect();
    let cases = chosen.iter().zip(&comparisons);
    let in_use = |(chosen, comparison): &(&Chosen, &_)| checks::is_in_use(chosen, comparison);
    let in_use: Vec<_> = cases
        .clone()
        .filter(in_use)
        .map(|(chosen, _)| chosen)
        .collect();
    // Other clients for the same use: active, of the same grant.
    let twins = |of: &Chosen| -> Vec<_> {
        let is_of = |one: &&&Chosen| one.client.id() == of.client.id();
        let grant = of.client.record.grant.as_ref();
        let is_twin = |one: &&&Chosen| {
            !is_of(one) && grant.is_some() && one.client.record.grant.as_ref() == grant
        };
        let twins = in_use.iter().filter(is_twin);
        let twins = twins.map(|twin| format!("{} ({})", twin.label(), twin.client.id()));
        let twins = twins.filter(|_| in_use.iter().any(|one| is_of(&one)));
        twins.collect()
    };
    let cases = cases.map(|(chosen, comparison)| {
        let case = AuditCase {
            chosen,
            comparison,
            twins: plan.client_id.is_none().then(|| twins(chosen)),
            days: plan.days,
            baseline: plan.baseline.as_ref(),
        };
        checks::judge(&case, selection)
    });
    cases.collect()
}

/// What is to be said of the run as a whole: what could not be read, and clients of the baseline that went.
fn results_of_run(plan: &Plan, answers: &Gathered, selection: &Selection) -> Results {
    let unread = answers.unread.clone();
    let mut results: Vec<_> = selected(&registration_unreadable::RULE, unread, selection).collect();
    if let Some(baseline) = &plan.baseline
        && plan.client_id.is_none()
        && answers.unread.is_empty()
    {
        let is_there = |id: &str| answers.chosen.iter().any(|one| one.client.id() == id);
        let gone = baseline
            .clients
            .iter()
            .filter(|client| !is_there(&client.id));
        let gone = gone.map(|client| changed_since_baseline::gone(client, baseline.taken_at()));
        results.extend(selected(
            &changed_since_baseline::RULE,
            gone.collect(),
            selection,
        ));
    }
    results
}

/// What every report says of the run, for people.
fn details_of_run(plan: &Plan, answers: &Gathered) -> Vec<(&'static str, String)> {
    let organization = match &answers.token {
        None => None,
        Some(Ok(token)) => {
            let label = token.organization.label();
            let unnamed = || "an organization that the token does not name".to_owned();
            Some(("Belongs to", label.unwrap_or_else(unnamed)))
        }
        Some(Err(outcome)) => {
            let note = format!("The organization is not named: {}", outcome.message);
            Some(("Note", note))
        }
    };
    let others = match answers.others {
        _ if plan.client_id.is_some() => None,
        0 => None,
        1 => Some("1 other client, which does not look like MiraBridge's".to_owned()),
        others => Some(format!(
            "{others} other clients, which do not look like MiraBridge's"
        )),
    };
    let token = ("Token", plan.token.words().to_owned());
    let others = others.map(|others| ("Left out", others));
    organization
        .into_iter()
        .chain([token])
        .chain(others)
        .collect()
}

/// That nothing changed since the baseline, if it was looked at.
fn unchanged(
    plan: &Plan,
    answers: &Gathered,
    of_run: &Results,
    of_clients: &[Results],
) -> Option<(&'static str, String)> {
    let baseline = plan
        .baseline
        .as_ref()
        .filter(|_| answers.unread.is_empty())?;
    let compared = of_clients.iter().chain([of_run]).flatten();
    let compared = compared.filter(|(rule, _)| rule.id == changed_since_baseline::RULE.id);
    let statuses: Vec<_> = compared.map(|(_, outcome)| outcome.status).collect();
    let is_same = !statuses.is_empty() && statuses.iter().all(|status| *status == Status::Pass);
    let at = baseline.taken_at();
    is_same.then(|| {
        (
            "Note",
            format!("Nothing changed since the baseline of {at}."),
        )
    })
}

/// What the client should have.
fn expected(plan: &Plan) -> (&'static str, String) {
    let (name, label) = (plan.grant.name(), plan.grant.admin_label());
    ("Expected grant", format!("{name}: {label}"))
}

/// What a record of a client holds, for people.
fn details(chosen: &Chosen) -> Vec<(&'static str, String)> {
    let record = &chosen.client.record;
    let unknown = chosen.client.unknown.join(", ");
    let unknown = format!("fields that this version does not know: {unknown}");
    [
        ("Grant", record.grant.clone()),
        ("Purpose", record.description.clone()),
        ("Chosen", chosen.why.clone()),
        ("State", record.state.clone()),
        ("Created", record.created()),
        ("Modified", record.modified()),
        (
            "Not judged",
            Some(unknown).filter(|_| !chosen.client.unknown.is_empty()),
        ),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some((label, value?)))
    .collect()
}

fn subject(plan: &Plan) -> Subject {
    Subject {
        region: Some(plan.region.clone()),
        redirect_uris: RedirectUri::documented(&plan.region).into(),
        ..Subject::default()
    }
}

/// What was asked about the token and about a client.
fn part(plan: &Plan, evidence: &Evidence, chosen: &Chosen) -> Evidence {
    let of_token = [call::exchange(&plan.region), call::token(&plan.region)];
    let usage = call::usage_query(&plan.region, chosen.client.id()).url;
    let mut part = Evidence::default();
    for exchange in evidence.exchanges() {
        let probe = &exchange.probe;
        let is_of_client = chosen.told_by.contains(probe) || probe.url.starts_with(&usage);
        if is_of_client || of_token.contains(probe) {
            part.push(exchange.clone());
        }
    }
    part
}

impl Chosen {
    /// What to call it among others.
    fn label(&self) -> String {
        let client = &self.client;
        let names = [client.name(), client.id()].into_iter();
        names.filter(|name| !name.is_empty()).take(1).collect()
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
    pub(super) fn label(&self) -> Option<String> {
        let told = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        match (told(&self.name), told(&self.id)) {
            (Some(name), Some(id)) => Some(format!("{name} ({id})")),
            (one, other) => one.or(other),
        }
    }
}
