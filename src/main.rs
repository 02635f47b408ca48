//! The command line of `mirabridge-oauth`.

use std::process::ExitCode;

fn main() -> ExitCode {
    mirabridge_oauth::cli::main(std::env::args_os())
}
