//! Members: users of one account who also belong to another.

use axum::extract::State;
use http::StatusCode;
use usher_application::{App, memberships};
use usher_domain::ids::{AccountId, AccountUserId};

use crate::{authenticate::Authenticated, extract::PathIds, problem::ApiError};

/// Adds an existing user to an account. Doing it twice changes nothing.
#[utoipa::path(
    put, path = "/accounts/{id}/members/{user_id}", tag = "account users",
    params(
        ("id" = Uuid, Path, description = "The account"),
        ("user_id" = Uuid, Path, description = "The user"),
    ),
    responses((status = 204, description = "She is a member")),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn add_member(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathIds(account, user): PathIds<AccountId, AccountUserId>,
) -> Result<StatusCode, ApiError> {
    memberships::add(&app, &actor, account, user).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes a user from an account that is not her primary one.
#[utoipa::path(
    delete, path = "/accounts/{id}/members/{user_id}", tag = "account users",
    params(
        ("id" = Uuid, Path, description = "The account"),
        ("user_id" = Uuid, Path, description = "The user"),
    ),
    responses((status = 204, description = "She is no member")),
    extensions(("x-problems" = json!(["forbidden", "conflict"]))),
)]
pub(super) async fn remove_member(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathIds(account, user): PathIds<AccountId, AccountUserId>,
) -> Result<StatusCode, ApiError> {
    memberships::remove(&app, &actor, account, user).await?;
    Ok(StatusCode::NO_CONTENT)
}
