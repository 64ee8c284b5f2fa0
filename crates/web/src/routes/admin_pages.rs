//! Pages of administrators.

use axum::{Router, routing::get};

use crate::{forms, pages, web::Web};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/admin", get(pages::entry::admin))
        .route("/admin/accounts", get(pages::accounts::show))
        .route("/admin/accounts/new", get(pages::account_form::new))
        .route("/admin/accounts/{id}", get(pages::account_settings::show))
        .route("/admin/accounts/{id}/users", get(pages::users::show))
        .route("/admin/accounts/{id}/users/new", get(pages::user_form::new))
        .route(
            "/admin/accounts/{id}/bulk-sends",
            get(pages::bulk_sends::show),
        )
        .route(
            "/admin/accounts/{id}/new-bulk-send",
            get(pages::new_bulk_send::show),
        )
        .route("/admin/bulk-sends/{id}", get(pages::bulk_send::show))
        .route(
            "/admin/accounts/{id}/templates",
            get(pages::templates::show),
        )
        .route(
            "/admin/accounts/{id}/new-template",
            get(pages::template_form::new),
        )
        .route(
            "/admin/accounts/{id}/templates/{template_id}",
            get(pages::template_form::edit),
        )
        .route("/admin/users/{id}", get(pages::user::show))
        .route("/admin/users/{id}/edit", get(pages::user_form::edit))
        .route("/admin/users/{id}/delete", get(pages::delete_user::show))
        .route(
            "/admin/users/{id}/reveal-link",
            get(pages::reveal_link::show),
        )
        .route("/admin/users/{id}/roles", get(pages::user_roles::show))
        .route("/admin/api-tokens", get(pages::credentials::api_tokens))
        .route(
            "/admin/api-tokens/new",
            get(pages::new_credential::api_token),
        )
        .route("/admin/access-keys", get(pages::credentials::access_keys))
        .route(
            "/admin/access-keys/new",
            get(pages::new_credential::access_key),
        )
        .route("/admin/audit-log", get(pages::audit_log::show))
        .route(
            pages::audit_verification::PATH,
            get(pages::audit_verification::show).post(forms::audit_log::verify),
        )
        .route("/admin/mail-providers", get(pages::mail_providers::show))
        .route(
            "/admin/mail-providers/{name}/test",
            get(pages::provider_test::show).post(forms::provider_test::send),
        )
        .route("/admin/captured-mail", get(pages::captured_mail::list))
        .route("/admin/captured-mail/{id}", get(pages::captured_mail::show))
}
