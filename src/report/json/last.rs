//! The last line of many reports. A test derives the schema from these structs that is shipped beside this file.

#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;

/// The last line of 'check --targets' as JSON lines; each line before it is a report. Fields are added, never renamed or
/// removed, within a version.
#[derive(Serialize)]
#[cfg_attr(
    test,
    derive(JsonSchema),
    schemars(title = "Summary of many reports of mirabridge-oauth, version 1")
)]
pub(in crate::report) struct Last {
    /// The version of this format.
    #[cfg_attr(test, schemars(extend("const" = 1)))]
    pub(in crate::report) format_version: u8,
    /// What all reports come to.
    pub(in crate::report) summary: Summary,
}

/// What all reports come to.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub(in crate::report) struct Summary {
    /// The part of the list that was checked; null for all of it.
    pub(in crate::report) part: Option<Part>,
    /// How many clients were checked.
    pub(in crate::report) targets: usize,
    /// Those with the verdict pass.
    pub(in crate::report) pass: usize,
    /// Those with the verdict warn.
    pub(in crate::report) warn: usize,
    /// Those with the verdict fail.
    pub(in crate::report) fail: usize,
    /// Those with the verdict unverifiable.
    pub(in crate::report) unverifiable: usize,
    /// Rows of the list that could not be read; each has a report, too, whose target has no region.
    pub(in crate::report) unreadable: usize,
    /// The requests that all of them took.
    pub(in crate::report) requests: usize,
    /// Whether the built-in simulator answered any.
    pub(in crate::report) simulated: bool,
    /// The exit status of the run: that of the gravest report, 1 before 3 before 0; 130 or 143 if it was interrupted.
    #[cfg_attr(test, schemars(extend("enum" = [0, 1, 3, 130, 143])))]
    pub(in crate::report) exit_status: u8,
    /// The targets without a report, which are the last ones of the list; null if there are none.
    pub(in crate::report) unchecked: Option<Unchecked>,
}

/// A part of a list: every row whose number, counted from 1, leaves the same rest.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub(in crate::report) struct Part {
    /// Which, from 1.
    pub(in crate::report) number: usize,
    /// Of how many.
    pub(in crate::report) of: usize,
}

/// Targets without a report.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub(in crate::report) struct Unchecked {
    /// Why they were not checked.
    pub(in crate::report) why: &'static str,
    /// How many there are.
    pub(in crate::report) targets: usize,
    /// The line of the first.
    pub(in crate::report) first_line: u64,
    /// The line of the last.
    pub(in crate::report) last_line: u64,
}
