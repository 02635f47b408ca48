//! A list of clients in CSV, read row by row, so that it may be of any length.

use super::row::{Defaults, Listed, Row, may_be_shown};
use crate::text::{decode, escape};
use csv::{ReaderBuilder, StringRecord};
use std::collections::HashSet;

/// Characters of a line that are shown where it is wrong, and of the name of a column.
const SHOWN: usize = 60;
/// Columns that are named where they are not used.
const NAMED: usize = 10;

/// Why a list cannot be read at all.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ListError {
    #[error("there is no client in it")]
    Empty,
    #[error("the first line must be a header such as region,client_id,name; found \"{0}\"")]
    NoHeader(String),
    #[error(
        "the separator that sep= names is none that separates: use a comma, a semicolon or a tab"
    )]
    Separator,
    /// What stands behind it is not told from what the quotes are around.
    #[error("line {0}: a quote is opened and never closed")]
    OpenQuote(u64),
}

/// A list that was read, of which no row is understood yet.
#[derive(Debug)]
pub struct List {
    columns: Columns,
    header: StringRecord,
    /// The rows that are not blank, with the line on which each begins.
    rows: Vec<(u64, StringRecord)>,
}

impl List {
    /// # Errors
    /// Where there is no list, or one that nobody can be sure to understand.
    pub fn read(bytes: &[u8]) -> Result<Self, ListError> {
        let text = decode(bytes).replace("\r\n", "\n").replace('\r', "\n");
        let before = text.len() - text.trim_start().len();
        let (first, rest) = text.trim_start().split_once('\n').unwrap_or((&text, ""));
        // Excel's own way to name the separator.
        let named = first.trim().trim_matches('"').to_ascii_lowercase();
        let named = named
            .strip_prefix("sep=")
            .map(|separator| separator.bytes().next());
        let (skipped, separators) = match named {
            Some(Some(separator)) if !separator.is_ascii() => return Err(ListError::Separator),
            Some(separator) => (text.len() - rest.len(), vec![separator.unwrap_or(b'\t')]),
            None => (before, vec![b',', b';', b'\t']),
        };
        // What is quoted by another separator may look like a quote that is not closed.
        let mut problem = None;
        for separator in separators {
            let mut rows = match records(&text, skipped, separator) {
                Ok(rows) => rows,
                Err(error) => {
                    problem.get_or_insert(error);
                    continue;
                }
            };
            if rows.is_empty() {
                return Err(ListError::Empty);
            }
            let (_, header) = rows.remove(0);
            if let Some(columns) = Columns::of(&header) {
                return match rows.as_slice() {
                    [] => Err(ListError::Empty),
                    _ => Ok(Self {
                        columns,
                        header,
                        rows,
                    }),
                };
            }
        }
        Err(problem.unwrap_or_else(|| ListError::NoHeader(first_line(first))))
    }

    /// The columns of which nothing is taken, in words.
    #[must_use]
    pub fn unused_columns(&self) -> Option<String> {
        let is_blank = |column: usize| {
            let mut records = self.rows.iter().map(|(_, row)| row).chain([&self.header]);
            records.all(|record| {
                record
                    .get(column)
                    .is_none_or(|field| field.trim().is_empty())
            })
        };
        let unused = |column: &usize| !self.columns.uses(*column) && !is_blank(*column);
        let unused: Vec<_> = (0..self.header.len()).filter(unused).collect();
        let mut names: Vec<_> = unused
            .iter()
            .filter_map(|column| Some((column, self.header.get(*column)?.trim())))
            .map(|(column, name)| match name {
                "" => format!("number {}", column + 1),
                name => format!("\"{}\"", shown(name)),
            })
            .take(NAMED)
            .collect();
        if unused.len() > NAMED {
            names.push(format!("{} more", unused.len() - NAMED));
        }
        match names.len() {
            0 => None,
            1 => Some(format!("the column {} is not used", names.concat())),
            _ => Some(format!("the columns {} are not used", names.join(", "))),
        }
    }

    /// Whether there is a row that names no region.
    #[must_use]
    pub fn lacks_region(&self) -> bool {
        self.rows
            .iter()
            .any(|(_, row)| self.row(row).region.is_none())
    }

    /// How many rows ask what an earlier one asks, in words.
    #[must_use]
    pub fn repeated_rows(&self, defaults: &Defaults) -> Option<String> {
        let mut asked = HashSet::new();
        let targets = self.rows(defaults);
        let targets = targets.filter_map(|row| Some((row.listed_as.line, row.target.ok()?)));
        let mut again =
            targets.filter(|(_, target)| !asked.insert((target.init_url(), target.grant().name())));
        let (first, _) = again.next()?;
        Some(match again.count() {
            0 => format!("the row on line {first} repeats an earlier one"),
            more => format!(
                "{} rows repeat earlier ones, the first on line {first}",
                more + 1
            ),
        })
    }

    /// The rows in their order, each understood when it is come to.
    pub fn rows<'a>(&'a self, defaults: &'a Defaults) -> impl Iterator<Item = Listed> + use<'a> {
        self.rows.iter().map(|(line, row)| {
            let named = self.header.len();
            let more = row.iter().skip(named).any(|field| !field.trim().is_empty());
            // One separator too many or too few, and every value may be another column's.
            let unfit = (row.len() < named || more).then(|| {
                format!(
                    "the header names {named} columns, this row has {}",
                    row.len()
                )
            });
            Listed::new(*line, self.row(row), unfit, defaults)
        })
    }

    fn row<'a>(&self, record: &'a StringRecord) -> Row<'a> {
        let field = |column: Option<usize>| {
            let field = record.get(column?)?.trim();
            (!field.is_empty()).then_some(field)
        };
        Row {
            region: field(self.columns.region),
            client_id: field(Some(self.columns.client_id)),
            name: field(self.columns.name),
            deployment: field(self.columns.deployment),
            grant: field(self.columns.grant),
        }
    }
}

/// What stands behind the first bytes, with the line on which each record begins; blank ones are left out.
fn records(
    text: &str,
    skipped: usize,
    separator: u8,
) -> Result<Vec<(u64, StringRecord)>, ListError> {
    let rest = text.get(skipped..).unwrap_or_default();
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(rest.as_bytes());
    let mut records: Vec<(u64, StringRecord)> = Vec::new();
    let mut line = newlines(text.get(..skipped).unwrap_or_default()) + 1;
    let mut start = 0;
    let mut record = StringRecord::new();
    // Reading from memory what is UTF-8 cannot fail.
    while reader.read_record(&mut record).unwrap_or_default() {
        let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let raw = rest.get(start..end).unwrap_or_default();
        let own = raw.trim_matches('\n');
        let begins = line + newlines(raw) - newlines(raw.trim_start_matches('\n'));
        // A row may have several lines, within quotes. If they are not closed, it has swallowed the rows behind it.
        let width = records
            .first()
            .map_or(record.len(), |(_, header)| header.len());
        let is_open = own.matches('"').count() % 2 == 1 || record.len() != width;
        if own.contains('\n') && is_open {
            return Err(ListError::OpenQuote(begins));
        }
        if record.iter().any(|field| !field.trim().is_empty()) {
            records.push((begins, record.clone()));
        }
        line += newlines(raw);
        start = end;
    }
    Ok(records)
}

fn newlines(text: &str) -> u64 {
    text.matches('\n').map(|_| 1).sum()
}

/// A first line that is no header: it may be anything.
fn first_line(text: &str) -> String {
    if may_be_shown(text) {
        shown(text)
    } else {
        "what may be a secret".to_owned()
    }
}

fn shown(text: &str) -> String {
    let shown: String = text.chars().take(SHOWN).collect();
    escape(&shown)
}

/// Names of each column, the best first: of `id` and `client_id` in one list, the first may number the rows.
const REGION: &str =
    "region regiondomain environment env domain awsregion orgregion organizationregion umgebung";
const CLIENT_ID: &str = "clientid clientuuid client id uuid guid";
const NAME: &str = "name customername customer clientname accountname account companyname company \
    organizationname organization organisationname organisation orgname org tenantname tenant appname label \
    kundenname kunde";
const DEPLOYMENT: &str = "deployment deploymentname deploymentid";
const GRANT: &str = "grant granttype granttypes authorizedgranttype authorizedgranttypes";
/// What stands before any of them and makes no difference: "Genesys Cloud Region", "OAuth Client ID".
const PREFIXES: [&str; 6] = [
    "genesyscloud",
    "genesys",
    "purecloud",
    "mirabridge",
    "oauth",
    "gc",
];

/// Where each column stands.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Columns {
    region: Option<usize>,
    client_id: usize,
    name: Option<usize>,
    deployment: Option<usize>,
    grant: Option<usize>,
}

impl Columns {
    /// `None` where no column has the client ids, so that this is no header.
    fn of(header: &StringRecord) -> Option<Self> {
        let names: Vec<_> = header.iter().map(bare).collect();
        let find = |aliases: &str| {
            let mut aliases = aliases.split_whitespace();
            aliases.find_map(|alias| names.iter().position(|name| name == alias))
        };
        Some(Self {
            region: find(REGION),
            client_id: find(CLIENT_ID)?,
            name: find(NAME),
            deployment: find(DEPLOYMENT),
            grant: find(GRANT),
        })
    }

    fn uses(&self, column: usize) -> bool {
        column == self.client_id
            || [self.region, self.name, self.deployment, self.grant].contains(&Some(column))
    }
}

/// "Client ID", "client-id" and "OAuth clientId" are one name.
fn bare(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    let name: String = letters.flat_map(char::to_lowercase).collect();
    let mut bare = name.as_str();
    while let Some(rest) = PREFIXES.iter().find_map(|prefix| bare.strip_prefix(prefix)) {
        bare = rest;
    }
    bare.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genesys::Grant;

    /// Line, region, client id and name of each row.
    fn read(text: impl AsRef<[u8]>) -> Vec<String> {
        let list = List::read(text.as_ref()).expect("a list");
        let rows = list.rows.iter().map(|(line, row)| {
            let row = list.row(row);
            let fields = [row.region, row.client_id, row.name].map(|field| field.unwrap_or("-"));
            format!("{line} {}", fields.join(" "))
        });
        rows.collect()
    }

    fn error(text: &str) -> ListError {
        List::read(text.as_bytes()).expect_err(text)
    }

    #[test]
    fn every_spreadsheet_writes_the_same_list() {
        let text = "Name,Region,Client ID\nMüller,de,1\n";
        let utf16: Vec<_> = format!("\u{feff}{}", text.replace(',', "\t"))
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for (bytes, line) in [
            (text.as_bytes(), 2),
            (utf16.as_slice(), 2),
            (b"Name;Region;Client ID\r\nM\xfcller;de;1\r\n", 2),
            (
                "\u{feff}name\tregion\tclient_id\nMüller\tde\t1".as_bytes(),
                2,
            ),
            (
                "sep=;\r\nname;region;client_id\r\nMüller;de;1\r\n".as_bytes(),
                3,
            ),
            (
                "\"sep=,\"\nname,region,client_id\rMüller,de,1".as_bytes(),
                3,
            ),
            (
                "\n\"a, b\";name;region;client_id\n;\"Müller\";de;1".as_bytes(),
                3,
            ),
        ] {
            assert_eq!(read(bytes), [format!("{line} de 1 Müller")], "{bytes:?}");
        }
    }

    #[test]
    fn a_row_of_nothing_is_none_and_lines_are_counted_as_an_editor_does() {
        let rows =
            read("region;client_id;name\n;;\n\n\"\";\" \";;\nde;1;\"Acme\nLtd\"\n\n\nie;2;\n;;;\n");
        assert_eq!(rows, ["5 de 1 Acme\nLtd", "9 ie 2 -"]);
    }

    #[test]
    fn an_open_quote_swallows_no_row_unsaid() {
        for (text, line) in [
            ("region,client_id,name\n\nde,1,\"a\nde,2,b\n", 3),
            (
                "region,client_id,name\nde,1,\"a\nde,2,b\nde,3,\"c, d\"\n",
                2,
            ),
            ("region,client_id\nde,1\nde,\"2\nie,3\n", 3),
        ] {
            assert_eq!(error(text), ListError::OpenQuote(line), "{text}");
        }
        // Within a field it is a character.
        assert_eq!(
            read("region,client_id,name\nde,1,5\" x\nde,2,b"),
            ["2 de 1 5\" x", "3 de 2 b"]
        );
    }

    #[test]
    fn what_is_no_list_says_so() {
        for (text, expected) in [
            ("", ListError::Empty),
            (" \r\n", ListError::Empty),
            ("region,client_id\n\n,\n", ListError::Empty),
            (
                "mypurecloud.de,4f9c\n",
                ListError::NoHeader("mypurecloud.de,4f9c".to_owned()),
            ),
            ("\u{1b}[2J", ListError::NoHeader("\\u{1b}[2J".to_owned())),
        ] {
            assert_eq!(error(text), expected, "{text}");
        }
    }

    #[test]
    fn columns_that_are_not_used_are_named() {
        let unused = |text: &str| {
            List::read(text.as_bytes())
                .expect("a list")
                .unused_columns()
        };
        assert_eq!(unused("region,client_id,\nde,1,\n"), None);
        assert_eq!(
            unused("region,client_id,notes\nde,1,\n").as_deref(),
            Some("the column \"notes\" is not used")
        );
        assert_eq!(
            unused("id,client_id,,o\u{1b}\n1,2,x,y\n").as_deref(),
            Some("the columns \"id\", number 3, \"o\\u{1b}\" are not used")
        );
    }

    #[test]
    fn rows_that_ask_the_same_are_told() {
        let told = |grants: &str| {
            let id = "4f9c2c1a-8f7e-4b8f-9d5a-0a1b2c3d4e5f";
            let rows = grants.split(' ');
            let rows = rows.map(|grant| format!("eu-central-1,{id},{grant}\n"));
            let text = format!("region,id,grant\n{}", rows.collect::<String>());
            let list = List::read(text.as_bytes()).expect("a list");
            list.repeated_rows(&DEFAULTS)
        };
        assert_eq!(told("implicit pkce"), None);
        assert_eq!(
            told("implicit pkce token").as_deref(),
            Some("the row on line 4 repeats an earlier one")
        );
        assert_eq!(
            told("implicit token pkce code").as_deref(),
            Some("2 rows repeat earlier ones, the first on line 3")
        );
    }

    const DEFAULTS: Defaults = Defaults {
        region: None,
        deployment: None,
        grant: Grant::Implicit,
    };

    #[test]
    fn a_row_of_another_length_is_not_read() {
        let list = List::read(b"region,client_id\nde\nde,1,x\nde,1,,\n").expect("a list");
        let told: Vec<_> = list
            .rows(&DEFAULTS)
            .map(|row| row.target.expect_err("1 is no id"))
            .collect();
        assert_eq!(told[0], "the header names 2 columns, this row has 1");
        assert_eq!(told[1], "the header names 2 columns, this row has 3");
        assert!(told[2].starts_with("client id: "), "{told:?}");
    }

    #[test]
    fn columns_go_by_any_usual_name() {
        for (header, places) in [
            ("region,client_id,name,deployment,grant", [0, 1, 2, 3, 4]),
            (
                "Genesys Region,OAuth Client Id,Customer,Deployment,Grant Type",
                [0, 1, 2, 3, 4],
            ),
            (
                "id,Environment,clientId,customer-name,authorizedGrantType,deployment",
                [1, 2, 3, 5, 4],
            ),
            (
                "Genesys Cloud environment,ID,Account,deployment,authorized_grant_type",
                [0, 1, 2, 3, 4],
            ),
        ] {
            let columns = Columns::of(&header.split(',').collect()).expect(header);
            let found = [
                columns.region,
                Some(columns.client_id),
                columns.name,
                columns.deployment,
                columns.grant,
            ];
            assert_eq!(found, places.map(Some), "{header}");
        }
        for header in ["", "mypurecloud.de,4f9c", "region,customer id,secret"] {
            assert_eq!(Columns::of(&header.split(',').collect()), None, "{header}");
        }
    }
}
