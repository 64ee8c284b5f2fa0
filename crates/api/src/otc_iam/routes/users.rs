//! Users: listed, shown and created.

mod list;

use axum::{
    Json,
    extract::{Path, State, rejection::PathRejection},
};
use http::StatusCode;
use serde_json::{Value, json};
use usher_application::{App, account_users, roles};
use usher_domain::{account_user::AccountUser, actor::Actor, grants::Scope, role::Role};

pub(super) use list::list;

use crate::{
    origin::Origin,
    otc_iam::{
        auth::TokenHolder,
        bodies::{
            RawBody,
            new_user::new_user,
            user::{created_user, full_user, keystone_user},
        },
        errors::{IamError, UserError},
    },
};

type UserPath = Result<Path<String>, PathRejection>;

/// `GET /v3/users/{user_id}`.
pub(super) async fn show(
    State(app): State<App>,
    TokenHolder(actor): TokenHolder,
    path: UserPath,
) -> Result<Json<Value>, IamError> {
    let user = find(&app, &actor, path).await?;
    let body = keystone_user(&user, &app.settings().public_url);
    Ok(Json(json!({ "user": body })))
}

/// `GET /v3.0/OS-USER/users/{user_id}`: with everything that is known of her.
pub(super) async fn show_fully(
    State(app): State<App>,
    TokenHolder(actor): TokenHolder,
    path: UserPath,
) -> Result<Json<Value>, IamError> {
    let user = find(&app, &actor, path).await?;
    let home = Scope::Account(user.account_id);
    let held = roles::list(&app, &actor, user.id).await?;
    let owns = held
        .iter()
        .any(|(role, scope)| *role == Role::Owner && [Scope::Installation, home].contains(scope));
    let body = full_user(&user, owns, &app.settings().public_url);
    Ok(Json(json!({ "user": body })))
}

async fn find(app: &App, actor: &Actor, path: UserPath) -> Result<AccountUser, IamError> {
    let named = path.map(|Path(text)| text).unwrap_or_default();
    let id = named
        .parse()
        .map_err(|_| IamError::unknown("user", &named))?;
    let found = account_users::get(app, actor, id).await;
    found.map_err(|error| IamError::not_shown(&named, error))
}

/// `POST /v3.0/OS-USER/users`: a new user, who is welcomed as her account says.
pub(super) async fn create(
    State(app): State<App>,
    TokenHolder(actor): TokenHolder,
    Origin(origin): Origin,
    RawBody(body): RawBody,
) -> Result<(StatusCode, Json<Value>), UserError> {
    let (account, new) = new_user(&body)?;
    let (user, _) = account_users::create(&app, &actor, account, new, origin).await?;
    let body = json!({ "user": created_user(&user) });
    Ok((StatusCode::CREATED, Json(body)))
}
