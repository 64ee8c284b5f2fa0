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
use utoipa_axum::{router::OpenApiRouter, routes};

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
    Router::from(routes()).merge(explorer::assets())
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

/// Every documented route, without the prefix.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(utoipa::openapi::OpenApiBuilder::new().build())
        .routes(routes!(sessions::create_session))
        .routes(routes!(sessions::delete_current_session))
        .routes(routes!(access_tokens::create_access_token))
        .routes(routes!(me::get_me, me::update_me))
        .routes(routes!(me::change_own_password))
        .routes(routes!(me::judge_own_password))
        .routes(routes!(
            sessions::list_own_sessions,
            sessions::delete_other_sessions
        ))
        .routes(routes!(password_resets::request_password_reset))
        .routes(routes!(accounts::list_accounts, accounts::create_account))
        .routes(routes!(
            accounts::get_account,
            accounts::update_account,
            accounts::delete_account
        ))
        .routes(routes!(
            accounts::logo::set_account_logo,
            accounts::logo::remove_account_logo
        ))
        .routes(routes!(templates::list_templates))
        .routes(routes!(
            templates::get_template,
            templates::save_template,
            templates::delete_template
        ))
        .routes(routes!(templates::preview_template))
        .routes(routes!(templates::get_template_preview_html))
        .routes(routes!(templates::test_send_template))
        .routes(routes!(
            account_user_list::list_account_users,
            account_users::create_account_user
        ))
        .routes(routes!(
            account_users::get_account_user,
            account_users::update_account_user,
            account_users::delete_account_user
        ))
        .routes(routes!(user_export::export_account_users))
        .routes(routes!(
            user_imports::list_user_imports,
            user_imports::import_users
        ))
        .routes(routes!(user_imports::get_user_import))
        .routes(routes!(user_imports::list_user_import_rows))
        .routes(routes!(user_imports::start_user_import))
        .routes(routes!(user_imports::cancel_user_import))
        .routes(routes!(user_events::list_user_events))
        .routes(routes!(memberships::list_memberships))
        .routes(routes!(memberships::add_member, memberships::remove_member))
        .routes(routes!(roles::list_roles, roles::replace_roles))
        .routes(routes!(
            welcome_emails::request_welcome_email,
            welcome_emails::list_welcome_emails
        ))
        .routes(routes!(
            welcome_emails::get_welcome_email,
            welcome_emails::cancel_welcome_email
        ))
        .routes(routes!(welcome_emails::retry_welcome_email))
        .routes(routes!(
            bulk_sends::list_bulk_sends,
            bulk_sends::create_bulk_send
        ))
        .routes(routes!(bulk_sends::get_bulk_send))
        .routes(routes!(bulk_sends::list_left_out))
        .routes(routes!(bulk_sends::pause_bulk_send))
        .routes(routes!(bulk_sends::resume_bulk_send))
        .routes(routes!(bulk_sends::cancel_bulk_send))
        .routes(routes!(password_links::reveal_password_link))
        .routes(routes!(password_links::revoke_password_links))
        .routes(routes!(password_links::inspect_password_link))
        .routes(routes!(password_links::judge_password))
        .routes(routes!(password_links::consume_password_link))
        .routes(routes!(password_links::renew_password_link))
        .routes(routes!(
            api_tokens::list_api_tokens,
            api_tokens::create_api_token
        ))
        .routes(routes!(api_tokens::revoke_api_token))
        .routes(routes!(
            access_keys::list_access_keys,
            access_keys::create_access_key
        ))
        .routes(routes!(access_keys::revoke_access_key))
        .routes(routes!(audit_events::list_audit_events))
        .routes(routes!(audit_verification::verify_audit_events))
        .routes(routes!(deliveries::get_delivery_summary))
        .routes(routes!(deliveries::get_delivery_history))
        .routes(routes!(captured_emails::list_captured_emails))
        .routes(routes!(captured_emails::get_captured_email))
        .routes(routes!(captured_emails::get_captured_email_html))
        .routes(routes!(mail_providers::list_mail_providers))
        .routes(routes!(mail_providers::test_mail_provider))
        .routes(routes!(explorer::get_openapi_document))
        .routes(routes!(explorer::get_explorer))
        .routes(routes!(problems::get_error_explanation))
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
