//! Which URL leads where.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{any, get, post},
};

use crate::{
    assets, forms, functions, here, nonce, pages,
    web::Web,
    words::{ago, language},
};

/// All pages, what their forms post to, and the assets.
pub fn router(web: Web) -> Router {
    Router::new()
        .merge(public_pages())
        .merge(admin_pages())
        .merge(admin_forms())
        .merge(imports())
        .merge(functions::routes())
        .merge(review_pages())
        .route("/assets/{file}", get(assets::show))
        .route("/assets/accent/{digits}", get(assets::accent_stylesheet))
        .route("/favicon.ico", get(assets::favicon))
        .fallback(pages::error::fallback)
        .method_not_allowed_fallback(pages::error::method_not_allowed)
        .layer(middleware::from_fn(here::scope))
        .layer(middleware::from_fn(language::scope))
        .layer(middleware::from_fn_with_state(web.clone(), ago::scope))
        .layer(middleware::from_fn_with_state(web.clone(), nonce::scope))
        .with_state(web)
}

/// For those who work on the pages: no release has them.
fn review_pages() -> Router<Web> {
    let pages = Router::new();
    #[cfg(debug_assertions)]
    let pages = pages
        .route("/admin/components", get(pages::components::show))
        .route("/admin/components/public", get(pages::components::public))
        .route(
            "/admin/components/specimens.css",
            get(pages::components::style),
        );
    pages
}

fn public_pages() -> Router<Web> {
    let link = || get(pages::link::show).post(forms::link::set_password);
    let renew = || get(pages::link::back).post(forms::link::renew);
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
        .route("/welcome/{token}/renew", renew())
        .route("/reset/{token}/renew", renew())
        .route("/setup/{token}/renew", renew())
        .route(pages::link::JUDGE, post(forms::password_judgement::judge))
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

/// Files of users: the only forms that are larger than other forms may be.
fn imports() -> Router<Web> {
    Router::new()
        .route(
            "/admin/accounts/{id}/import-users",
            get(pages::import_users::show),
        )
        .route("/admin/user-imports/{id}", get(pages::user_import::show))
        .route(
            "/ui/accounts/{id}/user-imports",
            get(pages::import_users::back)
                .post(forms::user_import::upload)
                .layer(DefaultBodyLimit::max(forms::user_import::MAX_BODY_BYTES)),
        )
        .route(
            "/ui/user-imports/{id}/start",
            post(forms::user_import::start),
        )
        .route(
            "/ui/user-imports/{id}/cancel",
            post(forms::user_import::cancel),
        )
}

fn admin_pages() -> Router<Web> {
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

fn admin_forms() -> Router<Web> {
    Router::new()
        .route("/ui/sign-out", post(forms::session::sign_out))
        .route(
            "/ui/account/profile",
            get(pages::my_account::back).post(forms::my_account::save_profile),
        )
        .route(
            "/ui/account/email",
            get(pages::my_account::back).post(forms::my_account::change_email),
        )
        .route(
            "/ui/account/password",
            get(pages::my_account::back).post(forms::my_account::change_password),
        )
        .route(
            "/ui/account/sign-out-others",
            post(forms::my_account::sign_out_others),
        )
        .route("/ui/accounts", post(forms::account::create))
        .route("/ui/accounts/{id}", post(forms::account::update))
        .route("/ui/accounts/{id}/delete", post(forms::account::delete))
        .route("/ui/accounts/{id}/logo", post(forms::account_logo::upload))
        .route(
            "/ui/accounts/{id}/logo/remove",
            post(forms::account_logo::remove),
        )
        .route("/ui/accounts/{id}/templates", post(forms::template::create))
        .route(
            "/ui/accounts/{id}/templates/{template_id}",
            post(forms::template::save),
        )
        .route(
            "/ui/accounts/{id}/templates/{template_id}/delete",
            post(forms::template::delete),
        )
        .route(
            "/ui/accounts/{id}/templates/{template_id}/test",
            get(pages::template_form::back).post(forms::template::test),
        )
        .route("/ui/accounts/{id}/users", post(forms::user::create))
        .route(
            "/ui/accounts/{id}/bulk-sends",
            get(pages::new_bulk_send::back).post(forms::bulk_send::create),
        )
        .route("/ui/bulk-sends/{id}/pause", post(forms::bulk_send::pause))
        .route("/ui/bulk-sends/{id}/resume", post(forms::bulk_send::resume))
        .route("/ui/bulk-sends/{id}/cancel", post(forms::bulk_send::cancel))
        .route("/ui/users/{id}", post(forms::user::update))
        .route("/ui/users/{id}/roles", post(forms::user_roles::replace))
        .route(
            "/ui/users/{id}/memberships",
            post(forms::user_memberships::add),
        )
        .route(
            "/ui/users/{id}/memberships/{account_id}/remove",
            post(forms::user_memberships::remove),
        )
        .route("/ui/api-tokens", post(forms::credential::create_api_token))
        .route(
            "/ui/api-tokens/{id}/revoke",
            post(forms::credential::revoke_api_token),
        )
        .route(
            "/ui/access-keys",
            post(forms::credential::create_access_key),
        )
        .route(
            "/ui/access-keys/{id}/revoke",
            post(forms::credential::revoke_access_key),
        )
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
