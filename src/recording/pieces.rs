/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// As many letters, digits, hyphens and underscores as there are, which is what ids are made of.
    Run(&'a str),
    /// What stands between those: other characters, and those that are spelled `%2F` or, in an address in an address,
    /// `%252F`.
    Between(&'a str),
}

/// A text in pieces.
///
/// An id that is written in an address, in a parameter of one or in a page is a run in each of these, and where other
/// runs take the places of runs, an address is taken apart and put together as before.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let (piece, after) = match first {
            '%' => rest.split_at(escape(rest)),
            _ if is_of_ids(first) => {
                rest.split_at(rest.find(|c| !is_of_ids(c)).unwrap_or(rest.len()))
            }
            _ => rest.split_at(
                rest.find(|c| c == '%' || is_of_ids(c))
                    .unwrap_or(rest.len()),
            ),
        };
        rest = after;
        Some(if is_of_ids(first) {
            Piece::Run(piece)
        } else {
            Piece::Between(piece)
        })
    })
}

/// The length of a spelled character, or of the mere sign.
fn escape(text: &str) -> usize {
    let mut end = 1;
    while text.get(end..).is_some_and(|rest| rest.starts_with("25")) {
        end += 2;
    }
    let digits = text.get(end..end + 2).unwrap_or_default();
    let is_spelled = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_spelled { end + 2 } else { end }
}

fn is_of_ids(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_')
}

#[cfg(test)]
mod tests {
    use super::Piece::{Between, Run};
    use super::{Piece, pieces};

    #[test]
    fn ids_are_runs_however_they_are_spelled() {
        let told: Vec<(&str, &[Piece<'_>])> = vec![
            ("", &[]),
            (
                "/?rid=a_1-B#",
                &[
                    Between("/?"),
                    Run("rid"),
                    Between("="),
                    Run("a_1-B"),
                    Between("#"),
                ],
            ),
            (
                "%3Da%2Fb",
                &[Between("%3D"), Run("a"), Between("%2F"), Run("b")],
            ),
            ("%25253Da", &[Between("%25253D"), Run("a")]),
            ("%253Da", &[Between("%253D"), Run("a")]),
            ("%25", &[Between("%25")]),
            ("%zz%", &[Between("%"), Run("zz"), Between("%")]),
            ("%é", &[Between("%"), Between("é")]),
            ("é1", &[Between("é"), Run("1")]),
        ];
        for (text, expected) in told {
            assert_eq!(pieces(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
