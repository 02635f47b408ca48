//! The options and the work of a visit with a browser.

use super::environment::or_variable;
use super::error::Problem;
use super::output;
use super::session::Session;
use crate::browser::{INTERRUPTED, Order, Picture, find, guard, visit};
use crate::checks;
use crate::checks::Selection;
use crate::genesys::Target;
use crate::probe::{Failure, PageHosts, Relay, VisitEnd, Visited};
use crate::text::escape;
use anyhow::Context as _;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use tokio::time::Instant;

/// Why a visit was not made for which no time was left.
const LATE: &str = "the deadline came first";

/// Whether and how to look with a browser.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Browser")]
pub(super) struct BrowserArgs {
    /// Also open the debug init URL in a browser, as a person would, and judge what the page does
    #[arg(long)]
    browser: bool,
    /// Browser to use: Chromium, Chrome or Edge [env: MIRABRIDGE_BROWSER]
    #[arg(long, value_name = "FILE", requires = "browser")]
    browser_path: Option<String>,
    /// Let the page load from this host, too (repeatable)
    #[arg(long, value_name = "HOST", requires = "browser")]
    browser_allow: Vec<String>,
    /// Keep a picture of the page at the end, and of each window it opened, as far as the deadline leaves time for them
    #[arg(long, value_name = "FILE.png", requires = "browser")]
    screenshot: Option<PathBuf>,
}

/// How to look with a browser.
#[derive(Debug)]
pub(super) struct BrowserPlan {
    program: PathBuf,
    allowed: Vec<String>,
    screenshot: Option<PathBuf>,
}

impl BrowserArgs {
    /// The plan, if a browser is wanted. That there is none is wrong usage.
    pub(super) fn plan(&self, selection: &Selection) -> Result<Option<BrowserPlan>, Problem> {
        if !self.browser {
            let blind = selection.only.iter().find(|id| checks::needs_browser(id));
            return match blind {
                Some(id) => Err(Problem::Usage(format!("--only {id} needs --browser"))),
                None => Ok(None),
            };
        }
        let named = or_variable(
            self.browser_path.as_ref(),
            "--browser-path",
            "MIRABRIDGE_BROWSER",
        )?;
        let program = find(named.as_deref().map(Path::new))
            .map_err(|error| Problem::Usage(escape(&error.to_string())))?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        if let Some(host) = self
            .browser_allow
            .iter()
            .find(|host| host.is_empty() || !host.chars().all(is_name))
        {
            return Err(Problem::Usage(format!(
                "--browser-allow: '{}' is not the name of a host, such as cdn.example.com",
                escape(host)
            )));
        }
        Ok(Some(BrowserPlan {
            program,
            allowed: self
                .browser_allow
                .iter()
                .map(|host| host.to_ascii_lowercase())
                .collect(),
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
    pub(super) fn overrides(&self) -> impl Iterator<Item = String> {
        self.allowed
            .iter()
            .map(|host| format!("browser-allow {host}"))
    }

    /// What a visit would do, for `--dry-run`.
    pub(super) fn would_do(&self, target: &Target) -> String {
        let hosts: Vec<_> = self.hosts(target).describe().collect();
        format!(
            "\nA browser then opens this page once, and runs its scripts:\n  {}\n\
             The page may load from {} on port 443, and from no other host. What it asks these hosts for, and with which method, is up to the page. The browser has a new profile. It clicks one button that says \"sign in\" or \"log in\" at the most, and types nothing.\n",
            target.init_url(),
            hosts.join(", ")
        )
    }

    /// Opens the page, and keeps the pictures. Those that cannot be written are `unwritten`.
    pub(super) async fn visit(
        &self,
        target: &Target,
        session: &Session,
        deadline: Instant,
        unwritten: &mut Vec<anyhow::Error>,
    ) -> Visited {
        let url = target.init_url();
        let is_late = || Instant::now() >= deadline;
        if is_late() {
            return not_visited(target, LATE);
        }
        let hosts = self.hosts(target);
        let known = hosts.known(target);
        let network = session.network();
        let relay = match Relay::over(network, hosts).await {
            Ok(relay) => relay,
            Err(error) => {
                let detail =
                    format!("has no way to the network: cannot listen on loopback: {error}");
                let observation = Err(Failure::Browser { detail });
                return Visited { url, observation };
            }
        };
        let keys = network.trusted_keys(&known, deadline).await;
        if is_late() {
            return not_visited(target, LATE);
        }
        let order = Order {
            program: &self.program,
            url: &url,
            keys,
            deadline,
            pictures: self.screenshot.is_some(),
        };
        let observation = match visit(order, &relay, session.signals.interrupted()).await {
            Ok((visit, pictures)) => {
                if let Some(file) = &self.screenshot {
                    let missing = keep(file, &pictures, unwritten);
                    session
                        .progress
                        .suspend(|| missing.iter().for_each(|note| output::say(note)));
                }
                Ok(visit)
            }
            Err(failure) => Err(failure),
        };
        Visited { url, observation }
    }
}

/// A visit that was not made, because the run was interrupted before it.
pub(super) fn interrupted(target: &Target) -> Visited {
    not_visited(target, INTERRUPTED)
}

fn not_visited(target: &Target, why: &'static str) -> Visited {
    Visited {
        url: target.init_url(),
        observation: Err(Failure::NotAsked { why }),
    }
}

/// Whether somebody interrupted a visit.
pub(super) fn was_interrupted(visited: &Visited) -> bool {
    match &visited.observation {
        Ok(visit) => visit.end == VisitEnd::Interrupted,
        Err(Failure::NotAsked { why }) => *why == INTERRUPTED,
        Err(_) => false,
    }
}

/// Writes the picture of the page to `file`, and those of the windows it opened beside it, with a number. Notes on
/// those that there are not: a file of that name is from another run.
fn keep(file: &Path, pictures: &[Picture], unwritten: &mut Vec<anyhow::Error>) -> Vec<String> {
    // Where no window is known, the one that was to be opened has none.
    let pictures = if pictures.is_empty() {
        &[None]
    } else {
        pictures
    };
    let mut missing = Vec::new();
    for (number, picture) in (1..).zip(pictures) {
        let file = match number {
            1 => file.to_owned(),
            _ => numbered(file, number),
        };
        let name = escape(&file.to_string_lossy());
        match picture {
            Some(picture) => unwritten.extend(output::to_file(&file, picture).err()),
            None => missing.push(format!(
                "{name} was not written: the browser gave no picture in time"
            )),
        }
    }
    missing
}

fn numbered(file: &Path, number: usize) -> PathBuf {
    let mut name = file.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{number}"));
    if let Some(extension) = file.extension() {
        name.push(".");
        name.push(extension);
    }
    file.with_file_name(name)
}

/// Start a browser, and end it when the input ends; a check runs itself as this
#[derive(clap::Args, Debug)]
pub(super) struct GuardArgs {
    program: PathBuf,
    #[arg(last = true)]
    flags: Vec<OsString>,
}

impl GuardArgs {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        guard(&self.program, &self.flags)
            .with_context(|| escape(&self.program.to_string_lossy()))?;
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::{keep, numbered};
    use std::path::Path;

    #[test]
    fn further_pictures_have_a_number() {
        for (file, second) in [
            ("a/shot.png", "a/shot-2.png"),
            ("shot", "shot-2"),
            ("a.b.png", "a.b-2.png"),
        ] {
            assert_eq!(numbered(Path::new(file), 2), Path::new(second));
        }
    }

    #[test]
    fn a_picture_keeps_its_number_and_one_that_is_missing_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.png");
        let told = |pictures: &[_]| {
            let mut unwritten = Vec::new();
            let missing = keep(&file, pictures, &mut unwritten);
            assert!(unwritten.is_empty(), "{unwritten:?}");
            missing
        };
        let missing = |name: &str| {
            let path = folder.path().join(name);
            let path = path.display();
            format!("{path} was not written: the browser gave no picture in time")
        };
        assert_eq!(told(&[None, Some(vec![2])]), [missing("a.png")]);
        assert!(!file.exists());
        let second = std::fs::read(folder.path().join("a-2.png"));
        assert_eq!(second.expect("a picture"), [2]);
        assert_eq!(told(&[]), [missing("a.png")]);
        assert_eq!(told(&[Some(vec![1])]), [""; 0]);
        assert_eq!(std::fs::read(&file).expect("a picture"), [1]);
        let nowhere = folder.path().join("no/such.png");
        let mut unwritten = Vec::new();
        keep(&nowhere, &[Some(vec![1]), Some(vec![2])], &mut unwritten);
        assert_eq!(unwritten.len(), 2, "{unwritten:?}");
    }
}
