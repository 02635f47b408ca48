//! The check of one client, the same for the real service and the simulated one.

use crate::browser::{BrowserPlan, Looked};
use crate::checks;
use crate::cli::browser;
use crate::cli::error::{Problem, complain};
use crate::cli::output;
use crate::cli::output_args::OutputArgs;
use crate::cli::session::Session;
use crate::finding::Selection;
use crate::genesys::Target;
use crate::platform_api::{Credentials, registration};
use crate::probe::{Evidence, Exchange};
use crate::recording::Recording;
use crate::report::Report;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// What to check, and how.
pub(in crate::cli) struct Check<'a> {
    pub(in crate::cli) target: &'a Target,
    pub(in crate::cli) selection: &'a Selection,
    pub(in crate::cli) wait: Option<Duration>,
    pub(in crate::cli) record: Option<&'a Path>,
    pub(in crate::cli) browser: Option<&'a BrowserPlan>,
    /// By which token it is asked how the client is registered, if it is.
    pub(in crate::cli) admin: Option<&'a Credentials>,
    pub(in crate::cli) output: &'a OutputArgs,
}

impl Check<'_> {
    /// What the Platform API says of the client, if it is to be asked.
    async fn registration(&self, session: &Session) -> Vec<Exchange> {
        let Some(credentials) = self.admin else {
            return Vec::new();
        };
        registration(
            self.target,
            credentials,
            &session.network,
            &session.throttle,
            session.limits(),
            session.signals.interrupted(),
        )
        .await
    }

    /// Asks, judges and writes the report, and gives its exit status.
    pub(in crate::cli) async fn run(&self, session: Session) -> Result<u8, Problem> {
        let started = SystemTime::now();
        let given_up = match self.wait {
            Some(wait) => self.wait(&session, wait).await,
            None => None,
        };
        let deadline = session.deadline();
        let ask = |evidence| session.check(evidence, self.target, self.selection, deadline);
        let (mut evidence, mut interrupted) = if let Some(evidence) = given_up {
            (evidence, session.signals.first())
        } else {
            let asking = ask(Evidence::default());
            let ((mut evidence, signal), registration) =
                tokio::join!(asking, self.registration(&session));
            for exchange in registration {
                evidence.push(exchange);
            }
            (evidence, signal)
        };
        let mut unwritten = Vec::new();
        let wants_browser = checks::any_needs_browser(self.selection);
        if let Some(plan) = self.browser.filter(|_| wants_browser) {
            let looked = if interrupted.is_some() {
                Looked::interrupted(self.target)
            } else {
                session.say("looking at the page with a browser");
                let interrupt = session.signals.interrupted();
                plan.visit(self.target, &session.network, deadline, interrupt)
                    .await
            };
            if let Some(file) = &plan.screenshot {
                let missing = browser::keep(file, &looked.pictures, &mut unwritten);
                let say = || missing.iter().for_each(|note| complain(note));
                session.progress.suspend(say);
            }
            interrupted = session.signals.first();
            evidence.set_visited(looked.visited);
            if interrupted.is_none() {
                // What the widget asked for may be something else than what was checked.
                (evidence, interrupted) = ask(evidence).await;
            }
        }
        session.progress.finish_and_clear();
        let mut run = session.run(evidence, started, interrupted);
        if let Some(file) = self.record {
            // Reported from what is recorded, so that a replay reports the same.
            let recording = Recording::new(
                self.target.clone(),
                &run.evidence,
                run.taken_at,
                run.overrides.clone(),
                run.interrupted,
            );
            unwritten.extend(output::to_file(file, recording.to_json()).err());
            run.evidence = recording.evidence;
        }
        let report = Report::new(self.target, run, self.selection);
        self.output
            .write(&report, &unwritten, Some(session.signals))
    }
}
