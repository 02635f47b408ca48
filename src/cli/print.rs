//! The commands that print something known, without a network.

use super::error::Problem;
use super::output;
use super::target_args::{ClientArgs, RegionArgs, Stated, Texts};
use crate::genesys::{RedirectUri, Region, init_url, table_json, table_source, table_verified};
use clap::ValueEnum;
use clap_complete::{Shell, generate};

#[derive(clap::Args, Debug)]
pub(super) struct UrisArgs {
    #[command(flatten)]
    texts: Texts,
    #[command(flatten)]
    region: RegionArgs,
}

impl UrisArgs {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        let setup = Stated::of(&self.texts.texts, Some(&self.region), None, None)?;
        let uris = RedirectUri::documented(&setup.needed_region()?);
        let lines: Vec<_> = uris.iter().map(|uri| format!("{uri}\n")).collect();
        output::print(&lines.concat())
    }
}

#[derive(clap::Args, Debug)]
pub(super) struct UrlArgs {
    #[command(flatten)]
    texts: Texts,
    #[command(flatten)]
    region: RegionArgs,
    #[command(flatten)]
    client: ClientArgs,
}

impl UrlArgs {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        let setup = Stated::of(
            &self.texts.texts,
            Some(&self.region),
            Some(&self.client),
            None,
        )?;
        let (region, client_id) = setup.both("url")?;
        let deployment = setup.deployment.value.unwrap_or_default();
        let url = init_url(&region, client_id.as_str(), &deployment);
        output::print(&format!("{url}\n"))
    }
}

#[derive(clap::Args, Debug)]
pub(super) struct RegionsArgs {
    /// How to print it
    #[arg(long, value_enum, default_value_t = RegionsFormat::Text)]
    format: RegionsFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RegionsFormat {
    Text,
    Json,
}

impl RegionsArgs {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        output::print(&match self.format {
            RegionsFormat::Text => regions(),
            RegionsFormat::Json => table_json() + "\n",
        })
    }
}

fn regions() -> String {
    let row = |domain, aws_region, place| format!("{domain:<23} {aws_region:<15} {place}\n");
    let rows = Region::all().iter().map(|region| {
        let (aws_region, place) = (region.aws_region(), region.location());
        row(
            region.domain(),
            aws_region.unwrap_or("-"),
            place.unwrap_or("-"),
        )
    });
    let (verified, source) = (table_verified(), table_source());
    let mut text = row("DOMAIN", "AWS REGION", "PLACE");
    text.extend(rows);
    text + &format!("\nVerified {verified}; source: {source}\n")
}

#[derive(clap::Args, Debug)]
pub(super) struct SchemaArgs {
    /// The command whose reports it describes
    #[arg(value_name = "COMMAND", value_parser = ["check", "audit"], default_value = "check")]
    of: String,
}

impl SchemaArgs {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        output::print(match self.of.as_str() {
            "audit" => include_str!("../audit/report/schema.json"),
            _ => include_str!("../report/json/schema.json"),
        })
    }
}

#[derive(clap::Args, Debug)]
pub(super) struct CompletionsArgs {
    /// The shell that reads it
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

impl CompletionsArgs {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        output::print(&script(self.shell))
    }
}

fn script(shell: Shell) -> String {
    let mut command = crate::cli::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    generate(shell, &mut command, name, &mut script);
    let mut script = String::from_utf8(script).expect("names and help texts are UTF-8");
    if shell == Shell::Bash {
        // Two spellings of a program whose name has a hyphen: https://github.com/clap-rs/clap/issues/6421
        script = script.replace("mirabridge__subcmd__oauth", "mirabridge__oauth");
    }
    // Some of them end without one.
    format!("{}\n", script.trim_end())
}

#[cfg(test)]
mod tests {
    use super::script;
    use clap::ValueEnum as _;
    use clap_complete::Shell;

    #[test]
    fn every_script_knows_every_command() {
        for &shell in Shell::value_variants() {
            let script = script(shell);
            for command in crate::cli::command().get_subcommands() {
                assert!(
                    script.contains(command.get_name()),
                    "{shell}: {}",
                    command.get_name()
                );
            }
        }
    }
}
