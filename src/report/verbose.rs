//! Every request and its answer, as `-v` shows them: what was sent can be sent again with curl.

use super::Report;
use super::human::cut;
use super::look::Look;
use std::fmt::Write as _;

/// Characters of a body that are shown.
const BODY: usize = 600;

pub(super) fn render(report: &Report, look: Look) -> String {
    let mut text = String::new();
    let mut round = 0;
    for (index, exchange) in report.evidence.exchanges().iter().enumerate() {
        if exchange.round != round {
            round = exchange.round;
            write!(text, "\nRound {round}\n").expect("a String takes whatever is written to it");
        }
        let probe = &exchange.probe;
        let mut line = |line: String| {
            text.push_str(&line);
            text.push('\n');
        };
        line(format!("\n[{index}] {}", probe.purpose.words()));
        line(format!("> GET {}", look.show(&probe.url)));
        match &exchange.observation {
            Err(failure) => line(format!("< none: {}", look.show(&failure.to_string()))),
            Ok(reply) => {
                line(format!(
                    "< {} after {} ms",
                    reply.status,
                    exchange.elapsed.as_millis()
                ));
                for (name, value) in &reply.headers {
                    line(format!(
                        "< {}: {}",
                        look.show(name),
                        look.show(&cut(value, 4 * BODY))
                    ));
                }
                if reply.sets_cookie {
                    line("< set-cookie: (not kept)".to_owned());
                }
                if !reply.body.is_empty() {
                    line(format!("< {}", look.show(&cut(&reply.body, BODY))));
                }
            }
        }
    }
    text
}
