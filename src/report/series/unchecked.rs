/// The targets that a run did not come to. As a list is told in its order, they are its last ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unchecked {
    /// Why not, as a sentence without its end.
    pub why: &'static str,
    /// How many there are.
    pub targets: usize,
    /// The line of the first.
    pub first_line: u64,
    /// The line of the last.
    pub last_line: u64,
}

impl Unchecked {
    /// The targets on these lines; none if there are none.
    #[must_use]
    pub fn new(why: &'static str, mut lines: impl Iterator<Item = u64>) -> Option<Self> {
        let first_line = lines.next()?;
        let none = Self {
            why,
            targets: 1,
            first_line,
            last_line: first_line,
        };
        Some(lines.fold(none, |before, line| Self {
            targets: before.targets + 1,
            last_line: line,
            ..before
        }))
    }

    /// All of it as a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Self {
            why,
            targets,
            first_line,
            last_line,
        } = self;
        if *targets == 1 {
            format!("{why}: 1 target was not checked, line {first_line}.")
        } else {
            format!("{why}: {targets} targets were not checked, lines {first_line} to {last_line}.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Unchecked;

    #[test]
    fn says_how_many_and_where() {
        let told = |lines: &[u64]| {
            let unchecked = Unchecked::new("Interrupted", lines.iter().copied());
            unchecked.map(|unchecked| unchecked.sentence())
        };
        assert_eq!(told(&[]), None);
        assert_eq!(
            told(&[7]).as_deref(),
            Some("Interrupted: 1 target was not checked, line 7.")
        );
        assert_eq!(
            told(&[7, 9, 12]).as_deref(),
            Some("Interrupted: 3 targets were not checked, lines 7 to 12.")
        );
    }
}
