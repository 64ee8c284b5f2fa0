//! Which URL leads where.

use axum::{
    Router, middleware,
    routing::{any, get, post},
};

use crate::{assets, forms, pages, web::Web, words::language};

/// All pages, what their forms post to, and the assets.
pub fn router(web: Web) -> Router {
    Router::new()
        .merge(public_pages())
        .merge(admin_pages())
        .merge(admin_forms())
        .route(assets::stylesheet_path(), get(assets::stylesheet))
        .route(assets::favicon_path(), get(assets::favicon))
        .route("/favicon.ico", get(assets::favicon))
        .fallback(pages::error::fallback)
        .method_not_allowed_fallback(pages::error::method_not_allowed)
        .layer(middleware::from_fn(language::scope))
        .with_state(web)
}

fn public_pages() -> Router<Web> {
    let link = || get(pages::link::show).post(forms::link::set_password);
    Router::new()
        .route("/", get(pages::entry::root))
        .route(
            "/sign-in",
            get(pages::sign_in::show).post(forms::session::sign_in),
        )
        .route(
            "/forgot-password",
            get(pages::forgot_password::show).post(forms::forgot_password::request),
        )
        .route("/welcome/{token}", link())
        .route("/reset/{token}", link())
        .route("/setup/{token}", link())
        .route("/welcome/{token}/renew", post(forms::link::renew))
        .route("/reset/{token}/renew", post(forms::link::renew))
        .route("/setup/{token}/renew", post(forms::link::renew))
        .route("/welcomed", get(pages::welcomed::show))
        .route("/account", get(pages::my_account::show))
        .route(
            "/.well-known/change-password",
            get(pages::entry::change_password),
        )
        .route(
            "/.well-known/{*name}",
            any(pages::error::unknown_well_known),
        )
}

fn admin_pages() -> Router<Web> {
    Router::new()
        .route("/admin", get(pages::entry::admin))
        .route("/admin/accounts", get(pages::accounts::show))
        .route("/admin/accounts/new", get(pages::account_form::new))
        .route("/admin/accounts/{id}", get(pages::account_form::edit))
        .route("/admin/accounts/{id}/users", get(pages::users::show))
        .route("/admin/accounts/{id}/users/new", get(pages::user_form::new))
        .route("/admin/users/{id}", get(pages::user::show))
        .route("/admin/users/{id}/edit", get(pages::user_form::edit))
        .route("/admin/users/{id}/delete", get(pages::delete_user::show))
        .route(
            "/admin/users/{id}/reveal-link",
            get(pages::reveal_link::show),
        )
        .route("/admin/users/{id}/roles", get(pages::user_roles::show))
        .route("/admin/api-tokens", get(pages::api_tokens::show))
        .route("/admin/api-tokens/new", get(pages::new_api_token::new))
        .route("/admin/audit-log", get(pages::audit_log::show))
        .route("/admin/mail-providers", get(pages::mail_providers::show))
        .route("/admin/captured-mail", get(pages::captured_mail::list))
        .route("/admin/captured-mail/{id}", get(pages::captured_mail::show))
}

fn admin_forms() -> Router<Web> {
    Router::new()
        .route("/ui/sign-out", post(forms::session::sign_out))
        .route(
            "/ui/account/password",
            post(forms::my_account::change_password),
        )
        .route(
            "/ui/account/sign-out-others",
            post(forms::my_account::sign_out_others),
        )
        .route("/ui/accounts", post(forms::account::create))
        .route("/ui/accounts/{id}", post(forms::account::update))
        .route("/ui/accounts/{id}/users", post(forms::user::create))
        .route("/ui/users/{id}", post(forms::user::update))
        .route("/ui/users/{id}/roles", post(forms::user_roles::replace))
        .route("/ui/api-tokens", post(forms::api_token::create))
        .route("/ui/api-tokens/{id}/revoke", post(forms::api_token::revoke))
        .route("/ui/users/{id}/disable", post(forms::user_switch::disable))
        .route("/ui/users/{id}/enable", post(forms::user_switch::enable))
        .route("/ui/users/{id}/delete", post(forms::user_switch::delete))
        .route(
            "/ui/users/{id}/welcome-emails",
            post(forms::welcome_email::send),
        )
        .route(
            "/ui/users/{id}/password-links/reveal",
            post(forms::password_link::reveal),
        )
        .route(
            "/ui/users/{id}/password-links/revoke",
            post(forms::password_link::revoke),
        )
        .route(
            "/ui/welcome-emails/{id}/retry",
            post(forms::welcome_email::retry),
        )
        .route(
            "/ui/welcome-emails/{id}/cancel",
            post(forms::welcome_email::cancel),
        )
}
