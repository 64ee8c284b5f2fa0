//! Failures of our own: logged once, here, and never told to the caller.

use std::{error::Error, sync::Arc};

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};

use crate::request_id::of;

/// Why an answer is a 5xx. It travels in the answer's extensions from where it was found out to
/// [`log`], which knows the request.
#[derive(Clone)]
pub(crate) struct Failure(Arc<dyn Error + Send + Sync>);

impl Failure {
    /// Keeps the cause.
    pub(crate) fn new(cause: impl Error + Send + Sync + 'static) -> Self {
        Self(Arc::new(cause))
    }

    /// The cause and what is behind it, in one line.
    fn chain(&self) -> String {
        let mut words = self.0.to_string();
        let mut behind = self.0.source();
        while let Some(error) = behind {
            words.push_str(": ");
            words.push_str(&error.to_string());
            behind = error.source();
        }
        words
    }
}

/// Middleware that logs what went wrong on our side. It names the route's template: paths and
/// queries may hold secrets.
pub(crate) async fn log(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let (method, request_id) = (request.method().clone(), of(request.extensions()));
    let mut response = next.run(request).await;
    if let Some(failure) = response.extensions_mut().remove::<Failure>() {
        tracing::error!(
            http.request.method = %method,
            http.route = route.as_ref().map_or("unmatched", MatchedPath::as_str),
            http.response.status_code = response.status().as_u16(),
            request.id = request_id.as_deref().unwrap_or_default(),
            error = failure.chain(),
            "a request failed on our side",
        );
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("outer")]
    struct Outer(#[source] std::fmt::Error);

    #[test]
    fn the_whole_chain_of_causes_is_told_to_the_log() {
        let chain = Failure::new(Outer(std::fmt::Error)).chain();
        assert_eq!(chain, format!("outer: {}", std::fmt::Error));
    }
}
