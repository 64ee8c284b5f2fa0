//! Accounts.

use axum::{Json, extract::State, response::IntoResponse};
use http::{StatusCode, header};
use serde::Deserialize;
use usher_api_types::{
    account::{self as api, CreateAccount, UpdateAccount},
    page::Page,
};
use usher_application::{
    App,
    accounts::{self, AccountChanges, NewAccount},
};
use usher_domain::{
    account::{Account, AccountSettings, LinkLife},
    ids::AccountId,
    names::{AccountName, ContinueUrl, Locale},
};
use utoipa::IntoParams;

use super::page;
use crate::{
    authenticate::Authenticated,
    extract::{JsonBody, PathId, QueryParams, page_request},
    fields::Fields,
    problem::ApiError,
};

/// Which accounts to list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListAccounts {
    /// The most items of the page; 50 by default.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// Where the page starts: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Lists the accounts that the caller may see.
#[utoipa::path(
    get, path = "/accounts", tag = "accounts",
    params(ListAccounts),
    responses((status = 200, description = "One page", body = Page<api::Account>)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn list_accounts(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    QueryParams(query): QueryParams<ListAccounts>,
) -> Result<Json<Page<api::Account>>, ApiError> {
    let wanted = page_request(query.limit, query.cursor)?;
    let found = accounts::list(&app, &actor, wanted).await?;
    Ok(Json(page::body(found, body)))
}

/// Creates an account.
#[utoipa::path(
    post, path = "/accounts", tag = "accounts",
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
    JsonBody(body): JsonBody<CreateAccount>,
) -> Result<impl IntoResponse, ApiError> {
    let account = accounts::create(&app, &actor, new_account(&body)?).await?;
    let location = format!("/api/v1/accounts/{}", account.id);
    Ok((
        StatusCode::CREATED,
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
        example = json!({"send_welcome_on_create": true, "link_life_hours": 72}),
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

fn new_account(body: &CreateAccount) -> Result<NewAccount, ApiError> {
    let mut fields = Fields::new();
    let name = fields.note("name", AccountName::parse(&body.name));
    let project = fields.optional(
        "project_name",
        body.project_name.as_deref(),
        AccountName::parse,
    );
    let url = fields.optional(
        "continue_url",
        body.continue_url.as_deref(),
        ContinueUrl::parse,
    );
    let life = fields.maybe(
        "link_life_hours",
        body.link_life_hours,
        LinkLife::from_hours,
    );
    let locale = fields.optional("locale", body.locale.as_deref(), Locale::parse);
    fields.finish(|| {
        let settings = AccountSettings {
            continue_url: url?,
            send_welcome_on_create: body.send_welcome_on_create.unwrap_or_default(),
            link_life: life?.unwrap_or_default(),
            locale: locale?,
        };
        let project_name = project?.map(|name| name.to_string());
        Ok(NewAccount {
            name: name?,
            project_name,
            settings,
        })
    })
}

fn changes(body: &UpdateAccount) -> Result<AccountChanges, ApiError> {
    let mut fields = Fields::new();
    let name = fields.maybe("name", body.name.as_deref(), AccountName::parse);
    let project = fields.maybe(
        "project_name",
        body.project_name.as_deref(),
        AccountName::parse,
    );
    let url = fields.clearable(
        "continue_url",
        body.continue_url.as_deref(),
        ContinueUrl::parse,
    );
    let life = fields.maybe(
        "link_life_hours",
        body.link_life_hours,
        LinkLife::from_hours,
    );
    let locale = fields.clearable("locale", body.locale.as_deref(), Locale::parse);
    fields.finish(|| {
        Ok(AccountChanges {
            name: name?,
            project_name: project?.map(|name| name.to_string()),
            continue_url: url?,
            send_welcome_on_create: body.send_welcome_on_create,
            link_life: life?,
            locale: locale?,
        })
    })
}

/// An account in words.
pub(super) fn body(account: &Account) -> api::Account {
    let settings = &account.settings;
    api::Account {
        id: account.id.into(),
        number: account.number,
        name: account.name.to_string(),
        project_id: account.project_id.into(),
        project_name: account.project_name.clone(),
        continue_url: settings.continue_url.as_ref().map(ToString::to_string),
        send_welcome_on_create: settings.send_welcome_on_create,
        link_life_hours: settings.link_life.hours(),
        locale: settings.locale.as_ref().map(ToString::to_string),
        created_at: account.created_at,
        updated_at: account.updated_at,
    }
}
