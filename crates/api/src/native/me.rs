//! Whoever is asking.

use axum::{Json, extract::State, response::IntoResponse};
use http::StatusCode;
use usher_api_types::me::{self as api, AccountPermissions, AccountRef, ChangePassword};
use usher_application::{
    App,
    me::{self, Me},
};
use usher_domain::{
    grants::{Grants, Scope},
    ids::AccountId,
    password::Password,
    permission::{Permission, PermissionSet},
};

use super::{account_users, roles, sessions};
use crate::{
    authenticate::Authenticated, extract::JsonBody, fields::Fields, origin::Origin,
    problem::ApiError,
};

/// Tells who is asking and what she may do.
#[utoipa::path(
    get, path = "/me", tag = "me",
    responses((status = 200, description = "The caller", body = api::Me)),
)]
pub(super) async fn get_me(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
) -> Result<Json<api::Me>, ApiError> {
    let me = me::describe(&app, &actor).await?;
    Ok(Json(body(&me, app.mail_is_captured())))
}

/// Changes the caller's own password.
///
/// Ends all of her other sessions, voids her open password links and continues in a new session.
#[utoipa::path(
    put,
    path = "/me/password",
    tag = "me",
    security(("session" = [])),
    request_body = ChangePassword,
    responses((
        status = 204,
        description = "Changed",
        headers(("Set-Cookie" = String, description = "The new session's cookie")),
    )),
    extensions(("x-problems" = json!([
        "forbidden", "invalid_field", "weak_password", "too_many_requests", "unavailable"
    ]))),
)]
pub(super) async fn change_own_password(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    Origin(origin): Origin,
    JsonBody(body): JsonBody<ChangePassword>,
) -> Result<impl IntoResponse, ApiError> {
    let mut fields = Fields::new();
    let current = fields.note("current_password", Password::read(&body.current_password));
    let new = fields.note("new_password", Password::read(&body.new_password));
    let (current, new) = fields.finish(|| Ok((current?, new?)))?;
    let session = me::change_password(&app, &actor, current, new, origin).await?;
    Ok((StatusCode::NO_CONTENT, [sessions::cookie(&app, &session)]))
}

fn body(me: &Me, mail_is_captured: bool) -> api::Me {
    let account = me.account.as_ref();
    api::Me {
        user: me.user.as_ref().map(account_users::body),
        account: account.map(|account| AccountRef {
            id: account.id.into(),
            name: account.name.to_string(),
        }),
        roles: me.roles.iter().map(roles::body).collect(),
        permissions: names(me.grants.within(Scope::Installation)),
        account_permissions: account_permissions(&me.grants),
        continue_url: account.and_then(|account| {
            account
                .settings
                .continue_url
                .as_ref()
                .map(ToString::to_string)
        }),
        mail_is_captured,
    }
}

fn account_permissions(grants: &Grants) -> Vec<AccountPermissions> {
    let mut accounts: Vec<AccountId> = Permission::ALL
        .iter()
        .filter_map(|permission| grants.accounts_with(*permission))
        .flatten()
        .collect();
    accounts.sort_unstable();
    accounts.dedup();
    let within = |id: AccountId| AccountPermissions {
        account_id: id.into(),
        permissions: names(grants.within(Scope::Account(id))),
    };
    accounts.into_iter().map(within).collect()
}

fn names(set: PermissionSet) -> Vec<String> {
    set.iter()
        .map(|permission| permission.as_str().to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use usher_domain::role::Role;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn permissions_are_told_by_account_and_for_the_installation() {
        let (one, two) = (
            AccountId::from(Uuid::from_u128(1)),
            AccountId::from(Uuid::from_u128(2)),
        );
        let grants = Grants::from_roles([
            (Role::Auditor, Scope::Installation),
            (Role::Helpdesk, Scope::Account(two)),
            (Role::UserAdmin, Scope::Account(one)),
            (Role::Helpdesk, Scope::Account(one)),
        ]);
        let list = account_permissions(&grants);
        assert_eq!(
            list.iter().map(|held| held.account_id).collect::<Vec<_>>(),
            [Uuid::from_u128(1), Uuid::from_u128(2)]
        );
        assert!(list[0].permissions.contains(&"users.delete".to_owned()));
        assert!(!list[1].permissions.contains(&"users.delete".to_owned()));
        assert!(
            list[1]
                .permissions
                .contains(&"welcome_emails.send".to_owned())
        );
    }
}
