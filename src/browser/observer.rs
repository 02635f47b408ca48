//! What a browser says of a page, and what it is told: from the first command until the page is quiet, or loops. Pure, so
//! that all of it can be tested, and a visit be replayed, without a browser.

mod console;
mod journal;
mod look;
mod network;
mod pages;
#[cfg(test)]
mod tests;

use self::console::Unread;
use self::journal::{Bounded, Id, Journal};
use self::look::Click;
use self::network::{LATE, Requests};
use self::pages::{Session, Windows};
use super::connection::{Command, Message, parse, text_at, value_at};
use super::page_text::{address, text};
use super::relay::PageHosts;
use crate::probe::{PageEvent, Timing, Visit, VisitEnd, What};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ops::ControlFlow::{self, Break, Continue};

/// Milliseconds for which nothing may happen before a page counts as quiet.
const SETTLE: u64 = 500;
/// The same with a login page, which may lead away by itself, or be closed by the page that opened it.
const STAY: u64 = 800;
/// Milliseconds after the last thing that may lead to a sign-in for which one is waited for, and for which the page may
/// go on with what does not lead to one.
const PATIENCE: u64 = 4000;
/// Milliseconds within which a frame that only moves within its document says that it loads, and that it has.
const BRIEF: u64 = 100;
/// Commands that wait for a reply at the same time: those of the setup of every session, and some more.
const MOST_COMMANDS: usize = 1000;
/// Frames that are loading, and pictures that are taken, at the most.
const MOST_LOADING: usize = 1000;
const MOST_PICTURES: usize = 8;
/// Documents that one place shows, and frames that it makes, before what it or they do no longer counts as a way to a
/// sign-in.
const MOST_DOCUMENTS: usize = 6;
const MOST_FRAMES: usize = 8;

/// What the reply to a command is for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Then {
    /// Nothing.
    Ignore,
    /// A session must have all of its setup before its page goes on.
    Setup,
    /// The same, and it is the last command of the setup.
    SetupEnd,
    /// The page was opened, or not.
    Opened,
    /// What a place shows.
    Look(usize),
    /// Whether something was clicked.
    Click,
    /// The element in which a frame stands, and whether it is seen.
    Owner(usize),
    Seen(usize),
    /// The values of a line of the console.
    Read(Unread),
}

/// What was tried since something last happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tried {
    Nothing,
    /// What the page shows was asked for.
    Look,
    Click,
}

/// What is known of a visit so far.
#[derive(Debug)]
pub(super) struct Observer {
    url: String,
    hosts: PageHosts,
    /// Milliseconds since the beginning.
    now: u64,
    /// Commands that are still to be given, the number of the last one, and those without a reply yet.
    commands: Vec<Command>,
    last: u64,
    unanswered: Bounded<(String, Then)>,
    journal: Journal,
    /// What was thrown, by the browser's number; none where something has caught it since.
    rejections: Bounded<Option<PageEvent>>,
    sessions: Bounded<Session>,
    /// The frames that are loading, and since when.
    loading: Bounded<u64>,
    requests: Requests,
    windows: Windows,
    /// The places in which workers run, by their session.
    workers: Bounded<usize>,
    /// How often the login was come to in each place.
    logins: Bounded<usize>,
    /// The contexts in which the scripts of frames run.
    contexts: Bounded<u64>,
    /// How many documents each place has shown.
    documents: Bounded<usize>,
    /// When something last happened that may lead to a sign-in, when data last came or went, and when something to
    /// click was last waited for.
    active_at: u64,
    data_at: u64,
    tried_at: u64,
    tried: Tried,
    click: Click,
    /// The page at the address that is visited was shown.
    is_shown: bool,
    /// The places that are at a login page now, or would be, at a host that a visit does not contact; and whether it shows
    /// nothing that a person could fill in or press. That may still come, and until then it may lead away.
    at_login: BTreeMap<usize, bool>,
    opened: bool,
    loaded_at: Option<u64>,
    looped: bool,
    not_opened: Option<String>,
}

/// What a visit to `url` would have brought, had the browser said this: messages of the DevTools protocol, one each
/// millisecond. An empty one is a silence, for as long as it takes a page to count as quiet, and so is the end.
#[must_use]
pub fn replay<'a>(
    url: &str,
    hosts: PageHosts,
    messages: impl IntoIterator<Item = &'a str>,
) -> Visit {
    let (mut observer, _) = Observer::begin(url, hosts);
    let mut now = 0;
    for message in messages {
        now += if message.is_empty() { STAY } else { 1 };
        if let Break(end) = observer.step(parse(message).ok(), now) {
            return observer.finish("", end, 0, now);
        }
    }
    observer.finish("", VisitEnd::Quiet, 0, now)
}

impl Observer {
    /// The one of a visit to `url`, and the commands to begin with.
    pub(super) fn begin(url: &str, hosts: PageHosts) -> (Self, Vec<Command>) {
        let mut observer = Self {
            url: url.to_owned(),
            hosts,
            now: 0,
            commands: Vec::new(),
            last: Command::VERSION,
            unanswered: Bounded::new(MOST_COMMANDS),
            journal: Journal::default(),
            rejections: Bounded::new(MOST_COMMANDS),
            sessions: Bounded::new(Visit::MOST_PLACES),
            loading: Bounded::new(MOST_LOADING),
            requests: Requests::default(),
            windows: Windows::default(),
            workers: Bounded::new(Visit::MOST_PLACES),
            logins: Bounded::new(Visit::MOST_PLACES),
            contexts: Bounded::new(Visit::MOST_PLACES),
            documents: Bounded::new(Visit::MOST_PLACES),
            active_at: 0,
            data_at: 0,
            tried_at: 0,
            tried: Tried::Nothing,
            click: Click::NotTried,
            is_shown: false,
            at_login: BTreeMap::new(),
            opened: false,
            loaded_at: None,
            looped: false,
            not_opened: None,
        };
        observer.command(
            "",
            "Browser.setDownloadBehavior",
            json!({"behavior": "deny", "eventsEnabled": true}),
        );
        // Who uses a phone has permitted its page to tell of a call, and to know who signed in. What else is asked for is
        // refused.
        for name in ["notifications", "screen-wake-lock", "storage-access"] {
            let permission = json!({"permission": {"name": name}, "setting": "granted"});
            observer.command("", "Browser.setPermission", permission);
        }
        observer.command("", "Target.setAutoAttach", pages::auto_attach());
        observer.command("", "Target.createTarget", json!({"url": "about:blank"}));
        let commands = std::mem::take(&mut observer.commands);
        (observer, commands)
    }

    /// Goes on with what the browser says, or with its silence, so many milliseconds after the beginning: the commands
    /// that follow, or how the visit ends.
    pub(super) fn step(
        &mut self,
        message: Option<Message>,
        now: u64,
    ) -> ControlFlow<VisitEnd, Vec<Command>> {
        self.now = now;
        if let Some(message) = message {
            self.hear(message);
        }
        if self.looped {
            return Break(VisitEnd::Loop);
        }
        if self.not_opened.is_some() {
            return Break(VisitEnd::Quiet);
        }
        if self.is_now_quiet() {
            match self.tried {
                Tried::Nothing => self.look(),
                Tried::Look | Tried::Click => match self.clickable() {
                    Some(session) if self.tried == Tried::Look => self.click(session),
                    _ if self.is_at_rest() => return Break(VisitEnd::Quiet),
                    _ => {
                        // Something to click may appear.
                        self.tried_at = now;
                        self.tried = Tried::Nothing;
                    }
                },
            }
        }
        Continue(std::mem::take(&mut self.commands))
    }

    /// Commands for a picture of each window, in the order of their places.
    pub(super) fn pictures(&mut self) -> Vec<Command> {
        for id in self
            .session_ids(|session| session.is_window)
            .iter()
            .take(MOST_PICTURES)
        {
            self.command(id, "Page.captureScreenshot", json!({"format": "png"}));
        }
        std::mem::take(&mut self.commands)
    }

    /// Why the page could not be opened at all.
    pub(super) fn not_opened(&self) -> Option<&str> {
        self.not_opened.as_deref()
    }

    /// What happened.
    pub(super) fn finish(mut self, browser: &str, end: VisitEnd, start_ms: u64, now: u64) -> Visit {
        // A login page may have come while something else did not.
        for (place, what) in self.requests.failures(now) {
            self.note(place, what);
        }
        for (place, is_bare) in &self.at_login {
            if *is_bare || self.journal.is_hidden(*place) {
                self.journal.hide(*place, true);
            }
        }
        // What is asked of a page is answered when its scripts are done.
        let end = match end {
            VisitEnd::Deadline if self.is_waiting() => VisitEnd::Busy,
            end => end,
        };
        Visit {
            browser: text(browser),
            places: self.journal.places,
            events: self.journal.events,
            dropped: self.journal.dropped,
            harmless_dropped: self.journal.harmless_dropped,
            unreached: Vec::new(),
            end,
            timing: Timing {
                start_ms,
                load_ms: self.loaded_at,
                settle_ms: now.saturating_sub(self.loaded_at.unwrap_or_default()),
            },
        }
    }

    /// Gives a command.
    fn command_then(&mut self, session: &str, method: &'static str, params: Value, then: Then) {
        self.last += 1;
        if then != Then::Ignore {
            let waiting = (session.to_owned(), then);
            self.unanswered.insert(Id::of(self.last), waiting);
        }
        self.commands.push(Command {
            id: self.last,
            session: session.to_owned(),
            method,
            params,
        });
    }

    /// Gives a command whose reply does not matter.
    fn command(&mut self, session: &str, method: &'static str, params: Value) {
        self.command_then(session, method, params, Then::Ignore);
    }

    fn evaluate(&mut self, session: &str, script: &str, then: Then) {
        self.evaluate_in(session, None, script, then);
    }

    /// The same in a frame that has no session of its own, by the number of its context.
    fn evaluate_in(&mut self, session: &str, context: Option<u64>, script: &str, then: Then) {
        let mut params = json!({
            "expression": script,
            "awaitPromise": true,
            "returnByValue": true,
            "userGesture": then == Then::Click,
        });
        if let (Some(context), Some(params)) = (context, params.as_object_mut()) {
            params.insert("contextId".to_owned(), json!(context));
        }
        self.command_then(session, "Runtime.evaluate", params, then);
    }

    /// Writes down what happened.
    fn note(&mut self, place: usize, what: What) {
        self.journal.note(self.now, place, what);
    }

    /// Something happened that may lead to a sign-in.
    fn active(&mut self) {
        self.active_at = self.now;
        self.tried = Tried::Nothing;
    }

    /// The same in a place. One that shows document after document, or makes frame after frame, leads nowhere.
    fn active_in(&mut self, place: usize) {
        if !self.is_restless(place) {
            self.active();
        }
    }

    fn is_restless(&self, place: usize) -> bool {
        let documents = self
            .documents
            .get(Id::of(place))
            .copied()
            .unwrap_or_default();
        let is_endless = documents > MOST_DOCUMENTS || self.journal.elder(place) >= MOST_FRAMES;
        is_endless && self.logins.get(Id::of(place)).is_none()
    }

    /// Whether something is under way that may lead to a sign-in, and is going to end by itself.
    fn is_busy(&self) -> bool {
        let mut sessions = self.sessions.values();
        !self.opened
            || self.requests.awaits_login(self.now)
            || sessions.any(|session| session.unset > 0 && !self.is_restless(session.place))
    }

    fn since(&self, at: u64) -> u64 {
        self.now.saturating_sub(at)
    }

    /// Whether there are looks or clicks without an answer.
    fn is_waiting(&self) -> bool {
        let mut unanswered = self.unanswered.values();
        let is_look = |then: &Then| matches!(then, Then::Look(_) | Then::Owner(_) | Then::Seen(_));
        matches!(self.click, Click::Asked { .. }) || unanswered.any(|(_, then)| is_look(then))
    }

    /// Whether nothing has happened for long enough, and nothing is awaited.
    fn is_now_quiet(&mut self) -> bool {
        if self.is_busy() {
            self.active();
        }
        // Pictures and data may come to an end, and more may follow from them.
        let mut loading = self.loading.values();
        if loading.any(|at| (BRIEF..LATE).contains(&self.since(*at)))
            || self.requests.any_data(self.now)
        {
            self.data_at = self.now;
        }
        let settle = if self.is_at_login() { STAY } else { SETTLE };
        let is_settled = self.since(self.active_at.max(self.tried_at)) >= settle;
        let is_done = self.since(self.data_at) >= SETTLE || self.since(self.active_at) >= PATIENCE;
        !self.is_waiting() && is_settled && is_done
    }

    /// Whether no sign-in is to be expected any more, or one was come to.
    fn is_at_rest(&self) -> bool {
        let is_over =
            !self.requests.may_yet_lead_to_login() && self.since(self.active_at) >= PATIENCE;
        self.is_at_login() || !self.is_shown || is_over
    }

    /// Whether somebody who looks at the page sees a login page, and can sign in there.
    fn is_at_login(&self) -> bool {
        let mut pages = self.at_login.iter();
        pages.any(|(place, is_bare)| !is_bare && !self.journal.is_hidden(*place))
    }

    fn hear(&mut self, message: Message) {
        match message {
            Message::Event {
                session,
                method,
                params,
            } => self.event(&session, &method, &params),
            Message::Reply { id, result } => {
                if let Some((session, then)) = self.unanswered.remove(Id::of(id)) {
                    let result = result.as_ref().map_err(String::as_str);
                    self.reply(&session, then, result);
                }
            }
        }
    }

    /// Takes note of a reply.
    fn reply(&mut self, session: &str, then: Then, result: Result<&Value, &str>) {
        match then {
            Then::Ignore => {}
            Then::Setup | Then::SetupEnd => self.set_up(session, then == Then::SetupEnd),
            Then::Opened => {
                self.opened = true;
                // A page that could not be loaded is an event of the network; this is an address that is none.
                self.not_opened = result.err().map(text);
            }
            Then::Look(place) => self.looked(session, place, result),
            Then::Click => self.clicked(session, result),
            Then::Owner(place) => self.owner(session, place, result.ok()),
            Then::Seen(place) => self.seen(place, result.ok()),
            Then::Read(unread) => self.values_read(unread, result.unwrap_or(&Value::Null)),
        }
    }

    /// Takes note of an event.
    fn event(&mut self, session: &str, method: &str, params: &Value) {
        let frame = text_at(params, "/frameId");
        match method {
            "Browser.downloadWillBegin" => self.download(params),
            "Target.attachedToTarget" => self.attached(session, params),
            "Target.detachedFromTarget" => self.detached(text_at(params, "/sessionId")),
            "Page.frameAttached" => self.frame_attached(session, params),
            "Page.frameDetached" => self.frame_detached(frame, text_at(params, "/reason")),
            "Page.frameStartedLoading" => self.frame_loads(session, frame),
            "Page.frameStoppedLoading" => {
                self.loading.remove(Id::of(frame));
            }
            "Page.frameNavigated" => self.navigated(session, value_at(params, "/frame")),
            "Page.navigatedWithinDocument" => {
                let url = address(text_at(params, "/url"));
                self.note(self.place_of_frame(session, frame), What::Moved { url });
            }
            "Page.lifecycleEvent" => self.lifecycle(session, params),
            "Page.javascriptDialogOpening" => self.dialog(session, params),
            "Page.windowOpen" => self.window_opens(session, params),
            "Network.requestWillBeSent" => self.requested(session, params),
            "Network.responseReceived" => self.answered(session, params),
            "Network.loadingFinished" => self.finished(session, params),
            "Network.loadingFailed" => self.failed(session, params),
            "Runtime.consoleAPICalled" => self.console(session, params),
            "Runtime.exceptionThrown" => {
                self.exception(session, value_at(params, "/exceptionDetails"));
            }
            "Runtime.executionContextCreated" => self.context_created(value_at(params, "/context")),
            "Runtime.exceptionRevoked" => self.revoked(session, params),
            "Runtime.bindingCalled" => self.window_withheld(session, params),
            "Log.entryAdded" => self.refused(session, value_at(params, "/entry")),
            "Audits.issueAdded" => self.issue(session, value_at(params, "/issue/details")),
            "Inspector.targetCrashed" => self.note(self.place_of(session), What::Crashed),
            _ => {}
        }
    }

    fn place_of_frame(&self, session: &str, frame: &str) -> usize {
        let place = self.journal.frame(frame);
        place.unwrap_or_else(|| self.place_of(session))
    }

    fn place_of(&self, session: &str) -> usize {
        let id = Id::of(session);
        let place = self.sessions.get(id).map(|session| session.place);
        let place = place.or_else(|| self.workers.get(id).copied());
        place.unwrap_or_default()
    }

    /// The sessions that are meant, in the order of their places.
    fn session_ids(&self, is_meant: fn(&Session) -> bool) -> Vec<String> {
        let sessions = self.sessions.values().filter(|session| is_meant(session));
        let mut sessions: Vec<_> = sessions.collect();
        sessions.sort_by_key(|session| session.place);
        let ids = sessions.into_iter().map(|session| session.id.clone());
        ids.collect()
    }
}
