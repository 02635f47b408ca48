//! What a page did in a browser, as lines of text that is not escaped yet.

use super::page_text::brief;
use crate::probe::{Level, PageEvent, Visit, VisitEnd, Visited, What};
use crate::text::cut;

/// Characters of an event that led to a finding.
const LONGEST: usize = 240;

/// The signs of a tree.
pub(crate) struct Signs {
    pub(crate) corner: &'static str,
    pub(crate) line: &'static str,
    pub(crate) arrow: &'static str,
}

impl Signs {
    pub(crate) const ASCII: Self = Self {
        corner: "`- ",
        line: "| ",
        arrow: "->",
    };
    pub(crate) const UNICODE: Self = Self {
        corner: "└─ ",
        line: "│ ",
        arrow: "→",
    };
}

/// The events at these positions, which led to a finding.
pub(crate) fn trail(visited: &Visited, signs: &Signs, events: &[usize]) -> Vec<String> {
    let Ok(visit) = &visited.observation else {
        return Vec::new();
    };
    let events = events.iter().filter_map(|at| visit.events.get(*at));
    events
        .map(|event| {
            let words = words(event, signs, brief);
            let (time, name) = (seconds(event.at_ms), name(visit, event.place));
            format!("{time} {name}: {}", cut(&words, LONGEST))
        })
        .collect()
}

/// Everything, as a tree of windows and frames.
pub(crate) fn tree(visited: &Visited, signs: &Signs) -> Vec<String> {
    let mut lines = vec![format!("Visit of {}", visited.url)];
    let visit = match &visited.observation {
        Err(failure) => {
            lines.push(format!("none: {failure}"));
            return lines;
        }
        Ok(visit) => visit,
    };
    let timing = visit.timing;
    let loaded = timing.load_ms.map_or_else(
        || "never loaded".to_owned(),
        |ms| format!("loaded after {ms} ms"),
    );
    lines.push(format!(
        "{}: started in {} ms, {loaded}, {} {} ms later",
        visit.browser,
        timing.start_ms,
        end(visit.end),
        timing.settle_ms
    ));
    for place in 0..visit.places.len() {
        if is_root(visit, place) {
            branch(&mut lines, visit, signs, place, 0);
        }
    }
    for one in &visit.unreached {
        lines.push(format!("{} was not reached: {}", one.host, one.message));
    }
    if visit.dropped > 0 {
        lines.push(format!("{} more events were not kept", visit.dropped));
    }
    if visit.harmless_dropped > 0 {
        let count = visit.harmless_dropped;
        lines.push(format!("{count} more lines of the console and the like were not kept; none of them speaks of an error of the sign-in"));
    }
    lines
}

/// A window or frame, what happened in it, and what stands in it or was opened by it.
fn branch(lines: &mut Vec<String>, visit: &Visit, signs: &Signs, place: usize, depth: usize) {
    let indent = "   ".repeat(depth.saturating_sub(1));
    let (corner, inner) = match depth {
        0 => ("", ""),
        _ => (signs.corner, "   "),
    };
    let title = match visit.places.get(place).map(|place| place.title.as_str()) {
        None | Some("") => String::new(),
        Some(title) => format!(" \"{title}\""),
    };
    lines.push(format!("{indent}{corner}{}{title}", name(visit, place)));
    for event in visit.events.iter().filter(|event| event.place == place) {
        let words = words(event, signs, str::to_owned);
        let (line, time) = (signs.line, seconds(event.at_ms));
        lines.push(format!("{indent}{inner}{line}{time} {words}"));
    }
    for (child, of) in visit.places.iter().enumerate() {
        // A parent always comes first, so that this comes to an end.
        if of.parent == Some(place) && child > place {
            branch(lines, visit, signs, child, depth + 1);
        }
    }
}

fn is_root(visit: &Visit, place: usize) -> bool {
    let parent = visit.places.get(place).and_then(|place| place.parent);
    parent.is_none_or(|parent| parent >= place)
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
        VisitEnd::Busy => "out of time with a busy script",
        VisitEnd::Interrupted => "interrupted",
        VisitEnd::Died => "the browser ended",
    }
}

/// What happened, with addresses as `show` gives them.
fn words(event: &PageEvent, signs: &Signs, show: fn(&str) -> String) -> String {
    let arrow = signs.arrow;
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
            let rule = match rule.as_str() {
                "" => String::new(),
                rule => format!(" ({rule})"),
            };
            let by = by.words();
            format!("{} {url} is blocked by {by}{rule}", resource.word())
        }
        What::Withheld { resource, .. } => {
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
        What::Dialog { text } => format!("a box that waits, answered by this tool: {text}"),
        What::Crashed => "crashes".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Signs, trail, tree};
    use crate::probe::{
        BrowsingContext, Failure, PageEvent, Timing, Unreached, Visit, VisitEnd, Visited, What,
    };

    fn seen(observation: Result<Visit, Failure>) -> Visited {
        Visited {
            url: "https://phone.mirabridge.cloud/init".to_owned(),
            observation,
        }
    }

    fn place(is_window: bool, parent: Option<usize>) -> BrowsingContext {
        BrowsingContext {
            is_window,
            parent,
            ..BrowsingContext::default()
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
            harmless_dropped: 0,
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
            tree(&seen(Ok(visit())), &Signs::UNICODE),
            [
                "Visit of https://phone.mirabridge.cloud/init",
                "Chrome/1: started in 120 ms, loaded after 900 ms, quiet 1500 ms later",
                "page \"MiraBridge Phone\"",
                "│ 0.05 s moves to https://a.example/?x=1",
                "└─ frame 1",
                "   │ 61.00 s moves to https://c.example/",
                "   └─ window 2",
                "      │ 1.23 s moves to https://b.example/",
                "frame 3",
                "frame 4",
                "apps.mypurecloud.de was not reached: no such name",
            ]
        );
    }

    #[test]
    fn a_visit_that_was_cut_short_says_so() {
        let visit = Visit {
            places: vec![place(true, None), place(false, Some(0))],
            dropped: 3,
            harmless_dropped: 7,
            unreached: Vec::new(),
            end: VisitEnd::Deadline,
            timing: Timing::default(),
            ..visit()
        };
        assert_eq!(
            tree(&seen(Ok(visit)), &Signs::ASCII),
            [
                "Visit of https://phone.mirabridge.cloud/init",
                "Chrome/1: started in 0 ms, never loaded, out of time 0 ms later",
                "page",
                "| 0.05 s moves to https://a.example/?x=1",
                "`- frame 1",
                "   | 61.00 s moves to https://c.example/",
                "3 more events were not kept",
                "7 more lines of the console and the like were not kept; none of them speaks of an error of the sign-in",
            ]
        );
        let why = "no browser was found";
        assert_eq!(
            tree(&seen(Err(Failure::NotAsked { why })), &Signs::ASCII),
            [
                "Visit of https://phone.mirabridge.cloud/init",
                "none: no browser was found",
            ]
        );
    }

    #[test]
    fn a_finding_shows_what_led_to_it_and_brief_addresses() {
        assert_eq!(
            trail(&seen(Ok(visit())), &Signs::UNICODE, &[0, 2, 9]),
            [
                "0.05 s page: moves to https://a.example/?...",
                "61.00 s frame 1: moves to https://c.example/",
            ]
        );
    }
}
