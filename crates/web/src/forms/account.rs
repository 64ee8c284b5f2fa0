//! Creating an account and changing its settings.

use axum::{http::StatusCode, response::Response};
use serde::Deserialize;
use usher_api_types::account::{Account, CreateAccount, UpdateAccount};

use crate::{
    components::form_errors::FormErrors,
    extract::{Filled, Id},
    forms::filled,
    page_error::PageError,
    pages::account_form::{AccountValues, new_account_page, settings_page},
    redirect,
    visit::Admin,
    words::notices::Notice,
};

/// The form.
#[derive(Deserialize)]
pub(crate) struct AccountForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    continue_url: String,
    #[serde(default)]
    link_life_hours: String,
    #[serde(default)]
    locale: String,
    send_welcome_on_create: Option<String>,
}

impl AccountForm {
    fn values(&self) -> AccountValues {
        AccountValues {
            name: self.name.trim().to_owned(),
            continue_url: self.continue_url.trim().to_owned(),
            link_life_hours: self
                .link_life_hours
                .parse()
                .unwrap_or(AccountValues::default().link_life_hours),
            send_welcome_on_create: self.send_welcome_on_create.is_some(),
            locale: self.locale.trim().to_owned(),
        }
    }
}

/// `POST /ui/accounts`.
pub(crate) async fn create(
    admin: Admin,
    Filled(form): Filled<AccountForm>,
) -> Result<Response, PageError> {
    let values = form.values();
    let body = CreateAccount {
        name: values.name.clone(),
        project_name: None,
        continue_url: filled(&values.continue_url),
        send_welcome_on_create: Some(values.send_welcome_on_create),
        link_life_hours: Some(values.link_life_hours),
        locale: filled(&values.locale),
    };
    match admin.visit.api.post("/api/v1/accounts", &body).await {
        Ok(answer) => {
            let account: Account = answer.read()?;
            let users = format!("/admin/accounts/{}/users", account.id);
            Ok(redirect::with_notice(&users, Notice::AccountCreated))
        }
        Err(failure) if failure.is_correctable() => {
            let errors = FormErrors::of_failure(&failure, "password");
            Ok(new_account_page(StatusCode::UNPROCESSABLE_ENTITY, &admin, values, errors).await)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// `POST /ui/accounts/{id}`.
pub(crate) async fn update(
    admin: Admin,
    Id(id): Id,
    Filled(form): Filled<AccountForm>,
) -> Result<Response, PageError> {
    let values = form.values();
    let body = UpdateAccount {
        name: Some(values.name.clone()),
        project_name: None,
        continue_url: Some(values.continue_url.clone()),
        send_welcome_on_create: Some(values.send_welcome_on_create),
        link_life_hours: Some(values.link_life_hours),
        locale: Some(values.locale.clone()),
    };
    match admin
        .visit
        .api
        .patch(&format!("/api/v1/accounts/{id}"), &body)
        .await
    {
        Ok(_) => Ok(redirect::with_notice(
            &format!("/admin/accounts/{id}"),
            Notice::AccountSaved,
        )),
        Err(failure) if failure.is_correctable() => {
            let errors = FormErrors::of_failure(&failure, "password");
            settings_page(
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
