//! Use cases: authorise, decide, write one transaction.
//!
//! Each public function here is something that an actor asks for. It takes the [`App`] and (unless
//! the request is anonymous by nature) the [`Actor`](usher_domain::actor::Actor), requires a
//! permission first, lets a pure rule of the domain decide, and writes everything, the audit event
//! and the outbox row included, in one transaction. Nothing here knows HTTP or HTML.

mod access;
pub mod access_keys;
pub mod access_tokens;
pub mod account_users;
pub mod accounts;
pub mod api_tokens;
mod app;
pub mod audit_chain;
pub mod audit_log;
pub mod audit_sealer;
pub mod audit_verification;
pub mod authentication;
pub mod authorization_messages;
pub mod bulk_sends;
pub mod captured_emails;
pub mod clock_steps;
mod credentials;
pub mod deliveries;
mod delivery_route;
pub mod demo;
pub mod dispatcher;
mod failure;
pub mod health;
pub mod housekeeping;
pub mod iam_tokens;
pub mod idempotency;
pub mod keys;
pub mod limits;
mod link_visits;
mod lockout;
pub mod mail_providers;
pub mod me;
pub mod memberships;
pub mod metrics;
mod new_passwords;
mod outgoing;
mod own_password;
mod page;
mod password_hasher;
pub mod password_links;
pub mod password_resets;
pub mod principals;
mod pulse;
pub mod reachable_accounts;
mod refused_sign_ins;
pub mod restores;
pub mod retention;
pub mod roles;
pub mod sessions;
pub mod setup;
pub mod templates;
mod throttle;
pub mod user_events;
pub mod user_export;
pub mod user_imports;
pub mod welcome_emails;

pub use app::{App, AppSettings};
pub use delivery_route::{DeliveryRoute, Domains, ProviderRoute, SmtpRoute};
pub use failure::TooMany;
pub use page::{Page, PageRequest};
pub use throttle::network;
pub use usher_persistence::{DatabaseError, TransactionError};
