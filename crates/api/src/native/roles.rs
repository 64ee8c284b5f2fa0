//! The roles that a user holds.

use axum::{Json, extract::State};
use usher_api_types::role::RoleGrant;
use usher_application::{App, roles};
use usher_domain::{
    grants::Scope,
    ids::{AccountId, AccountUserId},
    role::Role,
};
use uuid::Uuid;

use crate::{
    authenticate::Authenticated,
    extract::{JsonList, PathId},
    fields::Fields,
    problem::ApiError,
};

/// Lists the roles that a user holds.
#[utoipa::path(
    get, path = "/users/{id}/roles", tag = "account users",
    params(("id" = Uuid, Path, description = "The user")),
    responses((status = 200, description = "All of them", body = [RoleGrant])),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn list_roles(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(user): PathId<AccountUserId>,
) -> Result<Json<Vec<RoleGrant>>, ApiError> {
    let held = roles::list(&app, &actor, user).await?;
    Ok(Json(held.iter().map(body).collect()))
}

/// Replaces the roles that a user holds, as far as the caller may grant and withdraw them.
#[utoipa::path(
    put, path = "/users/{id}/roles", tag = "account users",
    params(("id" = Uuid, Path, description = "The user")),
    request_body(
        content = [RoleGrant],
        example = json!([{
            "role": "helpdesk",
            "account_id": "0190a5b4-0000-7000-8000-000000000001",
        }]),
    ),
    responses((status = 200, description = "The roles that she holds now", body = [RoleGrant])),
    extensions(("x-problems" = json!(["forbidden", "last_owner", "invalid_field"]))),
)]
pub(super) async fn replace_roles(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(user): PathId<AccountUserId>,
    JsonList(wanted): JsonList<RoleGrant>,
) -> Result<Json<Vec<RoleGrant>>, ApiError> {
    let held = roles::replace(&app, &actor, user, grants(&wanted)?).await?;
    Ok(Json(held.iter().map(body).collect()))
}

fn grants(wanted: &[RoleGrant]) -> Result<Vec<(Role, Scope)>, ApiError> {
    let mut fields = Fields::new();
    let mut grants = Vec::with_capacity(wanted.len());
    for (place, grant) in wanted.iter().enumerate() {
        if let Ok(role) = fields.note(&format!("{place}.role"), grant.role.parse()) {
            grants.push((role, scope(grant.account_id)));
        }
    }
    fields.finish(|| Ok(grants))
}

/// No account means the installation.
pub(super) fn scope(account_id: Option<Uuid>) -> Scope {
    Scope::from_account(account_id.map(AccountId::from))
}

/// A held role in words.
pub(super) fn body((role, scope): &(Role, Scope)) -> RoleGrant {
    RoleGrant {
        role: role.to_string(),
        account_id: scope.account().map(Into::into),
    }
}
