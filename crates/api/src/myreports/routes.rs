//! Where its calls live.

use axum::{
    Router,
    middleware::from_fn_with_state,
    response::{IntoResponse as _, Response},
    routing::post,
};
use usher_api_types::problem::ErrorCode;
use usher_application::App;

use super::{
    errors::{MyReportsError, stamp},
    token, users,
};

/// Both places of its calls: its servers have `/api` before, its reference text has not.
const PREFIXES: [&str; 2] = ["/api/v1.0", "/v1.0"];

/// Everything under its prefixes.
pub(crate) fn router(app: App) -> Router {
    let calls = Router::new()
        .route("/customers/{customer}/users", post(users::create))
        .route(
            "/customers/{customer}/users/{user}/sendActivationEmail",
            post(users::send_activation_email),
        )
        .fallback(unknown)
        .method_not_allowed_fallback(|| async { MyReportsError::MethodNotAllowed });
    let mut router = Router::new();
    for prefix in PREFIXES {
        router = router.nest(prefix, calls.clone());
        // A nested fallback takes a prefix with something behind its slash, and without the slash.
        router = router.route(&format!("{prefix}/"), axum::routing::any(unknown));
    }
    router
        .layer(from_fn_with_state(app.clone(), stamp))
        .route("/connect/token", post(token::issue))
        .with_state(app)
}

/// The answer to a request under its prefixes that no handler gives.
pub(crate) fn refusal(path: &str, code: ErrorCode) -> Option<Response> {
    let below = |prefix: &str| {
        let rest = path.strip_prefix(prefix);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    PREFIXES
        .into_iter()
        .any(below)
        .then(|| MyReportsError::refused(code).into_response())
}

async fn unknown() -> MyReportsError {
    MyReportsError::NotFound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_prefixes_are_answered_in_its_words() {
        let answers = |path| refusal(path, ErrorCode::Unavailable).is_some();
        for path in ["/v1.0", "/v1.0/", "/api/v1.0/customers/1/users"] {
            assert!(answers(path), "{path}");
        }
        for path in [
            "/",
            "/api/v1",
            "/api/v1.1/admin",
            "/v1",
            "/v1.00",
            "/api/v1.0x",
        ] {
            assert!(!answers(path), "{path}");
        }
    }
}
