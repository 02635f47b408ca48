use super::nearest;
use crate::report::Format;
use crate::text::escape;
use clap::ValueEnum;
use std::path::PathBuf;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    /// For a person at a terminal
    Human,
    /// For a program
    Json,
    /// For the test reports of Jenkins, GitLab and others
    Junit,
    /// For code scanning, version 2.1.0
    Sarif,
    /// Annotations in GitHub Actions, and the step summary where GITHUB_STEP_SUMMARY is set
    Github,
    /// For a ticket
    Markdown,
}

impl FormatArg {
    pub(super) fn format(self) -> Format {
        match self {
            Self::Human => Format::Human,
            Self::Json => Format::Json,
            Self::Junit => Format::Junit,
            Self::Sarif => Format::Sarif,
            Self::Github => Format::Github,
            Self::Markdown => Format::Markdown,
        }
    }
}

/// One more report, in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReportTo {
    pub(super) format: FormatArg,
    pub(super) file: PathBuf,
}

/// Reads FORMAT=FILE.
pub(super) fn report_to(text: &str) -> Result<ReportTo, String> {
    let (name, file) = text
        .split_once('=')
        .ok_or("it has the form FORMAT=FILE, such as junit=report.xml")?;
    let format = FormatArg::from_str(name, false).map_err(|_| unknown(name))?;
    match file {
        "" => Err("it names no file".to_owned()),
        "-" => Err("it needs a file; --format says what goes to stdout".to_owned()),
        file => Ok(ReportTo {
            format,
            file: file.into(),
        }),
    }
}

fn unknown(name: &str) -> String {
    let names: Vec<String> = FormatArg::value_variants()
        .iter()
        .filter_map(FormatArg::to_possible_value)
        .map(|value| value.get_name().to_owned())
        .collect();
    let shown: String = name.chars().take(64).collect();
    let nearest = nearest(&shown, names.iter().map(String::as_str));
    let hint = nearest.map_or_else(|| ".".to_owned(), |name| format!("; did you mean {name}?"));
    format!(
        "there is no format '{}'{hint} The formats are: {}",
        escape(&shown),
        names.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::{FormatArg, ReportTo, report_to};
    use crate::report::{Look, hostile};
    use crate::text::is_unsafe;
    use clap::ValueEnum as _;

    #[test]
    fn no_format_lets_foreign_text_act() {
        let report = hostile::report();
        for format in FormatArg::value_variants() {
            for verbose in [false, true] {
                let look = Look {
                    colour: false,
                    unicode: true,
                    verbose,
                    quiet: false,
                    width: 100,
                };
                let text = report.render(format.format(), look);
                let acts = |c: char| is_unsafe(c) && c != '\n';
                assert!(!text.contains(acts), "{format:?}: {text:?}");
                assert!(!text.is_empty());
            }
        }
    }

    #[test]
    fn a_file_may_have_any_name() {
        let parsed = |text| report_to(text).map(|ReportTo { format, file }| (format, file));
        assert_eq!(
            parsed("junit=out/a=b.xml"),
            Ok((FormatArg::Junit, "out/a=b.xml".into()))
        );
        for (text, words) in [
            ("junit", "FORMAT=FILE"),
            ("junit=", "names no file"),
            ("junit=-", "needs a file"),
            ("junt=x", "did you mean junit?"),
            ("=x", "there is no format ''"),
        ] {
            let error = parsed(text).expect_err(text);
            assert!(error.contains(words), "{error}");
        }
    }
}
