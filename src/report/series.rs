//! Many reports, told one after the other: nothing is kept of a report but what it adds to the sums.

mod github;
mod human;
mod json;
mod junit;
mod markdown;
mod not_right;
#[cfg(test)]
mod tests;
mod totals;
mod unchecked;

pub use totals::Totals;
pub use unchecked::Unchecked;

use super::{Format, RenderOptions, Report, sarif};

/// One format of many reports: what stands before them, each of them, and what stands behind them.
pub trait ReportStream {
    /// What stands before all of them, with what is known before any of them is.
    fn begin(&mut self, _: &Totals) -> String {
        String::new()
    }

    /// The next report.
    fn report(&mut self, report: &Report) -> String;

    /// What stands behind all of them.
    fn end(&mut self, totals: &Totals) -> String;
}

/// The stream of a format.
#[must_use]
pub fn stream(format: Format, options: RenderOptions) -> Box<dyn ReportStream> {
    match format {
        Format::Human => Box::new(human::Series { options }),
        Format::Json => Box::new(json::Series),
        Format::Junit => Box::new(junit::Series),
        Format::Sarif => Box::new(sarif::Series::default()),
        Format::Github => Box::new(github::Series::default()),
        Format::Markdown => Box::new(markdown::Series),
    }
}
