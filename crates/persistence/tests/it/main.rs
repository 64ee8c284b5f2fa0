//! Tests of the crate against both databases.

mod account_logos;
mod account_user_list;
mod account_user_pages;
mod account_user_plans;
mod account_users;
mod accounts;
mod api_tokens;
mod audit;
mod delivery_hours;
mod engine_failures;
mod engine_postgres;
mod engine_reads;
mod engine_signals;
mod engine_writes;
mod fixtures;
mod leases;
mod matrix;
mod messages;
mod migrations;
mod notes;
mod opening;
mod outbox;
mod password_links;
mod schema;
mod sessions;
