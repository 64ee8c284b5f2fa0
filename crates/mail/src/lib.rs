//! Everything between "this person gets this link" and a mail server's answer.
//!
//! A [`letter::Letter`] is plain data. [`templates::Templates`] renders it, [`message::build`] makes
//! the MIME message, and [`smtp::SmtpProvider`] hands it to a server over connections that
//! [`pool::ConnectionPool`] keeps; or [`capture::CaptureFolder`] keeps it on this machine. What an
//! answer *means* is decided in [`usher_domain::delivery`]; when to try again and what to record is
//! the caller's.
//!
//! ```
//! use usher_mail::{message, samples, templates::Templates};
//!
//! let templates = Templates::builtin();
//! for (_, letter) in samples::samples("en") {
//!     let rendered = templates.render(&letter)?;
//!     let outgoing = message::build(&letter, &rendered)?;
//!     assert!(outgoing.bytes.starts_with(b"From: "));
//! }
//! # Ok::<(), usher_mail::error::MailError>(())
//! ```

pub mod account_templates;
pub mod breaker;
pub mod capture;
pub mod error;
pub mod letter;
pub mod link_url;
pub mod message;
pub mod platform;
pub mod pool;
pub mod samples;
pub mod sender;
pub mod smtp;
pub mod templates;

mod accent;
mod phrases;
mod plain_text;
mod skeletons;
mod template_values;
mod template_words;
mod wire_body;
