//! What never answers, or never ends, against the deadline.

use crate::child::cost;
use crate::service::Service;
use crate::table::{Number, Table};
use anyhow::Result;

const FAULTS: &[&str] = &[
    "unanswered",
    "client-control-hangs",
    "redirect-control-hangs",
    "rate-limited-retry-after",
    "huge-body",
    "login-endless",
];

pub(crate) fn measure(table: &mut Table) -> Result<()> {
    let service = Service::start(0)?;
    let mut longest = 0_f64;
    for name in FAULTS {
        let mut check = service.check(name)?;
        let took = cost(check.args(["--deadline", "2s"]))?;
        anyhow::ensure!(took.status == 3, "{name} ended with {}", took.status);
        longest = longest.max(took.wall.as_secs_f64());
    }
    table.add(
        format!(
            "the longest of {} faults that last, with `--deadline 2s`",
            FAULTS.len()
        ),
        [Number::seconds("", longest).at_most(2.5)],
    );
    Ok(())
}
