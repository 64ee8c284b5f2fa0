//! Importing users: handing a file in, starting what was previewed, calling it off.

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request, multipart::MultipartError},
    http::StatusCode,
    response::Response,
};
use usher_api_types::{problem::ErrorCode, user_import::UserImport};
use usher_domain::user_import::MAX_BYTES;
use uuid::Uuid;

use crate::{
    api_client::ApiFailure,
    components::form_errors::FormErrors,
    extract::Id,
    forms::refused,
    page_error::PageError,
    pages::{
        import_users::{ImportValues, import_page},
        user_import::path,
    },
    query::{self, Query},
    redirect,
    visit::Admin,
    words::{errors::failure_text, imports::file_text, language::t},
};

/// What the form calls the file.
const FIELD: &str = "file";
/// The file, and what a form puts around it.
pub(crate) const MAX_BODY_BYTES: usize = MAX_BYTES + 64 * 1024;

/// `POST /ui/accounts/{id}/user-imports`: always a preview, so that nobody is created unseen.
pub(crate) async fn upload(
    admin: Admin,
    Id(account): Id,
    request: Request,
) -> Result<Response, PageError> {
    let Ok(form) = Multipart::from_request(request, &()).await else {
        return Err(PageError::MalformedForm);
    };
    let (file, values) = match read(form).await {
        Ok(read) => read,
        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let values = ImportValues::default();
            return again(&admin, account, values, vec![t!("import-too-large")]).await;
        }
        Err(_) => return Err(PageError::MalformedForm),
    };
    let Some(file) = file else {
        return again(&admin, account, values, vec![t!("import-nothing")]).await;
    };
    let query = Query::new()
        .with("dry_run", true)
        .with("send_welcome", values.send_welcome)
        .with("on_duplicate", &values.on_duplicate);
    let api = format!("/api/v1/accounts/{account}/user-imports{query}");
    let answer = admin.visit.api.post_csv(&api, file).await;
    match answer.and_then(|answer| answer.read::<UserImport>()) {
        Ok(import) => Ok(redirect::see_other(&path(import.id))),
        Err(failure) => match what_is_wrong(&failure) {
            Some(texts) => again(&admin, account, values, texts).await,
            None => Err(failure.into()),
        },
    }
}

/// The file, or what was pasted in its place; none where there is neither.
async fn read(mut form: Multipart) -> Result<(Option<Bytes>, ImportValues), MultipartError> {
    let mut values = ImportValues::default();
    let mut file = None;
    while let Some(field) = form.next_field().await? {
        match field.name() {
            Some(FIELD) => file = Some(field.bytes().await?).filter(|file| !file.is_empty()),
            Some("pasted") => values.pasted = field.text().await?,
            Some("on_duplicate") => values.on_duplicate = field.text().await?,
            Some("send_welcome") => values.send_welcome = true,
            _ => {}
        }
    }
    let pasted = || {
        let text = values.pasted.trim();
        (!text.is_empty()).then(|| Bytes::from(text.to_owned()))
    };
    Ok((file.or_else(pasted), values))
}

/// What is wrong with the file, if it is the file.
fn what_is_wrong(failure: &ApiFailure) -> Option<Vec<String>> {
    let mistakes = &failure.problem.errors;
    match failure.code() {
        ErrorCode::PayloadTooLarge => Some(vec![t!("import-too-large")]),
        ErrorCode::InvalidField if !mistakes.is_empty() => {
            Some(mistakes.iter().map(file_text).collect())
        }
        ErrorCode::InvalidField | ErrorCode::Conflict => Some(vec![failure_text(failure)]),
        _ => None,
    }
}

async fn again(
    admin: &Admin,
    account: Uuid,
    values: ImportValues,
    texts: Vec<String>,
) -> Result<Response, PageError> {
    let errors = FormErrors::all_of_field(FIELD, texts);
    import_page(
        StatusCode::UNPROCESSABLE_ENTITY,
        admin,
        account,
        values,
        errors,
    )
    .await
}

/// `POST /ui/user-imports/{id}/start`: the page then follows the progress. An import starts once; whoever
/// presses twice follows what the first press has started.
pub(crate) async fn start(admin: Admin, Id(id): Id) -> Response {
    let one = format!("/api/v1/user-imports/{id}");
    let api = &admin.visit.api;
    match api.post_empty(&format!("{one}/start")).await {
        Ok(_) => followed(id),
        Err(failure) if failure.code() == ErrorCode::Conflict => {
            let import = api.get::<UserImport>(&one).await;
            if import.is_ok_and(|import| import.started_at.is_some()) {
                followed(id)
            } else {
                refused(&path(id), failure)
            }
        }
        Err(failure) => refused(&path(id), failure),
    }
}

fn followed(id: Uuid) -> Response {
    redirect::see_other(&query::set(&path(id), "watch", 1))
}

/// `POST /ui/user-imports/{id}/cancel`.
pub(crate) async fn cancel(admin: Admin, Id(id): Id) -> Response {
    let api = format!("/api/v1/user-imports/{id}/cancel");
    match admin.visit.api.post_empty(&api).await {
        Ok(_) => redirect::see_other(&path(id)),
        Err(failure) => refused(&path(id), failure),
    }
}
