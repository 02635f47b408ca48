/// Everything about a check that does not depend on a run.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The name of the defect; never changed once published.
    pub id: &'static str,
    /// The name of the check, for people, as the good state.
    pub title: &'static str,
    /// What it checks.
    pub checks: &'static str,
    /// Why it matters.
    pub matters: &'static str,
    /// How to mend it.
    pub mend: &'static str,
    /// References: a name and an address each.
    pub references: &'static [(&'static str, &'static str)],
    /// Whether its requests serve it alone, so that they are not sent when it is left out.
    pub asks_for_itself: bool,
}
