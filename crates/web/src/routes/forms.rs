//! What the forms of administrators post to.

use axum::{
    Router,
    routing::{get, post},
};

use crate::{forms, pages, web::Web};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .merge(own())
        .merge(accounts())
        .merge(users())
        .merge(messages())
        .merge(credentials())
}

/// What somebody does about herself.
fn own() -> Router<Web> {
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
}

fn accounts() -> Router<Web> {
    Router::new()
        .route("/ui/accounts", post(forms::account::create))
        .route(
            "/ui/accounts/{id}",
            get(pages::account_settings::back).post(forms::account::update),
        )
        .route("/ui/accounts/{id}/delete", post(forms::account::delete))
        .route(
            "/ui/accounts/{id}/logo",
            get(pages::account_settings::back).post(forms::account_logo::upload),
        )
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
        .route(
            "/ui/accounts/{id}/users",
            get(pages::user_form::back_to_new).post(forms::user::create),
        )
        .route(
            "/ui/accounts/{id}/bulk-sends",
            get(pages::new_bulk_send::back).post(forms::bulk_send::create),
        )
}

fn users() -> Router<Web> {
    Router::new()
        .route(
            "/ui/users/{id}",
            get(pages::user_form::back_to_edit).post(forms::user::update),
        )
        .route(
            "/ui/users/{id}/roles",
            get(pages::user_roles::back).post(forms::user_roles::replace),
        )
        .route(
            "/ui/users/{id}/memberships",
            post(forms::user_memberships::add),
        )
        .route(
            "/ui/users/{id}/memberships/{account_id}/remove",
            post(forms::user_memberships::remove),
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
}

/// What was or will be sent.
fn messages() -> Router<Web> {
    Router::new()
        .route("/ui/bulk-sends/{id}/pause", post(forms::bulk_send::pause))
        .route("/ui/bulk-sends/{id}/resume", post(forms::bulk_send::resume))
        .route("/ui/bulk-sends/{id}/cancel", post(forms::bulk_send::cancel))
        .route(
            "/ui/welcome-emails/{id}/retry",
            post(forms::welcome_email::retry),
        )
        .route(
            "/ui/welcome-emails/{id}/cancel",
            post(forms::welcome_email::cancel),
        )
}

fn credentials() -> Router<Web> {
    Router::new()
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
}
