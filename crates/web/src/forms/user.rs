//! Creating a user and changing one.

use axum::{http::StatusCode, response::Response};
use serde::Deserialize;
use usher_api_types::account_user::{AccountUser, CreateAccountUser, UpdateAccountUser};
use uuid::Uuid;

use crate::{
    components::form_errors::FormErrors,
    edited::Edited,
    extract::{Filled, Id},
    forms::filled,
    page_error::PageError,
    pages::user_form::{UserValues, edit_user_page, new_user_page},
    query, redirect, render,
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
    /// What a new user's form is called.
    request_key: Option<Uuid>,
    /// What the form of a change showed first.
    #[serde(default)]
    shown: String,
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
    let (api, path) = (
        &admin.visit.api,
        format!("/api/v1/accounts/{account_id}/users"),
    );
    let answer = match form.request_key {
        Some(key) => api.post_once(&path, &body, key).await,
        None => api.post(&path, &body).await,
    };
    match answer {
        Ok(answer) => Ok(created(&answer.read()?)),
        Err(failure) => match failure.shown_again() {
            Some(status) => {
                let errors = FormErrors::of_failure(&failure, "password");
                let page = new_user_page(status, &admin, account_id, values, send, errors).await;
                Ok(render::with_retry_after(page, failure.retry_after))
            }
            None => Err(failure.into()),
        },
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
    let edited = Edited::sent(form.values(), &form.shown);
    let login = &edited.values.login;
    // A name cannot be cleared: without one the login is shown.
    let name = |values: &UserValues| values.display_name.clone();
    let name = edited.changed(name);
    let body = UpdateAccountUser {
        login: edited.changed(|values| values.login.clone()),
        email: edited.changed(|values| values.email.clone()),
        display_name: name.map(|name| filled(&name).unwrap_or_else(|| login.clone())),
        phone: edited.changed(|values| values.phone.clone()),
        locale: edited.changed(|values| values.locale.clone()),
        enabled: None,
        password: None,
        current_password: filled(&form.current_password),
    };
    let path = format!("/api/v1/users/{id}");
    match admin.visit.api.patch(&path, &body).await {
        Ok(_) => {
            let page = format!("/admin/users/{id}");
            Ok(redirect::with_notice(&page, Notice::UserSaved))
        }
        Err(failure) => match failure.shown_again() {
            Some(status) => {
                let errors = FormErrors::of_failure(&failure, "password");
                let page = edit_user_page(status, &admin, id, Some(edited), errors).await?;
                Ok(render::with_retry_after(page, failure.retry_after))
            }
            None => Err(failure.into()),
        },
    }
}
