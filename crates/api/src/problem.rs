//! Errors of the native API as `application/problem+json` (RFC 9457).
//!
//! Handlers return an [`ApiError`]; [`present`] turns it into a body once the request's name and
//! the public URL are at hand. A body never tells the cause of a failure of ours.

use std::{borrow::Cow, error::Error, sync::Arc};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chrono::Duration;
use http::{HeaderValue, StatusCode, header};
use usher_api_types::problem::{ErrorCode, FieldCode, FieldError, Problem};

use crate::{failure::Failure, request_id};

/// The media type of a problem.
pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

/// How long to stay away when all places for hashing passwords are taken.
pub(crate) const BUSY_FOR: Duration = Duration::seconds(2);

/// Why a request is refused or failed.
pub(crate) struct ApiError(Box<Inner>);

struct Inner {
    told: Told,
    retry_after: Option<Duration>,
    failure: Option<Failure>,
}

/// What the caller gets to know of it.
struct Told {
    code: ErrorCode,
    detail: Cow<'static, str>,
    errors: Vec<FieldError>,
}

impl ApiError {
    /// An error in the words of its code.
    pub(crate) fn new(code: ErrorCode) -> Self {
        let told = Told {
            code,
            detail: Cow::Borrowed(code.explanation()),
            errors: Vec::new(),
        };
        Self(Box::new(Inner {
            told,
            retry_after: None,
            failure: None,
        }))
    }

    /// Says more precisely what is wrong this time.
    pub(crate) fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.told.detail = detail.into();
        self
    }

    /// Members of the body with values that cannot be accepted.
    pub(crate) fn invalid_fields(errors: Vec<FieldError>) -> Self {
        let mut error = Self::new(ErrorCode::InvalidField);
        error.0.told.errors = errors;
        error
    }

    /// One member of the body with a value that cannot be accepted.
    pub(crate) fn invalid_field(field: &str, code: FieldCode, message: &str) -> Self {
        Self::invalid_fields(vec![FieldError {
            field: field.to_owned(),
            code: code.as_str().to_owned(),
            message: message.to_owned(),
            ..FieldError::default()
        }])
    }

    /// A member of the body with a password that is not good enough.
    pub(crate) fn weak_password(reason: FieldError) -> Self {
        let mut error = Self::new(ErrorCode::WeakPassword).detail(reason.message.clone());
        error.0.told.errors = vec![reason];
        error
    }

    /// The caller has asked too often.
    pub(crate) fn too_many(retry_after: Duration) -> Self {
        let mut error = Self::new(ErrorCode::TooManyRequests);
        error.0.retry_after = Some(retry_after);
        error
    }

    /// Says how long to wait before asking again.
    pub(crate) fn after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    /// There is no place left for work as heavy as this.
    pub(crate) fn busy() -> Self {
        let mut error = Self::new(ErrorCode::Unavailable);
        error.0.retry_after = Some(BUSY_FOR);
        error
    }

    /// A failure of ours; a database that does not work for now is told as such.
    pub(crate) fn internal(cause: impl Error + Send + Sync + 'static) -> Self {
        let failure = Failure::new(cause);
        let mut error = Self::new(if failure.is_outage() {
            ErrorCode::Unavailable
        } else {
            ErrorCode::Internal
        });
        error.0.failure = Some(failure);
        error
    }
}

impl From<ErrorCode> for ApiError {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let Inner {
            told,
            retry_after,
            failure,
        } = *self.0;
        let mut response = status(told.code).into_response();
        if let Some(wait) = retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, seconds(wait).into());
        }
        if told.code.status() == StatusCode::UNAUTHORIZED.as_u16() {
            let challenge = HeaderValue::from_static("Bearer");
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(failure) = failure {
            failure.accompany(&mut response);
        }
        response.extensions_mut().insert(Arc::new(told));
        response
    }
}

fn status(code: ErrorCode) -> StatusCode {
    StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Whole seconds, rounded up, so that coming back on the second is not too early.
pub(crate) fn seconds(wait: Duration) -> u64 {
    let whole = wait.num_seconds() + i64::from(wait.subsec_nanos() > 0);
    u64::try_from(whole).unwrap_or(0).max(1)
}

/// Middleware that gives errors their body and keeps every answer out of caches.
pub(crate) async fn present(
    State(public_url): State<Arc<str>>,
    request: Request,
    next: Next,
) -> Response {
    let request_id = request_id::of(request.extensions());
    let mut response = next.run(request).await;
    if let Some(told) = response.extensions_mut().remove::<Arc<Told>>() {
        let problem = told.problem(&public_url, request_id);
        *response.body_mut() = json(&problem).into();
        let media_type = HeaderValue::from_static(PROBLEM_JSON);
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, media_type);
        // It described the body that was replaced.
        response.headers_mut().remove(header::CONTENT_LENGTH);
    }
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(no_store);
    response
}

impl Told {
    fn problem(&self, public_url: &str, request_id: Option<String>) -> Problem {
        Problem {
            detail: self.detail.clone().into_owned(),
            errors: self.errors.clone(),
            request_id,
            ..problem(self.code, public_url)
        }
    }
}

/// The body of a code in its own words.
pub(crate) fn problem(code: ErrorCode, public_url: &str) -> Problem {
    Problem {
        kind: format!("{public_url}/api/v1/errors/{}", code.as_str()),
        title: code.title().to_owned(),
        status: code.status(),
        detail: code.explanation().to_owned(),
        code: code.as_str().to_owned(),
        request_id: None,
        errors: Vec::new(),
    }
}

/// A finished answer for a code, for places outside the native router.
pub(crate) fn response(code: ErrorCode, public_url: &str, request_id: Option<String>) -> Response {
    let problem = Problem {
        request_id,
        ..problem(code, public_url)
    };
    let headers = [
        (header::CONTENT_TYPE, PROBLEM_JSON),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status(code), headers, json(&problem)).into_response()
}

fn json(problem: &Problem) -> Vec<u8> {
    // A struct of texts and numbers always has a JSON form.
    serde_json::to_vec(problem).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::to_bytes, middleware::from_fn_with_state, routing::get};
    use tower::ServiceExt as _;
    use usher_api_types::call_context::CallContext;

    use super::*;

    async fn answer_to(error: fn() -> ApiError) -> (Response<()>, Problem) {
        let url: Arc<str> = "https://usher.example".into();
        let app = Router::new()
            .route("/", get(move || async move { error() }))
            .layer(from_fn_with_state(url, present));
        let mut request = Request::new(axum::body::Body::empty());
        request.extensions_mut().insert(CallContext {
            client: None,
            request_id: "req-1".to_owned(),
        });
        let (parts, body) = app.oneshot(request).await.unwrap().into_parts();
        let bytes = to_bytes(body, 10_000).await.unwrap();
        (
            Response::from_parts(parts, ()),
            serde_json::from_slice(&bytes).unwrap(),
        )
    }

    #[tokio::test]
    async fn a_failure_of_ours_names_the_request_and_hides_the_cause() {
        let (response, problem) =
            answer_to(|| ApiError::internal(std::io::Error::other("disk on fire"))).await;
        assert_eq!(response.status(), 500);
        assert_eq!(
            response.headers()["content-type"],
            "application/problem+json"
        );
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert_eq!(problem.kind, "https://usher.example/api/v1/errors/internal");
        assert_eq!(problem.request_id.as_deref(), Some("req-1"));
        assert!(!format!("{problem:?}").contains("fire"));
    }

    #[tokio::test]
    async fn a_throttled_caller_is_told_when_to_come_back() {
        let (response, problem) =
            answer_to(|| ApiError::too_many(Duration::milliseconds(1_200))).await;
        assert_eq!(response.headers()["retry-after"], "2");
        assert_eq!(
            (problem.status, problem.code.as_str()),
            (429, "too_many_requests")
        );
    }

    #[tokio::test]
    async fn a_401_says_how_to_authenticate() {
        let (response, _) = answer_to(|| ErrorCode::Unauthenticated.into()).await;
        assert_eq!(response.headers()["www-authenticate"], "Bearer");
    }

    #[tokio::test]
    async fn wrong_members_are_listed() {
        let (response, problem) =
            answer_to(|| ApiError::invalid_field("email", FieldCode::Unknown, "is no address"))
                .await;
        assert_eq!(response.status(), 422);
        assert_eq!(problem.errors[0].field, "email");
        assert_eq!(problem.errors[0].message, "is no address");
    }

    #[test]
    fn nobody_is_told_to_come_back_in_no_time() {
        assert_eq!(seconds(Duration::zero()), 1);
        assert_eq!(seconds(Duration::seconds(-5)), 1);
        assert_eq!(seconds(Duration::seconds(60)), 60);
    }
}
