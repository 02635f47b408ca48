use super::rule::Rule;
use crate::classify::Basis;
use crate::probe::{Cause, Probe};

/// How a check ended for one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Right, by positive evidence.
    Pass,
    /// Worth knowing, but nothing is broken.
    Warn,
    /// Wrong.
    Fail,
    /// Neither could be shown.
    Unverifiable,
    /// Not judged.
    Skipped,
}

impl Status {
    /// The name used in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::Unverifiable => "unverifiable",
            Self::Skipped => "skipped",
        }
    }
}

/// Where something stands in what was given to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
}

/// What a check states about one subject. It can only be made by the constructors, so that every status
/// carries what it needs: a pass its basis, a failure its remedy, an open question its cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What it is about, where a check judges several things; `None` for the run as a whole.
    pub subject: Option<String>,
    /// How it ended.
    pub status: Status,
    /// Why it could not be shown.
    pub cause: Option<Cause>,
    /// What it rests on.
    pub basis: Option<Basis>,
    /// The check whose outcome made this one impossible.
    pub depends_on: Option<&'static str>,
    /// A reason: a name for scripts, or a sentence.
    pub reason: Option<String>,
    /// The one thing to do, in a line; for failures.
    pub headline: Option<String>,
    /// What was found and how it is known.
    pub message: String,
    /// What to do about it.
    pub remedy: Option<String>,
    /// Text to paste, exactly.
    pub paste: Vec<String>,
    /// What is registered instead.
    pub found: Option<String>,
    /// The domain of the region that knows the client.
    pub found_region: Option<String>,
    /// Where it stands in what was given to read.
    pub place: Option<Place>,
    /// Addresses of what is quoted.
    pub sources: &'static [&'static str],
    /// The requests that it was told from.
    pub evidence: Vec<Probe>,
    /// What a page did that it was told from: positions of events of the visit.
    pub events: Vec<usize>,
}

impl Outcome {
    fn new(status: Status, message: String) -> Self {
        Self {
            subject: None,
            status,
            cause: None,
            basis: None,
            depends_on: None,
            reason: None,
            headline: None,
            message,
            remedy: None,
            paste: Vec::new(),
            found: None,
            found_region: None,
            place: None,
            sources: &[],
            evidence: Vec::new(),
            events: Vec::new(),
        }
    }

    /// Right, on this basis.
    #[must_use]
    pub fn pass(basis: Basis, message: impl Into<String>) -> Self {
        Self {
            basis: Some(basis),
            ..Self::new(Status::Pass, message.into())
        }
    }

    /// Worth knowing.
    #[must_use]
    pub fn warn(basis: Basis, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            basis: Some(basis),
            remedy: Some(remedy.into()),
            ..Self::new(Status::Warn, message.into())
        }
    }

    /// Wrong: the one thing to do in a line, what was found, and what to do about it in full.
    #[must_use]
    pub fn fail(
        basis: Basis,
        headline: impl Into<String>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            basis: Some(basis),
            headline: Some(headline.into()),
            remedy: Some(remedy.into()),
            ..Self::new(Status::Fail, message.into())
        }
    }

    /// Not shown, for this cause; what to do about it follows from the cause.
    #[must_use]
    pub fn unverifiable(cause: Cause, message: impl Into<String>) -> Self {
        Self {
            cause: Some(cause),
            remedy: Some(cause.advice().to_owned()),
            ..Self::new(Status::Unverifiable, message.into())
        }
    }

    /// Not judged, for a reason of its own.
    #[must_use]
    pub fn skipped(reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self {
            reason: Some(reason.clone()),
            ..Self::new(Status::Skipped, reason)
        }
    }

    /// Not judged, because another check did not pass.
    #[must_use]
    pub fn depends_on(rule: &'static Rule) -> Self {
        let reason = format!("needs {} to pass first", rule.id);
        Self {
            depends_on: Some(rule.id),
            ..Self::skipped(reason)
        }
    }

    /// About this subject.
    #[must_use]
    pub fn about(mut self, subject: Option<impl Into<String>>) -> Self {
        self.subject = subject.map(Into::into);
        self
    }

    /// Told from these requests.
    #[must_use]
    pub fn with_evidence(mut self, probes: impl IntoIterator<Item = Probe>) -> Self {
        self.evidence.extend(probes);
        self
    }

    /// Told from what a page did.
    #[must_use]
    pub fn with_events(mut self, events: Vec<usize>) -> Self {
        self.events = events;
        self
    }

    /// With a reason that scripts can compare.
    #[must_use]
    pub fn with_reason(mut self, reason: &str) -> Self {
        self.reason = Some(reason.to_owned());
        self
    }

    /// With the one thing to do, in a line.
    #[must_use]
    pub fn with_headline(mut self, headline: impl Into<String>) -> Self {
        self.headline = Some(headline.into());
        self
    }

    /// With something else to do about it.
    #[must_use]
    pub fn with_remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// With text to paste.
    #[must_use]
    pub fn with_paste(mut self, lines: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.paste.extend(lines.into_iter().map(Into::into));
        self
    }

    /// With the addresses of what is quoted.
    #[must_use]
    pub fn with_sources(mut self, sources: &'static [&'static str]) -> Self {
        self.sources = sources;
        self
    }

    /// With what is registered instead.
    #[must_use]
    pub fn with_found(mut self, found: impl Into<String>) -> Self {
        self.found = Some(found.into());
        self
    }

    /// About something that stands there.
    #[must_use]
    pub fn at(mut self, place: Option<Place>) -> Self {
        self.place = place;
        self
    }

    /// With the region that knows the client.
    #[must_use]
    pub fn with_found_region(mut self, domain: impl Into<String>) -> Self {
        self.found_region = Some(domain.into());
        self
    }
}
