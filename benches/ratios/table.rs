//! The table: what is compared, what came out, and what it must reach.

use std::fmt;

/// What was measured so far.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<Row>,
}

struct Row {
    what: String,
    numbers: Vec<Number>,
}

/// One number, and how large it may be.
pub(crate) struct Number {
    label: &'static str,
    value: f64,
    unit: Unit,
    most: Option<f64>,
    /// Whether it depends on what else the computer does.
    is_noisy: bool,
}

#[derive(Clone, Copy)]
enum Unit {
    Times,
    Megabytes,
}

impl Table {
    /// Puts down what was measured, and says it on stderr at once: the whole takes minutes.
    #[expect(
        clippy::print_stderr,
        reason = "nobody waits for minutes without a word"
    )]
    pub(crate) fn add(
        &mut self,
        what: impl Into<String>,
        numbers: impl IntoIterator<Item = Number>,
    ) {
        let what = what.into();
        let numbers = numbers.into_iter().collect();
        let row = Row { what, numbers };
        eprintln!("{row}");
        self.rows.push(row);
    }

    /// Prints all of it, and what it was measured with.
    #[expect(clippy::print_stdout, reason = "it is what the benchmark is run for")]
    pub(crate) fn print(&self, on: &str) {
        print!("Measured with {on}.\n\n| What | Measured | Must be |\n|---|---|---|\n");
        for row in &self.rows {
            println!("{row}");
        }
    }

    /// How many numbers are larger than they may be; after one run, those that are the same in every run.
    pub(crate) fn missed(&self, runs: usize) -> usize {
        let numbers = self.rows.iter().flat_map(|row| &row.numbers);
        let counted = numbers.filter(|number| runs > 1 || !number.is_noisy);
        counted.filter(|number| number.is_missed()).count()
    }
}

impl Number {
    /// This often as much time as the other one.
    pub(crate) fn times(label: &'static str, value: f64) -> Self {
        Self::new(label, value, Unit::Times, true)
    }

    /// This often as many instructions as the other one.
    pub(crate) fn instructions(value: f64) -> Self {
        Self::new("instructions", value, Unit::Times, false)
    }

    /// Bytes, told in millions.
    #[expect(clippy::cast_precision_loss, reason = "one digit of it is told")]
    pub(crate) fn bytes(label: &'static str, value: u64) -> Self {
        Self::new(label, value as f64 / 1e6, Unit::Megabytes, false)
    }

    fn new(label: &'static str, value: f64, unit: Unit, is_noisy: bool) -> Self {
        Self {
            label,
            value,
            unit,
            most: None,
            is_noisy,
        }
    }

    /// The same, with how large it may be.
    pub(crate) fn at_most(self, most: f64) -> Self {
        Self {
            most: Some(most),
            ..self
        }
    }

    fn is_missed(&self) -> bool {
        self.most.is_some_and(|most| self.value > most)
    }
}

impl Unit {
    fn write(self, value: f64) -> String {
        match self {
            Self::Times => format!("{value:.2} ×"),
            Self::Megabytes => format!("{value:.1} MB"),
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let measured = self.numbers.iter().map(|number| {
            let mark = if number.is_missed() { " (missed)" } else { "" };
            let value = number.unit.write(number.value);
            format!("{} {value}{mark}", number.label).trim().to_owned()
        });
        let bounds = self.numbers.iter().filter_map(|number| {
            let most = number.unit.write(number.most?);
            Some(format!("{} ≤ {most}", number.label).trim().to_owned())
        });
        let list = |parts: Vec<String>| parts.join(", ");
        let (measured, bounds) = (list(measured.collect()), list(bounds.collect()));
        write!(f, "| {} | {measured} | {bounds} |", self.what)
    }
}
