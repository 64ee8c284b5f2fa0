//! Making an API token, and revoking one.

use axum::{http::StatusCode, response::Response};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::Deserialize;
use usher_api_types::{api_token::CreateApiToken, problem::ErrorCode};

use crate::{
    components::form_errors::FormErrors,
    extract::{Filled, Id},
    forms::refused,
    page_error::PageError,
    pages::{
        created_api_token::created_page,
        new_api_token::{TokenValues, new_token_page},
    },
    redirect, scopes,
    visit::Admin,
    words::{language::t, notices::Notice},
};

/// The form.
#[derive(Deserialize)]
pub(crate) struct TokenForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    expires_on: String,
}

/// `POST /ui/api-tokens`. The answer is the only page that ever shows the secret: it is not
/// redirected to, because no address may lead to it.
pub(crate) async fn create(
    admin: Admin,
    Filled(form): Filled<TokenForm>,
) -> Result<Response, PageError> {
    let values = TokenValues {
        name: form.name.trim().to_owned(),
        role: form.role,
        scope: form.scope,
        expires_on: form.expires_on.trim().to_owned(),
    };
    let body = match body(&values) {
        Ok(body) => body,
        Err(errors) => {
            return new_token_page(StatusCode::UNPROCESSABLE_ENTITY, &admin, values, errors).await;
        }
    };
    match admin.visit.api.post("/api/v1/api-tokens", &body).await {
        Ok(answer) => Ok(created_page(&admin, answer.read()?).await),
        Err(failure) if failure.code() == ErrorCode::Forbidden => {
            let errors = FormErrors::of_field("role", t!("token-forbidden"));
            new_token_page(StatusCode::FORBIDDEN, &admin, values, errors).await
        }
        Err(failure) if failure.is_correctable() => {
            let errors = FormErrors::of_failure(&failure, "password")
                .renamed("account_id", "scope")
                .renamed("expires_at", "expires_on");
            new_token_page(StatusCode::UNPROCESSABLE_ENTITY, &admin, values, errors).await
        }
        Err(failure) => Err(failure.into()),
    }
}

/// The call, or what the form alone can know to be wrong.
fn body(values: &TokenValues) -> Result<CreateApiToken, FormErrors> {
    let Ok(account_id) = scopes::parse(&values.scope) else {
        return Err(FormErrors::of_field("scope", t!("token-place-missing")));
    };
    let expires_at = if values.expires_on.is_empty() {
        None
    } else {
        let day = end_of_day(&values.expires_on)
            .ok_or_else(|| FormErrors::of_field("expires_on", t!("token-last-day-invalid")))?;
        Some(day)
    };
    Ok(CreateApiToken {
        name: values.name.clone(),
        role: values.role.clone(),
        account_id,
        expires_at,
    })
}

/// The last second of a day.
fn end_of_day(text: &str) -> Option<DateTime<Utc>> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    let end = NaiveTime::from_hms_opt(23, 59, 59)?;
    Some(day.and_time(end).and_utc())
}

/// `POST /ui/api-tokens/{id}/revoke`.
pub(crate) async fn revoke(admin: Admin, Id(id): Id) -> Response {
    let path = format!("/api/v1/api-tokens/{id}");
    match admin.visit.api.delete(&path).await {
        Ok(_) => redirect::with_notice("/admin/api-tokens", Notice::TokenRevoked),
        Err(failure) => refused("/admin/api-tokens", failure),
    }
}

#[cfg(test)]
mod tests {
    use super::end_of_day;

    #[test]
    fn a_day_ends_with_its_last_second() {
        let end = end_of_day("2027-01-31").expect("a day");
        assert_eq!(end.to_rfc3339(), "2027-01-31T23:59:59+00:00");
        for nonsense in ["2027-02-30", "31.1.2027", "", "999999999-01-01x"] {
            assert_eq!(end_of_day(nonsense), None, "{nonsense}");
        }
    }
}
