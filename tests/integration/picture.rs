//! The picture in the README is what the program prints.
//!
//! `UPDATE_README=1 cargo test --test integration picture` draws it again.

use super::support::run;
use anstyle_svg::{Term, WIN10_CONSOLE};
use std::path::PathBuf;

const COMMAND: &str = "mirabridge-oauth demo trailing-slash";
/// Columns of the terminal that is drawn; longer lines are broken, as a terminal breaks them.
const COLUMNS: usize = 100;

#[test]
#[cfg_attr(windows, ignore = "what is piped there has other signs")]
fn the_picture_is_what_the_command_prints() {
    let arguments = COMMAND.split(' ').skip(1).chain(["--color", "always"]);
    let ran = run(arguments);
    assert!(ran.stdout.contains('\u{1b}'), "it is coloured");
    let screen = format!("$ {COMMAND}\n{}", broken(&ran.stdout));
    let drawn = Term::new().palette(WIN10_CONSOLE).render_svg(&screen);
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), ".github", "check.svg"]
        .iter()
        .collect();
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(path, drawn).expect("a writable picture");
        return;
    }
    let stored = std::fs::read_to_string(path).expect("a picture");
    assert!(
        stored == drawn,
        "to draw it again: UPDATE_README=1 cargo test --test integration picture"
    );
}

/// The text with its long lines broken. Escape sequences take no column.
fn broken(text: &str) -> String {
    let mut broken = String::new();
    let mut column = 0;
    let mut escape = false;
    for character in text.chars() {
        match character {
            '\u{1b}' => escape = true,
            '\n' => column = 0,
            _ if escape => escape = character != 'm',
            _ => {
                if column == COLUMNS {
                    broken.push('\n');
                    column = 0;
                }
                column += 1;
            }
        }
        broken.push(character);
    }
    broken
}
