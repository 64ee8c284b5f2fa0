//! Being told to stop.

use std::future::pending;

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
