//! What asks the program to end: SIGINT and SIGTERM, and on Windows their like.
//!
//! The first ends the asking, so that what is known is printed and every file is complete. Another one ends the program
//! at once, and so does the first when the asking is over: a reader who does not read must not keep it alive. They are
//! waited for on a thread of their own, as the main one may be busy or blocked.

use crate::report::Signal;
use anyhow::Context as _;
use std::io;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use tokio::sync::watch;

/// Listens as long as it lives.
#[derive(Clone)]
pub(super) struct Signals(watch::Receiver<Option<Signal>>);

impl Signals {
    pub(super) fn listen() -> anyhow::Result<Self> {
        let failed = "cannot listen for signals";
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()
            .context(failed)?;
        let entered = runtime.enter();
        let source = Source::new().context(failed)?;
        drop(entered);
        let (sender, receiver) = watch::channel(None);
        let thread = std::thread::Builder::new().name("signals".to_owned());
        thread
            .spawn(move || wait(&runtime, source, &sender))
            .context(failed)?;
        Ok(Self(receiver))
    }

    /// Ends with the first signal.
    pub(super) fn interrupted(&self) -> impl Future<Output = ()> + use<> {
        let mut receiver = self.0.clone();
        async move {
            if receiver.wait_for(Option::is_some).await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    pub(super) fn first(&self) -> Option<Signal> {
        *self.0.borrow()
    }
}

/// `timeout` sends its signal to the program and then to its process group, which is one signal all the same.
const ECHO: Duration = Duration::from_millis(250);

fn wait(runtime: &Runtime, mut source: Source, first: &watch::Sender<Option<Signal>>) {
    let signal = runtime.block_on(source.next());
    if first.send(Some(signal)).is_err() {
        end(signal);
    }
    let at = Instant::now();
    loop {
        let another = runtime.block_on(source.next());
        if at.elapsed() > ECHO {
            end(another);
        }
    }
}

#[expect(
    clippy::exit,
    reason = "the main thread may be blocked for as long as nobody reads what it writes"
)]
pub(super) fn end(signal: Signal) -> ! {
    std::process::exit(signal.exit_status().into());
}

#[cfg(unix)]
struct Source {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Source {
    /// Within a runtime.
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) -> Signal {
        tokio::select! {
            Some(()) = self.interrupt.recv() => Signal::Interrupt,
            Some(()) = self.terminate.recv() => Signal::Terminate,
            else => std::future::pending().await,
        }
    }
}

#[cfg(windows)]
struct Source {
    interrupt: tokio::signal::windows::CtrlC,
    interrupt_harder: tokio::signal::windows::CtrlBreak,
    close: tokio::signal::windows::CtrlClose,
    shut_down: tokio::signal::windows::CtrlShutdown,
}

#[cfg(windows)]
impl Source {
    fn new() -> io::Result<Self> {
        use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close, ctrl_shutdown};
        Ok(Self {
            interrupt: ctrl_c()?,
            interrupt_harder: ctrl_break()?,
            close: ctrl_close()?,
            shut_down: ctrl_shutdown()?,
        })
    }

    async fn next(&mut self) -> Signal {
        tokio::select! {
            Some(()) = self.interrupt.recv() => Signal::Interrupt,
            Some(()) = self.interrupt_harder.recv() => Signal::Interrupt,
            Some(()) = self.close.recv() => Signal::Terminate,
            Some(()) = self.shut_down.recv() => Signal::Terminate,
            else => std::future::pending().await,
        }
    }
}
