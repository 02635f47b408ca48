use super::observer::{Command, Observer};
use super::wire::{Said, understood};
use crate::probe::{PageHosts, Visit, VisitEnd};
use std::collections::HashMap;

/// What a visit to `url` would have brought, had the browser said this: messages of the DevTools protocol, one each
/// millisecond. Orders are numbered as a visit numbers them, the looks and the click included.
#[must_use]
pub fn retell<'a>(
    url: &str,
    hosts: PageHosts,
    messages: impl IntoIterator<Item = &'a str>,
) -> Visit {
    let mut observer = Observer::new(url, hosts);
    // The first order asked for the version.
    let mut number = 1;
    let mut orders = HashMap::new();
    let mut send = |commands: Vec<Command>, orders: &mut HashMap<_, _>| {
        for command in commands {
            number += 1;
            orders.insert(number, (command.session, command.then));
        }
    };
    send(Observer::begin(), &mut orders);
    let mut now = 0;
    for said in messages
        .into_iter()
        .filter_map(|message| understood(message).ok())
    {
        now += 1;
        let next = match said {
            Said::Event {
                session,
                method,
                params,
            } => observer.event(&session, &method, &params, now),
            Said::Reply { id, result } => match orders.remove(&id) {
                Some((session, then)) => {
                    observer.reply(&session, then, result.as_ref().map_err(String::as_str))
                }
                None => Vec::new(),
            },
        };
        send(next, &mut orders);
        if !observer.is_busy(now) && !observer.is_waiting() {
            send(observer.look(), &mut orders);
            send(observer.click(now), &mut orders);
        }
    }
    observer.finish("", VisitEnd::Quiet, 0, now)
}
