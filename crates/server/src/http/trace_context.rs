//! Where a request belongs in the traces of others (W3C Trace Context).

use axum::http::HeaderMap;
use opentelemetry::{
    propagation::TextMapPropagator as _,
    trace::{SpanContext, TraceContextExt as _},
};
use opentelemetry_http::HeaderExtractor;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

/// Puts a request's span where its `traceparent` says. From one of our proxies, it continues that trace,
/// kept or not as the proxy decided. A stranger's is only linked to: it must not decide what we keep,
/// nor write into somebody's trace.
pub(super) fn place(span: &Span, headers: &HeaderMap, believed: bool) {
    if !headers.contains_key("traceparent") {
        return;
    }
    let given = TraceContextPropagator::new().extract(&HeaderExtractor(headers));
    let context: SpanContext = given.span().span_context().clone();
    if !context.is_valid() {
        return;
    }
    if believed {
        // Nothing is lost when nobody traces: then there is nothing to be placed.
        span.set_parent(given).ok();
    } else {
        span.add_link(context);
    }
}
