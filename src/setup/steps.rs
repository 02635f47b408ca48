//! What to do, step by step, in the words of Genesys Cloud's own form. Formats for people print the same steps; the one for a
//! terminal is here.

use super::{Caution, Form};
use crate::finding::{ADMIN_MENU, DOCS};
use crate::genesys::{DOCUMENTED_SCOPES, Grant};
use crate::text::hanging;

pub(super) struct Step {
    /// What to do, in one paragraph.
    pub(super) what: String,
    /// Lines to copy for it.
    pub(super) copy: Vec<String>,
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

/// The steps with their numbers, in the layout of `one`, with `between` them.
pub(super) fn numbered(
    steps: &[Step],
    between: &str,
    one: impl Fn(usize, &Step) -> String,
) -> String {
    let texts: Vec<_> = (1..).zip(steps).map(|(n, step)| one(n, step)).collect();
    texts.join(between).trim_end().to_owned()
}

/// What a person sees on the page of the debug init URL if all is well (MiraBridge documentation, Genesys OAuth page).
pub(super) const RIGHT_IF: [&str; 3] = [
    "the page loads without errors",
    "the authentication redirects work",
    "the browser's console (F12) shows no OAuth error",
];

const NEW: &str = "Click + Add Client.";

/// Filling in the form. Its labels: Genesys Cloud Resource Center, "Create an OAuth client"; where MiraBridge's page has
/// another word, both are told.
pub(super) fn fill_in(form: &Form) -> Vec<Step> {
    let mut grant = Step::new(format!("Grant Types: choose {}.", form.grant.admin_label()));
    grant.cautions = form.cautions();
    let (open, save) = match (&form.client_id, form.grant) {
        (Some(id), _) => (format!("Open the client with the id {id}."), "Click Save."),
        (None, Grant::Implicit) => (NEW.to_owned(), "Click Save, and copy the Client ID."),
        // Genesys Cloud developer blog: the PKCE grant needs no client secret.
        (None, Grant::Pkce) => (
            NEW.to_owned(),
            "Click Save, and copy the Client ID. PKCE does not need a Client Secret.",
        ),
    };
    vec![
        Step::new(format!(
            "Open {ADMIN_MENU} (newer menus: IT and Integrations)."
        )),
        Step::new(open),
        Step::new("App Name (\"Client Name\" in MiraBridge's documentation):")
            .copying([form.name.as_str()]),
        grant,
        Step::new("Token Duration: keep the default (MiraBridge gives no value)."),
        Step::new("Authorized redirect URIs: paste exactly these lines, one URI a line:")
            .copying(form.redirect_uris()),
        Step::new("Scope: choose this, and nothing else:").copying(DOCUMENTED_SCOPES),
        Step::new(save),
    ]
}

/// Creating the client from a file, unless it is there already, and verifying it.
pub(super) fn create_and_verify(form: &Form, create: Step) -> Vec<Step> {
    let create = form.client_id.is_none().then_some(create);
    create.into_iter().chain(verify(form)).collect()
}

pub(super) fn verify(form: &Form) -> Vec<Step> {
    let run = form.placeholder().map_or_else(
        || "Run this where agents work:".to_owned(),
        |placeholder| {
            format!("Replace {placeholder} with the Client ID, and run this where agents work:")
        },
    );
    vec![
        Step::new(run).copying([form.check_command()]),
        Step::new("Open this. It loads, signs in, and its console (F12) has no OAuth error:")
            .copying([form.init_url()]),
    ]
}

/// What is left to do, in front of the address of the documentation: how the URL of the widget is made is not public.
pub(super) const REST: &str =
    "For the URL of the widget, see MiraBridge's documentation, or ask MiraBridge:";

/// For a person at a terminal. What is to be copied stands at the beginning of a line with nothing behind it, and nothing
/// else does.
pub(super) fn render(form: &Form) -> String {
    let grant = form.grant;
    let parts = [
        "  The OAuth client of MiraBridge Phone. What is not indented is for copying.".to_owned(),
        format!(
            "  Region  {}\n  Grant   {}: {}",
            form.region.in_words(),
            grant.name(),
            grant.admin_label()
        ),
        numbered(&fill_in(form), "\n", one),
        "  How to verify".to_owned(),
        ending(&verify(form)),
    ];
    parts.join("\n\n") + "\n"
}

/// The last steps, and where the rest is documented.
pub(super) fn ending(last: &[Step]) -> String {
    format!("{}\n\n  {REST}\n\n{DOCS}", numbered(last, "\n", one))
}

fn one(number: usize, step: &Step) -> String {
    const INDENT: &str = "     ";
    let mut text = hanging(&format!("  {number}. "), &step.what);
    if !step.copy.is_empty() {
        text = format!("{text}\n\n{}\n", step.copy.join("\n"));
    }
    for caution in &step.cautions {
        text = format!("{text}\n{}", hanging(INDENT, &caution.message));
    }
    text
}

/// A caution in lines, its sources below.
pub(super) fn indented(indent: &str, caution: &Caution) -> String {
    let mut text = hanging(indent, &caution.message);
    for source in caution.sources {
        text = format!("{text}\n{indent}{source}");
    }
    text
}
