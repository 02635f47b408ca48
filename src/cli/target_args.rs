//! Which setup is meant, wherever that is said: in options, in URLs that hold several of them, in the environment.

use super::error::Problem;
use super::input::Given;
use super::{output, values};
use crate::command_line::word;
use crate::explain::search;
use crate::genesys::{ClientId, Deployment, Grant, Pasted, RedirectUri, Region, init_url};
use crate::text::escape;
use clap::Args;
use std::fmt::Display;

/// Which region.
#[derive(Args, Debug)]
pub(super) struct RegionArgs {
    /// Such as mypurecloud.de, eu-central-1, euc1, Frankfurt
    ///
    /// Any spelling is taken, and a URL of the region. [env: GENESYSCLOUD_REGION]
    #[arg(long, value_name = "REGION", value_parser = values::region(), hide_possible_values = true)]
    region: Option<String>,
    /// Domain of a region that this version does not know yet; used as it is
    #[arg(long, value_name = "DOMAIN", conflicts_with = "region")]
    region_domain: Option<String>,
}

/// The same, without the names of the options.
#[derive(Args, Debug)]
pub(super) struct Texts {
    /// Region, client id, or a URL that holds them, instead of the options
    #[arg(value_name = "REGION|ID|URL")]
    pub(super) texts: Vec<String>,
}

impl RegionArgs {
    pub(super) fn region(&self) -> Result<Region, Problem> {
        Stated::of(&[], Some(self), None, None)?.needed_region()
    }

    pub(super) fn region_if_given(&self) -> Result<Option<Region>, Problem> {
        Ok(Stated::of(&[], Some(self), None, None)?.region.value)
    }

    /// Whether it was typed, and not left to the environment.
    pub(super) fn is_typed(&self) -> bool {
        self.region.is_some() || self.region_domain.is_some()
    }
}

/// Which client.
#[derive(Args, Debug)]
pub(super) struct ClientArgs {
    /// Client id, from Admin > Integrations > OAuth
    ///
    /// A URL that holds it is taken, too. [env: MIRABRIDGE_CLIENT_ID]
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
    /// Deployment of MiraBridge Phone [default: main]
    #[arg(long, value_name = "NAME", value_parser = Deployment::parse)]
    pub(super) deployment: Option<Deployment>,
}

impl ClientArgs {
    /// The client and its deployment, for use in every region.
    pub(super) fn client(&self, texts: &Texts) -> Result<(ClientId, Deployment), Problem> {
        let setup = Stated::of(&texts.texts, None, Some(self), None)?;
        let missing = setup.missing("", &["--client-id"]);
        let client_id = setup.client_id.value.ok_or(missing)?;
        Ok((client_id, setup.deployment.value.unwrap_or_default()))
    }
}

/// Redirect URIs that were given instead of those that are documented.
pub(super) fn redirect_uris(texts: &[String]) -> Result<Vec<RedirectUri>, Problem> {
    let uris: Result<Vec<_>, _> = texts.iter().map(|text| RedirectUri::new(text)).collect();
    uris.map_err(|error| Problem::Usage(format!("--redirect-uri: {error}")))
}

/// What is said of a setup. Nobody chooses between two that differ.
#[derive(Debug, Default)]
pub(super) struct Stated {
    pub(super) region: Said<Region>,
    pub(super) client_id: Said<ClientId>,
    pub(super) deployment: Said<Deployment>,
    pub(super) grant: Said<Grant>,
    /// The redirect URI with which a login window asked.
    pub(super) redirect_uri: Said<RedirectUri>,
    /// What to say of a URL without a client id.
    without_id: Option<String>,
    /// Whether a URL lost its end, with what was asked.
    is_cut: bool,
}

/// A value, and what said so.
#[derive(Debug)]
pub(super) struct Said<T> {
    pub(super) value: Option<T>,
    by: String,
}

impl<T> Default for Said<T> {
    fn default() -> Self {
        Self {
            value: None,
            by: String::new(),
        }
    }
}

impl<T: Display + PartialEq> Said<T> {
    fn take(&mut self, value: Option<T>, by: &str) -> Result<(), Problem> {
        match (&self.value, value) {
            (_, None) => {}
            (Some(known), Some(value)) if *known == value => {}
            (Some(known), Some(value)) => {
                return Err(Problem::Usage(format!(
                    "{} says {known}, and {by} says {value}: leave out the one that is wrong",
                    self.by
                )));
            }
            (None, Some(value)) => {
                self.value = Some(value);
                by.clone_into(&mut self.by);
            }
        }
        Ok(())
    }
}

/// What a command uses that takes this option.
const BOTH: (bool, bool) = (true, true);

impl Stated {
    /// What the arguments say, and the environment where they say nothing. Options that are `None` are not read.
    pub(super) fn of(
        texts: &[String],
        region: Option<&RegionArgs>,
        client: Option<&ClientArgs>,
        grant: Option<Grant>,
    ) -> Result<Self, Problem> {
        let mut setup = Self::default();
        for text in texts {
            if let Some(hint) = misplaced(text) {
                return Err(Problem::Usage(hint));
            }
            let pasted = Pasted::parse(text).map_err(|error| {
                let what = match Pasted::of_url(text) {
                    Some(_) => "the URL in the argument",
                    None => "an argument is neither a URL nor a region nor a client id",
                };
                Problem::Usage(format!("{what}: {error}{}", message_in(text)))
            })?;
            setup.take(pasted, "the argument", (region.is_some(), client.is_some()))?;
        }
        if let Some(args) = region {
            setup.take_region(args)?;
        }
        if let Some(args) = client {
            setup.take_client(args)?;
        }
        setup.grant.take(grant, "--grant")?;
        Ok(setup)
    }

    pub(super) fn needed_region(&self) -> Result<Region, Problem> {
        let region = self.region.value.clone();
        region.ok_or_else(|| self.missing("", &["--region"]))
    }

    /// The region and the client of a command that needs both.
    pub(super) fn both(&self, command: &str) -> Result<(Region, ClientId), Problem> {
        match (&self.region.value, &self.client_id.value) {
            (Some(region), Some(client_id)) => Ok((region.clone(), client_id.clone())),
            (None, Some(_)) => Err(self.missing(command, &["--region"])),
            (Some(_), None) => Err(self.missing(command, &["--client-id"])),
            (None, None) => Err(self.missing(command, &["--region", "--client-id"])),
        }
    }

    /// What was cut off would be left unchecked.
    pub(super) fn uncut(self) -> Result<Self, Problem> {
        if self.is_cut {
            return Err(Problem::Usage("the address of a login window was cut: it has no redirect_uri or no response_type. A shell cuts an address at &, so put it in double quotes:\nmirabridge-oauth check \"URL\"".to_owned()));
        }
        Ok(self)
    }

    /// Takes what was pasted, and says so of what the command may use: the region, the client, or with both the rest, too.
    fn take(
        &mut self,
        pasted: Pasted,
        by: &str,
        (region, client): (bool, bool),
    ) -> Result<(), Problem> {
        self.is_cut |= pasted.is_cut;
        if pasted.is_url {
            if pasted.client_id.is_none() {
                self.without_id = Some(without_id(&pasted));
            }
            let uri = pasted.redirect_uri.as_ref();
            let taken = [
                (
                    region,
                    pasted.region.as_ref().map(|it| format!("region {it}")),
                ),
                (
                    client,
                    pasted
                        .client_id
                        .as_ref()
                        .map(|it| format!("client id {it}")),
                ),
                (
                    client,
                    pasted
                        .deployment
                        .as_ref()
                        .map(|it| format!("deployment {it}")),
                ),
                (
                    region && client,
                    uri.map(|uri| format!("redirect URI {}", escape(uri.as_str()))),
                ),
                (
                    region && client,
                    pasted.grant.map(|it| format!("grant {it}")),
                ),
            ];
            let taken = taken.into_iter().filter(|(is_used, _)| *is_used);
            let taken: Vec<_> = taken.filter_map(|(_, taken)| taken).collect();
            if !taken.is_empty() {
                output::say(&format!("from the URL in {by}: {}", taken.join(", ")));
            }
        }
        self.region.take(pasted.region, by)?;
        self.client_id.take(pasted.client_id, by)?;
        self.deployment.take(pasted.deployment, by)?;
        self.grant.take(pasted.grant, by)?;
        self.redirect_uri.take(pasted.redirect_uri, by)
    }

    fn take_region(&mut self, args: &RegionArgs) -> Result<(), Problem> {
        if let Some(domain) = &args.region_domain {
            let region = Region::unlisted(domain)
                .map_err(|error| Problem::Usage(format!("--region-domain: {error}")))?;
            return self.region.take(Some(region), "--region-domain");
        }
        if self.region.value.is_some() && args.region.is_none() {
            return Ok(());
        }
        let typed = args.region.as_ref();
        let Some(given) = Given::of(typed, "--region", "GENESYSCLOUD_REGION")? else {
            return Ok(());
        };
        let url = Pasted::of_url(&given.text).and_then(Result::ok);
        let tells_more = |url: &Pasted| url.client_id.is_some() || url.deployment.is_some();
        if let Some(pasted) = url.filter(|url| url.region.is_some() && tells_more(url)) {
            return self.take(pasted, given.name(), BOTH);
        }
        let region = Region::parse(&given.text).map_err(|error| given.usage(&error))?;
        given.announce(region.domain());
        self.region.take(Some(region), given.name())
    }

    fn take_client(&mut self, args: &ClientArgs) -> Result<(), Problem> {
        let deployment = args.deployment.clone();
        self.deployment.take(deployment, "--deployment")?;
        if self.client_id.value.is_some() && args.client_id.is_none() {
            return Ok(());
        }
        let typed = args.client_id.as_ref();
        let Some(given) = Given::of(typed, "--client-id", "MIRABRIDGE_CLIENT_ID")? else {
            return Ok(());
        };
        let pasted = Pasted::with_client_id(&given.text).map_err(|error| given.usage(&error))?;
        if let Some(id) = &pasted.client_id {
            given.announce(id.as_str());
            if !pasted.is_url && id.as_str() != given.text.trim() {
                let option = given.name();
                output::say(&format!(
                    "{option}: left out what stood around the client id"
                ));
            }
        }
        self.take(pasted, given.name(), BOTH)
    }

    /// What to say where these options are missing.
    fn missing(&self, command: &str, options: &[&str]) -> Problem {
        let are = if options.len() == 1 { "is" } else { "are" };
        let mut lines = vec![format!("{} {are} missing", options.join(" and "))];
        if options.contains(&"--region") {
            lines.push("The region is in the address bar of Genesys Cloud: apps.mypurecloud.de means --region mypurecloud.de; 'mirabridge-oauth regions' lists all".to_owned());
        }
        if options.contains(&"--client-id") {
            lines.push(
                "The client id is at Admin > Integrations > OAuth: open the client and copy it"
                    .to_owned(),
            );
        }
        for (option, variable) in [
            ("--region", "GENESYSCLOUD_REGION"),
            ("--client-id", "MIRABRIDGE_CLIENT_ID"),
        ] {
            let is_empty = std::env::var_os(variable).is_some_and(|value| value.is_empty());
            if is_empty && options.contains(&option) {
                lines.push(format!("{variable} is set, but empty"));
            }
        }
        if let Some(without_id) = &self.without_id {
            lines.push(without_id.clone());
        } else if !command.is_empty() {
            let region = self
                .region
                .value
                .as_ref()
                .map_or("mypurecloud.de", Region::domain);
            let id = self.client_id.value.as_ref();
            let id = id.map_or("4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f", ClientId::as_str);
            lines.push(format!(
                "Example: mirabridge-oauth {command} --region {region} --client-id {id}"
            ));
        }
        Problem::Usage(lines.join("\n"))
    }
}

/// Nothing of the URL but what was understood is shown, as it may hold a token.
fn without_id(pasted: &Pasted) -> String {
    match (&pasted.region, &pasted.deployment) {
        (Some(region), Some(deployment)) => {
            let url = init_url(region, "CLIENT_ID", deployment);
            format!(
                "A shell cuts a URL at &, so put it in double quotes: mirabridge-oauth check \"{url}\""
            )
        }
        (region, _) => {
            let region = region.as_ref().map_or("REGION", Region::domain);
            format!(
                "The pasted address holds no client id. Run: mirabridge-oauth check --region {region} --client-id ID"
            )
        }
    }
}

/// Where to look up the words of an error message.
fn message_in(text: &str) -> String {
    let is_message = text.len() < 100
        && text.contains(' ')
        && text.chars().all(|c| c.is_ascii_alphabetic() || c == ' ')
        && !search(text).is_empty();
    if is_message {
        format!("\nAn error message is explained with: mirabridge-oauth explain \"{text}\"")
    } else {
        String::new()
    }
}

/// Options that are written without their hyphens, region=mypurecloud.de.
const NAMES: &[&str] = &["region", "client-id", "deployment", "grant"];

/// What the names of grants consist of, where a shell took them apart.
const GRANT_WORDS: &[&str] = &["implicit", "grant", "authorization", "pkce"];

/// What to do with an argument that belongs elsewhere.
fn misplaced(text: &str) -> Option<String> {
    let file = word(text);
    let name = text.split_once('=').map(|(name, _)| name);
    let is_of_grant = |word: &&str| word.eq_ignore_ascii_case(text);
    let is_a = |ending: &str| text.len() < 200 && text.to_ascii_lowercase().ends_with(ending);
    if is_a(".csv") {
        Some(format!(
            "a list of clients is checked with: mirabridge-oauth check --targets {file}"
        ))
    } else if is_a(".json") {
        Some(format!(
            "a recording is judged with: mirabridge-oauth check --replay {file}\na client's JSON is judged with: mirabridge-oauth lint --region REGION {file}"
        ))
    } else if super::is_command(text) {
        Some(format!(
            "the command comes first: mirabridge-oauth {text} and then its options"
        ))
    } else if let Some(name) = name.filter(|name| NAMES.contains(name)) {
        Some(format!("write an option with two hyphens: --{name} VALUE"))
    } else if GRANT_WORDS.iter().any(is_of_grant) {
        Some(
            "put a value with blanks in quotes: --grant \"Token Implicit Grant (Browser)\", or write --grant implicit"
                .to_owned(),
        )
    } else {
        None
    }
}
