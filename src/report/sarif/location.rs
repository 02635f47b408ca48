use super::document::{ArtifactLocation, Location, LogicalLocation, PhysicalLocation, Region};
use crate::checks::{Outcome, Place};
use crate::genesys::{ClientId, percent_encode};
use crate::report::Report;
use crate::text::escape;
use std::path::{Component, Path};
use url::Url;

/// Where a finding is shown: in the file that named the client or, where there is none, in one that bears the
/// client's name. GitHub shows such an alert, and says that the file is not in the repository.
pub(super) fn of(report: &Report, outcome: &Outcome) -> Location {
    let start = Place { line: 1, column: 1 };
    let Place { line, column } = report.place(outcome).unwrap_or(start);
    let subject = outcome.subject.as_ref();
    Location {
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation {
                uri: match &report.subject.named_in {
                    Some(file) => reference(file),
                    None => client(report),
                },
            },
            region: Region {
                start_line: line,
                start_column: column,
                end_line: line,
                end_column: column + 1,
            },
        },
        logical_locations: subject
            .map(|subject| LogicalLocation {
                name: escape(subject),
                kind: "resource",
            })
            .into_iter()
            .collect(),
    }
}

/// A name for the client that never changes, as a relative path.
fn client(report: &Report) -> String {
    let subject = &report.subject;
    let region = subject
        .region
        .as_ref()
        .map_or("regions", |region| region.domain());
    let folder = format!("{region}/oauth-clients");
    match subject.client_id.as_ref().map(ClientId::as_str) {
        Some(client) => format!("{folder}/{client}"),
        None => folder,
    }
}

/// A path as a URI, or as a reference that is relative to the root of the repository.
fn reference(path: &Path) -> String {
    if let Ok(url) = Url::from_file_path(path) {
        return url.into();
    }
    let segments = path
        .components()
        .filter(|component| *component != Component::CurDir)
        .map(|component| {
            let name = component.as_os_str().to_string_lossy();
            percent_encode(&name)
        });
    segments.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::reference;
    use std::path::Path;

    #[test]
    fn a_path_becomes_a_reference() {
        for (path, uri) in [
            ("registered.txt", "registered.txt"),
            ("./crm/our list.txt", "crm/our%20list.txt"),
            ("../c:d/100%.txt", "../c%3Ad/100%25.txt"),
        ] {
            assert_eq!(reference(Path::new(path)), uri);
        }
    }

    #[test]
    #[cfg(unix)]
    fn an_absolute_path_becomes_a_uri() {
        let uri = reference(Path::new("/srv/our list.txt"));
        assert_eq!(uri, "file:///srv/our%20list.txt");
    }
}
