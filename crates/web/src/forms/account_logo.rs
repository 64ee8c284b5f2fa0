//! An account's logo: uploading and removing it.

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request, multipart::MultipartError},
    http::StatusCode,
    response::Response,
};
use usher_api_types::problem::ErrorCode;
use uuid::Uuid;

use crate::{
    components::form_errors::FormErrors,
    extract::Id,
    forms::refused,
    page_error::PageError,
    pages::account_settings::settings_page,
    redirect,
    visit::Admin,
    words::{errors::sentence, language::t, notices::Notice},
};

/// What the form calls the file.
const FIELD: &str = "logo";

/// `POST /ui/accounts/{id}/logo`.
pub(crate) async fn upload(
    admin: Admin,
    Id(id): Id,
    request: Request,
) -> Result<Response, PageError> {
    let Ok(form) = Multipart::from_request(request, &()).await else {
        return Err(PageError::MalformedForm);
    };
    let image = match file(form).await {
        Ok(Some(image)) => image,
        Ok(None) => return shown_again(&admin, id, t!("account-logo-missing")).await,
        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return shown_again(&admin, id, t!("account-logo-too-large")).await;
        }
        Err(_) => return Err(PageError::MalformedForm),
    };
    let path = format!("/api/v1/accounts/{id}/logo");
    match admin.visit.api.put_bytes(&path, image).await {
        Ok(_) => Ok(redirect::with_notice(
            &format!("/admin/accounts/{id}"),
            Notice::LogoSaved,
        )),
        Err(failure) if is_about_the_image(failure.code()) => {
            let told = FormErrors::of_failure(&failure, "password").on(FIELD);
            let text = match failure.code() {
                ErrorCode::PayloadTooLarge => t!("account-logo-too-large"),
                code => told.unwrap_or_else(|| sentence(code)),
            };
            shown_again(&admin, id, text).await
        }
        Err(failure) => Err(failure.into()),
    }
}

/// The file that was chosen; a browser sends an empty one where none was.
async fn file(mut form: Multipart) -> Result<Option<Bytes>, MultipartError> {
    while let Some(field) = form.next_field().await? {
        if field.name() == Some(FIELD) {
            let image = field.bytes().await?;
            return Ok((!image.is_empty()).then_some(image));
        }
    }
    Ok(None)
}

fn is_about_the_image(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::PayloadTooLarge | ErrorCode::UnsupportedMediaType | ErrorCode::InvalidField
    )
}

async fn shown_again(admin: &Admin, id: Uuid, text: String) -> Result<Response, PageError> {
    let errors = FormErrors::of_field(FIELD, text);
    settings_page(StatusCode::UNPROCESSABLE_ENTITY, admin, id, None, errors).await
}

/// `POST /ui/accounts/{id}/logo/remove`.
pub(crate) async fn remove(admin: Admin, Id(id): Id) -> Response {
    let here = format!("/admin/accounts/{id}");
    match admin
        .visit
        .api
        .delete(&format!("/api/v1/accounts/{id}/logo"))
        .await
    {
        Ok(_) => redirect::with_notice(&here, Notice::LogoRemoved),
        Err(failure) => refused(&here, failure),
    }
}
