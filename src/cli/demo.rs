//! `demo`: any command's real run against the simulator, in this process or served for another.

mod serve;

use super::EXIT_STATUSES;
use super::audit::Audit;
use super::browser;
use super::check::{Check, needs_admin};
use super::error::{Problem, unknown_name};
use super::network_args::duration;
use super::output;
use super::output_args::OutputArgs;
use super::selection_args::SelectionArgs;
use super::session::{Session, SessionOptions, block_on};
use super::signals::Signals;
use super::values;
use crate::audit::{Plan, TokenKind};
use crate::browser::{BrowserArgs, BrowserPlan};
use crate::genesys::{ClientId, Deployment, Grant, Region, Target};
use crate::http::{ConnectTo, NetworkOptions, ProxyRule};
use crate::platform_api::{Credentials, Secret};
use crate::simulator::{
    GROUPS, HEALTHY, ORGANIZATIONS, Organization, Scenario, Settings, Simulator, organization,
    scenario, scenarios,
};
use anyhow::Context as _;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

/// The deadline of a run.
const DEADLINE: Duration = Duration::from_secs(10);
/// The same with a browser, whose start takes its time on a busy computer.
const WITH_BROWSER: Duration = Duration::from_secs(30);

/// What the scenarios of `audit` have in common.
const AUDITED: &str = "What an organization has registered: audit";

/// What speaks of a report or a visit.
const OF_A_RUN: [&str; 12] = [
    "format",
    "output",
    "report",
    "fail_on",
    "only",
    "skip",
    "verbose",
    "quiet",
    "browser",
    "browser_path",
    "screenshot",
    "admin",
];

#[derive(clap::Args, Debug)]
#[command(after_help = EXIT_STATUSES)]
pub(super) struct Args {
    /// What to simulate; --list names everything
    #[arg(
        value_name = "SCENARIO",
        default_value = "healthy",
        value_parser = values::scenario(),
        hide_possible_values = true,
        conflicts_with = "list"
    )]
    scenario: String,
    /// List the scenarios
    #[arg(long, conflicts_with_all = OF_A_RUN)]
    list: bool,
    /// Ask the simulated Platform API too how the client is registered
    #[arg(long)]
    admin: bool,
    /// Keep the simulator up, and print commands for check and curl
    #[arg(long, conflicts_with = "list", conflicts_with_all = OF_A_RUN)]
    serve: bool,
    /// Port for --serve; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 0, requires = "serve")]
    port: u16,
    /// How much later every answer of --serve comes, such as 100ms
    #[arg(long, value_name = "TIME", value_parser = duration, requires = "serve")]
    delay: Option<Duration>,
    /// Time for the whole run, 10s if not given, or 30s with a browser
    #[arg(long, value_name = "TIME", value_parser = duration, conflicts_with_all = ["list", "serve"])]
    deadline: Option<Duration>,
    #[command(flatten)]
    browser: BrowserArgs,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    selection: SelectionArgs,
}

impl Args {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        if self.list {
            return output::print(&list());
        }
        if let Some(organization) = organization(&self.scenario).filter(|_| !self.serve) {
            return self.audit(organization);
        }
        let name = match organization(&self.scenario) {
            Some(_) => HEALTHY.name,
            None => &self.scenario,
        };
        let scenario = scenario(name).ok_or_else(|| {
            let audited = ORGANIZATIONS.iter().map(|organization| organization.name);
            let names = scenarios().map(|scenario| scenario.name).chain(audited);
            Problem::Usage(unknown_name("scenario", &self.scenario, names))
        })?;
        let screenshot = self.browser.screenshot.as_deref();
        self.output.check_files(&[("--screenshot", screenshot)])?;
        if self.serve {
            return block_on(async {
                let signals = Signals::listen()?;
                let organization = organization(&self.scenario);
                let simulator = self.simulator(scenario).await?;
                serve::serve(scenario, organization, simulator, signals).await
            });
        }
        let selection = self.selection.selection()?;
        if !self.admin {
            needs_admin(&selection)?;
        }
        let browser = browser::plan(&self.browser, &selection)?;
        let default = if browser.is_some() {
            WITH_BROWSER
        } else {
            DEADLINE
        };
        let deadline = self.deadline.unwrap_or(default);
        let target = target(scenario)?;
        let token = ORGANIZATIONS.first().filter(|_| self.admin);
        let admin = token.map(credentials).transpose()?;
        let check = Check {
            target: &target,
            selection: &selection,
            wait: None,
            record: None,
            browser: browser.as_ref(),
            admin: admin.as_ref(),
            output: &self.output,
        };
        block_on(async {
            let simulator = self.simulator(scenario).await?;
            let mut options = options(&simulator, deadline, scenario.name)?;
            let from_browser = browser.iter().flat_map(BrowserPlan::overrides);
            options.overrides.extend(from_browser);
            let session = Session::new(options, self.output.quiet)?;
            check.run(session).await
        })
    }

    /// The audit of a simulated organization.
    fn audit(&self, organization: &Organization) -> Result<u8, Problem> {
        if self.browser.browser || self.admin {
            let why = "--browser and --admin are for the demo of a check";
            return Err(Problem::Usage(why.to_owned()));
        }
        self.output.check_files(&[])?;
        let selection = self.selection.selection_among(&crate::audit::ids())?;
        let audit = Audit {
            plan: Plan {
                region: Region::parse(HEALTHY.region).context("the region of the demo")?,
                client_id: None,
                grant: Grant::Implicit,
                days: None,
                baseline: None,
                credentials: credentials(organization)?,
                token: TokenKind::Simulated,
            },
            selection: &selection,
            output: &self.output,
        };
        let deadline = self.deadline.unwrap_or(DEADLINE);
        block_on(async {
            let simulator = self.simulator(&HEALTHY).await?;
            let options = options(&simulator, deadline, organization.name)?;
            let session = Session::new(options, self.output.quiet)?;
            audit.run(session).await
        })
    }

    /// Starts the simulator on loopback.
    async fn simulator(&self, scenario: &Scenario) -> Result<Simulator, Problem> {
        let settings = Settings {
            delay: self.delay.unwrap_or_default(),
            inspected: scenario.inspected,
            ..Settings::default()
        };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let simulator = Simulator::start(address, settings)
            .await
            .context("cannot start the simulator")?;
        Ok(simulator)
    }
}

fn options(
    simulator: &Simulator,
    deadline: Duration,
    scenario: &str,
) -> anyhow::Result<SessionOptions> {
    let ca_certificates: Result<Vec<_>, _> =
        CertificateDer::pem_slice_iter(simulator.ca_pem().as_bytes()).collect();
    Ok(SessionOptions {
        network: NetworkOptions {
            // Nothing on loopback takes long, but what never answers.
            timeout: Duration::from_secs(2),
            connect_to: vec![ConnectTo::everything(simulator.address())],
            proxy: ProxyRule::direct(),
            ca_certificates: ca_certificates
                .context("the simulator's certificate cannot be read")?,
        },
        deadline,
        retries: 1,
        overrides: vec![format!("demo {scenario}")],
    })
}

/// The token of a simulated organization, which is no secret.
fn credentials(organization: &Organization) -> anyhow::Result<Credentials> {
    let token = Secret::parse(organization.token).map_err(anyhow::Error::msg);
    Ok(Credentials::Token(token.context("a simulated token")?))
}

/// What a scenario's client is checked as.
fn target(scenario: &Scenario) -> Result<Target, Problem> {
    let region = Region::parse(scenario.region).context("a scenario's region")?;
    let client_id = ClientId::parse(scenario.client_id).context("a scenario's client id")?;
    Ok(Target::new(
        region,
        client_id,
        Deployment::default(),
        scenario.grant,
        Vec::new(),
    ))
}

fn list() -> String {
    let groups = GROUPS.iter().map(|group| {
        let lines = group.scenarios.iter();
        (
            group.title,
            lines
                .map(|scenario| (scenario.name, scenario.shows))
                .collect(),
        )
    });
    let audited = ORGANIZATIONS.iter();
    let audited = audited.map(|organization| (organization.name, organization.shows));
    let groups: Vec<(_, Vec<_>)> = groups.chain([(AUDITED, audited.collect())]).collect();
    let lines = groups.iter().flat_map(|(_, lines)| lines);
    let width = lines.map(|(name, _)| name.len()).max().unwrap_or_default();
    let groups = groups.iter().map(|(title, lines)| {
        let lines = lines
            .iter()
            .map(|(name, shows)| format!("  {name:<width$}  {shows}\n"));
        format!("{title}\n{}", lines.collect::<String>())
    });
    groups.collect::<Vec<_>>().join("\n")
}
