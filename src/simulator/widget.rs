//! What may go wrong with MiraBridge Phone in a browser, as plain data.

/// What the page of MiraBridge Phone does in a browser: the last lines of its scripts, and headers of its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Widget {
    pub page: &'static str,
    pub frame: &'static str,
    pub window: &'static str,
    /// The script of the login page; empty for the form of Genesys Cloud.
    pub login: &'static str,
    pub page_headers: &'static [(&'static str, &'static str)],
    pub frame_headers: &'static [(&'static str, &'static str)],
}

/// As documented.
pub const WIDGET: Widget = Widget {
    page: "frame();",
    frame: "button();",
    window: "location.replace(authorize('authWindow.html'));",
    login: "",
    page_headers: &[],
    frame_headers: &[],
};
