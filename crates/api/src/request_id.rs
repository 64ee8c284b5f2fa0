//! The name of a request, as logs and answers know it. The server chose it; we only repeat it.

use axum::{extract::Request, middleware::Next, response::Response};
use http::{Extensions, HeaderName, HeaderValue};
use usher_api_types::call_context::CallContext;

/// The header in which vendors' SDKs look for it.
const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The request's name, if the server gave it one.
pub(crate) fn of(extensions: &Extensions) -> Option<String> {
    let context = extensions.get::<CallContext>()?;
    (!context.request_id.is_empty()).then(|| context.request_id.clone())
}

/// Middleware that puts the name on every answer that does not have one yet.
pub(crate) async fn echo(request: Request, next: Next) -> Response {
    let name = of(request.extensions()).and_then(|name| HeaderValue::try_from(name).ok());
    let mut response = next.run(request).await;
    if let Some(name) = name {
        response.headers_mut().entry(X_REQUEST_ID).or_insert(name);
    }
    response
}
