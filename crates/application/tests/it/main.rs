//! Tests of the use cases, each on a database of its own.

mod attempts;
mod audit;
mod chance;
mod dispatching;
mod links;
mod mail_server;
mod mailbox;
mod password_resets;
mod people;
mod permissions;
mod places;
mod renewing;
mod secrets;
mod setup;
mod sign_in;
mod tokens;
mod welcome_emails;
mod world;
