//! Whoever is asking.

use axum::{Json, extract::State, response::IntoResponse};
use http::StatusCode;
use usher_api_types::{
    me::{self as api, AccountPermissions, AccountRef, ChangePassword, JudgeOwnPassword, PatchMe},
    password_link::PasswordJudgement,
};
use usher_application::{
    App,
    me::{self, Me, ProfileChanges},
};
use usher_domain::{
    email_address::EmailAddress,
    grants::{Grants, Scope},
    ids::AccountId,
    names::{DisplayName, Locale, Phone},
    password::Password,
    permission::{Permission, PermissionSet},
};

use super::{account_users, accounts, password_links, roles, sessions};
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

/// Changes the caller's own profile.
///
/// Everybody may, but only signed in herself: no token changes its maker. A changed address needs
/// `current_password` and voids her open password links.
#[utoipa::path(
    patch,
    path = "/me",
    tag = "me",
    security(("session" = [])),
    request_body(
        content = PatchMe,
        example = json!({"display_name": "Ada Lovelace", "locale": "en"}),
    ),
    responses((status = 200, description = "The caller as she is now", body = api::Me)),
    extensions(("x-problems" = json!([
        "forbidden", "email_taken", "invalid_field", "too_many_requests", "unavailable"
    ]))),
)]
pub(super) async fn update_me(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    Origin(origin): Origin,
    JsonBody(body): JsonBody<PatchMe>,
) -> Result<Json<api::Me>, ApiError> {
    let me = me::update(&app, &actor, changes(&body)?, origin).await?;
    Ok(Json(self::body(&me, app.mail_is_captured())))
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

/// Tells what a new password would be worth to the caller, while it is being typed.
///
/// The verdict is the one that changing the password would meet. Nothing is stored.
#[utoipa::path(
    post,
    path = "/me/password/judge",
    tag = "me",
    security(("session" = [])),
    request_body(content = JudgeOwnPassword, example = json!({"new_password": "correct horse"})),
    responses((status = 200, description = "What it is worth", body = PasswordJudgement)),
    extensions(("x-problems" = json!(["forbidden", "invalid_field", "too_many_requests"]))),
)]
pub(super) async fn judge_own_password(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    Origin(origin): Origin,
    JsonBody(body): JsonBody<JudgeOwnPassword>,
) -> Result<Json<PasswordJudgement>, ApiError> {
    let mut fields = Fields::new();
    let new = fields.note("new_password", Password::read(&body.new_password));
    let new = fields.finish(|| new)?;
    let found = me::judge_password(&app, &actor, new, origin.address).await?;
    Ok(Json(password_links::judgement(&found)))
}

fn changes(body: &PatchMe) -> Result<ProfileChanges, ApiError> {
    let mut fields = Fields::new();
    let name = body.display_name.as_deref();
    let name = fields.maybe("display_name", name, DisplayName::parse);
    let locale = fields.clearable("locale", body.locale.as_deref(), Locale::parse);
    let phone = fields.clearable("phone", body.phone.as_deref(), Phone::parse);
    let email = fields.clearable("email", body.email.as_deref(), EmailAddress::parse);
    let current = fields.password("current_password", body.current_password.as_deref());
    fields.finish(|| {
        Ok(ProfileChanges {
            display_name: name?,
            locale: locale?,
            phone: phone?,
            email: email?,
            current_password: current?,
        })
    })
}

fn body(me: &Me, mail_is_captured: bool) -> api::Me {
    let account = me.account.as_ref();
    api::Me {
        user: me.user.as_ref().map(account_users::body),
        account: account.map(|account| AccountRef {
            id: account.id.into(),
            name: account.name.to_string(),
        }),
        branding: account.map(accounts::branding),
        locale: me.user.as_ref().and_then(|user| text(user.locale.as_ref())),
        account_locale: account.and_then(|account| text(account.settings.locale.as_ref())),
        roles: me.roles.iter().map(roles::body).collect(),
        permissions: names(me.grants.within(Scope::Installation)),
        account_permissions: account_permissions(&me.grants),
        continue_url: account.and_then(|account| text(account.settings.continue_url.as_ref())),
        mail_is_captured,
    }
}

fn text(value: Option<&impl ToString>) -> Option<String> {
    value.map(ToString::to_string)
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
