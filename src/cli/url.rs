use super::error::Problem;
use super::output;
use super::target_args::{ClientArgs, RegionArgs};
use crate::genesys::init_url;

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
        let (client_id, deployment) = self.client.client(Some(&region))?;
        let url = init_url(&region, client_id.as_str(), &deployment);
        output::print(&format!("{url}\n"))?;
        Ok(0)
    }
}
