//! The form to fill in at Admin > Integrations > OAuth: what a client for MiraBridge Phone needs, as data, and one file a
//! format. Nothing here does I/O.

mod json;
mod markdown;
mod steps;
mod terraform;

pub(crate) use json::instructions;

use crate::checks::SUNSET_SOURCES;
use crate::command_line::CommandLine;
use crate::finding::DOCS;
use crate::genesys::{
    ClientId, Deployment, Grant, InputError, RedirectUri, Region, init_url, table_verified,
};
use crate::text::{is_unsafe, spelled};
use clap::ValueEnum;
use serde::Serialize;

/// What stands for a client id that nobody knows yet. No shell takes it for anything else, and `check` refuses it.
const PLACEHOLDER: &str = "CLIENT_ID";

#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) name: ClientName,
    pub(crate) region: Region,
    pub(crate) grant: Grant,
    /// The deployment of MiraBridge Phone that is going to use the client.
    pub(crate) deployment: Deployment,
    /// Known where the client is there already.
    pub(crate) client_id: Option<ClientId>,
}

// The comments of the variants are the help of --format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Steps, for a person
    Text,
    /// Steps, for a ticket or a wiki
    Markdown,
    /// For a program
    Json,
    /// Resource of the Genesys Cloud provider
    Terraform,
    /// Body for 'gc oauth clients create -f FILE'
    Gc,
}

/// What has to be known before the client is created, and where it is said.
#[derive(Serialize)]
struct Caution {
    message: String,
    sources: &'static [&'static str],
}

impl Form {
    /// The form in a format, with one newline at its end.
    pub(crate) fn render(&self, format: Format) -> String {
        match format {
            Format::Text => steps::render(self),
            Format::Markdown => markdown::render(self),
            Format::Json => json::render(self),
            Format::Terraform => terraform::render(self),
            Format::Gc => json::render_gc(self),
        }
    }

    fn redirect_uris(&self) -> [RedirectUri; 3] {
        RedirectUri::documented(&self.region)
    }

    /// What stands for the client id, where it is not known.
    fn placeholder(&self) -> Option<&'static str> {
        self.client_id.is_none().then_some(PLACEHOLDER)
    }

    fn id_or_placeholder(&self) -> &str {
        let id = self.client_id.as_ref();
        id.map_or(PLACEHOLDER, ClientId::as_str)
    }

    /// The command that checks the client. No part of it needs quoting in any shell.
    fn check_command(&self) -> String {
        let id = self.id_or_placeholder();
        CommandLine::check(&self.region, id, &self.deployment, self.grant).to_string()
    }

    fn init_url(&self) -> String {
        init_url(&self.region, self.id_or_placeholder(), &self.deployment)
    }

    fn cautions(&self) -> Vec<Caution> {
        let mut cautions = vec![match self.grant {
            Grant::Implicit => Caution {
                message: "Genesys Cloud may no longer offer the implicit grant for new clients. If so, ask MiraBridge which grant your version uses; do not choose another one on your own. More: mirabridge-oauth explain implicit-grant-sunset".to_owned(),
                sources: SUNSET_SOURCES,
            },
            Grant::Pkce => Caution {
                message: "MiraBridge documents the implicit grant. That MiraBridge Phone works with PKCE is not documented: ask MiraBridge before you use such a client.".to_owned(),
                sources: &[DOCS],
            },
        }];
        if !self.region.is_listed() {
            cautions.push(Caution {
                message: format!(
                    "{} is not in the region table of {}, which this version carries. Two of the redirect URIs are made of it, so compare it with the address bar of your Genesys Cloud.",
                    self.region.domain(),
                    table_verified()
                ),
                sources: &[],
            });
        }
        cautions
    }
}

/// Longer names do not fit into the lists in which people look for them; what Genesys Cloud allows is not known.
const LONGEST_NAME: usize = 100;

/// The name of the client at Admin > Integrations > OAuth: one line of visible text, so that a format has to mind its own
/// signs alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct ClientName(String);

impl ClientName {
    pub(crate) fn parse(text: &str) -> Result<Self, InputError> {
        let count = text.chars().count();
        let hidden = text.chars().enumerate().find(|(_, c)| is_unsafe(*c));
        if text.is_empty() {
            Err(InputError::new("the name is empty"))
        } else if count > LONGEST_NAME {
            Err(InputError::new(format!(
                "the name has {count} characters, and {LONGEST_NAME} at most are allowed"
            )))
        } else if let Some((index, character)) = hidden {
            Err(InputError::new(format!(
                "character {} of the name is '{}', which a terminal hides or obeys",
                index + 1,
                spelled(&character.to_string(), 1)
            )))
        } else if text.trim() != text {
            Err(InputError::new("the name begins or ends with a space"))
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{ClientName, Form, Format};
    use crate::finding::{Selection, Status};
    use crate::genesys::{Deployment, Grant, Region};
    use crate::registration::{Comparison, UriMatch, judge, read};
    use crate::text::is_unsafe;
    use clap::ValueEnum as _;

    /// Names that mean something to a format.
    const HOSTILE: &[&str] = &[
        "\"",
        "a\", \"scope\": [\"admin\"], \"b\": \"",
        "${file(\"x\")}",
        "$${x} %%{y} %{ if true } $ % $$",
        "```",
        "`````` x ```",
        "| a | b |",
        "# <script>alert(1)</script> [a](b) *c* ~~~",
        "C:\\temp\\new \\u0024{x} \\",
        "São Paulo 電話 🎧",
    ];

    pub(super) fn form(name: &str, grant: Grant) -> Form {
        Form {
            name: ClientName::parse(name).expect("a name"),
            region: Region::parse("mypurecloud.de").expect("a region"),
            grant,
            deployment: Deployment::default(),
            client_id: None,
        }
    }

    pub(super) fn hostile() -> impl Iterator<Item = Form> {
        HOSTILE.iter().map(|name| form(name, Grant::Implicit))
    }

    #[test]
    fn every_format_ends_with_one_newline_and_holds_nothing_that_acts() {
        for form in hostile().chain([form("MiraBridge Phone", Grant::Pkce)]) {
            for &format in Format::value_variants() {
                let text = form.render(format);
                assert!(text.ends_with('\n'), "{text}");
                assert!(!text.ends_with("\n\n"), "{text}");
                assert!(!text.contains(|c| c != '\n' && is_unsafe(c)), "{text}");
                assert!(
                    !text.contains(" \n"),
                    "a space at the end of a line: {text}"
                );
            }
        }
    }

    /// What is pasted or applied as it is printed is right, in every region.
    #[test]
    fn lint_passes_what_is_printed() {
        let all = Region::all().iter().flat_map(|region| {
            let grants = [Grant::Implicit, Grant::Pkce].into_iter();
            let formats = grants.flat_map(|grant| {
                Format::value_variants()
                    .iter()
                    .map(move |format| (grant, *format))
            });
            formats.map(move |(grant, format)| (region, grant, format))
        });
        for (region, grant, format) in all {
            let form = Form {
                region: region.clone(),
                ..form("MiraBridge Phone", grant)
            };
            let text = form.render(format);
            let clients = read(text.as_bytes()).expect("a client");
            let comparison = Comparison::new(region, grant, &clients[0]);
            let results = judge(&comparison, &Selection::default());
            let mut outcomes = results.iter().map(|(_, outcome)| outcome.status);
            assert!(
                outcomes.all(|status| matches!(status, Status::Pass | Status::Skipped)),
                "{text}"
            );
            let needed = comparison
                .needed
                .iter()
                .filter(|(_, it)| matches!(it, UriMatch::Registered(_)));
            assert_eq!((clients.len(), needed.count()), (1, 3), "{text}");
            assert!(clients[0].grant.is_some(), "{text}");
        }
    }

    #[test]
    fn a_name_is_one_line_of_visible_text() {
        let longest = "é".repeat(100);
        for text in ["MiraBridge Phone", "a  b", "\"`|${}", "電話", &longest] {
            assert_eq!(ClientName::parse(text).expect(text).as_str(), text);
        }
        for (text, message) in [
            ("", "the name is empty"),
            (" ", "the name begins or ends with a space"),
            ("a ", "the name begins or ends with a space"),
            (
                "a\nb",
                "character 2 of the name is '\\n', which a terminal hides or obeys",
            ),
            (
                "\u{1b}[31m",
                "character 1 of the name is '\\u{1b}', which a terminal hides or obeys",
            ),
            (
                "a\u{202e}b",
                "character 2 of the name is '\\u{202e}', which a terminal hides or obeys",
            ),
            (
                &"a".repeat(101),
                "the name has 101 characters, and 100 at most are allowed",
            ),
        ] {
            assert_eq!(
                ClientName::parse(text).expect_err(text).to_string(),
                message
            );
        }
    }
}
