//! How requests fare.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{family::Family, histogram::Histogram},
    registry::{Registry, Unit},
};

/// From a page out of memory to a caller who waits for a mail's fate, in seconds.
const BUCKETS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.25, 1.0, 5.0, 30.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    route: String,
    method: &'static str,
    status: &'static str,
}

/// The durations of requests. Clones share them.
#[derive(Debug, Clone)]
pub struct HttpMetrics(Family<Labels, Histogram, fn() -> Histogram>);

impl Default for HttpMetrics {
    fn default() -> Self {
        Self(Family::new_with_constructor(|| Histogram::new(BUCKETS)))
    }
}

impl HttpMetrics {
    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register_with_unit(
            "http_request_duration",
            "How long requests took, by route template, method and class of status",
            Unit::Seconds,
            self.0.clone(),
        );
    }

    /// Notes a request that was answered. `route` is a template, of which there are so many.
    pub(crate) fn answered(
        &self,
        route: &str,
        method: &Method,
        status: StatusCode,
        took: Duration,
    ) {
        let labels = Labels {
            route: route.to_owned(),
            method: known(method),
            status: class(status),
        };
        self.0.get_or_create(&labels).observe(took.as_secs_f64());
    }
}

/// A client may invent methods; a series for each would be its way to our memory.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn class(status: StatusCode) -> &'static str {
    match status.as_u16() {
        100..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_methods_share_one_series() {
        for name in ["BREW", "PROPFIND", "get"] {
            assert_eq!(
                known(&Method::from_bytes(name.as_bytes()).unwrap()),
                "other"
            );
        }
        assert_eq!(known(&Method::GET), "GET");
    }
}
