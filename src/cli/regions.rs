use super::error::Problem;
use super::output;
use crate::genesys::{Region, table_json, table_source, table_verified};
use clap::ValueEnum;
use std::fmt::Write as _;

/// Print the table of Genesys Cloud regions
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Args {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        output::print(&match self.format {
            Format::Text => text(),
            Format::Json => table_json() + "\n",
        })?;
        Ok(0)
    }
}

fn text() -> String {
    let mut text = format!("{:<23} {:<15} {}\n", "DOMAIN", "AWS REGION", "PLACE");
    for region in Region::all() {
        writeln!(
            text,
            "{:<23} {:<15} {}",
            region.domain(),
            region.aws_region().unwrap_or("-"),
            region.place().unwrap_or("-")
        )
        .expect("a String takes whatever is written to it");
    }
    write!(
        text,
        "\nVerified {}; source: {}\n",
        table_verified(),
        table_source()
    )
    .expect("a String takes whatever is written to it");
    text
}
