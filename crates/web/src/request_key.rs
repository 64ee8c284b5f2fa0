//! The name of what a form asks for: drawn when the form is shown and sent along with it, so that a form
//! that is sent twice is carried out once (`Idempotency-Key`).

use axum::http::HeaderName;
use usher_domain::clock::random;
use uuid::{Builder, Uuid};

use crate::web::Web;

/// What forms call it.
pub(crate) const FIELD: &str = "request_key";

/// How the API is told.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("idempotency-key");

/// A name that nobody else has drawn or can guess.
pub(crate) fn draw(web: &Web) -> Uuid {
    Builder::from_random_bytes(random(&**web.entropy())).into_uuid()
}
