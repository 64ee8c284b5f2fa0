//! Creating an account, changing its settings, deleting it.

use axum::{http::StatusCode, response::Response};
use serde::Deserialize;
use usher_api_types::account::{Account, CreateAccount, UpdateAccount};

use crate::{
    api_client::ApiFailure,
    components::{account_fields::DAYS, form_errors::FormErrors},
    edited::Edited,
    extract::{Filled, Id},
    forms::{filled, refused},
    page_error::PageError,
    pages::{
        account_form::{AccountValues, LinkLife, new_account_page},
        account_settings::settings_page,
    },
    redirect,
    visit::Admin,
    words::{language::t, notices::Notice},
};

/// The form.
#[derive(Deserialize)]
pub(crate) struct AccountForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    continue_url: String,
    #[serde(default)]
    link_life: String,
    #[serde(default)]
    link_life_unit: String,
    #[serde(default)]
    locale: String,
    #[serde(default)]
    sender_name: String,
    #[serde(default)]
    reply_to: String,
    #[serde(default)]
    accent_color: String,
    #[serde(default)]
    welcome_emails_per_hour: String,
    send_welcome_on_create: Option<String>,
    /// What the form of a change showed first.
    #[serde(default)]
    shown: String,
}

impl AccountForm {
    fn values(&self) -> AccountValues {
        let trimmed = |text: &str| text.trim().to_owned();
        AccountValues {
            name: trimmed(&self.name),
            continue_url: trimmed(&self.continue_url),
            link_life: LinkLife {
                count: trimmed(&self.link_life),
                in_days: self.link_life_unit == DAYS,
            },
            send_welcome_on_create: self.send_welcome_on_create.is_some(),
            locale: trimmed(&self.locale),
            sender_name: trimmed(&self.sender_name),
            reply_to: trimmed(&self.reply_to),
            accent_color: trimmed(&self.accent_color),
            welcome_emails_per_hour: trimmed(&self.welcome_emails_per_hour),
        }
    }
}

/// The numbers of the form.
struct Numbers {
    link_life_hours: i64,
    /// 0 is no limit.
    welcome_emails_per_hour: i64,
}

/// The numbers, or what the form alone can know to be wrong with them.
fn numbers(values: &AccountValues) -> Result<Numbers, FormErrors> {
    let hours = values.link_life.hours();
    let hours =
        hours.ok_or_else(|| FormErrors::of_field("link_life", t!("account-life-invalid")))?;
    let limit = &values.welcome_emails_per_hour;
    let limit = if limit.is_empty() {
        Ok(0)
    } else {
        limit.parse()
    };
    let limit = limit.map_err(|_| {
        FormErrors::of_field("welcome_emails_per_hour", t!("account-limit-invalid"))
    })?;
    Ok(Numbers {
        link_life_hours: hours,
        welcome_emails_per_hour: limit,
    })
}

/// The API's refusal, in the names and units of the form.
fn errors_of(failure: &ApiFailure) -> FormErrors {
    FormErrors::of_failure(failure, "password")
        .reworded("link_life_hours", || t!("account-life-range"))
        .renamed("link_life_hours", "link_life")
}

/// `POST /ui/accounts`.
pub(crate) async fn create(
    admin: Admin,
    Filled(form): Filled<AccountForm>,
) -> Result<Response, PageError> {
    let values = form.values();
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    let numbers = match numbers(&values) {
        Ok(numbers) => numbers,
        Err(errors) => return Ok(new_account_page(refused, &admin, values, errors).await),
    };
    let body = CreateAccount {
        name: values.name.clone(),
        project_name: None,
        continue_url: filled(&values.continue_url),
        send_welcome_on_create: Some(values.send_welcome_on_create),
        link_life_hours: Some(numbers.link_life_hours),
        locale: filled(&values.locale),
        sender_name: filled(&values.sender_name),
        reply_to: filled(&values.reply_to),
        accent_color: filled(&values.accent_color),
        welcome_emails_per_hour: Some(numbers.welcome_emails_per_hour),
    };
    match admin.visit.api.post("/api/v1/accounts", &body).await {
        Ok(answer) => {
            let account: Account = answer.read()?;
            let users = format!("/admin/accounts/{}/users", account.id);
            Ok(redirect::with_notice(&users, Notice::AccountCreated))
        }
        Err(failure) => match failure.shown_again() {
            Some(status) => {
                let errors = errors_of(&failure);
                Ok(new_account_page(status, &admin, values, errors).await)
            }
            None => Err(failure.into()),
        },
    }
}

/// `POST /ui/accounts/{id}`.
pub(crate) async fn update(
    admin: Admin,
    Id(id): Id,
    Filled(form): Filled<AccountForm>,
) -> Result<Response, PageError> {
    let edited = Edited::sent(form.values(), &form.shown);
    let numbers = match numbers(&edited.values) {
        Ok(numbers) => numbers,
        Err(errors) => {
            let refused = StatusCode::UNPROCESSABLE_ENTITY;
            return settings_page(refused, &admin, id, Some(edited), errors).await;
        }
    };
    let life = edited.changed(|values| values.link_life.hours());
    let limit = edited.changed(|values| values.welcome_emails_per_hour.clone());
    let body = UpdateAccount {
        name: edited.changed(|values| values.name.clone()),
        project_name: None,
        continue_url: edited.changed(|values| values.continue_url.clone()),
        send_welcome_on_create: edited.changed(|values| values.send_welcome_on_create),
        link_life_hours: life.map(|_| numbers.link_life_hours),
        locale: edited.changed(|values| values.locale.clone()),
        sender_name: edited.changed(|values| values.sender_name.clone()),
        reply_to: edited.changed(|values| values.reply_to.clone()),
        accent_color: edited.changed(|values| values.accent_color.clone()),
        welcome_emails_per_hour: limit.map(|_| numbers.welcome_emails_per_hour),
    };
    let path = format!("/api/v1/accounts/{id}");
    match admin.visit.api.patch(&path, &body).await {
        Ok(_) => Ok(redirect::with_notice(
            &format!("/admin/accounts/{id}"),
            Notice::AccountSaved,
        )),
        Err(failure) => match failure.shown_again() {
            Some(status) => {
                settings_page(status, &admin, id, Some(edited), errors_of(&failure)).await
            }
            None => Err(failure.into()),
        },
    }
}

/// `POST /ui/accounts/{id}/delete`.
pub(crate) async fn delete(admin: Admin, Id(id): Id) -> Response {
    match admin
        .visit
        .api
        .delete(&format!("/api/v1/accounts/{id}"))
        .await
    {
        Ok(_) => redirect::with_notice("/admin/accounts", Notice::AccountDeleted),
        Err(failure) => refused(&format!("/admin/accounts/{id}"), failure),
    }
}
