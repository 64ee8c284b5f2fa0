//! What surrounds the handling of a request: its span, and an answer when there would be none.

use std::{panic::AssertUnwindSafe, time::Duration};

use axum::{
    extract::{MatchedPath, Request, State},
    http::StatusCode,
    middleware::Next,
    response::Response,
};
use futures::FutureExt as _;
use tokio::time::{Instant, timeout};
use tracing::Instrument as _;
use usher_api_types::{call_context::CallContext, problem::ErrorCode};

use super::{
    context::Believed,
    refusal::{self, Asked},
    trace_context,
};
use crate::metrics::HttpMetrics;

/// Longer than any answer may be waited for (`Prefer: wait` ends at 30 s), and what a client gets
/// that sends its body drop by drop.
const LONGEST: Duration = Duration::from_mins(1);

/// Middleware that gives every request a span and an answer, and measures it. Spans, lines and measures
/// carry the template of the route and never the path or the query, which may hold a link.
pub(super) async fn guard(
    State(metrics): State<HttpMetrics>,
    request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map_or("unmatched", MatchedPath::as_str);
    let request_id = request
        .extensions()
        .get::<CallContext>()
        .map(|context| context.request_id.clone());
    let request_id = request_id.unwrap_or_default();
    // At the highest level, so that the request is named in each line, whichever are let through.
    let span = tracing::error_span!(
        "request",
        http.request.method = %method,
        http.route = route,
        request.id = request_id,
        http.response.status_code = tracing::field::Empty,
    );
    let believed = request.extensions().get::<Believed>();
    trace_context::place(&span, request.headers(), believed.is_some_and(|it| it.0));
    let response = answer(request, next, request_id)
        .instrument(span.clone())
        .await;
    span.record("http.response.status_code", response.status().as_u16());
    metrics.answered(route, &method, response.status(), started.elapsed());
    response
}

async fn answer(request: Request, next: Next, request_id: String) -> Response {
    let started = Instant::now();
    let asked = Asked::by(&request);
    // Nothing is shared with the handler but what survives a panic: the database's threads, and
    // locks that forgive poisoning.
    let handled = AssertUnwindSafe(next.run(request)).catch_unwind();
    let response = match timeout(LONGEST, handled).await {
        Ok(Ok(response)) => response,
        Ok(Err(_panic)) => refusal::response(&asked, ErrorCode::Internal, request_id),
        Err(_elapsed) => {
            tracing::warn!("a request took too long and was given up");
            refusal::response(&asked, ErrorCode::Unavailable, request_id)
        }
    };
    log(response.status(), started);
    response
}

fn log(status: StatusCode, started: Instant) {
    let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::debug!(
        http.response.status_code = status.as_u16(),
        duration_ms,
        "request answered"
    );
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, middleware::from_fn_with_state, routing::get};
    use tower::ServiceExt as _;

    use super::*;

    async fn panics() {
        panic!("on purpose")
    }

    async fn answer_of(path: &str) -> (StatusCode, String, String) {
        let response = asked(path).await;
        let (parts, body) = response.into_parts();
        let media_type = parts.headers["content-type"].to_str().unwrap().to_owned();
        let body = axum::body::to_bytes(body, 10_000).await.unwrap();
        (
            parts.status,
            media_type,
            String::from_utf8(body.to_vec()).unwrap(),
        )
    }

    async fn asked(path: &str) -> Response {
        let never = std::future::pending::<()>;
        let app = Router::new()
            .route("/api/v1/panics", get(panics))
            .route("/panics", get(panics))
            .route("/api/v1/never", get(never))
            .route("/v2/x/never", get(never))
            .layer(from_fn_with_state(HttpMetrics::default(), guard));
        let request = Request::get(path).body(Body::empty()).unwrap();
        app.oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn a_panic_becomes_a_problem_in_the_api_and_a_page_elsewhere() {
        let (status, media_type, body) = answer_of("/api/v1/panics").await;
        assert_eq!(
            (status.as_u16(), media_type.as_str()),
            (500, "application/problem+json")
        );
        assert!(!body.contains("on purpose"));
        let (status, media_type, body) = answer_of("/panics").await;
        assert_eq!(
            (status.as_u16(), media_type.as_str()),
            (500, "text/html; charset=utf-8")
        );
        assert!(!body.contains("on purpose"));
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_without_end_is_given_up() {
        for path in ["/api/v1/never", "/v2/x/never"] {
            let answer = asked(path).await;
            assert_eq!(answer.status().as_u16(), 503);
            assert_eq!(answer.headers()["retry-after"], "2", "{path}");
        }
    }
}
