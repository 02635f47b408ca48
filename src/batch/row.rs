use crate::genesys::{Deployment, Grant, PastedClientId, Region, Target};
use crate::text::escape;
use serde::Deserialize;

/// Characters of a name that are kept, and of a value that is shown.
const LONGEST_NAME: usize = 100;

/// The columns of a list, as texts.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Row {
    #[serde(alias = "Region")]
    pub(super) region: Option<String>,
    #[serde(alias = "clientId", alias = "ClientId", alias = "client-id")]
    pub(super) client_id: Option<String>,
    #[serde(alias = "Name")]
    pub(super) name: Option<String>,
    #[serde(alias = "Deployment")]
    pub(super) deployment: Option<String>,
    #[serde(alias = "Grant")]
    pub(super) grant: Option<String>,
}

/// What a row that does not say gets.
#[derive(Clone, Debug)]
pub struct Defaults {
    /// The deployment.
    pub deployment: Deployment,
    /// The grant.
    pub grant: Grant,
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// What the list calls it, of at most 100 characters; foreign text.
    pub name: Option<String>,
    /// What is to be checked, or why that cannot be told, escaped and on one line.
    pub target: Result<Target, String>,
    /// What was recognised around the client id and dropped.
    pub notes: Vec<String>,
}

impl Listed {
    pub(super) fn new(line: u64, row: Result<Row, String>, defaults: &Defaults) -> Self {
        let mut notes = Vec::new();
        let (name, target) = match row {
            Ok(mut row) => (
                given(row.name.take()).map(|name| name.chars().take(LONGEST_NAME).collect()),
                target(row, defaults, &mut notes),
            ),
            Err(why) => (None, Err(why)),
        };
        Self {
            line,
            name,
            target,
            notes,
        }
    }
}

fn target(row: Row, defaults: &Defaults, notes: &mut Vec<String>) -> Result<Target, String> {
    let region = given(row.region).ok_or("region: it is missing")?;
    let region = Region::parse(&region).map_err(|error| format!("region: {error}"))?;
    let client_id = given(row.client_id).ok_or("client_id: it is missing")?;
    let pasted =
        PastedClientId::parse(&client_id).map_err(|error| format!("client_id: {error}"))?;
    let deployment = match given(row.deployment) {
        Some(text) => Deployment::parse(&text).map_err(|error| format!("deployment: {error}"))?,
        None => pasted
            .deployment
            .clone()
            .unwrap_or_else(|| defaults.deployment.clone()),
    };
    notes.extend(pasted.notes(Some(&region), &deployment));
    let grant = match given(row.grant) {
        Some(text) => grant(&text)?,
        None => defaults.grant,
    };
    Ok(Target::new(
        region,
        pasted.client_id,
        deployment,
        grant,
        Vec::new(),
    ))
}

fn grant(text: &str) -> Result<Grant, String> {
    [Grant::Implicit, Grant::Pkce]
        .into_iter()
        .find(|grant| grant.name().eq_ignore_ascii_case(text))
        .ok_or_else(|| {
            let shown: String = text.chars().take(LONGEST_NAME).collect();
            format!("grant: \"{}\" is neither implicit nor pkce", escape(&shown))
        })
}

/// What is not blank, without blanks around it.
fn given(text: Option<String>) -> Option<String> {
    let text = text?;
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f";

    fn listed(row: [&str; 5]) -> Listed {
        let [region, client_id, name, deployment, grant] = row.map(|text| Some(text.to_owned()));
        let row = Row {
            region,
            client_id,
            name,
            deployment,
            grant,
        };
        let defaults = Defaults {
            deployment: Deployment::default(),
            grant: Grant::Implicit,
        };
        Listed::new(7, Ok(row), &defaults)
    }

    #[test]
    fn blanks_are_what_the_command_line_says() {
        let listed = listed([" euc1 ", ID, " Acme ", " ", ""]);
        assert_eq!(listed.name.as_deref(), Some("Acme"));
        let target = listed.target.expect("a target");
        assert_eq!(target.region().domain(), "mypurecloud.de");
        assert_eq!(target.deployment().as_str(), "main");
        assert_eq!(target.grant(), Grant::Implicit);
    }

    #[test]
    fn a_row_says_its_own() {
        let target = listed(["mypurecloud.ie", ID, "", "second", "PKCE"]).target;
        let target = target.expect("a target");
        assert_eq!(target.deployment().as_str(), "second");
        assert_eq!(target.grant(), Grant::Pkce);
    }

    #[test]
    fn a_row_that_is_wrong_says_in_which_column_and_on_one_line() {
        for (row, column) in [
            (["", ID, "", "", ""], "region: it is missing"),
            (["mypurecloud.au", ID, "", "", ""], "region: "),
            (["euc1", "", "", "", ""], "client_id: it is missing"),
            (
                ["euc1", "4f9c2c1a-8f7e\u{1b}[2J", "", "", ""],
                "client_id: ",
            ),
            (["euc1", ID, "", "a/b", ""], "deployment: "),
            (["euc1", ID, "", "", "token\u{202e}\n"], "grant: "),
        ] {
            let why = listed(row).target.expect_err(column);
            assert!(why.starts_with(column), "{why}");
            assert!(!why.contains(char::is_control), "{why:?}");
            assert!(!why.contains('\u{202e}'), "{why:?}");
        }
    }

    #[test]
    fn what_was_dropped_around_the_id_is_told() {
        let url = format!("https://login.mypurecloud.ie/oauth/authorize?client_id={ID}");
        let listed = listed(["euc1", &url, "", "", ""]);
        assert!(listed.target.is_ok());
        assert_eq!(listed.notes.len(), 2, "{:?}", listed.notes);
    }
}
