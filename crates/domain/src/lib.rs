//! What Usher means by its words: pure rules and types.
//!
//! Nothing here does I/O, reads a clock or draws randomness on its own; whoever needs the time or
//! random bytes is handed them ([`clock::Clock`], [`clock::Entropy`]). The crate compiles to wasm.

pub mod accent_color;
pub mod access_key;
pub mod account;
pub mod account_user;
pub mod actor;
pub mod audit;
pub mod bulk_send;
pub mod chain_head;
pub mod clock;
mod closed_list;
pub mod delivery;
pub mod email_address;
pub mod formula_guard;
pub mod grants;
pub mod idempotency;
pub mod ids;
pub mod keyring;
pub mod logo;
pub mod message;
pub mod names;
pub mod password;
pub mod password_link;
pub mod permission;
pub mod recipient_hash;
pub mod request_origin;
pub mod role;
pub mod sealing;
pub mod secret_token;
pub mod template;
pub mod token_scope;
pub mod user_import;
pub mod user_list;
pub mod visits;
