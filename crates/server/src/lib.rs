//! The binary `usher`: command line, configuration, wiring, HTTP, shutdown.
//!
//! Everything is put together here and nothing is decided: [`wiring::wire`] makes the application
//! out of its parts, [`http::router`] puts every layer around the routers of `api` and `web`, and
//! [`commands`] has one module per group of commands. Tests start the same wiring in-process with
//! parts of their own.

mod account;
pub mod background;
mod backup;
mod cli;
pub mod clock;
pub mod commands;
pub mod config;
pub mod entropy;
mod geoip;
pub mod http;
pub mod keyring_file;
mod keyring_watch;
mod listen;
mod mail_route;
pub mod metrics;
pub mod node;
mod private_file;
mod setup_link;
mod stdout;
pub mod systemd;
pub mod telemetry;
pub mod wiring;

pub use cli::main;

/// What tests need to name that start the wiring with parts of their own.
pub use {usher_application, usher_domain, usher_mail, usher_persistence};

/// The version, with the commit when it is known.
pub const VERSION: &str = env!("USHER_VERSION");
