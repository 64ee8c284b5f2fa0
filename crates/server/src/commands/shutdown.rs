//! Being told to stop.

use std::{future::pending, process};

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::CommandError;

/// Hears SIGTERM, as service managers send it, and SIGINT, as a terminal does.
pub(crate) struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignals {
    /// Hears from now on.
    pub(crate) fn listen() -> Result<Self, CommandError> {
        let failed = || CommandError::io("signals cannot be listened to");
        Ok(Self {
            terminate: signal(SignalKind::terminate()).map_err(failed())?,
            interrupt: signal(SignalKind::interrupt()).map_err(failed())?,
        })
    }

    /// Waits for the next one.
    pub(crate) async fn heard(&mut self) {
        let told = tokio::select! {
            told = self.terminate.recv() => told,
            told = self.interrupt.recv() => told,
        };
        if told.is_none() {
            pending::<()>().await;
        }
    }
}

/// Ends the process here and now, because it was told to a second time. What is committed is committed;
/// mail whose fate is not recorded goes out again.
pub(crate) fn at_once() -> ! {
    tracing::warn!("stopping at once; mail under way goes out again");
    // Leaving main would wait for threads that are in the middle of something.
    process::exit(1)
}
