//! Asking whether the audit log is whole.

use axum::{http::StatusCode, response::Response};
use serde::Deserialize;
use usher_api_types::audit_event::VerifyAuditEvents;

use crate::{
    components::form_errors::FormErrors, extract::Filled, forms::filled, page_error::PageError,
    pages::audit_verification::verification_page, visit::Admin, words::language::t,
};

/// The form.
#[derive(Deserialize)]
pub(crate) struct VerificationForm {
    #[serde(default)]
    since_head: String,
    #[serde(default)]
    continue_from: String,
}

/// `POST /admin/audit-log/verification`. It changes nothing; it is a form because reading the whole
/// log is work that nobody should set going by following a link.
pub(crate) async fn verify(
    admin: Admin,
    Filled(form): Filled<VerificationForm>,
) -> Result<Response, PageError> {
    let body = VerifyAuditEvents {
        since_head: filled(&form.since_head),
        continue_from: filled(&form.continue_from),
    };
    let kept = form.since_head.trim().to_owned();
    let answer = admin
        .visit
        .api
        .post("/api/v1/audit-events/verify", &body)
        .await;
    let (status, found, errors) = match answer {
        Ok(answer) => (StatusCode::OK, Some(answer.read()?), FormErrors::default()),
        Err(failure) if failure.is_correctable() => {
            let errors = FormErrors::of_field("since_head", t!("audit-verify-head-invalid"));
            (StatusCode::UNPROCESSABLE_ENTITY, None, errors)
        }
        Err(failure) if failure.is_passing() => {
            let errors = FormErrors::of_failure(&failure, "password");
            (failure.status, None, errors)
        }
        Err(failure) => return Err(failure.into()),
    };
    Ok(verification_page(status, &admin, kept, found, errors).await)
}
