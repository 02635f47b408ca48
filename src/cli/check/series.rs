//! Many clients, checked several at a time and reported on in the order of the list.

use crate::batch::{INVALID_TARGET, Listed, judge};
use crate::checks::{FailOn, Selection};
use crate::cli::output;
use crate::cli::session::Session;
use crate::cli::sinks::Sinks;
use crate::genesys::Target;
use crate::report::{ListedAs, Report, Subject, Totals, Unchecked};
use futures_util::StreamExt as _;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::path::Path;
use std::time::SystemTime;

/// Exit status of a run that did not come to all of its clients.
const OPEN: u8 = 3;

/// How each client of a list is checked.
pub(super) struct Series<'a> {
    pub(super) session: &'a Session,
    pub(super) selection: &'a Selection,
    pub(super) fail_on: FailOn,
    /// The file of the list, if it is one.
    pub(super) named_in: Option<&'a Path>,
}

impl Series<'_> {
    /// Checks `jobs` clients at the same time and reports on each in its turn, until the end, a signal, or until nobody
    /// reads it any more. What is reported on is always the beginning of the list.
    pub(super) async fn run(
        &self,
        rows: impl Iterator<Item = Listed>,
        jobs: usize,
        sinks: &mut Sinks,
        totals: &mut Totals,
    ) {
        let rows = RefCell::new(rows);
        let under_way = RefCell::new(VecDeque::new());
        let next = || {
            let row = rows.borrow_mut().next()?;
            under_way.borrow_mut().push_back(row.line);
            Some(row)
        };
        let checks = futures_util::stream::iter(std::iter::from_fn(next));
        let mut checked = checks.map(|row| self.check(row)).buffered(jobs);
        while let Some(Some(report)) = checked.next().await {
            under_way.borrow_mut().pop_front();
            totals.add(&report);
            sinks.write(|sink| sink.stream.report(&report));
            let done = totals.targets() + totals.unreadable;
            (self.session.progress).set_prefix(format!("clients checked: {done}; "));
            if !sinks.are_read() {
                break;
            }
        }
        drop(checked);
        self.session.progress.finish_and_clear();
        let (why, exit_status) = match self.session.signals.first() {
            Some(signal) => ("Interrupted", signal.exit_status()),
            None => ("Nobody reads the report any more", OPEN),
        };
        let lines = under_way.into_inner().into_iter();
        let left = lines.chain(rows.into_inner().map(|row| row.line));
        if let Some(unchecked) = Unchecked::new(why, left) {
            totals.raise(exit_status);
            if !sinks.are_read() {
                output::say(&unchecked.sentence());
            }
            totals.unchecked = Some(unchecked);
        }
    }

    /// Checks a row; none if the run was interrupted before it was come to.
    async fn check(&self, row: Listed) -> Option<Report> {
        for note in &row.notes {
            let note = format!("line {}: {note}", row.line);
            self.session.progress.suspend(|| output::say(&note));
        }
        let mut report = match &row.target {
            Ok(target) => self.ask(target).await?,
            Err(why) => self.unread(&row, why),
        };
        report.subject.named_in = self.named_in.map(Path::to_owned);
        report.subject.listed = Some(ListedAs {
            line: row.line,
            name: row.name,
        });
        Some(report)
    }

    async fn ask(&self, target: &Target) -> Option<Report> {
        let host = target.region().login_host();
        tokio::select! {
            biased;
            () = self.session.signals.interrupted() => return None,
            () = self.session.rest(&host) => {}
        }
        let started = SystemTime::now();
        let deadline = self.session.deadline();
        let asking = self.session.check(target, self.selection, deadline);
        let (evidence, interrupted) = asking.await;
        let run = self.session.run(evidence, started, interrupted);
        Some(Report::new(target, run, self.selection, self.fail_on))
    }

    fn unread(&self, row: &Listed, why: &str) -> Report {
        let subject = Subject {
            region: None,
            client_id: None,
            deployment: None,
            grant: None,
            redirect_uris: Vec::new(),
            init_url: None,
            named_in: None,
            listed: None,
        };
        let results = vec![(&INVALID_TARGET, judge(row, why))];
        Report::of_input(subject, results, self.fail_on, SystemTime::now())
    }
}
