use std::fmt;
use std::str::FromStr;

/// One of several parts of a list: every so-manieth row. So one list is shared without anybody having to cut it up, and
/// each of the parts has some of everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which, from 1.
    pub number: usize,
    /// Of how many.
    pub of: usize,
}

impl Part {
    /// Whether it has the row with this number, from 0.
    #[must_use]
    pub fn has(self, row: usize) -> bool {
        row % self.of == self.number - 1
    }
}

impl FromStr for Part {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parsed = text.split_once('/').and_then(|(number, of)| {
            let (number, of) = (number.parse().ok()?, of.parse().ok()?);
            (1..=of).contains(&number).then_some(Self { number, of })
        });
        parsed.ok_or("it has the form K/N, such as 1/4, with K from 1 to N")
    }
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} of {}", self.number, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::Part;

    #[test]
    fn the_parts_of_a_list_are_all_of_it_and_share_nothing() {
        for of in 1..6 {
            for row in 0..20 {
                let holders = (1..=of).filter(|&number| Part { number, of }.has(row));
                assert_eq!(holders.count(), 1);
            }
        }
    }

    #[test]
    fn is_read_from_two_numbers() {
        assert_eq!("2/3".parse(), Ok(Part { number: 2, of: 3 }));
        for wrong in ["0/3", "4/3", "1/0", "0/0", "1", "a/b", "-1/2", "1/2/3", ""] {
            assert!(wrong.parse::<Part>().is_err(), "{wrong}");
        }
    }
}
