//! What to do, step by step, in the words of Genesys Cloud's own form. Formats for people print the same steps.

use super::{Caution, Form, RIGHT_IF};
use crate::checks::ADMIN;
use crate::genesys::{DOCUMENTED_SCOPES, Grant};

/// One thing to do.
pub(super) struct Step {
    /// What to do, in one paragraph.
    pub(super) what: String,
    /// What to copy for it, line by line.
    pub(super) copy: Vec<String>,
    /// What to know about it.
    pub(super) cautions: Vec<Caution>,
}

impl Step {
    pub(super) fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            copy: Vec::new(),
            cautions: Vec::new(),
        }
    }

    pub(super) fn copying(mut self, lines: impl IntoIterator<Item = impl ToString>) -> Self {
        self.copy = lines.into_iter().map(|line| line.to_string()).collect();
        self
    }
}

/// Filling in the form. Its labels: Genesys Cloud Resource Center, "Create an OAuth client"; where MiraBridge's page has
/// another word, both are told.
pub(super) fn fill_in(form: &Form) -> Vec<Step> {
    let mut grant = Step::new(format!("Grant Types: choose {}.", form.grant.admin_label()));
    grant.cautions = form.cautions();
    let save = match form.grant {
        Grant::Implicit => "Click Save, and copy the Client ID.",
        // Genesys Cloud developer blog: the PKCE grant needs no client secret.
        Grant::Pkce => {
            "Click Save, and copy the Client ID. If a Client Secret is shown, leave it where it is: PKCE does not need it."
        }
    };
    vec![
        Step::new(format!(
            "Open {ADMIN}; in newer menus, IT and Integrations > OAuth."
        )),
        Step::new("Click + Add Client."),
        Step::new("App Name, which MiraBridge's documentation calls the client name:")
            .copying([&form.name]),
        grant,
        Step::new("Token Duration: leave it as it is. MiraBridge documents none."),
        Step::new(
            "Authorized redirect URIs (one per line): paste these, and add no space and no slash. Genesys Cloud compares exact text.",
        )
        .copying(form.redirect_uris()),
        Step::new("Scope: choose this, and nothing else.").copying(DOCUMENTED_SCOPES),
        Step::new(save),
    ]
}

/// What makes the client out of a file, and the verification. A client that has an id is there already.
pub(super) fn make_and_verify(form: &Form, make: Step) -> Vec<Step> {
    let make = form.client_id.is_none().then_some(make);
    make.into_iter().chain(verify(form)).collect()
}

/// Verifying that the client works.
pub(super) fn verify(form: &Form) -> Vec<Step> {
    let instead = form.placeholder().map_or_else(String::new, |placeholder| {
        format!(" Put the Client ID in the place of {placeholder}.")
    });
    let [page, redirects, console] = RIGHT_IF;
    vec![
        Step::new(format!(
            "Run this in the network where agents work.{instead}"
        ))
        .copying([form.check_command()]),
        Step::new(format!(
            "Open the debug init URL in a browser.{instead} It is right if {page}, {redirects}, and {console}."
        ))
        .copying([form.init_url()]),
    ]
}

/// What is left to do, in front of the address of the documentation: how the URL of the widget is made is not public.
pub(super) const REST: &str =
    "For the URL of the widget, see MiraBridge's documentation, or ask MiraBridge:";
