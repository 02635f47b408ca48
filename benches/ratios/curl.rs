//! The other side: curl, told to do the same at once.

use anyhow::{Context as _, Result};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// A curl that sends these requests in parallel. They stand in a file, as so many do not fit a command line that
/// anybody would type.
pub(crate) fn command(address: &str, ca: &Path, urls: &[String], config: &Path) -> Result<Command> {
    let mut lines = String::new();
    for url in urls {
        writeln!(lines, "url = \"{url}\"\noutput = \"/dev/null\"")?;
    }
    std::fs::write(config, lines)?;
    let mut command = Command::new("curl");
    command
        .args(["--disable", "--silent", "--show-error", "--parallel"])
        .args(["--connect-to", &format!("::{address}")])
        .arg("--cacert")
        .arg(ca)
        .arg("--config")
        .arg(config);
    Ok(command)
}

/// Which curl it is, such as curl 8.5.0.
pub(crate) fn version() -> Result<String> {
    let output = Command::new("curl")
        .arg("--version")
        .output()
        .context("curl is needed for the comparison")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let name: Vec<_> = text.split_whitespace().take(2).collect();
    Ok(name.join(" "))
}
