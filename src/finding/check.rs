use super::rule::Rule;

/// One defect that is looked for in what is registered: `judge` says what is wrong, one outcome a subject. What asks the
/// login host is a check of its own kind, in `checks`.
#[derive(Debug)]
pub struct Check<Judge> {
    pub rule: &'static Rule,
    pub judge: Judge,
}

impl<Judge> Check<Judge> {
    pub(crate) const fn new(rule: &'static Rule, judge: Judge) -> Self {
        Self { rule, judge }
    }
}
