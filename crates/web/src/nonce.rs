//! The number that lets a page's own scripts run: drawn anew for each answer, named in its content
//! policy and in its script elements, and never guessable from another answer.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use usher_domain::clock::{Entropy, random};

use crate::web::Web;

tokio::task_local! {
    static ENTROPY: Arc<dyn Entropy>;
}

/// Middleware: lets whatever renders the answer draw a nonce.
pub(crate) async fn scope(State(web): State<Web>, request: Request, next: Next) -> Response {
    ENTROPY
        .scope(web.entropy().clone(), next.run(request))
        .await
}

/// 128 random bits in hexadecimal. None outside of a request: such a page runs no script.
pub(crate) fn draw() -> Option<String> {
    ENTROPY
        .try_with(|entropy| u128::from_be_bytes(random(&**entropy)))
        .ok()
        .map(|nonce| format!("{nonce:032x}"))
}
