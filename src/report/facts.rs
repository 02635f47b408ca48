use super::{Report, Run, Source, summary};
use crate::text::timestamp;

/// What a report is about and where its evidence comes from, as every report for people says it: a label and a
/// value each. The values are not escaped.
pub(super) fn facts(report: &Report) -> Vec<(&'static str, String)> {
    let subject = &report.subject;
    let grant = subject.grant;
    let mut facts = Vec::new();
    if let Some(place) = &subject.listed {
        facts.extend(place.name.clone().map(|name| ("Name", name)));
        facts.push(("Line", place.line.to_string()));
    }
    if let Some(region) = &subject.region {
        let place = [Some(region.domain().to_owned()), region.whereabouts()];
        let place: Vec<_> = place.into_iter().flatten().collect();
        facts.push(("Region", place.join(", ")));
    }
    if let Some(client_id) = &subject.client_id {
        facts.push(("Client", client_id.as_str().to_owned()));
    }
    // A row that could not be read names no grant.
    if subject.region.is_some() {
        facts.push((
            "Grant",
            format!("{}: {}", grant.name(), grant.admin_label()),
        ));
    }
    facts.extend(of_run(&report.run));
    facts
}

/// Where the evidence of a run comes from, and what was set that bears on it.
pub(super) fn of_run(run: &Run) -> Vec<(&'static str, String)> {
    let taken = format!(
        "{}, mirabridge-oauth {}",
        timestamp(run.taken_at),
        env!("CARGO_PKG_VERSION")
    );
    let simulated = "SIMULATED: answered by the built-in simulator, not by Genesys Cloud";
    let evidence = match run.source {
        Source::Live => format!("live, {taken}"),
        Source::Simulated => simulated.to_owned(),
        Source::Replay => format!("replay of {taken}"),
        Source::Input => "what was given to read; Genesys Cloud was not asked".to_owned(),
    };
    let mut facts = vec![("Evidence", evidence)];
    if run.source == Source::Replay && run.simulated {
        facts.push(("Note", simulated.to_owned()));
    }
    if let Some(Ok(visit)) = run.evidence.visited().map(|visited| &visited.observation) {
        facts.push(("Browser", visit.browser.clone()));
    }
    facts.extend(run.overrides.iter().map(|set| ("Override", set.clone())));
    let note = summary::interrupted(run);
    facts.extend(note.map(|note| ("Note", note.to_owned())));
    facts
}

#[cfg(test)]
mod tests {
    use super::of_run;
    use crate::probe::Evidence;
    use crate::report::{Run, Source};
    use std::time::SystemTime;

    #[test]
    fn the_simulator_is_named_once() {
        let mut run = Run::new(Evidence::default(), SystemTime::UNIX_EPOCH, Vec::new());
        for (source, simulated, named) in [
            (Source::Live, false, &[][..]),
            (Source::Simulated, true, &["Evidence"]),
            (Source::Replay, true, &["Note"]),
            (Source::Replay, false, &[]),
        ] {
            run.source = source;
            run.simulated = simulated;
            let facts = of_run(&run);
            let naming = facts
                .iter()
                .filter(|(_, words)| words.contains("SIMULATED"));
            let naming: Vec<_> = naming.map(|(label, _)| *label).collect();
            assert_eq!(naming, named, "{source:?}");
        }
    }
}
