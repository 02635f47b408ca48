//! What a page did in a browser: the part of it that led to a finding, and with -v all of it, as a tree.

use crate::checks::Outcome;
use crate::probe::{Blocker, Evidence, Level, PageEvent, Visit, VisitEnd, What, brief};
use crate::report::render_options::RenderOptions;
use crate::text::cut;
use std::fmt::Write as _;

/// Characters that are shown in a line of a finding.
const LONGEST: usize = 240;

/// What led to a finding, a line each, in order.
pub(super) fn trail(evidence: &Evidence, options: RenderOptions, outcome: &Outcome) -> String {
    let Some(visit) = seen(evidence) else {
        return String::new();
    };
    let events = outcome.events.iter().filter_map(|at| visit.events.get(*at));
    let mut text = String::new();
    for (position, event) in events.enumerate() {
        let label = if position == 0 { "Page did" } else { "" };
        let line = format!(
            "{} {}: {}",
            seconds(event.at_ms),
            name(visit, event.place),
            cut(&words(event, options, brief), LONGEST)
        );
        text.push_str(&options.paragraph(label, &options.show(&line)));
    }
    text
}

/// Everything, as a tree of windows and frames.
pub(super) fn tree(evidence: &Evidence, options: RenderOptions) -> String {
    let Some(visited) = evidence.visited() else {
        return String::new();
    };
    let mut text = format!("\nVisit of {}\n", options.show(&visited.url));
    let visit = match &visited.observation {
        Err(failure) => {
            _ = writeln!(text, "none: {}", options.show(&failure.to_string()));
            return text;
        }
        Ok(visit) => visit,
    };
    let timing = visit.timing;
    let loaded = timing.load_ms.map_or_else(
        || "never loaded".to_owned(),
        |ms| format!("loaded after {ms} ms"),
    );
    _ = writeln!(
        text,
        "{}: started in {} ms, {loaded}, {} {} ms later",
        options.show(&visit.browser),
        timing.start_ms,
        end(visit.end),
        timing.settle_ms
    );
    for place in 0..visit.places.len() {
        if is_root(visit, place) {
            branch(&mut text, visit, options, place, 0);
        }
    }
    for one in &visit.unreached {
        let line = format!("{} was not reached: {}", one.host, one.message);
        _ = writeln!(text, "{}", options.show(&line));
    }
    if visit.dropped > 0 {
        _ = writeln!(text, "{} more events were not kept", visit.dropped);
    }
    text
}

/// A window or frame, what happened in it, and what stands in it or was opened by it.
fn branch(text: &mut String, visit: &Visit, options: RenderOptions, place: usize, depth: usize) {
    let indent = "   ".repeat(depth.saturating_sub(1));
    let (corner, line) = if options.unicode {
        ("└─ ", "│ ")
    } else {
        ("`- ", "| ")
    };
    let corner = if depth == 0 { "" } else { corner };
    let title = visit.places.get(place).map_or("", |place| &place.title);
    let title = match title {
        "" => String::new(),
        title => format!(" \"{}\"", options.show(title)),
    };
    _ = writeln!(text, "{indent}{corner}{}{title}", name(visit, place));
    let inner = if depth == 0 { "" } else { "   " };
    for event in visit.events.iter().filter(|event| event.place == place) {
        _ = writeln!(
            text,
            "{indent}{inner}{line}{} {}",
            seconds(event.at_ms),
            options.show(&words(event, options, str::to_owned))
        );
    }
    for (child, of) in visit.places.iter().enumerate() {
        // A parent always comes first, so that this comes to an end.
        if of.parent == Some(place) && child > place {
            branch(text, visit, options, child, depth + 1);
        }
    }
}

fn is_root(visit: &Visit, place: usize) -> bool {
    let parent = visit.places.get(place).and_then(|place| place.parent);
    parent.is_none_or(|parent| parent >= place)
}

fn seen(evidence: &Evidence) -> Option<&Visit> {
    evidence.visited()?.observation.as_ref().ok()
}

fn seconds(ms: u64) -> String {
    format!("{}.{:02} s", ms / 1000, ms % 1000 / 10)
}

fn name(visit: &Visit, place: usize) -> String {
    let is_window = visit.places.get(place).is_some_and(|place| place.is_window);
    match (place, is_window) {
        (0, _) => "page".to_owned(),
        (_, true) => format!("window {place}"),
        (_, false) => format!("frame {place}"),
    }
}

fn end(end: VisitEnd) -> &'static str {
    match end {
        VisitEnd::Quiet => "quiet",
        VisitEnd::Loop => "a loop",
        VisitEnd::Deadline => "out of time",
        VisitEnd::Interrupted => "interrupted",
        VisitEnd::Died => "the browser ended",
    }
}

/// What happened, with addresses as `show` gives them.
fn words(event: &PageEvent, options: RenderOptions, show: fn(&str) -> String) -> String {
    let arrow = options.arrow();
    let url = event.what.url().map(show).unwrap_or_default();
    match &event.what {
        What::Redirected { status, to, .. } => format!("{url} {status} {arrow} {}", show(to)),
        What::Loaded { status: None, .. } => url,
        What::Loaded {
            status: Some(status),
            ..
        } => format!("{url} {status}"),
        What::Moved { .. } => format!("moves to {url}"),
        What::Console { level, text } => {
            let level = match level {
                Level::Info => "console",
                Level::Warning => "console warning",
                Level::Error => "console error",
            };
            format!("{level}: {text}")
        }
        What::Exception { text, line, .. } => {
            format!("a script fails: {text} (line {line} of {url})")
        }
        What::Answered {
            resource, status, ..
        } => format!("{} {url} {status}", resource.word()),
        What::Failed {
            resource, error, ..
        } => format!("{} {url} fails: {error}", resource.word()),
        What::Blocked {
            by, resource, rule, ..
        } => {
            let by = match by {
                Blocker::FrameOptions | Blocker::FrameAncestors => "its own rule on frames",
                Blocker::Csp => "the Content Security Policy",
                Blocker::Cors => "CORS",
                Blocker::MixedContent => "mixed content",
                Blocker::Other => "a rule of the browser",
            };
            let rule = match rule.as_str() {
                "" => String::new(),
                rule => format!(" ({rule})"),
            };
            format!("{} {url} is blocked by {by}{rule}", resource.word())
        }
        What::KeptIn { resource, .. } => {
            format!("{} {url} is not loaded by this tool", resource.word())
        }
        What::WindowAsked {
            by_gesture, opened, ..
        } => {
            let why = if *by_gesture {
                "after a click"
            } else {
                "without a click"
            };
            let then = if *opened { "opened" } else { "blocked" };
            format!("asks for a window {why}: {then}: {url}")
        }
        What::WindowOpened => "opens".to_owned(),
        What::WindowClosed => "closes".to_owned(),
        What::Clicked { words } => format!("this tool clicks \"{words}\""),
        What::Dialog { text } => format!("a box that waits, closed by this tool: {text}"),
        What::Crashed => "crashes".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{trail, tree};
    use crate::checks::Outcome;
    use crate::classify::Basis;
    use crate::probe::{
        Evidence, Failure, PageEvent, Place, Timing, Unreached, Visit, VisitEnd, Visited, What,
    };
    use crate::report::RenderOptions;
    use crate::report::testing::PLAIN;

    const ASCII: RenderOptions = RenderOptions {
        unicode: false,
        ..PLAIN
    };

    fn seen(observation: Result<Visit, Failure>) -> Evidence {
        let mut evidence = Evidence::default();
        evidence.set_visited(Visited {
            url: "https://phone.mirabridge.cloud/init".to_owned(),
            observation,
        });
        evidence
    }

    fn place(is_window: bool, parent: Option<usize>) -> Place {
        Place {
            is_window,
            parent,
            ..Place::default()
        }
    }

    fn moved(at_ms: u64, place: usize, url: &str) -> PageEvent {
        let url = url.to_owned();
        PageEvent {
            at_ms,
            place,
            what: What::Moved { url },
        }
    }

    /// A page, a frame in it, a window that the frame opened, and two places whose parents do not come before them.
    fn visit() -> Visit {
        let mut page = place(true, None);
        page.title = "MiraBridge Phone".to_owned();
        Visit {
            browser: "Chrome/1".to_owned(),
            places: vec![
                page,
                place(false, Some(0)),
                place(true, Some(1)),
                place(false, Some(4)),
                place(false, Some(4)),
            ],
            events: vec![
                moved(50, 0, "https://a.example/?x=1"),
                moved(1234, 2, "https://b.example/"),
                moved(61_009, 1, "https://c.example/"),
            ],
            dropped: 0,
            unreached: vec![Unreached {
                host: "apps.mypurecloud.de".to_owned(),
                cause: "dns".to_owned(),
                message: "no such name".to_owned(),
            }],
            end: VisitEnd::Quiet,
            timing: Timing {
                start_ms: 120,
                load_ms: Some(900),
                settle_ms: 1500,
            },
        }
    }

    #[test]
    fn everything_stands_below_the_window_or_frame_it_happened_in() {
        assert_eq!(
            tree(&seen(Ok(visit())), PLAIN),
            "
Visit of https://phone.mirabridge.cloud/init
Chrome/1: started in 120 ms, loaded after 900 ms, quiet 1500 ms later
page \"MiraBridge Phone\"
│ 0.05 s moves to https://a.example/?x=1
└─ frame 1
   │ 61.00 s moves to https://c.example/
   └─ window 2
      │ 1.23 s moves to https://b.example/
frame 3
frame 4
apps.mypurecloud.de was not reached: no such name
"
        );
    }

    #[test]
    fn a_visit_that_was_cut_short_says_so() {
        let visit = Visit {
            places: vec![place(true, None), place(false, Some(0))],
            dropped: 3,
            unreached: Vec::new(),
            end: VisitEnd::Deadline,
            timing: Timing::default(),
            ..visit()
        };
        assert_eq!(
            tree(&seen(Ok(visit)), ASCII),
            "
Visit of https://phone.mirabridge.cloud/init
Chrome/1: started in 0 ms, never loaded, out of time 0 ms later
page
| 0.05 s moves to https://a.example/?x=1
`- frame 1
   | 61.00 s moves to https://c.example/
3 more events were not kept
"
        );
        let failure = Failure::NotAsked {
            why: "no browser was found",
        };
        assert_eq!(
            tree(&seen(Err(failure)), PLAIN),
            "\nVisit of https://phone.mirabridge.cloud/init\nnone: no browser was found\n"
        );
        assert_eq!(tree(&Evidence::default(), PLAIN), "");
    }

    #[test]
    fn a_finding_shows_what_led_to_it_and_brief_addresses() {
        let outcome = Outcome::pass(Basis::Browser, "").with_events(vec![0, 2, 9]);
        assert_eq!(
            trail(&seen(Ok(visit())), PLAIN, &outcome),
            "  Page did   0.05 s page: moves to https://a.example/?...
             61.00 s frame 1: moves to https://c.example/
"
        );
        assert_eq!(trail(&Evidence::default(), PLAIN, &outcome), "");
    }
}
