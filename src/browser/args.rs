//! The options of `--browser`.

use super::launch::find;
use super::relay::PageHosts;
use crate::genesys::Target;
use crate::text::escape;
use std::path::{Path, PathBuf};

/// Whether and how to look with a browser.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Browser")]
pub(crate) struct BrowserArgs {
    /// Also look at the page in a browser: popups, loops
    ///
    /// It opens the debug init URL, as a person would, and judges what the page does.
    #[arg(long, help_heading = None::<&'static str>)]
    pub(crate) browser: bool,
    /// Browser to use: Chromium, Chrome or Edge [env: MIRABRIDGE_BROWSER]
    #[arg(long, value_name = "FILE", requires = "browser")]
    pub(crate) browser_path: Option<String>,
    /// Let the page load from this host, too (repeatable)
    #[arg(long, value_name = "HOST", requires = "browser")]
    browser_allow: Vec<String>,
    /// Save a screenshot of the page and of each window it opened, if time allows
    #[arg(long, value_name = "FILE.png", requires = "browser")]
    pub(crate) screenshot: Option<PathBuf>,
}

/// How to look with a browser.
#[derive(Debug)]
pub(crate) struct BrowserPlan {
    pub(super) program: PathBuf,
    allowed: Vec<String>,
    /// Where to keep a picture of the page, if that is wanted.
    pub(crate) screenshot: Option<PathBuf>,
}

impl BrowserArgs {
    /// The plan, if a browser is wanted, with the program that was named; an error is wrong usage.
    pub(crate) fn plan(&self, named: Option<&str>) -> Result<Option<BrowserPlan>, String> {
        if !self.browser {
            return Ok(None);
        }
        let program = find(named.map(Path::new)).map_err(|error| escape(&error.to_string()))?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let mut allowed = self.browser_allow.iter();
        if let Some(host) = allowed.find(|host| host.is_empty() || !host.chars().all(is_name)) {
            let host = escape(host);
            return Err(format!(
                "--browser-allow: '{host}' is not the name of a host, such as cdn.example.com"
            ));
        }
        let allowed = self.browser_allow.iter();
        Ok(Some(BrowserPlan {
            program,
            allowed: allowed.map(|host| host.to_ascii_lowercase()).collect(),
            screenshot: self.screenshot.clone(),
        }))
    }
}

impl BrowserPlan {
    /// The hosts that the page may load from.
    pub(super) fn hosts(&self, target: &Target) -> PageHosts {
        PageHosts::of(target, self.allowed.iter().cloned())
    }

    /// What is set that changes where requests go.
    pub(crate) fn overrides(&self) -> impl Iterator<Item = String> {
        let allowed = self.allowed.iter();
        allowed.map(|host| format!("browser-allow {host}"))
    }

    /// What a visit would do, for `--dry-run`.
    pub(crate) fn would_do(&self, target: &Target) -> String {
        let hosts: Vec<_> = self.hosts(target).describe().collect();
        format!(
            "\nA browser then opens this page once, and runs its scripts:\n  {}\n\
             The page may load from {} on port 443, and from no other host. What it asks these hosts for, and with which method, is up to the page. The browser has a new profile. It clicks one button that says \"sign in\" or \"log in\" at the most, and types nothing.\n\
             If it asks for another redirect URI than those above, or with another grant, that is asked for too: at most {} requests at {}.\n",
            target.init_url(),
            hosts.join(", "),
            // The one redirect URI; with the other grant two controls and the other URIs.
            target.redirect_uris().len() + 2,
            target.region().login_host()
        )
    }
}
