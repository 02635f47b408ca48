use super::error::Problem;
use super::{EXIT_STATUSES, output};
use crate::text::escape;
use anyhow::Context as _;
use clap::Command;
use clap::builder::Resettable;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use std::path::{Path, PathBuf};

#[derive(clap::Args, Debug)]
pub(super) struct Args {
    /// Write all pages to this folder (created if missing) instead of printing the first
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

impl Args {
    pub(super) fn run(&self) -> Result<u8, Problem> {
        let Some(folder) = &self.dir else {
            return output::print(&page(program()).text);
        };
        write_all(folder)?;
        Ok(0)
    }
}

fn write_all(folder: &Path) -> anyhow::Result<()> {
    let shown = escape(&folder.to_string_lossy());
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {shown}"))?;
    for page in pages() {
        std::fs::write(folder.join(&page.file), page.text)
            .with_context(|| format!("cannot write {} to {shown}", page.file))?;
    }
    Ok(())
}

/// A manual page. It has no date, so that a version always gives the same bytes.
struct Page {
    /// The name of its file, such as mirabridge-oauth-check.1.
    file: String,
    /// Its source, for man to typeset.
    text: String,
}

/// The page of the program, then one for each of its commands.
fn pages() -> Vec<Page> {
    let program = program();
    let commands = program.get_subcommands().filter(|c| !c.is_hide_set());
    let mut pages: Vec<_> = commands.cloned().map(page).collect();
    pages.insert(0, page(program));
    pages
}

fn program() -> Command {
    let mut program = crate::cli::command()
        .disable_help_subcommand(true)
        .subcommand_help_heading("COMMANDS")
        .subcommand_value_name("COMMAND")
        .mut_subcommands(|command| command.mut_args(|argument| argument.hide_short_help(false)));
    program.build();
    program
}

fn page(command: Command) -> Page {
    let tells_statuses = command.get_after_help().is_some();
    let man = Man::new(
        command
            .after_help(Resettable::Reset)
            .after_long_help(Resettable::Reset),
    )
    .source(concat!("mirabridge-oauth ", env!("CARGO_PKG_VERSION")))
    .manual("User Commands")
    // An empty date would be left out, and the source be taken for it.
    .date(" ");
    let mut text = Vec::new();
    man.render(&mut text)
        .expect("a Vec takes whatever is written to it");
    let mut text = String::from_utf8(text).expect("names and help texts are UTF-8");
    if tells_statuses {
        text.push_str(&exit_statuses());
    }
    Page {
        file: man.get_filename(),
        text,
    }
}

/// The section for what the help has as preformatted text, which a manual page would not keep.
fn exit_statuses() -> String {
    let mut section = Roff::new();
    section.control("SH", ["EXIT STATUS"]);
    for line in EXIT_STATUSES.lines().skip(1) {
        let (status, meaning) = line
            .trim()
            .split_once(' ')
            .expect("a line has a status and its meaning");
        section.control("TP", []);
        section.text([bold(status)]);
        section.text([roman(meaning.trim())]);
    }
    section.to_roff()
}

#[cfg(test)]
mod tests {
    use super::pages;

    #[test]
    fn the_program_and_every_command_have_a_page() {
        let pages = pages();
        let files: Vec<_> = pages.iter().map(|page| page.file.as_str()).collect();
        let commands = crate::cli::command();
        let commands = commands.get_subcommands().filter(|c| !c.is_hide_set());
        let commands = commands.map(|c| c.get_name().to_owned());
        let mut expected = vec!["mirabridge-oauth.1".to_owned()];
        expected.extend(commands.map(|name| format!("mirabridge-oauth-{name}.1")));
        assert_eq!(files, expected);
    }

    #[test]
    fn a_page_has_its_title_and_the_exit_statuses_in_their_places() {
        let pages = pages();
        let text = &pages[0].text;
        let title = format!(
            ".TH mirabridge-oauth 1 \" \" \"mirabridge-oauth {}\" \"User Commands\"\n",
            env!("CARGO_PKG_VERSION")
        );
        assert!(text.contains(&title), "{text}");
        assert!(
            text.contains(".SH \"EXIT STATUS\"\n.TP\n\\fB0\\fR\npassed (warnings allowed"),
            "{text}"
        );
        assert!(!text.contains("EXTRA"), "{text}");
    }
}
