//! The native REST API under `/api/v1`: one module per noun.
//!
//! Routes are registered together with their documentation; a handler without documentation does
//! not compile into a route.

mod access_keys;
mod access_tokens;
mod account_user_list;
mod account_users;
mod accounts;
mod api_tokens;
mod audit_events;
mod audit_verification;
mod bulk_sends;
mod captured_emails;
mod credentials;
mod deliveries;
mod explorer;
mod mail_providers;
mod me;
mod memberships;
mod operations;
mod page;
mod password_links;
mod password_resets;
mod problems;
mod roles;
mod sessions;
mod templates;
mod user_events;
mod user_export;
mod user_imports;
mod welcome_emails;

use std::sync::Arc;

use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
    routing::any,
};
use usher_api_types::problem::ErrorCode;
use usher_application::App;

use self::operations::operations;
use crate::{
    failure,
    problem::{self, ApiError},
};

/// Where the API lives.
pub(crate) const PREFIX: &str = "/api/v1";

pub(crate) fn router(app: App) -> Router {
    let public_url = app.settings().public_url.as_str().into();
    prefixed(everything(), public_url).with_state(app)
}

/// The documented routes and the files of the explorer, which are no operations.
pub(crate) fn everything() -> Router<App> {
    served().merge(explorer::assets())
}

/// Puts routes under the prefix and gives them what every answer needs: the form of errors, and
/// the log of failures.
fn prefixed<S>(routes: Router<S>, public_url: Arc<str>) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let present = from_fn_with_state(public_url, problem::present);
    let routes = routes
        .fallback(not_found)
        .method_not_allowed_fallback(|| async { ApiError::from(ErrorCode::MethodNotAllowed) })
        .layer(present.clone())
        .layer(from_fn(failure::log));
    // A nested fallback takes the prefix with something behind its slash, and without the slash.
    let bare = any(not_found).layer(present);
    Router::new()
        .nest(PREFIX, routes)
        .route(&format!("{PREFIX}/"), bare)
}

async fn not_found() -> ApiError {
    ErrorCode::NotFound.into()
}

// Paths and methods stand with the handlers, in their `#[utoipa::path]`.
operations! {
    sessions => create_session, delete_current_session, list_own_sessions, delete_other_sessions;
    access_tokens => create_access_token;
    me => get_me, update_me, change_own_password, judge_own_password;
    password_resets => request_password_reset;
    accounts => list_accounts, create_account, get_account, update_account, delete_account;
    accounts::logo => set_account_logo, remove_account_logo;
    templates =>
        list_templates, get_template, save_template, delete_template, preview_template,
        get_template_preview_html, test_send_template;
    account_user_list => list_account_users;
    account_users =>
        create_account_user, get_account_user, update_account_user, delete_account_user;
    user_export => export_account_users;
    user_imports =>
        list_user_imports, import_users, get_user_import, list_user_import_rows, start_user_import,
        cancel_user_import;
    user_events => list_user_events;
    memberships => list_memberships, add_member, remove_member;
    roles => list_roles, replace_roles;
    welcome_emails =>
        request_welcome_email, list_welcome_emails, get_welcome_email, cancel_welcome_email,
        retry_welcome_email;
    bulk_sends =>
        list_bulk_sends, create_bulk_send, get_bulk_send, list_left_out, pause_bulk_send,
        resume_bulk_send, cancel_bulk_send;
    password_links =>
        reveal_password_link, revoke_password_links, inspect_password_link, judge_password,
        consume_password_link, renew_password_link;
    api_tokens => list_api_tokens, create_api_token, revoke_api_token;
    access_keys => list_access_keys, create_access_key, revoke_access_key;
    audit_events => list_audit_events;
    audit_verification => verify_audit_events;
    deliveries => get_delivery_summary, get_delivery_history;
    captured_emails => list_captured_emails, get_captured_email, get_captured_email_html;
    mail_providers => list_mail_providers, test_mail_provider;
    explorer => get_openapi_document, get_explorer;
    problems => get_error_explanation;
}

#[cfg(test)]
mod tests {
    use axum::{
        body::{Body, to_bytes},
        extract::Request,
        response::Response,
        routing::{get, post},
    };
    use tower::ServiceExt as _;

    use super::*;
    use crate::problem::PROBLEM_JSON;

    async fn send(method: &str, path: &str) -> Response {
        let routes = Router::<()>::new()
            .route("/things", get(|| async { "here" }))
            .route("/orders", post(|| async { "taken" }));
        let app = prefixed(routes, "https://usher.example".into());
        let request = Request::builder()
            .method(method)
            .uri(path)
            .body(Body::empty())
            .unwrap();
        app.oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn what_does_not_exist_is_a_problem() {
        for path in ["/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v1/things/"] {
            let response = send("GET", path).await;
            assert_eq!(response.status(), 404, "{path}");
            assert_eq!(
                response.headers()["content-type"],
                "application/problem+json"
            );
            assert_eq!(response.headers()["cache-control"], "no-store");
        }
    }

    #[tokio::test]
    async fn a_wrong_method_is_a_problem_that_lists_the_right_ones() {
        let response = send("DELETE", "/api/v1/things").await;
        assert_eq!(response.status(), 405);
        assert_eq!(response.headers()["allow"], "GET,HEAD");
        let body = to_bytes(response.into_body(), 10_000).await.unwrap();
        assert!(String::from_utf8_lossy(&body).contains("\"code\":\"method_not_allowed\""));
        assert_eq!(
            send("GET", "/api/v1/orders").await.headers()["allow"],
            "POST"
        );
    }

    #[tokio::test]
    async fn head_answers_where_get_does_and_without_a_body() {
        for (path, status) in [("/api/v1/things", 200), ("/api/v1/nothing", 404)] {
            let response = send("HEAD", path).await;
            assert_eq!(response.status(), status);
            assert!(
                to_bytes(response.into_body(), 10_000)
                    .await
                    .unwrap()
                    .is_empty(),
                "{path}"
            );
        }
    }

    #[tokio::test]
    async fn neighbouring_prefixes_are_not_ours() {
        for path in ["/api/v1.1/things", "/api", "/things"] {
            let response = send("GET", path).await;
            assert_ne!(
                response
                    .headers()
                    .get("content-type")
                    .map(http::HeaderValue::as_bytes),
                Some(PROBLEM_JSON.as_bytes())
            );
        }
    }
}
