//! Logs, as text for people or JSON for programs, on standard error; and spans for a collector.

mod collector;
mod spans;

use std::{
    io::{self, IsTerminal as _},
    panic::{self, PanicHookInfo},
};

use tracing_subscriber::{
    EnvFilter, Layer as _, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

pub use self::spans::Spans;
use crate::config::{Config, Log, LogFormat, Problem};

/// Starts logging as configured, and tracing if a collector is configured; to be called within the
/// runtime that is to speak to it. Whoever is given [`Spans`] hands them over at the end. A second
/// call changes nothing.
///
/// # Errors
/// When the collector cannot be spoken to at all; the problem names the key.
pub fn start(config: &Config) -> Result<Spans, Problem> {
    let spans = Spans::for_collector(&config.telemetry)?;
    install(config.log.format, config.log.level.filter(), &spans);
    Ok(spans)
}

/// Starts logging for a command that answers on standard output: only what went wrong.
pub fn start_quiet(log: &Log) {
    install(log.format, EnvFilter::new("warn"), &Spans::none());
}

fn install(format: LogFormat, filter: EnvFilter, spans: &Spans) {
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    let lines = match format {
        LogFormat::Text => lines.with_ansi(io::stderr().is_terminal()).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    let installed = tracing_subscriber::registry()
        .with(lines.with_filter(filter))
        .with(spans.layer())
        .try_init();
    // Whoever installed one before, a test for example, keeps it.
    if installed.is_ok() {
        panic::set_hook(Box::new(log_panic));
    }
}

/// A panic becomes one line of the log, in the log's format.
fn log_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string);
    tracing::error!(
        panic.place = place.as_deref().unwrap_or("unknown"),
        panic.message = panic.payload_as_str().unwrap_or("none"),
        "something that must not happen has happened; please report it"
    );
}
