//! `check`: a client, a list of them, or a recorded run.

mod run;
mod targets;
mod wait;

pub(super) use run::Check;

use super::browser;
use super::error::Problem;
use super::network_args::{NetworkArgs, duration};
use super::output_args::OutputArgs;
use super::selection_args::SelectionArgs;
use super::session::{Session, block_on};
use super::target_args::{ClientArgs, RegionArgs, Stated, redirect_uris};
use super::token_args::TokenArgs;
use super::values;
use super::{EXIT_STATUSES, dry_run, input, output};
use crate::browser::{BrowserArgs, BrowserPlan};
use crate::checks::{self, registration_differs, registration_unreadable};
use crate::finding::Selection;
use crate::genesys::{Grant, PHONE_HOST, Region, Target};
use crate::platform_api::Credentials;
use crate::probe::{Evidence, MAX_ROUNDS, Probe, Purpose};
use crate::recording::Recording;
use crate::registration;
use crate::report::{Report, Run, Source};
use crate::text::{decode, escape};
use std::path::{Path, PathBuf};
use std::time::Duration;
use targets::TargetsArgs;

#[derive(clap::Args, Debug)]
#[command(after_help = EXIT_STATUSES)]
pub(super) struct Args {
    /// Debug init URL, or the address of a login window that failed, in quotes
    ///
    /// Region, client id and deployment are taken from it; from the address of a login window the redirect URI and the
    /// grant, too, and this redirect URI is then checked beside the documented ones. Region and client id alone are
    /// taken as well, in any order.
    #[arg(value_name = "URL")]
    texts: Vec<String>,
    #[command(flatten)]
    region: RegionArgs,
    #[command(flatten)]
    client: ClientArgs,
    /// Grant type: implicit or pkce [default: implicit]
    ///
    /// The words of the form and of the Platform API are taken, too.
    #[arg(long, value_parser = values::grant(), hide_possible_values = true)]
    grant: Option<Grant>,
    /// Check this redirect URI instead of the documented three (repeatable); it is never fetched
    #[arg(long, value_name = "URI", conflicts_with_all = ["browser", "browser_path", "browser_allow", "screenshot"])]
    redirect_uri: Vec<String>,
    /// Wait until all is right, for at most this long
    ///
    /// Client and redirect URIs are asked for again and again, such as for 10m. The check comes after it, with its own
    /// --deadline.
    #[arg(long, value_name = "TIME", value_parser = duration)]
    wait: Option<Duration>,
    /// List what would be sent, and send nothing
    #[arg(long, conflicts_with_all = ["format", "report", "output"])]
    dry_run: bool,
    /// Write what was asked and answered to a file, without secrets, for a bug report or for --replay
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Read what is registered, too, with an admin's token
    ///
    /// It asks the Platform API, with the token that audit takes.
    #[arg(long)]
    admin: bool,
    #[command(flatten)]
    token: TokenArgs,
    /// Judge a recording instead of asking anybody
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["texts", "region", "region_domain", "client_id", "deployment", "grant", "redirect_uri", "wait", "dry_run", "record", "connect_to", "proxy", "ca_cert", "timeout", "retries", "deadline", "browser", "browser_path", "browser_allow", "screenshot", "admin"]
    )]
    replay: Option<PathBuf>,
    #[command(flatten)]
    browser: BrowserArgs,
    #[command(flatten)]
    list: TargetsArgs,
    #[command(flatten)]
    network: NetworkArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    selection: SelectionArgs,
}

impl Args {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        self.output.check_files(&[
            ("--record", self.record.as_deref()),
            ("--screenshot", self.browser.screenshot.as_deref()),
            ("--replay", self.replay.as_deref()),
            ("--targets", self.list.targets.as_deref()),
        ])?;
        if self.token.token_stdin && !self.admin {
            return Err(Problem::Usage("--token-stdin needs --admin".to_owned()));
        }
        let selection = self.selection.selection()?;
        if !self.admin && self.replay.is_none() {
            needs_admin(&selection)?;
        }
        if let Some(file) = &self.replay {
            return self.replay(file, &selection);
        }
        if let Some(file) = &self.list.targets {
            return self.check_list(file, &selection);
        }
        let target = self.target()?;
        let mut options = self.network.options(hosts(&target))?;
        let browser = browser::plan(&self.browser, &selection)?;
        let from_browser = browser.iter().flat_map(BrowserPlan::overrides);
        options.overrides.extend(from_browser);
        let admin = self.credentials()?;
        if self.dry_run {
            let mut text = would_send(&target, &selection, options.retries);
            if let Some(wait) = self.wait {
                text.push_str(&wait::would_send(wait));
            }
            text.push_str(match &admin {
                None => "",
                Some(Credentials::Token(_)) => WITH_TOKEN,
                Some(Credentials::Client { .. }) => WITH_SECRET,
            });
            if let Some(plan) = browser.filter(|_| checks::any_needs_browser(&selection)) {
                text.push_str(&plan.would_do(&target));
            }
            return output::print(&text);
        }
        let check = Check {
            target: &target,
            selection: &selection,
            wait: self.wait,
            record: self.record.as_deref(),
            browser: browser.as_ref(),
            admin: admin.as_ref(),
            output: &self.output,
        };
        let session = Session::new(options, self.output.quiet)?;
        block_on(check.run(session))
    }

    fn check_list(&self, file: &Path, selection: &Selection) -> Result<u8, Problem> {
        let hosts = Region::all().iter().map(Region::login_host);
        let options = self.network.options(hosts.chain([PHONE_HOST.to_owned()]))?;
        let deployment = self.client.deployment.clone();
        let clients = self.list.clients(
            file,
            &self.region,
            deployment,
            self.grant.unwrap_or(Grant::Implicit),
        )?;
        if self.dry_run {
            clients.would_send(selection, options.retries)?;
            return Ok(0);
        }
        self.list.run(&clients, options, selection, &self.output)
    }

    /// Judges a recording, without asking anybody.
    fn replay(&self, file: &Path, selection: &Selection) -> Result<u8, Problem> {
        let recording = read_recording(file)?;
        let run = Run {
            source: Source::Replay,
            interrupted: recording.interrupted,
            ..Run::new(recording.evidence, recording.taken_at, recording.overrides)
        };
        let report = Report::new(&recording.target, run, selection);
        self.output.write(&report, &[], None)
    }

    /// The token, where it is to be asked how the client is registered.
    fn credentials(&self) -> Result<Option<Credentials>, Problem> {
        if !self.admin {
            return Ok(None);
        }
        let (credentials, _) = self.token.credentials()?;
        Ok(Some(credentials))
    }

    fn target(&self) -> Result<Target, Problem> {
        let (region, client) = (Some(&self.region), Some(&self.client));
        let setup = Stated::of(&self.texts, region, client, self.grant)?.uncut()?;
        let (region, client_id) = setup.both("check")?;
        let target = Target::new(
            region,
            client_id,
            setup.deployment.value.unwrap_or_default(),
            setup.grant.value.unwrap_or(Grant::Implicit),
            redirect_uris(&self.redirect_uri)?,
        );
        Ok(match setup.redirect_uri.value {
            Some(uri) => target.with_login_uri(uri),
            None => target,
        })
    }
}

/// Nothing would be judged if all that is wanted is judged from what is registered.
pub(super) fn needs_admin(selection: &Selection) -> Result<(), Problem> {
    let registered = registration::ALL.iter().map(|check| check.rule.id);
    let read = [
        registration_differs::RULE.id,
        registration_unreadable::RULE.id,
    ];
    let of_admin: Vec<_> = registered.chain(read).collect();
    match selection.only.first() {
        Some(id) if selection.only.iter().all(|id| of_admin.contains(id)) => {
            Err(Problem::Usage(format!("--only {id} needs --admin")))
        }
        _ => Ok(()),
    }
}

/// What `--admin` would send besides.
const WITH_TOKEN: &str = "
With the token of --admin, always: GET /api/v2/oauth/clients/CLIENT_ID at the host of the Platform API.
";
const WITH_SECRET: &str = "
With --admin, always: POST /oauth/token at the login host, with the id and the secret, and with the token that it gives GET /api/v2/oauth/clients/CLIENT_ID at the host of the Platform API.
";

/// The hosts that a check of this target may contact, its own first.
fn hosts(target: &Target) -> Vec<String> {
    let home = target.region();
    let own = [home.login_host(), home.apps_host(), home.api_host()];
    let mut hosts: Vec<_> = own.into_iter().chain([PHONE_HOST.to_owned()]).collect();
    let logins = Region::all().iter().map(Region::login_host);
    let others: Vec<_> = logins.filter(|host| !hosts.contains(host)).collect();
    hosts.extend(others);
    hosts
}

/// What a check of this target would send.
fn would_send(target: &Target, selection: &Selection, retries: u32) -> String {
    let nothing = Evidence::default();
    let first = nothing.new_among(checks::wanted(target, &nothing, selection));
    let later: Vec<_> = checks::ALL
        .iter()
        .flat_map(|check| (check.later)(target))
        .collect();
    let is_of_page = |probe: &Probe| probe.purpose == Purpose::InitPage;
    let once = if first.iter().any(is_of_page) {
        "The debug init URL is asked for once. "
    } else {
        ""
    };
    let requests = dry_run::list(&first, &later, retries);
    format!(
        "{requests}{once}There are {MAX_ROUNDS} rounds at the most. Cookies that are set on the way to the login page are sent back where they belong, as a browser would.\n"
    )
}

/// Reads a recording: a run of many rounds, with a page for every request.
fn read_recording(path: &Path) -> Result<Recording, Problem> {
    const MOST: u64 = 32 * 1024 * 1024;
    let usage = |why: String| Problem::Usage(format!("--replay {why}"));
    let bytes = input::read(path, MOST).map_err(usage)?;
    Recording::from_json(&decode(&bytes)).map_err(|error| {
        let why = error.to_string();
        usage(format!("{}: {}", input::name(path), escape(&why)))
    })
}
