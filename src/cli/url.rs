use super::error::Problem;
use super::output;
use super::setup_args::{ClientArgs, RegionArgs};
use crate::genesys::{Grant, Target};

/// Print the debug init URL and nothing else
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    #[command(flatten)]
    region: RegionArgs,
    #[command(flatten)]
    client: ClientArgs,
}

impl Args {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        let region = self.region.region()?;
        let client_id = self.client.client_id(Some(&region))?;
        let target = Target::new(
            region,
            client_id,
            self.client.deployment()?,
            Grant::Implicit,
            Vec::new(),
        );
        output::print(&format!("{}\n", target.init_url()))?;
        Ok(0)
    }
}
