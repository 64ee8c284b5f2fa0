//! The pages' only way to data: calls to the native REST API within the process.
//!
//! A call carries what identifies its client (cookie, user agent, language, network address,
//! request id), so that the API decides, records and limits as if the browser had called it.

use axum::{
    Router,
    body::{Body, Bytes, HttpBody},
    http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header, request::Parts},
};
use http_body_util::BodyExt;
use serde::{Serialize, de::DeserializeOwned};
use tower::ServiceExt;
use usher_api_types::{
    call_context::CallContext,
    problem::{ErrorCode, Problem},
};
use uuid::Uuid;

use crate::request_key;

/// What a call takes over from the browser's request.
const RELAYED: [axum::http::HeaderName; 3] =
    [header::COOKIE, header::USER_AGENT, header::ACCEPT_LANGUAGE];

/// Calls the native REST API on behalf of one browser request.
#[derive(Clone)]
pub(crate) struct ApiClient {
    router: Router,
    headers: HeaderMap,
    context: CallContext,
}

/// A successful answer.
pub(crate) struct Answer {
    /// The cookies it sets, to be passed on to the browser.
    pub(crate) set_cookies: Vec<HeaderValue>,
    body: Bytes,
}

/// A call that did not succeed.
#[derive(Debug, thiserror::Error)]
#[error("the API answered {status} {}", problem.code)]
pub(crate) struct ApiFailure {
    /// The status.
    pub(crate) status: StatusCode,
    /// What the API says about it.
    pub(crate) problem: Box<Problem>,
    /// How many seconds to wait before trying again.
    pub(crate) retry_after: Option<u64>,
    /// The cookies it sets: a session that ended is taken away.
    pub(crate) set_cookies: Vec<HeaderValue>,
}

impl ApiClient {
    /// A client for the browser that sent this request.
    pub(crate) fn new(router: Router, parts: &Parts) -> Self {
        let mut headers = HeaderMap::new();
        for name in RELAYED {
            for value in parts.headers.get_all(&name) {
                headers.append(&name, value.clone());
            }
        }
        let context = parts
            .extensions
            .get::<CallContext>()
            .cloned()
            .unwrap_or_default();
        Self {
            router,
            headers,
            context,
        }
    }

    /// Reads something.
    pub(crate) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, ApiFailure> {
        self.call(Method::GET, path, Body::empty()).await?.read()
    }

    /// Creates something or sets something going.
    pub(crate) async fn post<B: Serialize>(
        &self,
        path: &str,
        body: &B,
    ) -> Result<Answer, ApiFailure> {
        self.send(Method::POST, path, body).await
    }

    /// Sets something going under a name: asked for again by the same name, it is not done again.
    pub(crate) async fn post_once<B: Serialize>(
        &self,
        path: &str,
        body: &B,
        key: Uuid,
    ) -> Result<Answer, ApiFailure> {
        let mut named = self.clone();
        let key = HeaderValue::try_from(key.to_string()).map_err(|_| ApiFailure::internal())?;
        named.headers.insert(request_key::HEADER, key);
        named.post(path, body).await
    }

    /// Sets something going that needs no more words.
    pub(crate) async fn post_empty(&self, path: &str) -> Result<Answer, ApiFailure> {
        self.call(Method::POST, path, Body::empty()).await
    }

    /// Changes something.
    pub(crate) async fn patch<B: Serialize>(
        &self,
        path: &str,
        body: &B,
    ) -> Result<Answer, ApiFailure> {
        self.send(Method::PATCH, path, body).await
    }

    /// Replaces something.
    pub(crate) async fn put<B: Serialize>(
        &self,
        path: &str,
        body: &B,
    ) -> Result<Answer, ApiFailure> {
        self.send(Method::PUT, path, body).await
    }

    /// Makes something so that needs no more words.
    pub(crate) async fn put_empty(&self, path: &str) -> Result<Answer, ApiFailure> {
        self.call(Method::PUT, path, Body::empty()).await
    }

    /// Replaces something that is not JSON; the API tells by the bytes what it is.
    pub(crate) async fn put_bytes(&self, path: &str, bytes: Bytes) -> Result<Answer, ApiFailure> {
        let kind = HeaderValue::from_static("application/octet-stream");
        self.call_with(Method::PUT, path, Body::from(bytes), kind)
            .await
    }

    /// Hands in a file of comma-separated values.
    pub(crate) async fn post_csv(&self, path: &str, file: Bytes) -> Result<Answer, ApiFailure> {
        let kind = HeaderValue::from_static("text/csv");
        self.call_with(Method::POST, path, Body::from(file), kind)
            .await
    }

    /// Ends or removes something.
    pub(crate) async fn delete(&self, path: &str) -> Result<Answer, ApiFailure> {
        self.call(Method::DELETE, path, Body::empty()).await
    }

    async fn send<B: Serialize>(
        &self,
        method: Method,
        path: &str,
        body: &B,
    ) -> Result<Answer, ApiFailure> {
        let body = serde_json::to_vec(body).map_err(|_| ApiFailure::internal())?;
        self.call(method, path, Body::from(body)).await
    }

    async fn call(&self, method: Method, path: &str, body: Body) -> Result<Answer, ApiFailure> {
        let json = HeaderValue::from_static("application/json");
        self.call_with(method, path, body, json).await
    }

    async fn call_with(
        &self,
        method: Method,
        path: &str,
        body: Body,
        kind: HeaderValue,
    ) -> Result<Answer, ApiFailure> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::ACCEPT, "application/json")
            .extension(self.context.clone())
            .body(body)
            .map_err(|_| ApiFailure::internal())?;
        request.headers_mut().extend(self.headers.clone());
        // A type without a body would be a body that is not JSON.
        if request.body().size_hint().exact() != Some(0) {
            request.headers_mut().insert(header::CONTENT_TYPE, kind);
        }
        let Ok(response) = self.router.clone().oneshot(request).await;

        let (parts, body) = response.into_parts();
        let set_cookies = parts
            .headers
            .get_all(header::SET_COOKIE)
            .iter()
            .cloned()
            .collect();
        let body = body
            .collect()
            .await
            .map_err(|_| ApiFailure::internal())?
            .to_bytes();
        if parts.status.is_success() {
            return Ok(Answer { set_cookies, body });
        }
        Err(ApiFailure {
            status: parts.status,
            problem: Box::new(
                serde_json::from_slice(&body)
                    .unwrap_or_else(|_| ApiFailure::wordless(parts.status)),
            ),
            retry_after: parts
                .headers
                .get(header::RETRY_AFTER)
                .and_then(|value| value.to_str().ok()?.parse().ok()),
            set_cookies,
        })
    }
}

impl Answer {
    /// The body.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, ApiFailure> {
        serde_json::from_slice(&self.body).map_err(|_| ApiFailure::internal())
    }
}

impl ApiFailure {
    /// Something that should not happen: an answer that cannot be read.
    fn internal() -> Self {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self {
            status,
            problem: Box::new(Self::wordless(status)),
            retry_after: None,
            set_cookies: Vec::new(),
        }
    }

    /// Stands in for a problem that the answer did not contain.
    fn wordless(status: StatusCode) -> Problem {
        let code = ErrorCode::ALL
            .iter()
            .copied()
            .find(|code| code.status() == status.as_u16())
            .unwrap_or(ErrorCode::Internal);
        Problem {
            kind: format!("/api/v1/errors/{}", code.as_str()),
            title: code.title().to_owned(),
            status: status.as_u16(),
            detail: code.explanation().to_owned(),
            code: code.as_str().to_owned(),
            request_id: None,
            errors: Vec::new(),
        }
    }

    /// The stable name of what went wrong.
    pub(crate) fn code(&self) -> ErrorCode {
        ErrorCode::find(&self.problem.code).unwrap_or(ErrorCode::Internal)
    }

    /// Whether the browser is not (or no longer) signed in.
    pub(crate) fn is_signed_out(&self) -> bool {
        self.code() == ErrorCode::Unauthenticated
    }

    /// Whether the same will work later: the form keeps what was entered.
    pub(crate) fn is_passing(&self) -> bool {
        matches!(
            self.code(),
            ErrorCode::TooManyRequests | ErrorCode::AccountLimit | ErrorCode::Unavailable
        )
    }

    /// The status of the same form, shown again with what was entered: where that can be corrected, or
    /// will do later.
    pub(crate) fn shown_again(&self) -> Option<StatusCode> {
        if self.is_passing() {
            return Some(self.status);
        }
        self.is_correctable()
            .then_some(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// Whether what was entered can be corrected on the same form.
    pub(crate) fn is_correctable(&self) -> bool {
        matches!(
            self.code(),
            ErrorCode::InvalidField
                | ErrorCode::WeakPassword
                | ErrorCode::LoginTaken
                | ErrorCode::EmailTaken
                | ErrorCode::AccountNameTaken
                | ErrorCode::NoAddress
                | ErrorCode::Conflict
                | ErrorCode::LastOwner
                | ErrorCode::SignInFailed
        )
    }
}
