//! Creating a user and changing one.

use axum::{http::StatusCode, response::Response};
use serde::Deserialize;
use usher_api_types::{
    account_user::{AccountUser, CreateAccountUser, UpdateAccountUser},
    problem::ErrorCode,
};
use uuid::Uuid;

use crate::{
    api_client::ApiFailure,
    components::form_errors::FormErrors,
    edited::Edited,
    extract::{Filled, Id},
    forms::filled,
    page_error::PageError,
    pages::user_form::{NewUser, UserValues, edit_user_page, new_user_page},
    query, redirect, render, request_key,
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
    let drawn = || request_key::draw(&admin.visit.web);
    let new = NewUser {
        values: form.values(),
        send_welcome: form.send_welcome.is_some(),
        request_key: form.request_key.unwrap_or_else(drawn),
    };
    if let Some(errors) = missing(&new) {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(new_user_page(status, &admin, account_id, new, errors).await);
    }
    let path = format!("/api/v1/accounts/{account_id}/users");
    let (api, body) = (&admin.visit.api, body(&new));
    match api.post_once(&path, &body, new.request_key).await {
        Ok(answer) => Ok(created(&answer.read()?)),
        Err(failure) => not_created(&admin, account_id, new, failure).await,
    }
}

fn body(new: &NewUser) -> CreateAccountUser {
    let values = &new.values;
    let login = if values.login.is_empty() {
        &values.email
    } else {
        &values.login
    };
    CreateAccountUser {
        login: login.clone(),
        email: filled(&values.email),
        display_name: filled(&values.display_name),
        phone: filled(&values.phone),
        locale: filled(&values.locale),
        password: None,
        send_welcome: Some(new.send_welcome),
    }
}

/// The form again with what was entered, or the error's own page. The form is called what it was: what was
/// refused has used up nothing, and what may have been carried out is found again.
async fn not_created(
    admin: &Admin,
    account_id: Uuid,
    mut new: NewUser,
    failure: ApiFailure,
) -> Result<Response, PageError> {
    let (status, errors) = match failure.code() {
        ErrorCode::IdempotencyKeyReused => {
            new.request_key = request_key::draw(&admin.visit.web);
            let errors = FormErrors::general(t!("user-sent-before"));
            (failure.status, errors)
        }
        ErrorCode::RequestUnderWay => {
            let errors = FormErrors::general(t!("user-under-way"));
            (failure.status, errors)
        }
        _ => match failure.shown_again() {
            Some(status) => (status, FormErrors::of_failure(&failure, "password")),
            None => return Err(failure.into()),
        },
    };
    let page = new_user_page(status, admin, account_id, new, errors).await;
    Ok(render::with_retry_after(page, failure.retry_after))
}

/// What only this form can know: the API sees a login, not that it was left empty.
fn missing(new: &NewUser) -> Option<FormErrors> {
    let values = &new.values;
    if values.email.is_empty() && values.login.is_empty() {
        return Some(FormErrors::of_field(
            "email",
            t!("user-name-or-login-missing"),
        ));
    }
    (values.email.is_empty() && new.send_welcome)
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
