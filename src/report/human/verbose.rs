//! Every request and its raw answer, as `-v` shows them: what was sent can be sent again with curl.

use super::WRITES;
use crate::probe::{Evidence, Reply};
use crate::report::cut::cut;
use crate::report::look::Look;
use std::fmt::Write as _;

/// Characters of a body, and of a header, that are shown.
const BODY: usize = 2000;

pub(in crate::report) fn render(evidence: &Evidence, look: Look) -> String {
    let mut text = String::new();
    let mut round = 0;
    for (index, exchange) in evidence.exchanges().iter().enumerate() {
        if exchange.round != round {
            round = exchange.round;
            write!(text, "\nRound {round}\n").expect(WRITES);
        }
        let probe = &exchange.probe;
        write!(
            text,
            "\n[{index}] {}\n> GET {}\n",
            probe.purpose.words(),
            look.show(&probe.url)
        )
        .expect(WRITES);
        if !probe.cookies.is_empty() {
            text.push_str("> cookie: (what this host set on the way, not shown)\n");
        }
        match &exchange.observation {
            Err(failure) => {
                writeln!(text, "< none: {}", look.show(&failure.to_string())).expect(WRITES);
            }
            Ok(reply) => {
                writeln!(
                    text,
                    "< {} after {} ms",
                    reply.status,
                    exchange.elapsed.as_millis()
                )
                .expect(WRITES);
                text.push_str(&raw(reply, look));
            }
        }
    }
    text
}

fn raw(reply: &Reply, look: Look) -> String {
    let mut text = String::new();
    for (name, value) in &reply.headers {
        writeln!(
            text,
            "< {}: {}",
            look.show(name),
            look.show(&cut(value, BODY))
        )
        .expect(WRITES);
    }
    if !reply.cookies.is_empty() {
        text.push_str("< set-cookie: (not shown)\n");
    }
    for line in cut(&reply.body, BODY).lines() {
        writeln!(text, "| {}", look.show(line)).expect(WRITES);
    }
    text
}
