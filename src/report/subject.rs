use crate::genesys::{ClientId, Deployment, Grant, RedirectUri, Region, Target};
use std::path::PathBuf;

/// What a report is about: a target that was asked for, or as much of one as a copy of a registration tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The region the client is expected in; none where it could not be read.
    pub region: Option<Region>,
    /// The id of the client, where it is known.
    pub client_id: Option<ClientId>,
    /// The deployment of MiraBridge Phone, where it matters.
    pub deployment: Option<Deployment>,
    /// The grant the client is expected to have.
    pub grant: Grant,
    /// The redirect URIs it is expected to have.
    pub redirect_uris: Vec<RedirectUri>,
    /// The debug init URL, which needs a client id and a deployment.
    pub init_url: Option<String>,
    /// The file that names the client or its redirect URIs, as it was given.
    pub named_in: Option<PathBuf>,
    /// Its place in a list of targets, if it is one of many.
    pub listed: Option<ListedAs>,
}

/// A row of a list of targets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedAs {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// What the list calls it; foreign text.
    pub name: Option<String>,
}

impl ListedAs {
    fn name(&self) -> String {
        let name = self.name.clone();
        name.unwrap_or_else(|| format!("line {}", self.line))
    }
}

impl Subject {
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
            grant: target.grant(),
            redirect_uris: target.redirect_uris().to_vec(),
            init_url: Some(target.init_url()),
            named_in: None,
            listed: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ListedAs, Subject};
    use crate::checks::testing::{CLIENT, target};

    #[test]
    fn a_label_says_as_much_as_is_known() {
        let mut subject = Subject::from(&target(CLIENT));
        assert_eq!(subject.label(), format!("{CLIENT} in mypurecloud.de"));
        subject.listed = Some(ListedAs {
            line: 7,
            name: None,
        });
        subject.client_id = None;
        assert_eq!(subject.label(), "line 7 (in mypurecloud.de)");
        subject.region = None;
        assert_eq!(subject.label(), "line 7");
        let name = Some("Berlin".to_owned());
        subject.listed = Some(ListedAs { line: 7, name });
        assert_eq!(subject.label(), "Berlin");
    }
}
