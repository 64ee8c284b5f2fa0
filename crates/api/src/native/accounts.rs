//! Accounts.

mod bodies;
pub(super) mod logo;

use axum::{Json, extract::State, response::IntoResponse};
use http::{StatusCode, header};
use usher_api_types::{
    account::{self as api, CreateAccount, UpdateAccount},
    page::Page,
};
use usher_application::{App, accounts, idempotency::Outcome};
use usher_domain::ids::AccountId;

pub(super) use bodies::branding;
use bodies::{body, changes, new_account};

use super::page;
use crate::{
    authenticate::Authenticated,
    extract::{JsonBody, PageParams, PathId, QueryParams},
    idempotency::{Repeatable, RepeatableParams, made},
    problem::ApiError,
};

/// Lists the accounts that the caller may see.
#[utoipa::path(
    get, path = "/accounts", tag = "accounts",
    params(PageParams),
    responses((status = 200, description = "One page", body = Page<api::Account>)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn list_accounts(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    QueryParams(asked): QueryParams<PageParams>,
) -> Result<Json<Page<api::Account>>, ApiError> {
    let wanted = asked.request()?;
    let found = accounts::list(&app, &actor, wanted).await?;
    Ok(Json(page::body(found, body)))
}

/// Creates an account.
#[utoipa::path(
    post, path = "/accounts", tag = "accounts",
    params(RepeatableParams),
    request_body(
        content = CreateAccount,
        example = json!({"name": "Example Ltd", "continue_url": "https://app.example.com/"}),
    ),
    responses((
        status = 201,
        description = "Created",
        body = api::Account,
        headers(("Location" = String, description = "The account")),
    )),
    extensions(("x-problems" = json!(["forbidden", "account_name_taken", "invalid_field"]))),
)]
pub(super) async fn create_account(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    Repeatable(call, JsonBody(body)): Repeatable<JsonBody<CreateAccount>>,
) -> Result<impl IntoResponse, ApiError> {
    let new = new_account(&body)?;
    let act = async |app: App| accounts::create(&app, &actor, new).await;
    let again = async |outcome: Outcome| Ok(accounts::get(&app, &actor, made(&outcome)?).await?);
    let (account, replayed) = call.once(&app, &actor, act, again).await?;
    let location = format!("/api/v1/accounts/{}", account.id);
    Ok((
        StatusCode::CREATED,
        replayed,
        [(header::LOCATION, location)],
        Json(self::body(&account)),
    ))
}

/// Shows an account.
#[utoipa::path(
    get, path = "/accounts/{id}", tag = "accounts",
    params(("id" = Uuid, Path, description = "The account")),
    responses((status = 200, description = "The account", body = api::Account)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn get_account(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<AccountId>,
) -> Result<Json<api::Account>, ApiError> {
    let account = accounts::get(&app, &actor, id).await?;
    Ok(Json(body(&account)))
}

/// Changes an account's settings.
#[utoipa::path(
    patch, path = "/accounts/{id}", tag = "accounts",
    params(("id" = Uuid, Path, description = "The account")),
    request_body(
        content = UpdateAccount,
        example = json!({"send_welcome_on_create": true, "accent_color": "#0a7c5e"}),
    ),
    responses((status = 200, description = "The account as it is now", body = api::Account)),
    extensions(("x-problems" = json!(["forbidden", "account_name_taken", "invalid_field"]))),
)]
pub(super) async fn update_account(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<AccountId>,
    JsonBody(body): JsonBody<UpdateAccount>,
) -> Result<Json<api::Account>, ApiError> {
    let account = accounts::update(&app, &actor, id, changes(&body)?).await?;
    Ok(Json(self::body(&account)))
}

/// Deletes an account that has no users left.
#[utoipa::path(
    delete, path = "/accounts/{id}", tag = "accounts",
    params(("id" = Uuid, Path, description = "The account")),
    responses((status = 204, description = "Deleted")),
    extensions(("x-problems" = json!(["forbidden", "account_not_empty"]))),
)]
pub(super) async fn delete_account(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<AccountId>,
) -> Result<StatusCode, ApiError> {
    accounts::delete(&app, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
