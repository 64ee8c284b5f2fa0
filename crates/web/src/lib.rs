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

mod accept;
mod api_client;
mod assets;
mod components;
mod cookies;
mod extract;
mod forms;
mod local_path;
mod names;
mod page_error;
mod pages;
mod query;
mod redirect;
mod render;
mod rights;
mod routes;
mod scopes;
mod visit;
mod web;
mod words;

pub use routes::router;
pub use web::{Web, WebSettings};
