//! The steps to the client's form that many checks share. The labels are those of Genesys' own pages on creating and editing
//! clients, see [`references`](super::references), and of its blueprints.

/// Where a client is set up, in the words of Genesys Cloud's own menus.
pub const ADMIN_MENU: &str = "Admin > Integrations > OAuth";

/// From anywhere to the list of clients.
pub(crate) const GO: &str = "In Genesys Cloud, go to Admin > Integrations > OAuth. In newer menus, it is IT and Integrations > OAuth.";

/// From the list to the form.
pub(crate) const OPEN: &str = "Open the client of MiraBridge Phone: in its row, under Actions, choose More, then Edit Application. Your user needs the permission OAuth > Client > Edit.";

/// Before the grant type is changed.
pub(crate) const ASK_GRANT: &str = "Ask MiraBridge which grant your version of MiraBridge Phone uses. Its documentation says Token Implicit Grant (Browser).";

/// In the form, where the grant type is wrong.
pub(crate) const CHOOSE_GRANT: &str = "Under Grant Types, choose the one that MiraBridge named: Token Implicit Grant (Browser), or for PKCE Code Authorization / PKCE, which older forms call Code Authorization.";

/// The same where that is not possible.
pub(crate) const NOT_OFFERED: &str = "If the form does not offer it, ask MiraBridge. It may take a new client (Add Client), and its new id in the widget's URL.";

/// The step that is forgotten.
pub(crate) const SAVE: &str = "Click Save.";

/// The proof, where Genesys Cloud was asked.
pub(crate) const CHECK_AGAIN: &str =
    "Run the check again. With --wait 10m it keeps asking while you correct the form.";

/// The proof, where a copy was read.
pub(crate) const LINT_AGAIN: &str = "Copy what is registered again, and run lint on the copy.";
