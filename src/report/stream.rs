use super::{Format, RenderOptions, Report, Totals};
use super::{github, human, json, junit, markdown, sarif};

/// Many reports in one format, told one after the other: what stands before them, each of them, and what stands behind.
pub trait ReportStream {
    /// What stands before all of them, with what is known before any of them is.
    fn begin(&mut self, _: &Totals) -> String {
        String::new()
    }

    fn report(&mut self, report: &Report) -> String;

    fn end(&mut self, totals: &Totals) -> String;
}

#[must_use]
pub fn stream(format: Format, options: RenderOptions) -> Box<dyn ReportStream> {
    match format {
        Format::Human => Box::new(human::Stream(options)),
        Format::Json => Box::new(json::Stream),
        Format::Junit => Box::new(junit::Stream),
        Format::Sarif => Box::new(sarif::Stream::default()),
        Format::Github => Box::new(github::Stream::default()),
        Format::Markdown => Box::new(markdown::Stream),
    }
}
