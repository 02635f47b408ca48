//! The report as rows of a spreadsheet, a row a client.

use super::subject::header;
use super::summary::Row;
use super::{Renderer, Report, Totals, headline, summary};
use crate::finding::Verdict;
use crate::text::escape;
use csv::{Terminator, WriterBuilder};

const COLUMNS: [&str; 10] = [
    "line",
    "name",
    "region",
    "client id",
    "verdict",
    "finding ids",
    "what to do",
    "grant",
    "deployment",
    "evidence",
];
/// By which Excel knows UTF-8. Without it, it takes the file for Windows-1252 and spoils every umlaut.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// Many are written one after the other; what was not checked is a row as well.
pub(super) struct Csv;

impl Renderer for Csv {
    fn single(&mut self, report: &Report) -> String {
        self.begin(&Totals::default()) + &self.next(report)
    }

    fn begin(&mut self, _: &Totals) -> String {
        format!("{BYTE_ORDER_MARK}{}", row(COLUMNS))
    }

    fn next(&mut self, report: &Report) -> String {
        let Row {
            line,
            name,
            client_id,
            region,
            grant,
            deployment,
            ..
        } = Row::of(report);
        let header = header(report).into_iter();
        let evidence = header.filter(|(label, _)| *label == "Evidence");
        let mut evidence: String = evidence.map(|(_, value)| value).collect();
        let simulated = summary::simulated(report.run.simulated);
        if !evidence.starts_with(simulated.trim_end()) {
            evidence.insert_str(0, simulated);
        }
        row([
            &line,
            &name,
            &region,
            &client_id,
            report.verdict.name(),
            &ids(report),
            &to_do(report),
            &grant,
            &deployment,
            &evidence,
        ])
    }

    fn end(&mut self, totals: &Totals) -> String {
        let missing = totals.missing();
        missing.map_or_else(String::new, |why| {
            let verdict = Verdict::Unverifiable.name();
            row(["", "", "", "", verdict, "", &why, "", "", ""])
        })
    }
}

/// The ids of what is not right, each once.
fn ids(report: &Report) -> String {
    let mut ids: Vec<&str> = Vec::new();
    for (rule, _) in report.findings() {
        if !ids.contains(&rule.id) {
            ids.push(rule.id);
        }
    }
    ids.join(" ")
}

/// The advice for what is not right, each once, with what is to be pasted.
fn to_do(report: &Report) -> String {
    let open = report.verdict == Verdict::Unverifiable;
    let mut all: Vec<String> = open.then(|| headline(report) + ".").into_iter().collect();
    let is_one = report.told().count() == 1;
    for (rule, outcome) in report.told() {
        let remedy = outcome.remedy.iter();
        let words: Vec<_> = remedy.chain(&outcome.paste).map(String::as_str).collect();
        let words = words.join(" ");
        let words = if is_one || words.is_empty() {
            words
        } else {
            format!("{}: {words}", rule.id)
        };
        if !words.is_empty() && !all.contains(&words) {
            all.push(words);
        }
    }
    all.join(" ")
}

/// A line of a sheet, safe to open in a spreadsheet.
pub(crate) fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    let written = writer.write_record(cells.into_iter().map(cell));
    written.expect(IN_MEMORY);
    let bytes = writer.into_inner().ok();
    bytes
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .expect(IN_MEMORY)
}

const IN_MEMORY: &str = "writing text into memory cannot fail";

/// Text that no spreadsheet takes for a formula; also not behind a semicolon, at which one with German or French settings
/// splits a line.
fn cell(text: &str) -> String {
    let mut cell = String::new();
    let mut before = ';';
    for character in escape(text).chars() {
        if before == ';' && matches!(character, '=' | '+' | '-' | '@') {
            cell.push('\'');
        }
        cell.push(character);
        before = character;
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::{BYTE_ORDER_MARK, COLUMNS, cell};
    use crate::report::Format;
    use crate::report::testing::{
        MISSING, PLAIN, TEXT, hostile_report, interrupted, mixed, sums, told,
    };
    use crate::text::escape;

    fn read(text: &str) -> Vec<Vec<String>> {
        let text = text.strip_prefix(BYTE_ORDER_MARK).expect("a mark");
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes());
        let records = reader.records().map(|record| record.expect("a record"));
        records
            .map(|record| record.iter().map(str::to_owned).collect())
            .collect()
    }

    #[test]
    fn nothing_is_a_formula() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("+49 30", "'+49 30"),
            ("-", "'-"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "\\u{9}=1"),
            ("\r=1", "\\u{d}=1"),
            ("Acme;=1", "Acme;'=1"),
            ("a-b = c", "a-b = c"),
        ] {
            assert_eq!(cell(text), written);
        }
    }

    #[test]
    fn a_row_has_what_is_to_do_and_the_last_what_was_not_checked() {
        let reports = mixed();
        let totals = interrupted(sums(&reports));
        let text = told(Format::Csv, PLAIN, &reports, &totals).concat();
        assert_eq!(text.lines().count(), text.matches("\r\n").count());
        let rows = read(&text);
        assert_eq!(rows[0], COLUMNS);
        let told: Vec<_> = rows[1..].iter().map(|row| row[4..7].join("|")).collect();
        assert_eq!(
            told,
            [
                "pass||",
                "warn|implicit-grant-sunset|",
                "warn|init-page|see to it",
                "fail|open-redirect|close it",
                "unverifiable|unreachable|login.mypurecloud.de gave no usable answer (no answer in time). Try again, with a longer --timeout and --deadline if the network is slow.",
                &format!("unverifiable||{MISSING}"),
            ]
        );
        assert_eq!(rows[1][..3], ["2", "", "mypurecloud.de"]);
        // It can be checked again, with the same question.
        assert_eq!(rows[1][7..9], ["implicit", "main"]);
        assert!(rows[1][9].starts_with("live, 1970-01-01"), "{rows:?}");
    }

    #[test]
    fn hostile_text_is_a_cell() {
        let rows = read(&hostile_report().render(Format::Csv, PLAIN));
        let shown = escape(TEXT);
        assert_eq!(rows.len(), 2);
        assert!(rows[1][6].contains(&shown), "{rows:?}");
        assert_eq!(rows[1][9].matches("SIMULATED").count(), 1, "{rows:?}");
    }
}
