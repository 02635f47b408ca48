use super::error::Problem;
use super::output;
use super::target_args::RegionArgs;
use crate::genesys::RedirectUri;

/// Print the redirect URIs to register, one a line and nothing else
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    #[command(flatten)]
    region: RegionArgs,
}

impl Args {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        let uris = RedirectUri::documented(&self.region.region()?);
        let lines: Vec<_> = uris.iter().map(|uri| format!("{uri}\n")).collect();
        output::print(&lines.concat())?;
        Ok(0)
    }
}
