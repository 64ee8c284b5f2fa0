//! Account users.

use axum::{Json, extract::State, response::IntoResponse};
use http::{StatusCode, header};
use usher_api_types::account_user::{
    self as api, CreateAccountUser, LatestWelcome, UpdateAccountUser,
};
use usher_application::{
    App,
    account_users::{self, NewAccountUser, UserChanges, WelcomeLink},
    idempotency::Outcome,
};
use usher_domain::{
    account_user::AccountUser,
    email_address::EmailAddress,
    ids::{AccountId, AccountUserId, MessageId},
    names::{DisplayName, Locale, LoginName, Phone},
    password::Password,
};

use super::password_links::state_name;
use crate::{
    authenticate::Authenticated,
    extract::{JsonBody, PathId},
    fields::Fields,
    idempotency::{Repeatable, RepeatableParams, made},
    origin::Origin,
    problem::ApiError,
};

/// Creates an account user.
///
/// She gets a welcome email at once if `send_welcome` says so, or else if her account does; its
/// identifier is then in the answer.
#[utoipa::path(
    post, path = "/accounts/{id}/users", tag = "account users",
    params(("id" = Uuid, Path, description = "The account"), RepeatableParams),
    request_body(
        content = CreateAccountUser,
        example = json!({
            "login": "ada",
            "email": "ada@example.com",
            "display_name": "Ada Lovelace",
            "send_welcome": true,
        }),
    ),
    responses((
        status = 201,
        description = "Created",
        body = api::AccountUser,
        headers(("Location" = String, description = "The user")),
    )),
    extensions(("x-problems" = json!([
        "forbidden", "login_taken", "email_taken", "no_address", "invalid_field", "weak_password",
        "too_many_requests", "account_limit", "unavailable"
    ]))),
)]
pub(super) async fn create_account_user(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(account): PathId<AccountId>,
    Origin(origin): Origin,
    Repeatable(call, JsonBody(body)): Repeatable<JsonBody<CreateAccountUser>>,
) -> Result<impl IntoResponse, ApiError> {
    let new = new_user(&body)?;
    let act = async |app: App| account_users::create(&app, &actor, account, new, origin).await;
    let again = async |outcome: Outcome| {
        let user = account_users::get(&app, &actor, made(&outcome)?).await?;
        Ok((user, outcome.welcome.map(MessageId::from)))
    };
    let ((user, welcome), replayed) = call.once(&app, &actor, act, again).await?;
    let location = format!("/api/v1/users/{}", user.id);
    let answer = api::AccountUser {
        welcome_email_id: welcome.map(Into::into),
        ..self::body(&user)
    };
    Ok((
        StatusCode::CREATED,
        replayed,
        [(header::LOCATION, location)],
        Json(answer),
    ))
}

/// Shows an account user.
#[utoipa::path(
    get, path = "/users/{id}", tag = "account users",
    params(("id" = Uuid, Path, description = "The user")),
    responses((status = 200, description = "The user", body = api::AccountUser)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn get_account_user(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<AccountUserId>,
) -> Result<Json<api::AccountUser>, ApiError> {
    let user = account_users::get(&app, &actor, id).await?;
    let shown = std::slice::from_ref(&user);
    let links = account_users::welcome_links(&app, &actor, shown, None).await?;
    Ok(Json(body_with_link(&user, links.get(&user.id))))
}

/// Changes an account user.
#[utoipa::path(
    patch, path = "/users/{id}", tag = "account users",
    params(("id" = Uuid, Path, description = "The user")),
    request_body(
        content = UpdateAccountUser,
        example = json!({"email": "ada@example.org", "phone": ""}),
    ),
    responses((status = 200, description = "The user as she is now", body = api::AccountUser)),
    extensions(("x-problems" = json!([
        "forbidden", "login_taken", "email_taken", "last_owner", "invalid_field", "weak_password",
        "too_many_requests", "unavailable"
    ]))),
)]
pub(super) async fn update_account_user(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<AccountUserId>,
    JsonBody(body): JsonBody<UpdateAccountUser>,
) -> Result<Json<api::AccountUser>, ApiError> {
    let user = account_users::update(&app, &actor, id, changes(&body)?).await?;
    Ok(Json(self::body(&user)))
}

/// Deletes an account user and her personal data.
#[utoipa::path(
    delete, path = "/users/{id}", tag = "account users",
    params(("id" = Uuid, Path, description = "The user")),
    responses((status = 204, description = "Deleted")),
    extensions(("x-problems" = json!(["forbidden", "last_owner"]))),
)]
pub(super) async fn delete_account_user(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<AccountUserId>,
) -> Result<StatusCode, ApiError> {
    account_users::delete(&app, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn new_user(body: &CreateAccountUser) -> Result<NewAccountUser, ApiError> {
    let mut fields = Fields::new();
    let login = fields.note("login", LoginName::parse(&body.login));
    let email = fields.optional("email", body.email.as_deref(), EmailAddress::parse);
    let name = fields.optional(
        "display_name",
        body.display_name.as_deref(),
        DisplayName::parse,
    );
    let phone = fields.optional("phone", body.phone.as_deref(), Phone::parse);
    let locale = fields.optional("locale", body.locale.as_deref(), Locale::parse);
    let password = fields.password("password", body.password.as_deref());
    fields.finish(|| {
        Ok(NewAccountUser {
            login: login?,
            email: email?,
            display_name: name?,
            phone: phone?,
            locale: locale?,
            password: password?,
            enabled: true,
            send_welcome: body.send_welcome,
        })
    })
}

fn changes(body: &UpdateAccountUser) -> Result<UserChanges, ApiError> {
    let mut fields = Fields::new();
    let login = fields.maybe("login", body.login.as_deref(), LoginName::parse);
    let email = fields.clearable("email", body.email.as_deref(), EmailAddress::parse);
    let name = fields.maybe(
        "display_name",
        body.display_name.as_deref(),
        DisplayName::parse,
    );
    let phone = fields.clearable("phone", body.phone.as_deref(), Phone::parse);
    let locale = fields.clearable("locale", body.locale.as_deref(), Locale::parse);
    let password = fields.maybe("password", body.password.as_deref(), Password::read);
    let current_password = fields.maybe(
        "current_password",
        body.current_password.as_deref(),
        Password::read,
    );
    fields.finish(|| {
        Ok(UserChanges {
            current_password: current_password?,
            login: login?,
            email: email?,
            display_name: name?,
            phone: phone?,
            locale: locale?,
            enabled: body.enabled,
            password: password?,
        })
    })
}

/// An account user in words.
pub(super) fn body(user: &AccountUser) -> api::AccountUser {
    api::AccountUser {
        id: user.id.into(),
        account_id: user.account_id.into(),
        login: user.login.to_string(),
        email: user.email.as_ref().map(ToString::to_string),
        display_name: user.display_name.to_string(),
        phone: user.phone.as_ref().map(ToString::to_string),
        locale: user.locale.as_ref().map(ToString::to_string),
        status: user.status().to_string(),
        latest_welcome: user.latest_welcome.map(|latest| LatestWelcome {
            id: latest.id.into(),
            status: latest.status.to_string(),
            at: latest.at,
            link_state: None,
            opened_at: None,
        }),
        created_at: user.created_at,
        updated_at: user.updated_at,
        last_sign_in_at: user.last_sign_in_at,
        welcome_email_id: None,
    }
}

/// An account user in words, and what became of the link of her latest welcome email.
pub(super) fn body_with_link(user: &AccountUser, link: Option<&WelcomeLink>) -> api::AccountUser {
    let mut told = body(user);
    if let (Some(latest), Some(link)) = (&mut told.latest_welcome, link) {
        latest.link_state = Some(state_name(link.state).to_owned());
        latest.opened_at = link.opened_at;
    }
    told
}
