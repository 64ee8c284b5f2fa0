//! Spans on their way to a collector, in the words of OpenTelemetry's conventions.
//!
//! Spans are kept in memory and handed over in batches by a thread of the library; when the collector
//! is away or too slow they are dropped, and nothing waits for it. Without a collector there is no
//! layer, and a span costs what the log makes of it.

use std::{
    borrow::Cow,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use opentelemetry::{
    KeyValue, Value,
    trace::{SpanKind, Status, TracerProvider as _},
};
use opentelemetry_http::HttpClient;
use opentelemetry_otlp::{
    SpanExporter as OtlpExporter, WithExportConfig as _, WithHttpConfig as _,
};
use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    trace::{Sampler, SdkTracerProvider, SpanData, SpanExporter},
};
use tracing::{Level, Subscriber};
use tracing_subscriber::{Layer, filter::filter_fn, registry::LookupSpan};

use super::collector::CollectorClient;
use crate::{
    VERSION,
    config::{OtlpEndpoint, Problem, Telemetry},
};

/// How long the last spans may take to leave when the process ends.
const LAST_WITHIN: Duration = Duration::from_secs(5);

/// The spans of this process, or nothing.
pub struct Spans(Option<SdkTracerProvider>);

impl Spans {
    /// Nothing is traced.
    pub(super) const fn none() -> Self {
        Self(None)
    }

    /// Traced, if a collector is configured.
    pub(super) fn for_collector(settings: &Telemetry) -> Result<Self, Problem> {
        let Some(endpoint) = &settings.otlp_endpoint else {
            return Ok(Self::none());
        };
        let exporter = exporter(endpoint).map_err(|message| {
            let message = format!("spans cannot be sent to {endpoint}: {message}");
            Problem::new("telemetry.otlp_endpoint", message)
        })?;
        let share = Sampler::TraceIdRatioBased(settings.sample_ratio.share());
        let resource = Resource::builder()
            .with_service_name("usher")
            .with_attribute(KeyValue::new("service.version", VERSION));
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(Conventional {
                inner: exporter,
                failing: AtomicBool::new(false),
            })
            .with_sampler(Sampler::ParentBased(Box::new(share)))
            .with_resource(resource.build())
            .build();
        Ok(Self(Some(provider)))
    }

    /// What hands spans over: those of Usher's own code, and of nothing that it is built on, since only
    /// ours are known to name routes instead of paths. Lines of the log are no part of them.
    pub(super) fn layer<S>(&self) -> Option<impl Layer<S> + use<S>>
    where
        S: Subscriber + for<'span> LookupSpan<'span>,
    {
        let tracer = self.0.as_ref()?.tracer("usher");
        let ours = filter_fn(|metadata| {
            metadata.is_span()
                && metadata.target().starts_with("usher_")
                && *metadata.level() <= Level::INFO
        });
        let layer = tracing_opentelemetry::layer()
            .with_tracer(tracer)
            .with_location(false)
            .with_threads(false)
            .with_level(false)
            .with_tracked_inactivity(false);
        Some(layer.with_filter(ours))
    }

    /// Hands over what is left; takes no longer than a few seconds. To be called while the runtime
    /// still runs, from outside of it.
    pub fn hand_over(self) {
        if let Some(provider) = self.0
            && let Err(error) = provider.shutdown_with_timeout(LAST_WITHIN)
        {
            tracing::warn!(%error, "the last spans did not reach their collector");
        }
    }
}

fn exporter(endpoint: &OtlpEndpoint) -> Result<OtlpExporter, String> {
    if endpoint.is_https() {
        let client = CollectorClient::encrypted().map_err(|error| error.to_string())?;
        exporter_with(endpoint, client)
    } else {
        exporter_with(endpoint, CollectorClient::plain())
    }
}

fn exporter_with(
    endpoint: &OtlpEndpoint,
    client: impl HttpClient + 'static,
) -> Result<OtlpExporter, String> {
    OtlpExporter::builder()
        .with_http()
        .with_http_client(client)
        .with_endpoint(endpoint.traces())
        .build()
        .map_err(|error| error.to_string())
}

/// Renames spans on their way out, where it costs no request anything.
#[derive(Debug)]
struct Conventional<E> {
    inner: E,
    /// A collector that is away is told of once, not with each batch.
    failing: AtomicBool,
}

impl<E: SpanExporter> SpanExporter for Conventional<E> {
    async fn export(&self, mut batch: Vec<SpanData>) -> OTelSdkResult {
        batch.iter_mut().for_each(conventional);
        let exported = self.inner.export(batch).await;
        let was_failing = self.failing.swap(exported.is_err(), Ordering::Relaxed);
        match &exported {
            Err(error) if !was_failing => {
                tracing::warn!(%error, "spans do not reach their collector and are dropped");
            }
            Ok(()) if was_failing => tracing::info!("spans reach their collector again"),
            _ => {}
        }
        exported
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.inner.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.inner.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.inner.set_resource(resource);
    }
}

/// What OpenTelemetry's conventions call it: `GET /api/v1/users/{id}` for a request that we answer.
fn conventional(span: &mut SpanData) {
    match span.name.as_ref() {
        "request" => {
            span.span_kind = SpanKind::Server;
            let method = attribute(span, "http.request.method").unwrap_or_default();
            let route = attribute(span, "http.route").unwrap_or_default();
            span.name = Cow::Owned(format!("{method} {route}"));
            let status = attribute(span, "http.response.status_code");
            if status.is_some_and(|status| status.starts_with('5')) {
                span.status = Status::error("");
            }
        }
        "delivery" => span.span_kind = SpanKind::Client,
        _ => {}
    }
}

fn attribute<'a>(span: &'a SpanData, key: &str) -> Option<Cow<'a, str>> {
    let found = span.attributes.iter().find(|pair| pair.key.as_str() == key);
    found.map(|pair| match &pair.value {
        Value::String(text) => Cow::Borrowed(text.as_str()),
        other => Cow::Owned(other.to_string()),
    })
}
