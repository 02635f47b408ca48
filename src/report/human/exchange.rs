//! Requests and answers, in a line each.

use crate::checks::Outcome;
use crate::classify::readable;
use crate::probe::{Evidence, Exchange, Purpose, Reply};
use crate::report::render_options::{GLUE, RenderOptions};
use crate::text::cut;

/// Characters of an answer that are shown in a line.
const LONGEST: usize = 240;
/// Exchanges that are shown for a finding.
const MOST: usize = 5;
/// Headers by which Genesys Cloud Care can find a request in its logs.
const CORRELATION: &[&str] = &["inin-correlation-id", "genesys-correlation-id"];

/// What was asked and what came back: the first request in full, the others by their answers.
pub(super) fn evidence(evidence: &Evidence, options: RenderOptions, outcome: &Outcome) -> String {
    let mut indices: Vec<_> = outcome
        .evidence
        .iter()
        .filter_map(|probe| evidence.index_of(probe))
        .collect();
    let mut seen = std::collections::HashSet::new();
    indices.retain(|index| seen.insert(*index));
    let exchanges = indices
        .iter()
        .filter_map(|index| evidence.exchanges().get(*index));
    let mut text = String::new();
    for (position, exchange) in exchanges.take(MOST).enumerate() {
        let probe = &exchange.probe;
        if position == 0 {
            text.push_str(&options.paragraph("Asked", &options.show(&probe.url)));
            text.push_str(&options.paragraph("Answer", &answer(exchange, options)));
            if let Ok(reply) = &exchange.observation
                && let Some(id) = correlation(reply)
            {
                text.push_str(&options.paragraph("Trace id", &options.show(id)));
            }
        } else {
            let words = format!("{} ({})", answer(exchange, options), probe.purpose.words());
            text.push_str(&options.paragraph(label(probe.purpose), &words));
        }
    }
    text
}

fn label(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::ClientControl => "Control X",
        Purpose::RedirectControl => "Control Y",
        Purpose::OtherGrantControl | Purpose::RegionControl => "Control",
        _ => "Also",
    }
}

fn correlation(reply: &Reply) -> Option<&str> {
    CORRELATION.iter().find_map(|name| reply.header(name))
}

/// An answer in a line.
fn answer(exchange: &Exchange, options: RenderOptions) -> String {
    let reply = match &exchange.observation {
        Err(failure) => return options.show(&failure.to_string()),
        Ok(reply) => reply,
    };
    let status = reply.status;
    if let Some(location) = reply.location() {
        let location = options.show(&cut(location, LONGEST));
        return format!("{status}{GLUE}{}{GLUE}{location}", options.arrow());
    }
    let locations = reply.headers("location").count();
    if locations > 1 {
        return format!("{status} with {locations} different Location headers");
    }
    if reply.is_compressed() {
        return format!("{status}, compressed, which was not asked for");
    }
    let body = readable(&reply.body);
    if body.is_empty() {
        format!("{status} without a word")
    } else {
        format!("{status} {}", options.show(&cut(&body, LONGEST)))
    }
}
