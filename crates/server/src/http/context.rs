//! Who calls, what the request is called, and the headers that every answer carries.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use usher_api::client_address::TrustedProxies;
use usher_api_types::call_context::CallContext;
use usher_domain::{
    clock::{Clock, Entropy},
    ids,
};

use super::Peer;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const MAX_REQUEST_ID: usize = 64;

/// A year, as preload lists and checkers ask for.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// Whether a request comes from one of our own proxies, so that what it says about the request counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Believed(pub(super) bool);

/// What it takes to say who calls.
#[derive(Clone)]
pub(super) struct Caller(Arc<Inner>);

struct Inner {
    proxies: TrustedProxies,
    https: bool,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

impl Caller {
    pub(super) fn new(
        proxies: TrustedProxies,
        https: bool,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        Self(Arc::new(Inner {
            proxies,
            https,
            clock,
            entropy,
        }))
    }

    fn context(&self, request: &Request) -> (CallContext, Believed) {
        let headers = request.headers();
        let peer = request.extensions().get::<Peer>();
        let believed = peer.is_some_and(|peer| self.0.proxies.trust(peer.0.to_canonical()));
        let given = given_id(headers).filter(|_| believed);
        let context = CallContext {
            client: peer.map(|peer| self.0.proxies.client(peer.0, headers)),
            request_id: given.map_or_else(|| self.fresh_id(), str::to_owned),
        };
        (context, Believed(believed))
    }

    fn fresh_id(&self) -> String {
        ids::mint(self.0.clock.now(), &*self.0.entropy).to_string()
    }
}

/// The name that a proxy has given the request, if it is harmless in logs and bodies.
fn given_id(headers: &HeaderMap) -> Option<&str> {
    let id = headers.get(X_REQUEST_ID)?.to_str().ok()?;
    let harmless = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    ((1..=MAX_REQUEST_ID).contains(&id.len()) && id.bytes().all(harmless)).then_some(id)
}

/// Middleware that introduces the caller to everything further in.
pub(super) async fn introduce(
    State(caller): State<Caller>,
    mut request: Request,
    next: Next,
) -> Response {
    let (context, believed) = caller.context(&request);
    let name = HeaderValue::try_from(&context.request_id);
    request.extensions_mut().insert(believed);
    request.extensions_mut().insert(context);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    if let Ok(name) = name {
        headers.entry(X_REQUEST_ID).or_insert(name);
    }
    if caller.0.https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::{Extension, Router, body::Body, middleware::from_fn_with_state, routing::get};
    use tower::ServiceExt as _;

    use super::*;
    use crate::{clock::SystemClock, entropy::SystemEntropy};

    async fn answer(https: bool, headers: &[(&str, &str)]) -> (HeaderMap, String) {
        answer_from("10.0.0.1", https, headers).await
    }

    async fn answer_from(peer: &str, https: bool, headers: &[(&str, &str)]) -> (HeaderMap, String) {
        let proxies = TrustedProxies::new(vec!["10.0.0.0/8".parse().unwrap()]);
        let (clock, entropy) = (Arc::new(SystemClock::default()), Arc::new(SystemEntropy));
        let caller = Caller::new(proxies, https, clock, entropy);
        let show = |Extension(context): Extension<CallContext>| async move {
            format!("{:?} {}", context.client, context.request_id)
        };
        let app = Router::new()
            .route("/", get(show))
            .layer(from_fn_with_state(caller, introduce));
        let mut request = Request::get("/").extension(Peer(peer.parse().unwrap()));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = app
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        let (parts, body) = answer.into_parts();
        let body = axum::body::to_bytes(body, 1000).await.unwrap();
        (parts.headers, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn the_client_is_told_behind_trusted_proxies() {
        let (_, body) = answer(false, &[("x-forwarded-for", "192.0.2.7")]).await;
        assert!(body.starts_with("Some(192.0.2.7) "), "{body}");
    }

    #[tokio::test]
    async fn a_harmless_request_id_is_kept_and_any_other_replaced() {
        for (given, kept) in [
            ("abc_DEF-123", true),
            ("", false),
            ("a b", false),
            ("a\"b", false),
            (&"x".repeat(64), true),
            (&"x".repeat(65), false),
        ] {
            let (headers, body) = answer(false, &[("x-request-id", given)]).await;
            let id = headers["x-request-id"].to_str().unwrap();
            assert_eq!(id == given, kept, "{given}");
            assert!(body.ends_with(id));
        }
    }

    #[tokio::test]
    async fn only_our_own_proxies_name_requests() {
        let given = [("x-request-id", "mine")];
        for (peer, kept) in [
            ("10.0.0.1", true),
            ("::ffff:10.0.0.1", true),
            ("192.0.2.7", false),
        ] {
            let (headers, _) = answer_from(peer, false, &given).await;
            assert_eq!(headers["x-request-id"] == "mine", kept, "{peer}");
        }
    }

    #[tokio::test]
    async fn hsts_is_only_sent_where_https_is_the_public_way() {
        let (http, _) = answer(false, &[]).await;
        let (https, _) = answer(true, &[]).await;
        assert!(!http.contains_key("strict-transport-security"));
        assert!(https.contains_key("strict-transport-security"));
        assert_eq!(http["x-content-type-options"], "nosniff");
    }
}
