//! Creating a user and changing one.

use axum::{http::StatusCode, response::Response};
use serde::Deserialize;
use usher_api_types::account_user::{AccountUser, CreateAccountUser, UpdateAccountUser};

use crate::{
    components::form_errors::FormErrors,
    extract::{Filled, Id},
    forms::filled,
    page_error::PageError,
    pages::user_form::{UserValues, edit_user_page, new_user_page},
    query, redirect,
    visit::Admin,
    words::{language::t, notices::Notice},
};

/// The form.
#[derive(Deserialize)]
pub(crate) struct UserForm {
    #[serde(default)]
    display_name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    login: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    locale: String,
    #[serde(default)]
    current_password: String,
    send_welcome: Option<String>,
}

impl UserForm {
    fn values(&self) -> UserValues {
        UserValues {
            display_name: self.display_name.trim().to_owned(),
            email: self.email.trim().to_owned(),
            login: self.login.trim().to_owned(),
            phone: self.phone.trim().to_owned(),
            locale: self.locale.trim().to_owned(),
        }
    }
}

/// `POST /ui/accounts/{id}/users`.
pub(crate) async fn create(
    admin: Admin,
    Id(account_id): Id,
    Filled(form): Filled<UserForm>,
) -> Result<Response, PageError> {
    let values = form.values();
    let send = form.send_welcome.is_some();
    if let Some(errors) = missing(&values, send) {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(new_user_page(status, &admin, account_id, values, send, errors).await);
    }
    let body = CreateAccountUser {
        login: if values.login.is_empty() {
            values.email.clone()
        } else {
            values.login.clone()
        },
        email: filled(&values.email),
        display_name: filled(&values.display_name),
        phone: filled(&values.phone),
        locale: filled(&values.locale),
        password: None,
        send_welcome: Some(send),
    };
    match admin
        .visit
        .api
        .post(&format!("/api/v1/accounts/{account_id}/users"), &body)
        .await
    {
        Ok(answer) => Ok(created(&answer.read()?)),
        Err(failure) if failure.is_correctable() => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let errors = FormErrors::of_failure(&failure, "password");
            Ok(new_user_page(status, &admin, account_id, values, send, errors).await)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// What only this form can know: the API sees a login, not that it was left empty.
fn missing(values: &UserValues, send: bool) -> Option<FormErrors> {
    if values.email.is_empty() && values.login.is_empty() {
        return Some(FormErrors::of_field(
            "email",
            t!("user-name-or-login-missing"),
        ));
    }
    (values.email.is_empty() && send)
        .then(|| FormErrors::of_field("email", t!("user-address-missing")))
}

fn created(user: &AccountUser) -> Response {
    let page = format!("/admin/users/{}", user.id);
    if user.welcome_email_id.is_none() {
        return redirect::with_notice(&page, Notice::UserCreated);
    }
    let page = query::set(&page, "notice", Notice::UserCreatedAndWelcomed.code());
    redirect::see_other(&query::set(&page, "watch", 1))
}

/// `POST /ui/users/{id}`.
pub(crate) async fn update(
    admin: Admin,
    Id(id): Id,
    Filled(form): Filled<UserForm>,
) -> Result<Response, PageError> {
    let values = form.values();
    let body = UpdateAccountUser {
        login: Some(values.login.clone()),
        email: Some(values.email.clone()),
        // A name cannot be cleared: without one the login is shown.
        display_name: Some(filled(&values.display_name).unwrap_or_else(|| values.login.clone())),
        phone: Some(values.phone.clone()),
        locale: Some(values.locale.clone()),
        enabled: None,
        password: None,
        current_password: filled(&form.current_password),
    };
    match admin
        .visit
        .api
        .patch(&format!("/api/v1/users/{id}"), &body)
        .await
    {
        Ok(_) => Ok(redirect::with_notice(
            &format!("/admin/users/{id}"),
            Notice::UserSaved,
        )),
        Err(failure) if failure.is_correctable() => {
            let errors = FormErrors::of_failure(&failure, "password");
            edit_user_page(
                StatusCode::UNPROCESSABLE_ENTITY,
                &admin,
                id,
                Some(values),
                errors,
            )
            .await
        }
        Err(failure) => Err(failure.into()),
    }
}
