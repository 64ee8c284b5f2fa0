//! Handing messages to an SMTP server over connections that are kept.
//!
//! The dialogue is spoken here, step by step, because what a failure means depends on the step:
//! see [`usher_domain::delivery::judge`]. A general client library hides the step, bounds no single
//! one in time, and takes a reply that is not UTF-8 for a lost connection, which after the final
//! dot would mean sending the same message again.

mod auth;
mod connection;
mod extensions;
mod provider;
mod settings;
mod steps;
mod timeouts;
mod tls;
mod transcript;
mod trial;
mod wire;

pub use connection::SmtpConnection;
pub use provider::{InvalidProvider, SmtpOptions, SmtpProvider};
pub use settings::{InvalidSmtpUrl, Security, SmtpSettings};
pub use steps::register as register_metrics;
pub use timeouts::SmtpTimeouts;
pub use tls::TlsSetupError;
pub use transcript::{Speaker, TranscriptLine};
pub use trial::Trial;
