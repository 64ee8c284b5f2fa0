//! Imports of users from CSV files.

use axum::{Json, extract::State, response::IntoResponse};
use http::{StatusCode, header};
use serde::Deserialize;
use usher_api_types::{page::Page, user_import as api};
use usher_application::{
    App,
    idempotency::Outcome,
    user_imports::{self, ImportWish, UserImportError},
};
use usher_domain::{
    ids::{AccountId, UserImportId},
    user_import::{MAX_BYTES, OnDuplicate},
};
use utoipa::IntoParams;

use super::page;
use crate::{
    authenticate::Authenticated,
    extract::{CsvBody, PageParams, PathId, QueryParams, flag, given, malformed, page_request},
    idempotency::{Repeatable, RepeatableParams, made},
    origin::Origin,
    problem::ApiError,
};

mod bodies;

/// What to do with a file of users.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ImportUsers {
    /// `true` checks the file and leaves it at the preview; `false` is the default.
    #[param(value_type = Option<bool>)]
    dry_run: Option<String>,
    /// Whether to welcome everybody who is created. When absent, those with an address are if the
    /// account says so.
    #[param(value_type = Option<bool>)]
    send_welcome: Option<String>,
    /// What to do with a row whose login or address a user of the account has: `skip` (the default),
    /// or `update` her; empty cells change nothing.
    on_duplicate: Option<String>,
}

/// Imports users from a CSV file.
///
/// The file is UTF-8 and has a header that names its columns in any order: `login` (needed), `email`,
/// `display_name`, `phone`, `locale`, or common names for them such as `E-Mail` and `name`. Cells are
/// separated by commas, semicolons or tabs. It has at most 16 MiB and 100,000 rows of up to 64 cells. An
/// apostrophe before `=`, `+`, `-` or `@`, with which exports keep spreadsheets from calculating, is
/// taken away.
///
/// Each row is checked by itself, against the rows before it and against the account. Unless
/// `dry_run` is set, users are created from then on, and rows that cannot be are left out. What the
/// rows said is erased when the import ends.
#[utoipa::path(
    post, path = "/accounts/{id}/user-imports", tag = "user imports",
    params(("id" = Uuid, Path, description = "The account"), ImportUsers, RepeatableParams),
    request_body(
        content = String,
        content_type = "text/csv",
        example = "login,email,display_name\nada,ada@example.com,Ada Lovelace\n",
    ),
    responses((
        status = 202,
        description = "Checked, and started unless `dry_run` is set",
        body = api::UserImport,
        headers(("Location" = String, description = "The import")),
    )),
    extensions(("x-problems" = json!([
        "forbidden", "conflict", "unsupported_media_type", "invalid_field"
    ]))),
)]
pub(super) async fn import_users(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(account): PathId<AccountId>,
    QueryParams(query): QueryParams<ImportUsers>,
    Origin(origin): Origin,
    Repeatable(call, CsvBody(file)): Repeatable<CsvBody<MAX_BYTES>, MAX_BYTES>,
) -> Result<impl IntoResponse, ApiError> {
    // What does not exist is told before what is wrong with the file.
    user_imports::require_importer(&app, &actor, account).await?;
    let (wish, file) = (wish(query)?, file?);
    let act =
        async |app: App| user_imports::submit(&app, &actor, account, file, wish, origin).await;
    let again = async |outcome: Outcome| {
        Ok(user_imports::get(&app, &actor, made::<UserImportId>(&outcome)?).await?)
    };
    let (import, replayed) = call.once(&app, &actor, act, again).await?;
    let location = format!("/api/v1/user-imports/{}", import.id);
    Ok((
        StatusCode::ACCEPTED,
        replayed,
        [(header::LOCATION, location)],
        Json(bodies::import(&import)),
    ))
}

/// Lists the imports of an account, the newest first.
#[utoipa::path(
    get, path = "/accounts/{id}/user-imports", tag = "user imports",
    params(("id" = Uuid, Path, description = "The account"), PageParams),
    responses((status = 200, description = "One page", body = Page<api::UserImport>)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn list_user_imports(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(account): PathId<AccountId>,
    QueryParams(asked): QueryParams<PageParams>,
) -> Result<Json<Page<api::UserImport>>, ApiError> {
    let wanted = asked.request()?;
    let found = user_imports::list(&app, &actor, account, wanted).await?;
    Ok(Json(page::body(found, bodies::import)))
}

/// Shows an import and how far it is.
#[utoipa::path(
    get, path = "/user-imports/{id}", tag = "user imports",
    params(("id" = Uuid, Path, description = "The import")),
    responses((status = 200, description = "The import", body = api::UserImport)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn get_user_import(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<UserImportId>,
) -> Result<Json<api::UserImport>, ApiError> {
    let import = user_imports::get(&app, &actor, id).await?;
    let waits_until = user_imports::waits_until(&app, &import).await;
    Ok(Json(api::UserImport {
        waits_until: waits_until.map_err(UserImportError::Database)?,
        ..bodies::import(&import)
    }))
}

/// Which rows of an import to list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListRows {
    /// Only rows in this state.
    state: Option<String>,
    /// The most items of the page; 50 by default.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// Where the page starts: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Lists the rows of an import: what will be done with each, or was, or what is wrong with it.
#[utoipa::path(
    get, path = "/user-imports/{id}/rows", tag = "user imports",
    params(("id" = Uuid, Path, description = "The import"), ListRows),
    responses((status = 200, description = "One page", body = Page<api::UserImportRow>)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn list_user_import_rows(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<UserImportId>,
    QueryParams(query): QueryParams<ListRows>,
) -> Result<Json<Page<api::UserImportRow>>, ApiError> {
    let wanted = page_request(query.limit, query.cursor)?;
    let state = given(query.state).map(|state| state.parse()).transpose();
    let state = state.map_err(|_| malformed("state must be one of those that rows have."))?;
    let found = user_imports::rows(&app, &actor, id, state, wanted).await?;
    Ok(Json(page::body(found, bodies::row)))
}

/// Starts an import that was left at its preview, in the caller's name.
#[utoipa::path(
    post, path = "/user-imports/{id}/start", tag = "user imports",
    params(("id" = Uuid, Path, description = "The import")),
    responses((status = 202, description = "Started", body = api::UserImport)),
    extensions(("x-problems" = json!(["forbidden", "conflict"]))),
)]
pub(super) async fn start_user_import(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<UserImportId>,
    Origin(origin): Origin,
) -> Result<impl IntoResponse, ApiError> {
    let import = user_imports::start(&app, &actor, id, origin).await?;
    Ok((StatusCode::ACCEPTED, Json(bodies::import(&import))))
}

/// Calls an import off, started or not. Users who were created stay.
#[utoipa::path(
    post, path = "/user-imports/{id}/cancel", tag = "user imports",
    params(("id" = Uuid, Path, description = "The import")),
    responses((status = 200, description = "Called off", body = api::UserImport)),
    extensions(("x-problems" = json!(["forbidden", "conflict"]))),
)]
pub(super) async fn cancel_user_import(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<UserImportId>,
) -> Result<Json<api::UserImport>, ApiError> {
    let import = user_imports::cancel(&app, &actor, id).await?;
    Ok(Json(bodies::import(&import)))
}

fn wish(query: ImportUsers) -> Result<ImportWish, ApiError> {
    let dry_run = flag(query.dry_run, "dry_run must be true or false.")?;
    let on_duplicate = given(query.on_duplicate).map(|word| word.parse());
    let on_duplicate = on_duplicate.transpose();
    Ok(ImportWish {
        dry_run: dry_run.unwrap_or(false),
        send_welcome: flag(query.send_welcome, "send_welcome must be true or false.")?,
        on_duplicate: on_duplicate
            .map_err(|_| malformed("on_duplicate must be skip or update."))?
            .unwrap_or(OnDuplicate::Skip),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(dry_run: &str, send_welcome: &str, on_duplicate: &str) -> Option<ImportWish> {
        let text = |text: &str| Some(text.to_owned());
        wish(ImportUsers {
            dry_run: text(dry_run),
            send_welcome: text(send_welcome),
            on_duplicate: text(on_duplicate),
        })
        .ok()
    }

    #[test]
    fn a_wish_has_defaults_and_is_refused_where_it_is_not_understood() {
        let plain = read("", "", "").expect("the defaults");
        assert!(!plain.dry_run && plain.send_welcome.is_none());
        assert_eq!(plain.on_duplicate, OnDuplicate::Skip);
        let all = read("true", "false", "update").expect("a wish");
        assert!(all.dry_run && all.send_welcome == Some(false));
        assert_eq!(all.on_duplicate, OnDuplicate::Update);
        for (dry_run, welcome, on) in [("yes", "", ""), ("", "1", ""), ("", "", "replace")] {
            assert!(read(dry_run, welcome, on).is_none());
        }
    }
}
