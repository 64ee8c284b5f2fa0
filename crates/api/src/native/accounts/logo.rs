//! The logo of an account. The image itself is public: see [`crate::branding`].

use axum::extract::State;
use http::StatusCode;
use usher_application::{App, accounts};
use usher_domain::{ids::AccountId, logo};

use crate::{
    authenticate::Authenticated,
    extract::{PathId, RawBody},
    problem::ApiError,
};

/// Gives an account a logo, in place of the one it has.
///
/// The image is PNG, JPEG or WebP, has at most 128 KiB and is at most 1024 pixels wide and high.
/// Anybody can see it: it stands on the pages that password links lead to.
#[utoipa::path(
    put, path = "/accounts/{id}/logo", tag = "accounts",
    params(("id" = Uuid, Path, description = "The account")),
    request_body(
        description = "The image itself",
        content(("image/png"), ("image/jpeg"), ("image/webp")),
    ),
    responses((status = 204, description = "The account's `logo_url` names the image now")),
    extensions(("x-problems" = json!(["forbidden", "invalid_field"]))),
)]
pub(in crate::native) async fn set_account_logo(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<AccountId>,
    RawBody(image): RawBody<{ logo::MAX_BYTES }>,
) -> Result<StatusCode, ApiError> {
    accounts::set_logo(&app, &actor, id, image.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Removes an account's logo.
#[utoipa::path(
    delete, path = "/accounts/{id}/logo", tag = "accounts",
    params(("id" = Uuid, Path, description = "The account")),
    responses((status = 204, description = "The account has no logo")),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(in crate::native) async fn remove_account_logo(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<AccountId>,
) -> Result<StatusCode, ApiError> {
    accounts::remove_logo(&app, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
