//! Refuses requests that another site made a browser send.
//!
//! The outermost layer: it sees the browser's request once, before pages make calls of their own
//! in-process. Browsers say in `Sec-Fetch-Site` where a request came from; older ones at least
//! send `Origin`. Programs send neither, and are not what this is about: a request is only
//! dangerous when the browser adds a credential by itself. What only reads is let through; the few
//! handlers whose reading leaves a trace extract `FromThisSite`.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts};
use url::Url;
use usher_api_types::problem::ErrorCode;

use crate::{
    cookies, dialect_refusal,
    problem::{self, ApiError},
    request_id,
};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const X_AUTH_TOKEN: HeaderName = HeaderName::from_static("x-auth-token");

/// What the check needs to know about the installation.
#[derive(Debug, Clone)]
pub struct CsrfPolicy {
    public_url: Arc<str>,
    origin: Arc<str>,
    cookie: &'static str,
    page: RefusalPage,
}

/// Makes the page that tells a person of a refusal.
pub type RefusalPage = fn(&Request) -> Response;

impl CsrfPolicy {
    /// The policy of an installation that browsers reach under `public_url`. Outside of the APIs a
    /// refusal is a `page`, which repeats nothing of the request: another site wrote it.
    #[must_use]
    pub fn new(public_url: &Url, page: RefusalPage) -> Self {
        Self {
            page,
            public_url: public_url.as_str().trim_end_matches('/').into(),
            origin: public_url.origin().ascii_serialization().into(),
            cookie: cookies::session_cookie_name(public_url.scheme() == "https"),
        }
    }

    /// Whether a request that may change something is ours or harmless.
    fn admits(&self, path: &str, headers: &HeaderMap) -> bool {
        if carries_own_credential(headers) {
            return true;
        }
        let with_session = cookies::find(headers, self.cookie).is_some();
        let site = headers.get(SEC_FETCH_SITE).map(HeaderValue::as_bytes);
        let origin = headers.get(header::ORIGIN).map(HeaderValue::as_bytes);
        match (site, origin) {
            (Some(site), _) => is_ours(site),
            (None, None) => !with_session,
            // A link's page has no referrer and posts `Origin: null`; so does any sandboxed frame
            // elsewhere, which must not get to sign somebody in.
            (None, Some(b"null")) => !with_session && is_of_a_link(path),
            (None, Some(origin)) => origin == self.origin.as_bytes(),
        }
    }
}

/// Whether a browser says that one of our pages sent a request, or the person herself.
fn is_ours(site: &[u8]) -> bool {
    matches!(site, b"same-origin" | b"none")
}

/// Extracted where reading leaves a trace: refuses what another site made a browser read. The cookie
/// comes along with a link there (`SameSite=Lax`), so that links to pages work.
pub(crate) struct FromThisSite;

impl<S: Sync> FromRequestParts<S> for FromThisSite {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let site = parts.headers.get(SEC_FETCH_SITE).map(HeaderValue::as_bytes);
        if site.is_none_or(is_ours) || carries_own_credential(&parts.headers) {
            Ok(Self)
        } else {
            Err(ErrorCode::CrossSite.into())
        }
    }
}

/// Whether a path is that of a password link, or one of its forms.
fn is_of_a_link(path: &str) -> bool {
    ["/welcome/", "/reset/", "/setup/"]
        .iter()
        .any(|prefix| path.starts_with(prefix))
}

/// Whether the caller itself put a credential into the request and the browser added none.
fn carries_own_credential(headers: &HeaderMap) -> bool {
    let given = |name| {
        headers
            .get(name)
            .is_some_and(|value| !value.as_bytes().trim_ascii().is_empty())
    };
    !headers.contains_key(header::COOKIE) && (given(header::AUTHORIZATION) || given(X_AUTH_TOKEN))
}

/// Middleware that refuses cross-site requests with unsafe methods.
pub async fn refuse_cross_site(
    State(policy): State<CsrfPolicy>,
    request: Request,
    next: Next,
) -> Response {
    if request.method().is_safe() || policy.admits(request.uri().path(), request.headers()) {
        return next.run(request).await;
    }
    let path = request.uri().path();
    if let Some(answer) = dialect_refusal(path, ErrorCode::CrossSite) {
        answer
    } else if path == "/api" || path.starts_with("/api/") {
        let request_id = request_id::of(request.extensions());
        problem::response(ErrorCode::CrossSite, &policy.public_url, request_id)
    } else {
        (policy.page)(&request)
    }
}

#[cfg(test)]
mod tests {
    use axum::{
        Router,
        body::Body,
        middleware::from_fn_with_state,
        response::{Html, IntoResponse as _},
        routing::any,
    };
    use http::StatusCode;
    use tower::ServiceExt as _;

    use super::*;

    const HTTPS: &str = "https://usher.example";
    const SESSION: (&str, &str) = ("cookie", "__Host-usher_session=usher_se_x");

    fn page(_: &Request) -> Response {
        (StatusCode::FORBIDDEN, Html("a page")).into_response()
    }

    async fn send(method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
        let policy = CsrfPolicy::new(&Url::parse(HTTPS).unwrap(), page);
        let app = Router::new()
            .fallback(any(|| async { "through" }))
            .layer(from_fn_with_state(policy, refuse_cross_site));
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        app.oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap()
    }

    async fn passes(headers: &[(&str, &str)]) -> bool {
        send("POST", "/api/v1/accounts", headers).await.status() == StatusCode::OK
    }

    #[tokio::test]
    async fn the_table_of_headers_decides() {
        let cases: &[(&[(&str, &str)], bool)] = &[
            (&[("sec-fetch-site", "same-origin"), SESSION], true),
            (&[("sec-fetch-site", "none"), SESSION], true),
            (
                &[
                    ("sec-fetch-site", "same-origin"),
                    ("origin", "null"),
                    SESSION,
                ],
                true,
            ),
            (&[("sec-fetch-site", "cross-site"), SESSION], false),
            (&[("sec-fetch-site", "same-site"), SESSION], false),
            (&[("sec-fetch-site", "cross-site")], false),
            (
                &[("sec-fetch-site", "cross-site"), ("origin", HTTPS), SESSION],
                false,
            ),
            (&[("sec-fetch-site", "elsewhere"), SESSION], false),
            (&[("origin", HTTPS), SESSION], true),
            (&[("origin", "https://usher.example:8443"), SESSION], false),
            (&[("origin", "http://usher.example"), SESSION], false),
            (&[("origin", "https://evil.example")], false),
            (&[("origin", "null"), SESSION], false),
            (&[("origin", "null")], false),
            (&[SESSION], false),
            (&[("cookie", "theme=dark")], true),
            (&[], true),
            (&[("authorization", "Bearer t")], true),
            (
                &[("x-auth-token", "t"), ("origin", "https://evil.example")],
                true,
            ),
            (
                &[
                    ("authorization", "Bearer t"),
                    ("sec-fetch-site", "cross-site"),
                ],
                true,
            ),
            (
                &[
                    ("authorization", "Bearer t"),
                    ("sec-fetch-site", "cross-site"),
                    SESSION,
                ],
                false,
            ),
            (
                &[
                    ("authorization", "Bearer t"),
                    ("sec-fetch-site", "cross-site"),
                    ("cookie", "a=b"),
                ],
                false,
            ),
            (
                &[("authorization", " "), ("sec-fetch-site", "cross-site")],
                false,
            ),
        ];
        for (headers, expected) in cases {
            assert_eq!(passes(headers).await, *expected, "{headers:?}");
        }
    }

    #[tokio::test]
    async fn only_the_form_of_a_link_may_hide_its_origin_and_only_without_a_session() {
        let hidden = ("origin", "null");
        for path in ["/welcome/t", "/reset/t", "/setup/t", "/welcome/t/renew"] {
            assert_eq!(send("POST", path, &[hidden]).await.status(), 200, "{path}");
            let with_session = send("POST", path, &[hidden, SESSION]).await;
            assert_eq!(with_session.status(), 403, "{path}");
        }
        for path in [
            "/sign-in",
            "/welcome",
            "/welcomed",
            "/api/v1/sessions",
            "/x/welcome/t",
        ] {
            assert_eq!(send("POST", path, &[hidden]).await.status(), 403, "{path}");
        }
    }

    #[tokio::test]
    async fn reading_is_never_refused() {
        for method in ["GET", "HEAD", "OPTIONS"] {
            let headers = [("sec-fetch-site", "cross-site"), SESSION];
            assert_eq!(
                send(method, "/welcome/x", &headers).await.status(),
                StatusCode::OK
            );
        }
    }

    #[tokio::test]
    async fn every_prefix_is_answered_in_its_own_words() {
        let headers = [("sec-fetch-site", "cross-site"), SESSION];
        let api = send("POST", "/api/v1/accounts", &headers).await;
        assert_eq!(api.status(), StatusCode::FORBIDDEN);
        assert_eq!(api.headers()["content-type"], "application/problem+json");
        let dialect = send("POST", "/v3.0/OS-USER/users/1/welcome", &headers).await;
        assert_eq!(dialect.status(), StatusCode::FORBIDDEN);
        assert_eq!(dialect.headers()["content-type"], "application/json");
        let page = send("POST", "/ui/sign-in", &headers).await;
        assert_eq!(page.status(), StatusCode::FORBIDDEN);
        assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    }

    #[test]
    fn a_default_port_and_a_path_are_not_part_of_the_origin() {
        let policy = CsrfPolicy::new(
            &Url::parse("HTTPS://Usher.Example:443/base/").unwrap(),
            page,
        );
        assert_eq!(&*policy.origin, "https://usher.example");
        assert_eq!(&*policy.public_url, "https://usher.example/base");
    }
}
