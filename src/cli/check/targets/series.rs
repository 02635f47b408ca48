use crate::batch::{INVALID_TARGET, Listed, judge};
use crate::checks::wanted;
use crate::checks::{FailOn, Selection};
use crate::cli::output;
use crate::cli::reporting::Reports;
use crate::cli::session::Session;
use crate::genesys::Target;
use crate::probe::AllowList;
use crate::report::{ListedAs, Report, Subject, Totals, Unchecked};
use futures_util::StreamExt as _;
use futures_util::future::{Either, select};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::pin::pin;
use std::time::SystemTime;

/// Exit status of a run that told nobody about some of its targets.
const OPEN: u8 = 3;

/// How each client of a list is checked and told.
pub(super) struct Series<'a> {
    pub(super) session: Session,
    pub(super) selection: Selection,
    pub(super) fail_on: FailOn,
    /// The file of the list, if it is one.
    pub(super) named_in: Option<&'a PathBuf>,
}

impl Series<'_> {
    /// Checks `jobs` rows at the same time and tells each in its turn, until the end, until somebody interrupts, or
    /// until nobody reads it any more. What is told is always the beginning of the list.
    pub(super) async fn tell(
        &self,
        rows: impl Iterator<Item = Listed>,
        jobs: usize,
        reports: &mut Reports,
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
            reports.report(&report);
            self.session
                .say(format!("clients checked: {}", totals.targets()));
            if !reports.are_read() {
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
            if !reports.are_read() {
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
            Err(why) => self.invalid(&row, why),
        };
        report.subject.named_in = self.named_in.cloned();
        report.subject.listed = Some(ListedAs {
            line: row.line,
            name: row.name,
        });
        Some(report)
    }

    async fn ask(&self, target: &Target) -> Option<Report> {
        let host = target.region().login_host();
        let rest = pin!(self.session.rest(&host));
        let interrupted = pin!(self.session.signals.interrupted());
        if let Either::Left(_) = select(interrupted, rest).await {
            return None;
        }
        let started = SystemTime::now();
        let wanted = |evidence: &_| wanted(target, evidence, &self.selection);
        let deadline = self.session.deadline();
        let allowed = AllowList::of(target);
        let (evidence, interrupted) = self.session.ask(deadline, allowed, wanted, |_| {}).await;
        let run = self.session.run(evidence, started, interrupted);
        Some(Report::new(target, run, &self.selection, self.fail_on))
    }

    /// The report on a row that is no target.
    fn invalid(&self, row: &Listed, why: &str) -> Report {
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
