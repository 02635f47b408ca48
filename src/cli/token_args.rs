//! The token of an administrator. No option takes it: the arguments of a program are seen by everybody on the computer.

use super::error::Problem;
use super::input::{self, variable};
use super::output;
use crate::audit::TokenKind;
use crate::genesys::ClientId;
use crate::platform_api::{Credentials, Secret};
use clap::Args;
use std::path::Path;

const TOKEN: &str = "GENESYSCLOUD_ACCESS_TOKEN";
const ID: &str = "GENESYSCLOUD_OAUTHCLIENT_ID";
const SECRET: &str = "GENESYSCLOUD_OAUTHCLIENT_SECRET";

/// Bytes of stdin that may hold a token.
const LONGEST: u64 = 1024 * 1024;

#[derive(Args, Debug)]
pub(super) struct TokenArgs {
    /// Read the token from stdin, instead of the environment
    #[arg(long)]
    pub(super) token_stdin: bool,
}

impl TokenArgs {
    /// The token, or what it is exchanged for, in the order of what was named most plainly; which one is announced.
    pub(super) fn credentials(&self) -> Result<(Credentials, TokenKind), Problem> {
        let (credentials, kind) = if self.token_stdin {
            let bytes = input::read(Path::new("-"), LONGEST).map_err(Problem::Usage)?;
            let text = crate::text::decode(&bytes);
            (
                Credentials::Token(secret(&text, "stdin")?),
                TokenKind::Stdin,
            )
        } else if let Some(text) = variable(TOKEN)? {
            (
                Credentials::Token(secret(&text, TOKEN)?),
                TokenKind::Environment,
            )
        } else {
            (exchanged()?, TokenKind::ClientCredentials)
        };
        output::say(&format!("the token is taken {}", kind.words()));
        Ok((credentials, kind))
    }
}

fn exchanged() -> Result<Credentials, Problem> {
    let why = match (variable(ID)?, variable(SECRET)?) {
        (Some(id), Some(text)) => match ClientId::parse(&id) {
            Ok(id) => {
                let id = id.as_str().to_owned();
                let secret = secret(&text, SECRET)?;
                return Ok(Credentials::Client { id, secret });
            }
            Err(_) => format!("{ID} is no client id; it is not shown, as it may be a secret"),
        },
        (Some(_), None) => format!("{ID} is set, and {SECRET} is missing"),
        (None, Some(_)) => format!("{SECRET} is set, and {ID} is missing"),
        (None, None) => format!(
            "no token: set {TOKEN}, or {ID} and {SECRET}, or give the token on stdin with --token-stdin"
        ),
    };
    Err(Problem::Usage(why))
}

fn secret(text: &str, place: &str) -> Result<Secret, Problem> {
    Secret::parse(text).map_err(|why| Problem::Usage(format!("{place} is no token: {why}")))
}
