//! Posting to a collector: an HTTP client for the exporter, on the runtime that everything runs on.

use std::{fmt, time::Duration};

use async_trait::async_trait;
use axum::body::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::{Request, Response};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{
        Client,
        connect::{Connect, HttpConnector},
    },
    rt::TokioExecutor,
};
use opentelemetry_http::{HttpClient, HttpError};
use tokio::runtime::Handle;

/// How long a collector may take for a batch.
const PATIENCE: Duration = Duration::from_secs(5);

/// The longest answer that is read; collectors say little.
const LONGEST_ANSWER: usize = 64 * 1024;

/// A client whose connections live on the runtime that made it. The exporter waits on a thread of
/// its own, where nothing drives connections.
pub(super) struct CollectorClient<C> {
    client: Client<C, Full<Bytes>>,
    runtime: Handle,
}

impl<C> fmt::Debug for CollectorClient<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CollectorClient").finish_non_exhaustive()
    }
}

impl CollectorClient<HttpConnector> {
    /// For a collector without encryption, such as one on this machine.
    pub(super) fn plain() -> Self {
        Self::over(HttpConnector::new())
    }
}

impl CollectorClient<HttpsConnector<HttpConnector>> {
    /// For a collector behind https, whose certificate the machine trusts.
    ///
    /// # Errors
    /// When the machine has no list of certificate authorities.
    pub(super) fn encrypted() -> std::io::Result<Self> {
        let connector = HttpsConnectorBuilder::new().with_native_roots()?;
        Ok(Self::over(connector.https_only().enable_http1().build()))
    }
}

impl<C: Connect + Clone + Send + Sync + 'static> CollectorClient<C> {
    fn over(connector: C) -> Self {
        Self {
            client: Client::builder(TokioExecutor::new()).build(connector),
            runtime: Handle::current(),
        }
    }
}

#[async_trait]
impl<C: Connect + Clone + Send + Sync + 'static> HttpClient for CollectorClient<C> {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let client = self.client.clone();
        let exchange = async move {
            let response = client.request(request.map(Full::new)).await?;
            let (parts, body) = response.into_parts();
            let body = Limited::new(body, LONGEST_ANSWER).collect().await?;
            Ok(Response::from_parts(parts, body.to_bytes()))
        };
        let bounded = async { tokio::time::timeout(PATIENCE, exchange).await? };
        self.runtime.spawn(bounded).await?
    }
}
