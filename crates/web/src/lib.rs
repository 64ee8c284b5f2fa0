//! Usher's pages: rendered on the server, complete without JavaScript.
//!
//! Everything the pages know comes from the native REST API, called in-process ([`Web`] holds its
//! router); there is no second way to the data. A handler loads what its page shows, then Leptos
//! renders it (`render`): the status code is known before the first byte, and no page waits for a
//! script. Views are components without state, so that some may later come alive in the browser.
//!
//! What is around every request (client address, request id, the cross-site check, panics) is the
//! server's.

#![expect(
    clippy::needless_pass_by_value,
    reason = "components own their properties, so that what they render may outlive the caller"
)]
#![expect(
    unreachable_pub,
    reason = "Leptos' macro makes the function inside of a component public"
)]

#[cfg(feature = "ssr")]
mod accent;
#[cfg(feature = "ssr")]
mod accept;
#[cfg(feature = "ssr")]
mod api_client;
#[cfg(feature = "ssr")]
mod assets;
#[cfg(feature = "ssr")]
mod components;
#[cfg(feature = "ssr")]
mod cookies;
#[cfg(feature = "ssr")]
mod credential_kind;
#[cfg(feature = "ssr")]
mod edited;
#[cfg(feature = "ssr")]
mod extract;
#[cfg(feature = "ssr")]
mod forms;
#[cfg(feature = "ssr")]
mod functions;
#[cfg(feature = "ssr")]
mod here;
mod islands;
#[cfg(feature = "ssr")]
mod local_path;
#[cfg(feature = "ssr")]
mod names;
#[cfg(feature = "ssr")]
mod nonce;
#[cfg(feature = "ssr")]
mod page_error;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
mod query;
#[cfg(feature = "ssr")]
mod redirect;
#[cfg(feature = "ssr")]
mod render;
#[cfg(feature = "ssr")]
mod request_key;
#[cfg(feature = "ssr")]
mod rights;
#[cfg(feature = "ssr")]
mod routes;
#[cfg(feature = "ssr")]
mod scopes;
#[cfg(feature = "ssr")]
mod scripts;
#[cfg(feature = "ssr")]
mod visit;
#[cfg(feature = "ssr")]
mod web;
#[cfg(feature = "ssr")]
mod words;

#[cfg(feature = "hydrate")]
pub use islands::start;
#[cfg(feature = "ssr")]
pub use pages::error::Reader;
#[cfg(feature = "ssr")]
pub use routes::router;
#[cfg(feature = "ssr")]
pub use web::{Web, WebSettings};
