use super::nearest;
use crate::report::Format;
use crate::text::escape;
use clap::ValueEnum as _;
use std::path::PathBuf;

/// One more report, in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ReportTo {
    pub(super) format: Format,
    pub(super) file: PathBuf,
}

/// Reads FORMAT=FILE.
pub(super) fn report_to(text: &str) -> Result<ReportTo, String> {
    let (name, file) = text
        .split_once('=')
        .ok_or("it has the form FORMAT=FILE, such as junit=report.xml")?;
    let format = Format::from_str(name, false).map_err(|_| unknown(name))?;
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
    let names: Vec<String> = Format::value_variants()
        .iter()
        .filter_map(Format::to_possible_value)
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
    use super::{Format, ReportTo, report_to};

    #[test]
    fn a_file_may_have_any_name() {
        let parsed = |text| report_to(text).map(|ReportTo { format, file }| (format, file));
        assert_eq!(
            parsed("junit=out/a=b.xml"),
            Ok((Format::Junit, "out/a=b.xml".into()))
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
