//! Members: users of one account who also belong to another.

use axum::{Json, extract::State};
use http::StatusCode;
use usher_api_types::{membership::Membership, page::Page};
use usher_application::{
    App,
    memberships::{self, Memberships},
};
use usher_domain::ids::{AccountId, AccountUserId};

use crate::{
    authenticate::Authenticated,
    extract::{PathId, PathIds},
    problem::ApiError,
};

/// Lists the accounts that a user belongs to, her primary one first.
///
/// Of the others, those are listed that the caller may see.
#[utoipa::path(
    get, path = "/users/{id}/memberships", tag = "account users",
    params(("id" = Uuid, Path, description = "The user")),
    responses((status = 200, description = "All of them", body = Page<Membership>)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn list_memberships(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(user): PathId<AccountUserId>,
) -> Result<Json<Page<Membership>>, ApiError> {
    let held = memberships::list(&app, &actor, user).await?;
    Ok(Json(body(&held)))
}

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

fn body(held: &Memberships) -> Page<Membership> {
    let primary = std::iter::once((held.primary, true));
    let others = held.others.iter().map(|account| (*account, false));
    let items = primary.chain(others).map(|(account, primary)| Membership {
        account_id: account.into(),
        primary,
    });
    Page {
        items: items.collect(),
        next_cursor: None,
    }
}
