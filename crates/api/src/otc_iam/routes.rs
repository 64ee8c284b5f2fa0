//! Where its calls live.

use axum::{
    Router,
    extract::{Path, State, rejection::PathRejection},
    response::{IntoResponse as _, Response},
    routing::{any, post},
};
use usher_api_types::problem::ErrorCode;
use usher_application::{
    App,
    welcome_emails::{self, Repeat},
};
use usher_domain::{delivery::DeliveryStatus, ids::AccountUserId};

use super::{
    auth::TokenHolder,
    bodies::{Ignored, Success},
    errors::IamError,
};
use crate::{dialects::outcome, origin::Origin};

/// Everything under its prefixes.
pub(crate) fn router(app: App) -> Router {
    let users = Router::new().route("/OS-USER/users/{user_id}/welcome", post(send_welcome_email));
    prefixed(users).with_state(app)
}

/// The answer to a request under its prefixes that no handler gives.
pub(crate) fn refusal(path: &str, code: ErrorCode) -> Option<Response> {
    let first = path.split('/').nth(1)?;
    matches!(first, "v3" | "v3.0").then(|| IamError::refused(code).into_response())
}

fn prefixed<S: Clone + Send + Sync + 'static>(users: Router<S>) -> Router<S> {
    Router::new()
        .nest("/v3.0", worded(users))
        .nest("/v3", worded(Router::new()))
        // A nested fallback takes a prefix with something behind its slash, and without the slash.
        .route("/v3.0/", any(unknown_path))
        .route("/v3/", any(unknown_path))
}

/// Adds its words for what does not exist.
fn worded<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    routes
        .fallback(unknown_path)
        .method_not_allowed_fallback(|| async { IamError::MethodNotAllowed })
}

async fn unknown_path() -> IamError {
    IamError::UnknownPath
}

/// `POST /v3.0/OS-USER/users/{user_id}/welcome`: sends a welcome email, anew on every call.
async fn send_welcome_email(
    State(app): State<App>,
    TokenHolder(actor): TokenHolder,
    Origin(origin): Origin,
    user_id: Result<Path<String>, PathRejection>,
    _: Ignored,
) -> Result<Success, IamError> {
    let user = user_id
        .ok()
        .and_then(|Path(text)| text.parse::<AccountUserId>().ok())
        .ok_or(IamError::InvalidUserId)?;
    let message = welcome_emails::request(&app, &actor, user, origin, Repeat::AlwaysSend)
        .await
        .map_err(|error| IamError::not_welcomed(user, error))?;
    match outcome(&app, &message).await {
        DeliveryStatus::Failed => Err(IamError::AddressRefused),
        _ => Ok(Success::new()),
    }
}

#[cfg(test)]
mod tests {
    use axum::{
        body::{Body, to_bytes},
        extract::Request,
    };
    use tower::ServiceExt as _;

    use super::*;

    async fn send(method: &str, path: &str) -> (u16, Option<String>, String) {
        let users = Router::<()>::new().route(
            "/OS-USER/users/{user_id}/welcome",
            post(|| async { Success::new() }),
        );
        let request = Request::builder()
            .method(method)
            .uri(path)
            .body(Body::empty())
            .unwrap();
        let response = prefixed(users).oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let allow = response
            .headers()
            .get("allow")
            .map(|value| value.to_str().unwrap().to_owned());
        let body = to_bytes(response.into_body(), 10_000).await.unwrap();
        (status, allow, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn unknown_paths_get_an_answer_in_its_words() {
        let expected = concat!(
            r#"{"error":{"code":404,"message":"The resource could not be found.","#,
            r#""title":"Not Found"}}"#
        );
        for path in [
            "/v3",
            "/v3/",
            "/v3/nothing",
            "/v3.0/",
            "/v3.0/OS-USER/users/1",
        ] {
            assert_eq!(
                send("POST", path).await,
                (404, None, expected.to_owned()),
                "{path}"
            );
        }
    }

    #[test]
    fn only_its_own_prefixes_are_answered_in_its_words() {
        let answers = |path| refusal(path, ErrorCode::CrossSite).is_some();
        for path in ["/v3", "/v3/", "/v3.0", "/v3.0/OS-USER/users/1/welcome"] {
            assert!(answers(path), "{path}");
        }
        for path in ["", "/", "v3", "/v3.0x", "/v30", "/api/v1/v3", "/V3"] {
            assert!(!answers(path), "{path}");
        }
    }

    #[tokio::test]
    async fn a_wrong_method_gets_an_answer_in_its_words() {
        let (status, allow, body) = send("GET", "/v3.0/OS-USER/users/1/welcome").await;
        assert_eq!((status, allow.as_deref()), (405, Some("POST")));
        assert!(body.contains(r#""message":"Method Not Allowed""#), "{body}");
    }

    #[tokio::test]
    async fn the_documented_path_is_served() {
        let answer = send("POST", "/v3.0/OS-USER/users/1/welcome").await;
        assert_eq!(answer, (200, None, r#"{"success":true}"#.to_owned()));
    }
}
