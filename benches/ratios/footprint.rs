//! Memory of a check, and the size of the program.

use crate::PROGRAM;
use crate::child::cost;
use crate::service::Service;
use crate::table::{Number, Table};
use anyhow::Result;

pub(crate) fn measure(table: &mut Table) -> Result<()> {
    let service = Service::start(0)?;
    for name in ["healthy", "unknown-client"] {
        let used = cost(&mut service.check(name)?)?;
        let peak = Number::bytes("", used.peak).at_most(12.0);
        table.add(format!("memory of a `check` at its peak: {name}"), [peak]);
    }
    let size = Number::bytes("", std::fs::metadata(PROGRAM)?.len()).at_most(6.0);
    table.add("the program, stripped", [size]);
    Ok(())
}
