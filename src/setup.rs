//! The form to fill in at Admin > Integrations > OAuth, as data, and one file a format that turns it into text. Nothing
//! here does I/O.

mod client_name;
mod gc;
mod hcl;
mod json;
mod markdown;
mod steps;
mod terraform;
mod text;

pub(crate) use client_name::ClientName;
pub(crate) use gc::advice;

use crate::checks::DOCS;
use crate::checks::{SUNSET_SOURCES, SUNSET_TOLD};
use crate::command_line::CommandLine;
use crate::genesys::{ClientId, Deployment, Grant, RedirectUri, Region, init_url, table_verified};

/// What stands for a client id that nobody knows yet: no shell takes it for anything else, and `check` refuses it.
pub(crate) const PLACEHOLDER: &str = "CLIENT_ID";

/// What a person sees on the page of the debug init URL if all is well (MiraBridge documentation, Genesys OAuth page).
const RIGHT_IF: [&str; 3] = [
    "the page loads without errors",
    "the authentication redirects work",
    "the browser's console (F12) shows no OAuth error",
];

/// Everything that a client for MiraBridge Phone needs, and everything that makes it up.
#[derive(Debug)]
pub(crate) struct Form {
    /// The name of the client, for people.
    pub(crate) name: ClientName,
    /// Where the client is set up.
    pub(crate) region: Region,
    /// The grant it gets.
    pub(crate) grant: Grant,
    /// The deployment of MiraBridge Phone that is going to use it.
    pub(crate) deployment: Deployment,
    /// Its id, once it has one.
    pub(crate) client_id: Option<ClientId>,
}

/// A format of the form.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Format {
    /// For a person at a terminal.
    Text,
    /// For a ticket or a wiki.
    Markdown,
    /// For a program, version 1.
    Json,
    /// A resource of the Genesys Cloud provider.
    Terraform,
    /// The body of the request that creates the client.
    Gc,
}

/// What has to be known before the client is created, and where it is said.
struct Caution {
    words: String,
    sources: &'static [&'static str],
}

impl Form {
    /// The form in a format, with one newline at its end.
    pub(crate) fn render(&self, format: Format) -> String {
        match format {
            Format::Text => text::render(self),
            Format::Markdown => markdown::render(self),
            Format::Json => json::render(self),
            Format::Terraform => terraform::render(self),
            Format::Gc => gc::render(self),
        }
    }

    fn redirect_uris(&self) -> [RedirectUri; 3] {
        RedirectUri::documented(&self.region)
    }

    /// The client id, or what stands for it.
    fn client_id(&self) -> &str {
        self.client_id
            .as_ref()
            .map_or(PLACEHOLDER, ClientId::as_str)
    }

    /// What stands for the client id, where it is not known.
    fn placeholder(&self) -> Option<&'static str> {
        self.client_id.is_none().then_some(PLACEHOLDER)
    }

    /// The command that checks the client. No part of it needs quoting in any shell.
    fn check_command(&self) -> String {
        CommandLine::check(&self.region, self.client_id(), &self.deployment, self.grant).to_string()
    }

    fn init_url(&self) -> String {
        init_url(&self.region, self.client_id(), &self.deployment)
    }

    /// The region with its other names.
    fn place(&self) -> String {
        let names = [
            Some(self.region.domain()),
            self.region.aws_region(),
            self.region.place(),
        ];
        names.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn cautions(&self) -> Vec<Caution> {
        let grant = match self.grant {
            Grant::Implicit => Caution {
                words: format!(
                    "{SUNSET_TOLD} So Genesys Cloud may no longer offer this grant for new clients. If it is missing, ask MiraBridge which grant your version of MiraBridge Phone uses; do not choose another one on your own."
                ),
                sources: SUNSET_SOURCES,
            },
            Grant::Pkce => Caution {
                words: "MiraBridge documents the implicit grant. That MiraBridge Phone works with PKCE is not documented: ask MiraBridge before you use such a client.".to_owned(),
                sources: &[DOCS],
            },
        };
        let region = (!self.region.is_listed()).then(|| Caution {
            words: format!(
                "{} is not in the region table of {}, which this version carries. Two of the redirect URIs are made of it, so compare it with the address bar of your Genesys Cloud.",
                self.region.domain(),
                table_verified()
            ),
            sources: &[],
        });
        [Some(grant), region].into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{ClientName, Form, Format};
    use crate::genesys::{Deployment, Grant, RedirectUri, Region};
    use crate::text::is_unsafe;

    const ALL: [Format; 5] = [
        Format::Text,
        Format::Markdown,
        Format::Json,
        Format::Terraform,
        Format::Gc,
    ];

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
            for format in ALL {
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

    #[test]
    fn lint_reads_every_redirect_uri_out_of_what_is_pasted() {
        for region in Region::all() {
            // Terraform and our own JSON are read by programs.
            for format in [Format::Text, Format::Markdown, Format::Gc] {
                let form = Form {
                    region: region.clone(),
                    ..form("MiraBridge Phone", Grant::Implicit)
                };
                let registration = crate::registration::read(form.render(format).as_bytes());
                let registration = registration.expect("redirect URIs");
                for uri in RedirectUri::documented(region) {
                    let mut entries = registration.entries.iter();
                    let found = entries.any(|entry| entry.text == uri.as_str());
                    assert!(found, "{uri} in {:?}", form.render(format));
                }
            }
        }
    }
}
