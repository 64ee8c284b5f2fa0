//! Access keys.

use axum::{Json, extract::State};
use http::StatusCode;
use usher_api_types::{
    access_key::{self as api, CreateAccessKey, CreatedAccessKey},
    page::Page,
};
use usher_application::{
    App,
    access_keys::{self, AccessKey},
};
use usher_domain::ids::AccessKeyId;

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

/// Lists access keys, without their secret halves.
#[utoipa::path(
    get, path = "/access-keys", tag = "access keys",
    params(PageParams),
    responses((status = 200, description = "One page", body = Page<api::AccessKey>)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn list_access_keys(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    QueryParams(asked): QueryParams<PageParams>,
) -> Result<Json<Page<api::AccessKey>>, ApiError> {
    let wanted = asked.request()?;
    let found = access_keys::list(&app, &actor, wanted).await?;
    Ok(Json(page::body(found, body)))
}

/// Makes an access key. Its secret half is in this answer and is never shown again.
///
/// The key may do what its role allows in its account, and never more than its maker may. It signs
/// requests to the vendors' APIs (`SDK-HMAC-SHA256`); the native API takes no signatures.
#[utoipa::path(
    post, path = "/access-keys", tag = "access keys",
    params(RepeatableParams),
    request_body(
        content = CreateAccessKey,
        example = json!({
            "name": "workspace client",
            "role": "user_admin",
            "account_id": "0190a5b4-0000-7000-8000-000000000001",
        }),
    ),
    responses((status = 201, description = "Made", body = CreatedAccessKey)),
    extensions(("x-problems" = json!(["forbidden", "secret_shown", "invalid_field"]))),
)]
pub(super) async fn create_access_key(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    Repeatable(call, JsonBody(wanted)): Repeatable<JsonBody<CreateAccessKey>>,
) -> Result<(StatusCode, Json<CreatedAccessKey>), ApiError> {
    let wanted = Wanted {
        name: &wanted.name,
        role: &wanted.role,
        account_id: wanted.account_id,
        expires_at: wanted.expires_at,
    };
    let new = credentials::read(&wanted, app.now())?;
    let act = async |app: App| access_keys::create(&app, &actor, new).await;
    let ((key, sk), _) = call.once(&app, &actor, act, shown_once).await?;
    let answer = CreatedAccessKey {
        key: body(&key),
        secret: sk.reveal().to_owned(),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Revokes an access key, at once.
#[utoipa::path(
    delete, path = "/access-keys/{id}", tag = "access keys",
    params(("id" = Uuid, Path, description = "The access key")),
    responses((status = 204, description = "Revoked")),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn revoke_access_key(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<AccessKeyId>,
) -> Result<StatusCode, ApiError> {
    access_keys::revoke(&app, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn body(key: &AccessKey) -> api::AccessKey {
    api::AccessKey {
        id: key.id.into(),
        access_key: key.ak.to_string(),
        name: key.name.clone(),
        role: key.role.to_string(),
        account_id: key.scope.account().map(Into::into),
        created_by: key.created_by.map(Into::into),
        created_at: key.created_at,
        expires_at: key.expires_at,
    }
}
