use super::error::Problem;
use super::output;
use clap_complete::{Shell, generate};

/// Print a completion script for a shell
#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// The shell that reads it
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

impl Args {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        output::print(&script(self.shell))?;
        Ok(0)
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
