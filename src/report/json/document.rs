//! The formats, spelled out as structs of their own, so that inner types can change freely. A test derives the schemas
//! from them that are shipped beside this file; recordings hold what a browser saw in the same form.

use crate::batch::ListedAs;
use crate::probe;
use crate::report::{Part, Source, Unchecked};
#[cfg(test)]
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A report of mirabridge-oauth. Fields are added, never renamed or removed, within a version.
#[derive(Serialize)]
#[cfg_attr(
    test,
    derive(JsonSchema),
    schemars(title = "Report of mirabridge-oauth, version 1")
)]
pub(super) struct Document<'a> {
    /// The version of this format.
    #[cfg_attr(test, schemars(extend("const" = 1)))]
    pub(super) format_version: u8,
    /// What wrote the report.
    pub(super) tool: Tool,
    /// Where the evidence comes from.
    pub(super) evidence: Evidence<'a>,
    /// Its place in the list of targets; absent if it is none of many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) listed: Option<&'a ListedAs>,
    /// What was checked.
    pub(super) target: Target<'a>,
    /// What MiraBridge Phone needs of the client.
    pub(super) setup: Setup<'a>,
    /// What all results come to; --fail-on does not change it.
    #[cfg_attr(test, schemars(extend("enum" = ["pass", "warn", "fail", "unverifiable"])))]
    pub(super) verdict: &'static str,
    /// The exit status of the run, as --fail-on has it: 0 passed, 1 something is wrong, 3 could not be verified, 130 or 143
    /// interrupted.
    #[cfg_attr(test, schemars(extend("enum" = [0, 1, 3, 130, 143])))]
    pub(super) exit_status: u8,
    /// The verdict in a sentence: what to change and where, or what was and was not shown.
    pub(super) headline: String,
    /// What is to be known of how the input of lint was read; absent if there is nothing.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub(super) notes: &'a [String],
    /// What 'locate' adds.
    #[serde(flatten)]
    pub(super) search: Option<Search<'a>>,
    /// What the checks found, in their order; one a subject.
    pub(super) results: Vec<Entry<'a>>,
    /// The requests in the order of asking, with their answers.
    pub(super) probes: Vec<Probe<'a>>,
    /// What a page did in a browser; absent if no browser was to look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) visit: Option<Visit<'a>>,
}

/// What wrote the report.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub(crate) struct Tool {
    /// Its name.
    pub(super) name: &'static str,
    /// Its version.
    pub(super) version: &'static str,
}

/// Where the evidence comes from.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub(crate) struct Evidence<'a> {
    pub(super) source: Source,
    /// When the run began, RFC 3339 in UTC.
    #[cfg_attr(test, schemars(extend("format" = "date-time")))]
    pub(super) taken_at: String,
    /// What was set that changes where requests go or whom they trust.
    pub(super) overrides: &'a [String],
    /// Whether the run was interrupted, so that only what was known by then is judged.
    pub(super) interrupted: bool,
}

/// What was checked.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub(crate) struct Target<'a> {
    /// The region's domain; null where it could not be read.
    pub(crate) region: Option<&'a str>,
    /// Its name at AWS; null for a region that this version does not know.
    pub(crate) aws_region: Option<&'a str>,
    /// The id of the OAuth client; null where it is not known.
    pub(crate) client_id: Option<&'a str>,
    /// The deployment of MiraBridge Phone; null where it does not matter.
    pub(crate) deployment: Option<&'a str>,
    /// The grant the client is expected to have; null where it matters to nothing, or is not known.
    #[cfg_attr(test, schemars(extend("enum" = ["implicit", "pkce", null])))]
    pub(crate) grant: Option<&'static str>,
}

/// What MiraBridge Phone needs of the client.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub(super) struct Setup<'a> {
    /// The redirect URIs, exactly as they must be registered.
    pub(super) redirect_uris: Vec<&'a str>,
    /// The scopes.
    pub(super) scopes: &'static [&'static str],
    /// The debug init URL; null where the client id is not known.
    pub(super) init_url: Option<&'a str>,
}

/// What 'locate' adds: what every region says.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub(super) struct Search<'a> {
    /// Of 'locate': whether one region knows the client.
    #[cfg_attr(test, schemars(extend("enum" = ["found", "not_found", "unverifiable"])))]
    pub(super) status: &'static str,
    /// Of 'locate': the domain of the region that knows the client.
    pub(super) found_region: Option<&'a str>,
    /// Of 'locate': the command that checks the client there.
    pub(super) check: Option<&'a str>,
    /// Of 'locate': what each region says, in the order of the table.
    pub(super) regions: Vec<RegionAnswer<'a>>,
}

/// What a region says about the client.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub(super) struct RegionAnswer<'a> {
    /// The region's domain.
    pub(super) domain: &'a str,
    /// Its name at AWS.
    pub(super) aws_region: Option<&'a str>,
    /// What it says.
    #[cfg_attr(test, schemars(extend("enum" = ["knows", "refuses", "unverifiable"])))]
    pub(super) status: &'static str,
    /// Why it is open whether it knows the client.
    pub(super) cause: Option<&'static str>,
    /// How it is known that it knows the client.
    pub(super) basis: Option<&'static str>,
    /// The grant that it was asked with.
    pub(super) grant: &'static str,
    /// Positions in the list of requests, of the one that showed it and its control.
    pub(super) probes: Vec<usize>,
}

/// What a check found of a subject.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub(crate) struct Entry<'a> {
    /// The name of the defect that was looked for.
    pub(super) id: &'static str,
    /// What it is about, where a check judges several things; null for the run as a whole.
    pub(super) subject: Option<&'a str>,
    /// How it ended.
    #[cfg_attr(test, schemars(extend("enum" = ["pass", "warn", "fail", "unverifiable", "skipped"])))]
    pub(super) status: &'static str,
    /// Why it could not be verified; null for every other status.
    pub(super) cause: Option<&'static str>,
    /// What the result rests on.
    pub(super) basis: Option<&'static str>,
    /// The id of the check whose result made this one impossible.
    pub(super) depends_on: Option<&'static str>,
    /// A reason: a name for scripts, or a sentence.
    pub(super) reason: Option<&'a str>,
    /// What was found and how it is known.
    pub(super) message: &'a str,
    /// What to do about it.
    pub(super) remedy: Option<&'a str>,
    /// Lines to paste, exactly.
    pub(super) paste: &'a [String],
    /// What is registered instead.
    pub(super) found: Option<&'a str>,
    /// The domain of the region that knows the client.
    pub(super) found_region: Option<&'a str>,
    /// Where to read more.
    pub(super) docs: Option<&'static str>,
    /// Addresses of what is quoted.
    pub(super) sources: &'static [&'static str],
    /// Positions in the list of requests, of those that it was told from.
    pub(super) probes: Vec<usize>,
    /// Positions in the list of events of the visit, of those that it was told from; absent if there are none.
    #[serde(skip_serializing_if = "<[usize]>::is_empty")]
    pub(super) events: &'a [usize],
}

/// What a page did in a browser.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub(super) struct Visit<'a> {
    /// The address that was opened.
    pub(super) url: &'a str,
    /// Why nothing was seen; null where something was.
    pub(super) failure: Option<Failure>,
    /// What was seen.
    #[serde(flatten)]
    pub(super) seen: Option<&'a probe::Visit>,
}

/// A request and its answer.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub(crate) struct Probe<'a> {
    /// The round it was asked in, counted from 1.
    pub(super) round: usize,
    /// Why it was sent.
    pub(super) purpose: String,
    /// The HTTP method.
    pub(super) method: &'static str,
    /// The address.
    pub(super) url: &'a str,
    /// Whether cookies that the host had set went along; they are never shown.
    pub(super) cookies: bool,
    /// The HTTP status; null where there was no answer.
    pub(super) status: Option<u16>,
    /// Where a redirect led; null where there was none, or more than one.
    pub(super) location: Option<&'a str>,
    /// The other headers of the answer that a judgement or a support case can rest on.
    pub(super) headers: BTreeMap<&'a str, String>,
    /// Why there was no answer.
    pub(super) failure: Option<Failure>,
    /// How long the last attempt took, in milliseconds.
    pub(super) elapsed_ms: u128,
}

/// Why there was no answer.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub(crate) struct Failure {
    /// Its name.
    pub(super) cause: &'static str,
    /// What went wrong.
    pub(super) message: String,
    /// What a library said of it, where that is more.
    pub(super) detail: Option<String>,
}

/// The last line of 'check --targets' as JSON lines; each line before it is a report. Fields are added, never renamed or
/// removed, within a version.
#[derive(Serialize)]
#[cfg_attr(
    test,
    derive(JsonSchema),
    schemars(title = "Summary of many reports of mirabridge-oauth, version 1")
)]
pub(super) struct SummaryLine<'a> {
    /// The version of this format.
    #[cfg_attr(test, schemars(extend("const" = 1)))]
    pub(super) format_version: u8,
    /// What all reports come to.
    pub(super) summary: Summary<'a>,
}

/// What all reports come to.
#[derive(Serialize)]
#[cfg_attr(test, derive(JsonSchema))]
pub(super) struct Summary<'a> {
    /// The part of the list that was checked; null for all of it.
    pub(super) part: Option<Part>,
    /// How many clients were checked.
    pub(super) targets: usize,
    /// Those with the verdict pass.
    pub(super) pass: usize,
    /// Those with the verdict warn.
    pub(super) warn: usize,
    /// Those with the verdict fail.
    pub(super) fail: usize,
    /// Those with the verdict unverifiable.
    pub(super) unverifiable: usize,
    /// Rows of the list that could not be read; each has a report, too, whose target has no region.
    pub(super) unreadable: usize,
    /// The requests that all of them took.
    pub(super) requests: usize,
    /// Whether the built-in simulator answered any.
    pub(super) simulated: bool,
    /// The exit status of the run: that of the gravest report, 1 before 3 before 0; 130 or 143 if it was interrupted.
    #[cfg_attr(test, schemars(extend("enum" = [0, 1, 3, 130, 143])))]
    pub(super) exit_status: u8,
    /// The targets without a report, which are the last ones of the list; null if there are none.
    pub(super) unchecked: Option<&'a Unchecked>,
}
