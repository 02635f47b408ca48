//! A row of a list: a client to check, or what is wrong with the row.

use crate::classify::Confidence;
use crate::finding::{Example, Outcome, Place, Rule, Topic, references};
use crate::genesys::{Deployment, Grant, Pasted, Region, Target};
use crate::probe::Cause;
use crate::text::escape;
use serde::Serialize;

/// Characters of a name that are kept, and of a value that is shown.
const LONGEST_NAME: usize = 100;

/// What stands in the columns of interest, none of it blank.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    pub(super) region: Option<&'a str>,
    pub(super) client_id: Option<&'a str>,
    pub(super) name: Option<&'a str>,
    pub(super) deployment: Option<&'a str>,
    pub(super) grant: Option<&'a str>,
}

/// What a row that does not say gets.
#[derive(Clone, Debug)]
pub struct Defaults {
    pub region: Option<Region>,
    pub deployment: Option<Deployment>,
    pub grant: Grant,
}

/// A place in a list of targets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ListedAs {
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// What the list calls the client.
    pub name: Option<String>,
    /// What stands in the column of the region, where the row could not be read.
    pub region: Option<String>,
    /// What stands in the column of the client id, where the row could not be read.
    pub client_id: Option<String>,
    /// The same of the grant and the deployment, for a sheet that is checked again.
    #[serde(skip)]
    pub grant: Option<String>,
    #[serde(skip)]
    pub deployment: Option<String>,
}

impl ListedAs {
    pub(crate) fn name(&self) -> String {
        let name = self.name.clone();
        name.unwrap_or_else(|| format!("line {}", self.line))
    }
}

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub listed_as: ListedAs,
    /// What is to be checked, or why that cannot be told, escaped and on one line.
    pub target: Result<Target, String>,
    /// What was taken out of a pasted URL or left out of it.
    pub notes: Vec<String>,
}

impl Listed {
    /// `unfit` is why the row cannot be told from its fields at all.
    pub(super) fn new(line: u64, row: Row<'_>, unfit: Option<String>, defaults: &Defaults) -> Self {
        let mut notes = Vec::new();
        let target = unfit.map_or_else(|| target(row, defaults, &mut notes), Err);
        let unread = |field: Option<&str>| {
            field
                .filter(|text| target.is_err() && may_be_shown(text))
                .map(on_one_line)
        };
        Self {
            listed_as: ListedAs {
                line,
                name: row.name.map(on_one_line),
                region: unread(row.region),
                client_id: unread(row.client_id),
                grant: unread(row.grant),
                deployment: unread(row.deployment),
            },
            target,
            notes,
        }
    }
}

fn target(row: Row<'_>, defaults: &Defaults, notes: &mut Vec<String>) -> Result<Target, String> {
    let pasted = Pasted::with_client_id(row.client_id.ok_or("no client id")?)
        .map_err(|error| format!("client id: {error}"))?;
    let client_id = (pasted.client_id.clone()).ok_or("client id: the pasted URL holds none")?;
    if pasted.is_cut {
        return Err(
            "client id: the pasted URL was cut: it has no redirect_uri or no response_type"
                .to_owned(),
        );
    }
    let region = match (row.region, &pasted.region) {
        (Some(text), _) => Region::parse(text).map_err(|error| format!("region: {error}"))?,
        (None, Some(pasted)) => {
            notes.push(format!("took the region {pasted} out of the pasted URL"));
            pasted.clone()
        }
        (None, None) => defaults
            .region
            .clone()
            .ok_or("no region: name it in the list, or give --region for all")?,
    };
    let deployment = match row.deployment {
        Some(text) => Deployment::parse(text).map_err(|error| format!("deployment: {error}"))?,
        None => (pasted.deployment.as_ref().or(defaults.deployment.as_ref()))
            .cloned()
            .unwrap_or_default(),
    };
    notes.extend(differences(&pasted, &region, &deployment));
    let grant = match row.grant {
        Some(text) => Grant::of_words(text).ok_or_else(|| unusable(text))?,
        None => pasted.grant.unwrap_or(defaults.grant),
    };
    Ok(Target::new(
        region,
        client_id,
        deployment,
        grant,
        Vec::new(),
    ))
}

/// What was taken out of a URL, and what of it was not, as the row says otherwise.
fn differences(pasted: &Pasted, region: &Region, deployment: &Deployment) -> Vec<String> {
    let mut notes = Vec::new();
    if pasted.is_url {
        notes.push("took the client id out of the pasted URL".to_owned());
    }
    if let Some(grant) = pasted.grant {
        notes.push(format!("the pasted URL asks with the grant {grant}"));
    }
    if pasted.redirect_uri.is_some() {
        notes.push(
            "the redirect URI of the pasted URL is not checked; check the URL alone".to_owned(),
        );
    }
    if let Some(named) = pasted.region.as_ref().filter(|named| *named != region) {
        notes.push(format!(
            "the pasted URL is of the region {named}, and {region} is used"
        ));
    }
    match &pasted.deployment {
        Some(named) if named != deployment => notes.push(format!(
            "the pasted URL is of the deployment {named}, and {deployment} is used"
        )),
        Some(named) if *named != Deployment::default() => {
            notes.push(format!("took the deployment {named} out of the pasted URL"));
        }
        _ => {}
    }
    notes
}

/// Whether what could not be read is surely no secret: ids, also with a slip, and words. Secrets have small letters,
/// capitals and digits.
pub(super) fn may_be_shown(text: &str) -> bool {
    const LONG: usize = 10;
    let is_id = |value: &str| {
        let lengths: Vec<_> = value.split('-').map(str::len).collect();
        let is_near = |(length, right): (&usize, usize)| length.abs_diff(right) <= 1;
        lengths.len() == 5 && lengths.iter().zip([8, 4, 4, 4, 12]).all(is_near)
    };
    let may_be_secret = |value: &str| {
        let has = |is: fn(char) -> bool| value.contains(is);
        let is_mixed = has(|c| c.is_ascii_uppercase()) && has(|c| c.is_ascii_lowercase());
        value.len() >= LONG && is_mixed && has(|c| c.is_ascii_digit()) && !is_id(value)
    };
    let is_between = |c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_';
    !text.split(is_between).any(may_be_secret)
}

fn on_one_line(name: &str) -> String {
    let words: Vec<_> = name.split_whitespace().collect();
    words.join(" ").chars().take(LONGEST_NAME).collect()
}

fn unusable(grant: &str) -> String {
    let shown = if may_be_shown(grant) {
        grant.chars().take(LONGEST_NAME).collect()
    } else {
        "what may be a secret".to_owned()
    };
    format!(
        "grant: MiraBridge Phone cannot use \"{}\"; it uses {} or {}",
        escape(&shown),
        Grant::Implicit.admin_label(),
        Grant::Pkce.admin_label()
    )
}

/// A row of a list that is no target.
pub static INVALID_TARGET: Rule = Rule {
    id: "invalid-target",
    title: "Every row of the list is a target",
    topic: Topic::Other,
    defect: "A row of the list of targets cannot be read, so its client was not checked.",
    remedy: "Correct the row that is named. All other rows were checked.",
    symptom: "Agents see nothing of it: the list is wrong, not the client. Whether the client is right is not known.",
    cause: "A region or a client id was mistyped, a column is missing, a value holds the separator without quotes around it, or the grant is one that MiraBridge Phone cannot use.",
    fix: &[
        "Open the list and go to the line that the finding names.",
        "Correct what it says. mirabridge-oauth regions lists the regions; a client id is copied at Admin > Integrations > OAuth.",
        "Run the check again.",
    ],
    example: Some(Example {
        before: &[
            "region,client_id",
            "mypurecloud.con,4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f",
        ],
        after: &[
            "region,client_id",
            "mypurecloud.com,4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f",
        ],
    }),
    method: "It reads the row as it reads the options --region, --client-id, --deployment and --grant, and asks nobody about a row that it cannot read.",
    facts: &[(
        Confidence::Documented("Genesys"),
        "the regions, as in its SDKs.",
    )],
    references: &[references::GENESYS_REGIONS],
};

/// What there is to say of a row that is no target.
#[must_use]
pub fn judge(row: &Listed, why: &str) -> Outcome {
    let line = usize::try_from(row.listed_as.line).unwrap_or(usize::MAX);
    let message = format!("The row cannot be read ({why}), so nothing was asked.");
    Outcome::unverifiable(Cause::NotAsked, message)
        .with_headline(format!("the row cannot be read: {why}"))
        .with_remedy("Correct the row, and run the check again.")
        .at(Some(Place { line, column: 1 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f";

    /// A row of region, client id, deployment and grant, where they are not blank.
    fn listed(row: [&str; 4], defaults: &Defaults) -> Listed {
        let [region, client_id, deployment, grant] =
            row.map(|text| Some(text).filter(|text| !text.is_empty()));
        let row = Row {
            region,
            client_id,
            name: Some("Acme"),
            deployment,
            grant,
        };
        Listed::new(7, row, None, defaults)
    }

    fn defaults() -> Defaults {
        Defaults {
            region: Region::parse("mypurecloud.ie").ok(),
            deployment: Deployment::parse("test").ok(),
            grant: Grant::Implicit,
        }
    }

    #[test]
    fn ids_and_words_are_shown_and_what_a_machine_made_is_not() {
        for (text, is_shown) in [
            ("mypurecloud.de,4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5", true),
            ("4f9c2c1a-8f7e-4b8f-9d5a-Oa1b2c3d4e5l", true),
            ("customer_reference_number_2024", true),
            ("Client Credentials", true),
            ("aB3_dE5gH7jK9mN1pQ3tU5vW7xY9zA1bC3dE5fG7hJ9", false),
            (
                "aB3dE5gH7jK9m-Q3tU5vW7xY-zA1bC3dE5-G7hJ9k-L0mN2oP4qR",
                false,
            ),
            ("Summer2024Sun!", false),
            ("https://evil.example/#access_token=aB3dE5gH7jK9mN1p", false),
        ] {
            assert_eq!(may_be_shown(text), is_shown, "{text}");
        }
    }

    #[test]
    fn what_a_row_does_not_say_its_url_says_or_the_command_line() {
        let init_url = format!(
            "https://phone.mirabridge.cloud/api/v1/deployment/second/init?region=mypurecloud.de&clientId={ID}"
        );
        let login = format!(
            "https://login.mypurecloud.de/oauth/authorize?client_id={ID}&redirect_uri=https%3A%2F%2Fphone.mirabridge.cloud&response_type=code"
        );
        for (row, told, notes) in [
            (["", ID, "", ""], "mypurecloud.ie test implicit", 0),
            (["", &login, "", ""], "mypurecloud.de test pkce", 4),
            (["euc1", ID, "own", "CODE"], "mypurecloud.de own pkce", 0),
            (["", &init_url, "", ""], "mypurecloud.de second implicit", 3),
            (
                ["use1", &init_url, "own", ""],
                "mypurecloud.com own implicit",
                3,
            ),
        ] {
            let listed = listed(row, &defaults());
            let target = listed.target.expect("a target");
            assert_eq!(
                format!(
                    "{} {} {}",
                    target.region(),
                    target.deployment(),
                    target.grant().name()
                ),
                told
            );
            assert_eq!(listed.notes.len(), notes, "{:?}", listed.notes);
        }
    }

    #[test]
    fn a_row_that_cannot_be_read_says_why_on_one_line() {
        let none = Defaults {
            region: None,
            ..defaults()
        };
        for (row, why) in [
            (["", ID, "", ""], "no region"),
            (["mypurecloud.au", ID, "", ""], "region: "),
            (["euc1", "", "", ""], "no client id"),
            (["euc1", "4f9c2c1a-8f7e\u{1b}[2J", "", ""], "client id: "),
            (["euc1", ID, "a/b", ""], "deployment: "),
            (
                ["euc1", ID, "", "tok\u{202e}\n"],
                "grant: MiraBridge Phone cannot use \"tok\\u{202e}\\u{a}\"",
            ),
            (
                ["euc1", ID, "", "Client Credentials"],
                "grant: MiraBridge Phone cannot use ",
            ),
        ] {
            let told = listed(row, &none).target.expect_err(why);
            assert!(told.starts_with(why), "{told}");
            assert!(!told.contains(char::is_control), "{told:?}");
            assert!(!told.contains('\u{202e}'), "{told:?}");
        }
    }
}
