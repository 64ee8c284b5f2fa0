//! Saving, trying out and deleting an email template. A form holds one language; the others are
//! sent along as they are saved.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use serde::Deserialize;
use usher_api_types::template::{
    SaveTemplate, TemplateDetails, TemplateTest, TemplateText, TestTemplate,
};
use usher_domain::template::TemplateId;
use uuid::Uuid;

use crate::{
    api_client::ApiFailure,
    components::form_errors::FormErrors,
    extract::{Filled, Id, InAccount},
    forms::{filled, refused},
    page_error::PageError,
    pages::{
        template_form::{Shown, TemplateValues, edit_page, new_page},
        template_panels::Outcome,
        templates,
    },
    query::Query,
    redirect,
    visit::Admin,
    words::{language::t, notices::Notice},
};

/// The form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct TemplateForm {
    template_id: String,
    name: String,
    is_default: Option<String>,
    locale: String,
    subject: String,
    html: String,
    text: String,
}

impl TemplateForm {
    fn values(self) -> TemplateValues {
        TemplateValues {
            id: self.template_id.trim().to_owned(),
            name: self.name.trim().to_owned(),
            is_default: self.is_default.is_some(),
            text: TemplateText {
                locale: self.locale.trim().to_owned(),
                subject: self.subject.trim().to_owned(),
                html: self.html,
                text: self.text,
            },
        }
    }
}

fn api_path(account: Uuid, id: &TemplateId) -> String {
    format!("/api/v1/accounts/{account}/templates/{id}")
}

fn saved(account: Uuid, id: &TemplateId, locale: &str) -> Response {
    let query = Query::new().with("language", locale);
    let here = format!("{}/{id}{query}", templates::path(account));
    redirect::with_notice(&here, Notice::TemplateSaved)
}

/// What is sent: the language of the form at its place among the others.
fn body(values: &TemplateValues, others: Vec<TemplateText>) -> (SaveTemplate, usize) {
    let mut texts = others;
    let locale = &values.text.locale;
    let known = texts
        .iter()
        .position(|text| text.locale.eq_ignore_ascii_case(locale));
    let place = known.unwrap_or(texts.len());
    match texts.get_mut(place) {
        Some(text) => values.text.clone_into(text),
        None => texts.push(values.text.clone()),
    }
    let body = SaveTemplate {
        name: filled(&values.name),
        is_default: Some(values.is_default),
        texts,
    };
    (body, place)
}

/// The API's refusal, under the names of the form.
fn errors_of(failure: &ApiFailure, place: usize) -> FormErrors {
    let errors = FormErrors::of_failure(failure, "password");
    ["locale", "subject", "html", "text"]
        .into_iter()
        .fold(errors, |errors, field| {
            errors.renamed(&format!("texts.{place}.{field}"), field)
        })
}

/// `POST /ui/accounts/{id}/templates`.
pub(crate) async fn create(
    admin: Admin,
    Id(account): Id,
    Filled(form): Filled<TemplateForm>,
) -> Result<Response, PageError> {
    let values = form.values();
    let again = StatusCode::UNPROCESSABLE_ENTITY;
    let Ok(id) = values.id.parse::<TemplateId>() else {
        let errors = FormErrors::of_field("template_id", t!("template-id-hint"));
        return new_page(again, &admin, account, values, errors).await;
    };
    let api = &admin.visit.api;
    // A template of this identifier would get a new version and lose its other languages.
    let present: Result<TemplateDetails, _> = api.get(&api_path(account, &id)).await;
    if present.is_ok() {
        let errors = FormErrors::of_field("template_id", t!("field-duplicate"));
        return new_page(again, &admin, account, values, errors).await;
    }
    let (body, place) = body(&values, Vec::new());
    match api.put(&api_path(account, &id), &body).await {
        Ok(_) => Ok(saved(account, &id, &values.text.locale)),
        Err(failure) if failure.is_correctable() => {
            new_page(again, &admin, account, values, errors_of(&failure, place)).await
        }
        Err(failure) => Err(failure.into()),
    }
}

/// `POST /ui/accounts/{id}/templates/{template_id}`.
pub(crate) async fn save(
    admin: Admin,
    InAccount(account, id): InAccount,
    Filled(form): Filled<TemplateForm>,
) -> Result<Response, PageError> {
    let values = form.values();
    let api = &admin.visit.api;
    let present: TemplateDetails = api.get(&api_path(account, &id)).await?;
    let (body, place) = body(&values, present.texts);
    match api.put(&api_path(account, &id), &body).await {
        Ok(_) => Ok(saved(account, &id, &values.text.locale)),
        Err(failure) if failure.is_correctable() => {
            let shown = Shown {
                errors: errors_of(&failure, place),
                ..Shown::default()
            };
            let language = values.text.locale.clone();
            let again = StatusCode::UNPROCESSABLE_ENTITY;
            edit_page(again, &admin, account, &id, &language, Some(values), shown).await
        }
        Err(failure) => Err(failure.into()),
    }
}

/// `POST /ui/accounts/{id}/templates/{template_id}/delete`.
pub(crate) async fn delete(admin: Admin, InAccount(account, id): InAccount) -> Response {
    let list = templates::path(account);
    match admin.visit.api.delete(&api_path(account, &id)).await {
        Ok(_) => redirect::with_notice(&list, Notice::TemplateDeleted),
        Err(failure) => refused(&list, failure),
    }
}

/// The form of a test.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct TestForm {
    to: String,
    language: String,
}

/// `POST /ui/accounts/{id}/templates/{template_id}/test`. The answer is the page itself: how a test
/// went is kept nowhere.
pub(crate) async fn test(
    admin: Admin,
    InAccount(account, id): InAccount,
    Filled(form): Filled<TestForm>,
) -> Result<Response, PageError> {
    let to = form.to.trim().to_owned();
    let body = TestTemplate {
        to: filled(&to),
        locale: filled(&form.language),
    };
    let path = format!("{}/test-send", api_path(account, &id));
    let mut shown = Shown {
        test_to: to,
        ..Shown::default()
    };
    let status = match admin.visit.api.post(&path, &body).await {
        Ok(answer) => {
            let test: TemplateTest = answer.read()?;
            shown.test = Some(view! { <Outcome test /> }.into_any());
            StatusCode::OK
        }
        Err(failure) if failure.is_correctable() || failure.is_passing() => {
            shown.errors = FormErrors::of_failure(&failure, "password").renamed("email", "to");
            failure.status
        }
        Err(failure) => return Ok(PageError::from(failure).into_response()),
    };
    edit_page(status, &admin, account, &id, &form.language, None, shown).await
}
