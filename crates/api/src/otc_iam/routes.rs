//! Where its calls live.

mod discovery;
mod parameters;
mod projects;
mod tokens;
mod users;
mod welcome;

use axum::{
    Router, middleware,
    response::{IntoResponse as _, Response},
    routing::{any, get, post},
};
use usher_api_types::problem::ErrorCode;
use usher_application::App;

use super::errors::IamError;
use crate::huawei_auth::verify_signature;

pub(crate) use discovery::root as discovery;

/// Everything under its prefixes.
pub(crate) fn router(app: App) -> Router {
    let own = Router::new()
        .route("/OS-USER/users", post(users::create))
        .route("/OS-USER/users/{user_id}", get(users::show_fully))
        .route("/OS-USER/users/{user_id}/welcome", post(welcome::send));
    let keystone = Router::new()
        .route("/", get(discovery::version))
        .route(
            "/auth/tokens",
            post(tokens::create)
                .get(tokens::show)
                .delete(tokens::revoke),
        )
        .route("/auth/projects", get(projects::of_caller))
        .route("/auth/domains", get(projects::domains_of_caller))
        .route("/auth/catalog", get(discovery::catalog))
        .route("/projects", get(projects::list))
        .route("/projects/{id}", get(projects::show))
        .route("/domains", get(projects::list_domains))
        .route("/domains/{id}", get(projects::show_domain))
        .route("/users", get(users::list))
        .route("/users/{user_id}", get(users::show));
    let signed = middleware::from_fn_with_state(app.clone(), verify_signature);
    prefixed(
        own.route_layer(signed.clone()),
        keystone.route_layer(signed),
    )
    // A nested route takes its prefix without a slash.
    .route("/v3/", get(discovery::version).fallback(wrong_method))
    .with_state(app)
}

/// The answer to a request under its prefixes that no handler gives.
pub(crate) fn refusal(path: &str, code: ErrorCode) -> Option<Response> {
    let first = path.split('/').nth(1)?;
    matches!(first, "v3" | "v3.0").then(|| IamError::refused(code).into_response())
}

fn prefixed<S: Clone + Send + Sync + 'static>(own: Router<S>, keystone: Router<S>) -> Router<S> {
    Router::new()
        .nest("/v3.0", worded(own))
        .nest("/v3", worded(keystone))
        // A nested fallback takes a prefix with something behind its slash, and without the slash.
        .route("/v3.0/", any(unknown_path))
}

/// Adds its words for what does not exist.
fn worded<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    routes
        .fallback(unknown_path)
        .method_not_allowed_fallback(wrong_method)
}

async fn wrong_method() -> IamError {
    IamError::MethodNotAllowed
}

async fn unknown_path() -> IamError {
    IamError::UnknownPath
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
        let own = Router::<()>::new().route(
            "/OS-USER/users/{user_id}/welcome",
            post(|| async { "sent" }),
        );
        let request = Request::builder()
            .method(method)
            .uri(path)
            .body(Body::empty())
            .unwrap();
        let response = prefixed(own, Router::new()).oneshot(request).await.unwrap();
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
        for path in ["/v3", "/v3/nothing", "/v3.0/", "/v3.0/OS-USER/users/1"] {
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
        assert_eq!(answer, (200, None, "sent".to_owned()));
    }
}
