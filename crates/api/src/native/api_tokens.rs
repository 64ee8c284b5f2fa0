//! API tokens.

use axum::{Json, extract::State};
use http::StatusCode;
use usher_api_types::{
    api_token::{self as api, CreateApiToken, CreatedApiToken},
    page::Page,
};
use usher_application::{
    App,
    api_tokens::{self, ApiToken},
};
use usher_domain::ids::ApiTokenId;

use super::{
    credentials::{self, Wanted},
    page,
};
use crate::{
    authenticate::Authenticated,
    extract::{JsonBody, PageParams, PathId, QueryParams},
    idempotency::{Repeatable, RepeatableParams, shown_once},
    problem::ApiError,
};

/// Lists API tokens, without their secrets.
#[utoipa::path(
    get, path = "/api-tokens", tag = "API tokens",
    params(PageParams),
    responses((status = 200, description = "One page", body = Page<api::ApiToken>)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn list_api_tokens(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    QueryParams(asked): QueryParams<PageParams>,
) -> Result<Json<Page<api::ApiToken>>, ApiError> {
    let wanted = asked.request()?;
    let found = api_tokens::list(&app, &actor, wanted).await?;
    Ok(Json(page::body(found, body)))
}

/// Makes an API token. The secret is in this answer and nowhere else.
///
/// The token may do what its role allows in its account, and never more than its maker may.
#[utoipa::path(
    post, path = "/api-tokens", tag = "API tokens",
    params(RepeatableParams),
    request_body(
        content = CreateApiToken,
        example = json!({
            "name": "provisioning",
            "role": "user_admin",
            "account_id": "0190a5b4-0000-7000-8000-000000000001",
        }),
    ),
    responses((status = 201, description = "Made", body = CreatedApiToken)),
    extensions(("x-problems" = json!(["forbidden", "secret_shown", "invalid_field"]))),
)]
pub(super) async fn create_api_token(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    Repeatable(call, JsonBody(wanted)): Repeatable<JsonBody<CreateApiToken>>,
) -> Result<(StatusCode, Json<CreatedApiToken>), ApiError> {
    let wanted = Wanted {
        name: &wanted.name,
        role: &wanted.role,
        account_id: wanted.account_id,
        expires_at: wanted.expires_at,
    };
    let new = credentials::read(&wanted, app.now())?;
    let act = async |app: App| api_tokens::create(&app, &actor, new).await;
    let ((token, secret), _) = call.once(&app, &actor, act, shown_once).await?;
    let answer = CreatedApiToken {
        api_token: body(&token),
        token: secret.reveal().to_owned(),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Revokes an API token, at once.
#[utoipa::path(
    delete, path = "/api-tokens/{id}", tag = "API tokens",
    params(("id" = Uuid, Path, description = "The token")),
    responses((status = 204, description = "Revoked")),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn revoke_api_token(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<ApiTokenId>,
) -> Result<StatusCode, ApiError> {
    api_tokens::revoke(&app, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn body(token: &ApiToken) -> api::ApiToken {
    api::ApiToken {
        id: token.id.into(),
        name: token.name.clone(),
        hint: token.hint.clone(),
        role: token.role.to_string(),
        account_id: token.scope.account().map(Into::into),
        created_by: token.created_by.map(Into::into),
        created_at: token.created_at,
        expires_at: token.expires_at,
    }
}
