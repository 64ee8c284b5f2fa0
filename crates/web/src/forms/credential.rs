//! Making an API token or an access key, and revoking one.

use axum::{http::StatusCode, response::Response};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use usher_api_types::{access_key::CreateAccessKey, api_token::CreateApiToken, problem::ErrorCode};
use uuid::Uuid;

use crate::{
    api_client::Answer,
    components::form_errors::FormErrors,
    credential_kind::CredentialKind,
    extract::{Filled, Id},
    forms::refused,
    page_error::PageError,
    pages::{
        created_access_key, created_api_token,
        new_credential::{CredentialValues, new_page},
    },
    redirect, scopes,
    visit::Admin,
    words::language::t,
};

/// The form.
#[derive(Deserialize)]
pub(crate) struct CredentialForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    expires_on: String,
}

impl From<CredentialForm> for CredentialValues {
    fn from(form: CredentialForm) -> Self {
        Self {
            name: form.name.trim().to_owned(),
            role: form.role,
            scope: form.scope,
            expires_on: form.expires_on.trim().to_owned(),
        }
    }
}

/// What is asked of the API; the two kinds have the same members.
struct Wanted {
    name: String,
    role: String,
    account_id: Option<Uuid>,
    expires_at: Option<DateTime<Utc>>,
}

impl From<Wanted> for CreateApiToken {
    fn from(wanted: Wanted) -> Self {
        Self {
            name: wanted.name,
            role: wanted.role,
            account_id: wanted.account_id,
            expires_at: wanted.expires_at,
        }
    }
}

impl From<Wanted> for CreateAccessKey {
    fn from(wanted: Wanted) -> Self {
        Self {
            name: wanted.name,
            role: wanted.role,
            account_id: wanted.account_id,
            expires_at: wanted.expires_at,
        }
    }
}

/// `POST /ui/api-tokens`. The answer is the only page that ever shows the secret: it is not
/// redirected to, because no address may lead to it.
pub(crate) async fn create_api_token(
    admin: Admin,
    Filled(form): Filled<CredentialForm>,
) -> Result<Response, PageError> {
    match make::<CreateApiToken>(&admin, CredentialKind::ApiToken, form.into()).await? {
        Outcome::Made(answer) => Ok(created_api_token::created_page(&admin, answer.read()?).await),
        Outcome::Refused(page) => Ok(page),
    }
}

/// `POST /ui/access-keys`; the secret half is shown as a token's secret is.
pub(crate) async fn create_access_key(
    admin: Admin,
    Filled(form): Filled<CredentialForm>,
) -> Result<Response, PageError> {
    match make::<CreateAccessKey>(&admin, CredentialKind::AccessKey, form.into()).await? {
        Outcome::Made(answer) => Ok(created_access_key::created_page(&admin, answer.read()?).await),
        Outcome::Refused(page) => Ok(page),
    }
}

/// What became of a form.
enum Outcome {
    /// The API's answer.
    Made(Answer),
    /// The form again, which says what is wrong.
    Refused(Response),
}

async fn make<B: Serialize + From<Wanted>>(
    admin: &Admin,
    kind: CredentialKind,
    values: CredentialValues,
) -> Result<Outcome, PageError> {
    let (status, errors) = match wanted(&values) {
        Err(errors) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Ok(wanted) => match admin.visit.api.post(&kind.api(), &B::from(wanted)).await {
            Ok(answer) => return Ok(Outcome::Made(answer)),
            Err(failure) if failure.code() == ErrorCode::Forbidden => {
                let errors = FormErrors::of_field("role", kind.words().forbidden);
                (StatusCode::FORBIDDEN, errors)
            }
            Err(failure) if failure.is_correctable() => {
                let errors = FormErrors::of_failure(&failure, "password")
                    .renamed("account_id", "scope")
                    .renamed("expires_at", "expires_on");
                (StatusCode::UNPROCESSABLE_ENTITY, errors)
            }
            Err(failure) => return Err(failure.into()),
        },
    };
    new_page(status, admin, kind, values, errors)
        .await
        .map(Outcome::Refused)
}

/// The call, or what the form alone can know to be wrong.
fn wanted(values: &CredentialValues) -> Result<Wanted, FormErrors> {
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
    Ok(Wanted {
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
pub(crate) async fn revoke_api_token(admin: Admin, Id(id): Id) -> Response {
    revoke(&admin, CredentialKind::ApiToken, id).await
}

/// `POST /ui/access-keys/{id}/revoke`.
pub(crate) async fn revoke_access_key(admin: Admin, Id(id): Id) -> Response {
    revoke(&admin, CredentialKind::AccessKey, id).await
}

async fn revoke(admin: &Admin, kind: CredentialKind, id: Uuid) -> Response {
    match admin
        .visit
        .api
        .delete(&format!("{}/{id}", kind.api()))
        .await
    {
        Ok(_) => redirect::with_notice(&kind.list(), kind.revoked()),
        Err(failure) => refused(&kind.list(), failure),
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
