use super::bounded::{Bounded, Id};
use super::connection::{Call, Message};
use super::observer::{Command, Observer, Then, word};
use super::page_hosts::PageHosts;
use super::visit::{Visit, VisitEnd};
use std::ops::ControlFlow::{self, Break, Continue};

/// Milliseconds for which nothing may happen before a page counts as quiet.
pub(super) const SETTLE: u64 = 500;

/// Orders that wait for a reply at the same time: those of the setup of every session, and some more.
const MOST_ORDERS: usize = 1000;

/// A visit as what a browser says and is told: from the first order until the page is quiet, or loops. Pure, so that a
/// visit can be retold without a browser.
#[derive(Debug)]
pub(super) struct DevToolsSession {
    observer: Observer,
    /// The number of the last order.
    last: u64,
    /// The orders without a reply yet.
    orders: Bounded<(String, Then)>,
    quiet: Quiet,
}

/// Since when nothing has happened.
#[derive(Debug, Default)]
struct Quiet {
    since: u64,
    activity: u64,
    looked: bool,
}

impl DevToolsSession {
    /// The one on a visit to `url`, and the orders to begin with.
    pub(super) fn begin(url: &str, hosts: PageHosts) -> (Self, Vec<Call>) {
        let mut conversation = Self {
            observer: Observer::new(url, hosts),
            last: Call::VERSION,
            orders: Bounded::new(MOST_ORDERS),
            quiet: Quiet::default(),
        };
        let calls = conversation.number(Observer::begin());
        (conversation, calls)
    }

    /// Goes on with what the browser says, or with its silence, so many milliseconds after the beginning: the orders
    /// that follow, or how the visit ends.
    pub(super) fn step(
        &mut self,
        message: Option<Message>,
        now: u64,
    ) -> ControlFlow<VisitEnd, Vec<Call>> {
        let mut orders = message.map_or_else(Vec::new, |message| self.hear(message, now));
        if self.observer.is_loop() {
            return Break(VisitEnd::Loop);
        }
        if self.observer.not_opened().is_some() {
            return Break(VisitEnd::Quiet);
        }
        if self.is_quiet(now) {
            let more = if self.quiet.looked {
                self.observer.click(now)
            } else {
                self.observer.look()
            };
            if self.quiet.looked && more.is_empty() {
                return Break(VisitEnd::Quiet);
            }
            self.quiet.looked = true;
            orders.extend(more);
        }
        Continue(self.number(orders))
    }

    /// Orders for a picture of each window.
    pub(super) fn pictures(&mut self) -> Vec<Call> {
        let orders = self.observer.pictures();
        self.number(orders)
    }

    /// Why the page could not be opened at all.
    pub(super) fn not_opened(&self) -> Option<&str> {
        self.observer.not_opened()
    }

    /// What happened.
    pub(super) fn finish(self, browser: &str, end: VisitEnd, start_ms: u64, now: u64) -> Visit {
        self.observer.finish(browser, end, start_ms, now)
    }

    fn hear(&mut self, message: Message, now: u64) -> Vec<Command> {
        match message {
            Message::Event {
                session,
                method,
                params,
            } => {
                if method == "Target.detachedFromTarget" {
                    let ended = word(&params, "/sessionId");
                    self.orders.retain(|(session, _)| session != ended);
                }
                self.observer.event(&session, &method, &params, now)
            }
            Message::Reply { id, result } => match self.orders.remove(Id::of(id)) {
                Some((session, then)) => {
                    let result = result.as_ref().map_err(String::as_str);
                    self.observer.reply(&session, then, result)
                }
                None => Vec::new(),
            },
        }
    }

    /// Whether nothing has happened for long enough, and nothing is awaited.
    fn is_quiet(&mut self, now: u64) -> bool {
        let activity = self.observer.activity();
        if self.observer.is_busy(now) || activity != self.quiet.activity {
            self.quiet = Quiet {
                since: now,
                activity,
                looked: false,
            };
        }
        !self.observer.is_waiting() && now.saturating_sub(self.quiet.since) >= SETTLE
    }

    fn number(&mut self, orders: Vec<Command>) -> Vec<Call> {
        let number = |order| {
            let Command {
                session,
                method,
                params,
                then,
            } = order;
            self.last += 1;
            if then != Then::Ignore {
                self.orders
                    .insert(Id::of(self.last), (session.clone(), then));
            }
            Call {
                id: self.last,
                session,
                method,
                params,
            }
        };
        orders.into_iter().map(number).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Call, DevToolsSession, Message, SETTLE};
    use crate::browser::{PageHosts, VisitEnd};
    use serde_json::json;
    use std::collections::VecDeque;
    use std::ops::ControlFlow::{self, Break, Continue};

    fn window() -> Message {
        Message::Event {
            session: String::new(),
            method: "Target.attachedToTarget".to_owned(),
            params: json!({"sessionId": "s", "targetInfo": {"targetId": "f", "type": "page"}}),
        }
    }

    /// A window was opened, and every order answered like this until there are no more, or it ends.
    fn opened(result: &Result<serde_json::Value, String>) -> (DevToolsSession, Option<VisitEnd>) {
        let (mut conversation, begin) = DevToolsSession::begin("", PageHosts::default());
        let first = begin.first().expect("an order");
        assert_eq!(first.id, Call::VERSION + 1);
        let mut open = VecDeque::from(begin);
        open.extend(
            conversation
                .step(Some(window()), 0)
                .continue_value()
                .expect("orders"),
        );
        while let Some(Call { id, .. }) = open.pop_front() {
            let result = result.clone();
            match conversation.step(Some(Message::Reply { id, result }), 0) {
                Continue(more) => open.extend(more),
                Break(end) => return (conversation, Some(end)),
            }
        }
        (conversation, None)
    }

    /// The number of the one order there is, and whether it is a click.
    fn order(step: ControlFlow<VisitEnd, Vec<Call>>) -> (u64, bool) {
        let calls = step.continue_value().expect("an order");
        let [call] = &calls[..] else {
            panic!("{calls:?}");
        };
        (
            call.id,
            call.params["userGesture"].as_bool().expect("a script"),
        )
    }

    #[test]
    fn a_quiet_page_is_looked_at_and_clicked_and_looked_at_again() {
        let (mut talk, end) = opened(&Ok(json!({})));
        assert_eq!(end, None);
        let nothing = |step: ControlFlow<_, Vec<Call>>| {
            assert_eq!(step.continue_value().map(|calls| calls.len()), Some(0));
        };
        let clicked = |id| {
            let result = Ok(json!({"result": {"value": "Sign in"}}));
            Some(Message::Reply { id, result })
        };
        nothing(talk.step(None, SETTLE - 1));
        let (look, is_click) = order(talk.step(None, SETTLE));
        assert!(!is_click);
        nothing(talk.step(None, 2 * SETTLE));
        let (click, is_click) = order(talk.step(clicked(look), 2 * SETTLE));
        assert!(is_click);
        nothing(talk.step(None, 3 * SETTLE));
        // What was clicked may lead to more.
        nothing(talk.step(clicked(click), 3 * SETTLE));
        nothing(talk.step(None, 4 * SETTLE - 1));
        let (look, is_click) = order(talk.step(None, 4 * SETTLE));
        assert!(!is_click);
        let end = talk.step(clicked(look), 4 * SETTLE);
        assert_eq!(end.break_value(), Some(VisitEnd::Quiet));
    }

    #[test]
    fn it_ends_where_the_page_cannot_be_opened() {
        let (talk, end) = opened(&Err("no".to_owned()));
        assert_eq!(end, Some(VisitEnd::Quiet));
        assert_eq!(talk.not_opened(), Some("no"));
    }
}
