//! Commands of this program that are printed to be copied: in a registration form, a report, the banner of the simulator.

use crate::genesys::{Deployment, Grant, Region};
use crate::text::escape;
use std::fmt;

/// A command line that a POSIX shell, PowerShell and cmd.exe split into the same words, and that clap accepts.
pub(crate) struct CommandLine(String);

impl CommandLine {
    /// The check of a client. `client_id` is a client id, or a placeholder of ours.
    pub(crate) fn check(
        region: &Region,
        client_id: &str,
        deployment: &Deployment,
        grant: Grant,
    ) -> Self {
        let region_option = if region.is_listed() {
            "--region"
        } else {
            "--region-domain"
        };
        let mut command = Self("mirabridge-oauth check".to_owned())
            .option(region_option, region.domain())
            .option("--client-id", client_id);
        if *deployment != Deployment::default() {
            command = command.option("--deployment", deployment.as_str());
        }
        match grant {
            Grant::Implicit => command,
            Grant::Pkce => command.option("--grant", "pkce"),
        }
    }

    /// The audit of an organization, with a token from stdin.
    pub(crate) fn audit(region: &Region) -> Self {
        let command = Self("mirabridge-oauth audit --token-stdin".to_owned());
        command.option("--region", region.domain())
    }

    /// With one more option.
    pub(crate) fn option(self, name: &str, value: &str) -> Self {
        // Without the equals sign, clap takes a value that begins with a hyphen for another option.
        let between = if value.starts_with('-') { '=' } else { ' ' };
        Self(format!("{self} {name}{between}{}", word(value)))
    }
}

impl fmt::Display for CommandLine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The value as one word of a shell, in quotes only where it needs them, as paths with spaces do.
pub(crate) fn word(value: &str) -> String {
    let is_plain =
        |character: char| character.is_ascii_alphanumeric() || "/._-\\:".contains(character);
    let value = escape(value);
    if value.chars().all(is_plain) {
        value
    } else {
        format!("\"{value}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::CommandLine;
    use crate::genesys::{Deployment, Grant, Region};

    const ID: &str = "4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f";

    fn check(region: &Region, deployment: &str, grant: Grant) -> String {
        let deployment = Deployment::parse(deployment).expect("a deployment");
        CommandLine::check(region, ID, &deployment, grant).to_string()
    }

    #[test]
    fn says_what_is_not_the_default() {
        let frankfurt = Region::parse("mypurecloud.de").expect("a region");
        let new = Region::unlisted("new.pure.cloud").expect("a domain");
        for (command, expected) in [
            (
                check(&frankfurt, "main", Grant::Implicit),
                format!("mirabridge-oauth check --region mypurecloud.de --client-id {ID}"),
            ),
            (
                check(&new, "test-2", Grant::Pkce),
                format!(
                    "mirabridge-oauth check --region-domain new.pure.cloud --client-id {ID} --deployment test-2 --grant pkce"
                ),
            ),
            (
                check(&frankfurt, "-x", Grant::Implicit),
                format!(
                    "mirabridge-oauth check --region mypurecloud.de --client-id {ID} --deployment=-x"
                ),
            ),
        ] {
            assert_eq!(command, expected);
        }
    }

    #[test]
    fn a_path_with_a_space_is_one_word() {
        let command = CommandLine("x".to_owned())
            .option("--ca-cert", "ca-b.pem")
            .option("--ca-cert", "C:\\Program Files\\a.pem");
        assert_eq!(
            command.to_string(),
            "x --ca-cert ca-b.pem --ca-cert \"C:\\Program Files\\a.pem\""
        );
    }
}
