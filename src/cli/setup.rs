use super::error::Problem;
use super::output;
use super::target_args::{ClientArgs, RegionArgs, Stated, Texts};
use super::values;
use crate::genesys::Grant;
use crate::setup::{self, ClientName, Form, Format};
use std::path::PathBuf;

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    #[command(flatten)]
    texts: Texts,
    #[command(flatten)]
    region: RegionArgs,
    #[command(flatten)]
    client: ClientArgs,
    /// Grant type: implicit or pkce [default: implicit]
    #[arg(long, value_parser = values::grant(), hide_possible_values = true)]
    grant: Option<Grant>,
    /// Name of the client, for people
    #[arg(long, value_name = "NAME", default_value = "MiraBridge Phone")]
    name: String,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Write it to a file instead of stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Args {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        let name = ClientName::parse(&self.name)
            .map_err(|error| Problem::Usage(format!("--name: {error}")))?;
        let setup = Stated::of(
            &self.texts.texts,
            Some(&self.region),
            Some(&self.client),
            self.grant,
        )?;
        let region = setup.needed_region()?;
        let form = Form {
            name,
            client_id: setup.client_id.value,
            region,
            grant: setup.grant.value.unwrap_or(Grant::Implicit),
            deployment: setup.deployment.value.unwrap_or_default(),
        };
        let text = form.render(self.format);
        match &self.output {
            Some(file) => output::to_file(file, text)?,
            None => _ = output::print(&text)?,
        }
        if self.format == Format::Gc {
            output::say(&setup::instructions(&form));
        }
        Ok(0)
    }
}
