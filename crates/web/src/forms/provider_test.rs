//! Sending a test mail through one provider.

use axum::{extract::Path, http::StatusCode, response::Response};
use serde::Deserialize;
use usher_api_types::mail_provider::TestProvider;

use crate::{
    components::form_errors::FormErrors,
    extract::Filled,
    forms::filled,
    page_error::PageError,
    pages::provider_test::{path_segment, test_page},
    visit::Admin,
};

/// The form.
#[derive(Deserialize)]
pub(crate) struct TestForm {
    #[serde(default)]
    recipient: String,
}

/// `POST /admin/mail-providers/{name}/test`. The answer is the page that tells how it went: a
/// transcript belongs to this one test and is kept nowhere.
pub(crate) async fn send(
    admin: Admin,
    Path(name): Path<String>,
    Filled(form): Filled<TestForm>,
) -> Result<Response, PageError> {
    let recipient = form.recipient.trim().to_owned();
    let body = TestProvider {
        recipient: filled(&recipient),
    };
    let path = format!("/api/v1/mail-providers/{}/test", path_segment(&name));
    let (status, test, errors) = match admin.visit.api.post(&path, &body).await {
        Ok(answer) => (StatusCode::OK, Some(answer.read()?), FormErrors::default()),
        Err(failure) if failure.is_correctable() => {
            let errors = FormErrors::of_failure(&failure, "password").renamed("email", "recipient");
            (StatusCode::UNPROCESSABLE_ENTITY, None, errors)
        }
        Err(failure) if failure.is_passing() => {
            let errors = FormErrors::of_failure(&failure, "password");
            (failure.status, None, errors)
        }
        Err(failure) => return Err(failure.into()),
    };
    test_page(status, &admin, &name, recipient, test, errors).await
}
