use super::{Report, Run, Source, summary};
use crate::batch::ListedAs;
use crate::genesys::{ClientId, Deployment, Grant, RedirectUri, Region, Target, table_verified};
use crate::text::timestamp;
use std::path::PathBuf;

/// What a report is about: a target that was asked for, or as much of one as a copy of a registration tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// The region the client is expected in; none where it could not be read.
    pub region: Option<Region>,
    pub client_id: Option<ClientId>,
    pub deployment: Option<Deployment>,
    /// The grant the client is expected to have; none where it was looked for with both, or nothing was understood.
    pub grant: Option<Grant>,
    /// The redirect URIs it is expected to have.
    pub redirect_uris: Vec<RedirectUri>,
    /// The debug init URL, which needs a client id and a deployment.
    pub init_url: Option<String>,
    /// The file that names the client or its redirect URIs, as it was given.
    pub named_in: Option<PathBuf>,
    /// Its place in a list of targets, if it is one of many.
    pub listed: Option<ListedAs>,
    /// What its organization calls it, where that was asked; foreign text.
    pub name: Option<String>,
}

impl Subject {
    /// Whether it is told apart from others by more than its id.
    pub(super) fn is_named(&self) -> bool {
        self.listed.is_some() || self.name.is_some()
    }

    /// What tells it from other clients in a line, not escaped: its name, its id and its region, as far as they
    /// are known.
    #[must_use]
    pub fn label(&self) -> String {
        let id = self.client_id.as_ref().map(|id| id.as_str().to_owned());
        let region = self.region.as_ref();
        let region = region.map(|region| format!("in {}", region.domain()));
        let client: Vec<_> = [id, region].into_iter().flatten().collect();
        let client = client.join(" ");
        let name = self.listed.as_ref().map(ListedAs::name);
        let name = name.or_else(|| self.name.clone());
        match name {
            Some(name) if client.is_empty() => name,
            Some(name) => format!("{name} ({client})"),
            None => client,
        }
    }
}

impl From<&Target> for Subject {
    fn from(target: &Target) -> Self {
        Self {
            region: Some(target.region().clone()),
            client_id: Some(target.client_id().clone()),
            deployment: Some(target.deployment().clone()),
            grant: Some(target.grant()),
            redirect_uris: target.needed_uris().to_vec(),
            init_url: Some(target.init_url()),
            ..Self::default()
        }
    }
}

/// What a report is about and where its evidence comes from, as every report for people says it: labels and values, not
/// escaped.
pub(super) fn header(report: &Report) -> Vec<(&'static str, String)> {
    let subject = &report.subject;
    let mut header = Vec::new();
    if let Some(place) = &subject.listed {
        header.extend(place.name.clone().map(|name| ("Name", name)));
        header.push(("Line", place.line.to_string()));
    }
    header.extend(subject.name.clone().map(|name| ("Name", name)));
    if let Some(region) = &subject.region {
        header.push(("Region", region.in_words()));
    }
    if let Some(client_id) = &subject.client_id {
        header.push(("Client", client_id.as_str().to_owned()));
    }
    if let Some(grant) = subject.grant {
        let grant = format!("{}: {}", grant.name(), grant.admin_label());
        header.push(("Grant", grant));
    }
    if let Some(search) = &report.search {
        let (asked, verified) = (search.regions.len(), table_verified());
        let regions = format!("{asked}, all that were listed on {verified}");
        header.push(("Regions", regions));
        let given = subject.redirect_uris.iter();
        header.extend(given.map(|uri| ("Asked with", uri.as_str().to_owned())));
        if subject.redirect_uris.is_empty() {
            let needed = "the documented redirect URIs of each region";
            header.push(("Asked with", needed.to_owned()));
        }
    }
    header.extend(report.details.iter().cloned());
    header.extend(evidence(&report.run));
    header.extend(report.notes.iter().map(|note| ("Note", note.clone())));
    header
}

fn evidence(run: &Run) -> Vec<(&'static str, String)> {
    let (name, version) = (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
    let taken = format!("{}, {name} {version}", timestamp(run.taken_at));
    let simulated = "SIMULATED: answered by the built-in simulator, not by Genesys Cloud";
    let evidence = match run.source {
        Source::Live => format!("live, {taken}"),
        Source::Simulated => simulated.to_owned(),
        Source::Replay => format!("replay of {taken}"),
        Source::Input => {
            "the text or file that was given; Genesys Cloud was not contacted".to_owned()
        }
    };
    let mut lines = vec![("Evidence", evidence)];
    if run.source == Source::Replay && run.simulated {
        lines.push(("Note", simulated.to_owned()));
    }
    if let Some(Ok(visit)) = run.evidence.visited().map(|visited| &visited.observation) {
        lines.push(("Browser", visit.browser.clone()));
    }
    lines.extend(
        run.overrides
            .iter()
            .map(|set| match set.strip_prefix("demo ") {
                Some(scenario) => ("Scenario", scenario.to_owned()),
                None => ("Override", set.clone()),
            }),
    );
    lines.extend(summary::interrupted(run).map(|note| ("Note", note.to_owned())));
    lines
}

#[cfg(test)]
mod tests {
    use super::{Subject, evidence};
    use crate::batch::ListedAs;
    use crate::genesys::testing::{CLIENT, target};
    use crate::probe::Evidence;
    use crate::report::{Run, Source};
    use std::time::SystemTime;

    #[test]
    fn a_label_says_as_much_as_is_known() {
        let mut subject = Subject::from(&target(CLIENT));
        assert_eq!(subject.label(), format!("{CLIENT} in mypurecloud.de"));
        subject.listed = Some(ListedAs {
            line: 7,
            ..ListedAs::default()
        });
        subject.client_id = None;
        assert_eq!(subject.label(), "line 7 (in mypurecloud.de)");
        subject.region = None;
        assert_eq!(subject.label(), "line 7");
        let name = Some("Berlin".to_owned());
        subject.listed = Some(ListedAs {
            line: 7,
            name,
            ..ListedAs::default()
        });
        assert_eq!(subject.label(), "Berlin");
    }

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
            let lines = evidence(&run);
            let naming = lines
                .iter()
                .filter(|(_, words)| words.contains("SIMULATED"));
            let naming: Vec<_> = naming.map(|(label, _)| *label).collect();
            assert_eq!(naming, named, "{source:?}");
        }
    }
}
