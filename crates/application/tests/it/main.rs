//! Tests of the use cases, each on a database of its own.

mod attempts;
mod audit;
mod audit_sealing;
mod called_off;
mod captured_mail;
mod chance;
mod dispatching;
mod guessing;
mod links;
mod mail_server;
mod mailbox;
mod memberships;
mod own_changes;
mod password_resets;
mod people;
mod permissions;
mod places;
mod renewing;
mod secrets;
mod setup;
mod sign_in;
mod token_families;
mod tokens;
mod welcome_emails;
mod world;
