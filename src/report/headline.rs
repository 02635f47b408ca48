//! The first line of a report.

use super::{Entry, Report};
use crate::classify::Basis;
use crate::finding::{ADMIN_MENU, FailOn, Outcome, Status, Topic, Verdict};
use crate::genesys::Region;
use crate::text::counted;

/// The first line of a report without its sign: what to change and where, or what was and was not shown.
#[must_use]
pub fn headline(report: &Report) -> String {
    if let Some(search) = &report.search {
        return search.headline.clone();
    }
    match report.verdict {
        Verdict::Pass => right(report),
        Verdict::Warn => {
            let mut all = report.with(Status::Warn);
            let of_today = all.any(|(_, outcome)| outcome.basis != Some(Basis::Date));
            // That the implicit grant ends is said by itself, and needs no number.
            let counts = report.fail_on == FailOn::Warn;
            let warnings = if of_today || counts {
                report.with(Status::Warn).count()
            } else {
                0
            };
            let counted = counted(warnings, "warning");
            // What warns of the future or of the input leaves everything that was checked right.
            let harmless = report
                .with(Status::Warn)
                .all(|(_, outcome)| matches!(outcome.basis, Some(Basis::Date | Basis::Input)));
            let mut registered = report
                .with(Status::Warn)
                .filter(|(_, outcome)| outcome.basis == Some(Basis::Registered));
            let own = registered.find_map(|(_, outcome)| outcome.headline.clone());
            let what = match own {
                Some(own) => own,
                None if harmless => right(report),
                None => "the OAuth client is right".to_owned(),
            };
            // Where it stands for the whole report, there is nothing below.
            let below = match report.subject.listed {
                Some(_) => "",
                None => " below",
            };
            match warnings {
                0 => what,
                _ if counts => {
                    format!("{counted}{below}, and warnings count as failures in this run")
                }
                _ => format!("{what} ({counted}{below})"),
            }
        }
        Verdict::Fail => {
            let failed: Vec<_> = report.with(Status::Fail).collect();
            // Where all belongs to another region, that is to be settled first.
            let mut elsewhere = failed
                .iter()
                .filter(|(_, outcome)| outcome.found_region.is_some());
            let first = elsewhere.find_map(|(_, outcome)| outcome.headline.clone());
            first
                .or_else(|| several_uris(report, &failed))
                .unwrap_or_else(|| first_of(&failed))
        }
        Verdict::Unverifiable => unverifiable(report),
    }
}

/// That nothing is wrong, by what was shown.
fn right(report: &Report) -> String {
    let (uris, others): (Vec<_>, Vec<_>) = report
        .with(Status::Pass)
        .partition(|(rule, _)| is_uri(rule.topic));
    let present = uris
        .iter()
        .filter(|(rule, _)| rule.topic == Topic::NeededUri);
    let needed = report.subject.redirect_uris.len();
    if needed == 0 || present.count() != needed {
        return "everything checked is right".to_owned();
    }
    // A list tells of nothing else, and a client's JSON may lack what would have to be judged.
    let whole = report.with(Status::Skipped).next().is_none();
    let client = if others.is_empty() || !whole {
        ""
    } else {
        ", and the client is right"
    };
    let is_exact = uris
        .iter()
        .all(|(rule, outcome)| rule.topic != Topic::NeededUri || outcome.reason.is_none());
    let how = if is_exact { ", exactly" } else { "" };
    format!("all {needed} redirect URIs are there{how}{client}")
}

/// Whether it is about redirect URIs that are registered.
fn is_uri(topic: Topic) -> bool {
    matches!(
        topic,
        Topic::RedirectUri | Topic::NeededUri | Topic::AlteredUri | Topic::OtherUri
    )
}

/// The first failure, and how many more there are. Where another check found the same, it is one.
fn first_of(failed: &[&Entry]) -> String {
    let Some(((rule, first), others)) = failed.split_first() else {
        return String::new();
    };
    let headline = first.headline.clone().unwrap_or_default();
    let is_other = |(other, one): &&&Entry| other.id == rule.id || one.headline != first.headline;
    match others.iter().filter(is_other).count() {
        0 => headline,
        others => format!("{headline} (+{others} more)"),
    }
}

/// Failures that are all redirect URIs of a client that is right, in one.
fn several_uris(report: &Report, failed: &[&Entry]) -> Option<String> {
    // One that a login asked with is not to be registered.
    let needed = &report.subject.redirect_uris;
    let is_needed = |outcome: &Outcome| {
        let subject = outcome.subject.as_deref();
        subject.is_none_or(|subject| needed.iter().any(|uri| uri.as_str() == subject))
    };
    let all = failed.iter().all(|(rule, outcome)| match rule.topic {
        Topic::RedirectUri => client_is_right(report) && is_needed(outcome),
        topic => matches!(topic, Topic::AlteredUri | Topic::NeededUri),
    });
    (all && failed.len() > 1).then(|| {
        format!(
            "Correct {} redirect URIs of the client: {ADMIN_MENU}",
            failed.len()
        )
    })
}

fn client_is_right(report: &Report) -> bool {
    let mut passed = report.with(Status::Pass);
    passed.any(|(rule, _)| rule.topic == Topic::Client)
}

fn unverifiable(report: &Report) -> String {
    let open: Vec<_> = report.with(Status::Unverifiable).collect();
    let Some(first) = open.first() else {
        // What was asked for may depend on a check that was left out.
        let mut skipped = report.with(Status::Skipped);
        let why = skipped.find(|(_, outcome)| outcome.depends_on.is_some());
        let why = why.map_or_else(String::new, |(rule, outcome)| {
            format!(": {} {}", rule.id, outcome.message)
        });
        return format!("nothing was checked that could show the OAuth client to be right{why}");
    };
    let (rule, outcome) = first;
    if let Some(headline) = &outcome.headline {
        return headline.clone();
    }
    let cause = outcome.cause.map_or("", |cause| cause.words());
    if let (Topic::LoginHost, Some(region)) = (rule.topic, &report.subject.region) {
        return format!("{} gave no usable answer ({cause})", region.login_host());
    }
    let all_pages = open.iter().all(|entry| page(report, entry).is_some());
    if let Some(page) = page(report, first).filter(|_| all_pages && client_is_right(report)) {
        return match open.len() {
            1 => format!("the OAuth client is right; {page} was not checked ({cause})"),
            several => {
                format!("the OAuth client is right; {several} pages could not be checked ({cause})")
            }
        };
    }
    let mut title = rule.title.to_owned();
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    format!("cannot tell whether {title}: {cause}")
}

/// The page that a result is about, if it is about one: by the part of its address that tells it from the others.
fn page(report: &Report, (rule, outcome): &Entry) -> Option<String> {
    let page = match (rule.topic, outcome.subject.as_deref()) {
        (Topic::RedirectPage, Some(uri)) => match uri.rsplit_once("/crm/") {
            Some((_, file)) => format!("crm/{file}"),
            None => uri.to_owned(),
        },
        (Topic::RedirectPage, None) => {
            let region = report.subject.region.as_ref();
            region.map_or_else(String::new, Region::apps_host)
        }
        (Topic::InitPage, _) => "the debug init URL".to_owned(),
        (Topic::BrowserPage, _) => "the page in a browser".to_owned(),
        _ => return None,
    };
    Some(page)
}

#[cfg(test)]
mod tests {
    use super::headline;
    use crate::batch::ListedAs;
    use crate::classify::Basis;
    use crate::finding::{FailOn, Outcome, Verdict};
    use crate::probe::Cause;
    use crate::report::testing::{report, right, rule, warned};
    use crate::report::{Report, Source};

    fn there() -> (&'static str, Outcome) {
        ("missing-redirect", Outcome::pass(Basis::Input, "there"))
    }

    fn skipped() -> (&'static str, Outcome) {
        ("invalid-scope", Outcome::skipped("not in it"))
    }

    /// A copy of what is registered, in which three redirect URIs are needed.
    fn copy<const N: usize>(results: [(&str, Outcome); N]) -> Report {
        let mut report = report(results, FailOn::default());
        report.run.source = Source::Input;
        report.verdict =
            Verdict::on_registered(report.results.iter().map(|(_, outcome)| outcome), true);
        report.exit_status = 0;
        report
    }

    #[test]
    fn says_no_more_of_a_copy_than_was_shown() {
        let cleaned = || {
            let (id, outcome) = there();
            (id, outcome.with_reason("surroundings_left_out"))
        };
        let extra = || ("altered-redirect", Outcome::pass(Basis::Input, "there"));
        for (report, expected) in [
            (
                copy([there(), there(), there()]),
                "all 3 redirect URIs are there, exactly",
            ),
            (
                copy([there(), there(), there(), extra()]),
                "all 3 redirect URIs are there, exactly",
            ),
            (
                copy([there(), there(), there(), right()]),
                "all 3 redirect URIs are there, exactly, and the client is right",
            ),
            (
                copy([there(), there(), there(), right(), skipped()]),
                "all 3 redirect URIs are there, exactly",
            ),
            (
                copy([there(), cleaned(), there()]),
                "all 3 redirect URIs are there",
            ),
            (
                copy([
                    there(),
                    there(),
                    there(),
                    warned("invalid-client", Basis::Input),
                ]),
                "all 3 redirect URIs are there, exactly (1 warning below)",
            ),
            (copy([there(), there()]), "everything checked is right"),
        ] {
            assert_eq!(headline(&report), expected);
        }
    }

    #[test]
    fn warnings_are_counted_and_said_to_be_below_where_they_are() {
        let warnings = || {
            let one = warned("init-page", Basis::Transport);
            [right(), one.clone(), one]
        };
        let mut lenient = report(warnings(), FailOn::default());
        assert_eq!(
            headline(&lenient),
            "the OAuth client is right (2 warnings below)"
        );
        let (id, mut odd) = warned("registration-differs", Basis::Registered);
        odd.headline = Some("they differ".to_owned());
        assert_eq!(
            headline(&report([right(), (id, odd)], FailOn::default())),
            "they differ (1 warning below)"
        );
        lenient.subject.listed = Some(ListedAs {
            line: 2,
            ..ListedAs::default()
        });
        assert_eq!(headline(&lenient), "the OAuth client is right (2 warnings)");
        assert_eq!(
            headline(&report(warnings(), FailOn::Warn)),
            "2 warnings below, and warnings count as failures in this run"
        );
    }

    #[test]
    fn failures_are_told_as_one_where_one_change_corrects_them() {
        let wrong = |id| {
            let outcome = Outcome::fail(Basis::Contrast, format!("Correct {id}"), "", "");
            (id, outcome)
        };
        let redirect = || wrong("invalid-redirect");
        let told = |report| headline(&report);
        let on = FailOn::default();
        assert_eq!(
            told(report([right(), redirect()], on)),
            "Correct invalid-redirect"
        );
        assert_eq!(
            told(report([right(), redirect(), redirect()], on)),
            "Correct 2 redirect URIs of the client: Admin > Integrations > OAuth"
        );
        assert_eq!(
            told(report([redirect(), redirect()], on)),
            "Correct invalid-redirect (+1 more)",
            "the client was not shown to be right"
        );
        assert_eq!(
            told(report([right(), redirect(), wrong("open-redirect")], on)),
            "Correct invalid-redirect (+1 more)"
        );
    }

    #[test]
    fn what_the_only_check_depends_on_is_named() {
        let told = |results| headline(&report(results, FailOn::default()));
        let nothing = "nothing was checked that could show the OAuth client to be right";
        let left_out = || ("unreachable", Outcome::skipped("left out with --only"));
        let only = ("invalid-client", Outcome::depends_on(rule("unreachable")));
        let why = only.1.message.clone();
        assert_eq!(
            told([left_out(), only]),
            format!("{nothing}: invalid-client {why}")
        );
        assert_eq!(told([left_out(), left_out()]), nothing);
    }

    #[test]
    fn a_page_that_was_not_checked_is_named() {
        let open = |id, subject: Option<&str>| {
            let outcome = Outcome::unverifiable(Cause::Timeout, "no answer");
            (id, outcome.about(subject))
        };
        let told = |page| headline(&report([right(), page], FailOn::default()));
        for (id, subject, page) in [
            (
                "redirect-page",
                Some("https://apps.mypurecloud.de/crm/index.html"),
                "crm/index.html",
            ),
            (
                "redirect-page",
                Some("https://phone.mirabridge.cloud"),
                "https://phone.mirabridge.cloud",
            ),
            ("redirect-page", None, "apps.mypurecloud.de"),
            ("init-page", None, "the debug init URL"),
            ("page-errors", None, "the page in a browser"),
        ] {
            assert_eq!(
                told(open(id, subject)),
                format!("the OAuth client is right; {page} was not checked (no answer in time)")
            );
        }
        let [page, scope] = ["redirect-page", "invalid-scope"].map(|id| open(id, None));
        let more = report([right(), page, scope], FailOn::default());
        let more = headline(&more);
        assert!(more.starts_with("cannot tell whether "), "{more}");
        let unknown = headline(&report([open("init-page", None)], FailOn::default()));
        assert!(unknown.starts_with("cannot tell whether "), "{unknown}");
        let pages = [
            right(),
            open("redirect-page", None),
            open("init-page", None),
        ];
        assert_eq!(
            headline(&report(pages, FailOn::default())),
            "the OAuth client is right; 2 pages could not be checked (no answer in time)"
        );
    }
}
