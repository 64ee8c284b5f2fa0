//! Password links: for those who hold one, and for administrators.
//!
//! A token is in the body, never in a path or query, where logs and browsers would keep it.

use axum::{Json, extract::State, response::IntoResponse};
use http::StatusCode;
use usher_api_types::password_link::{
    self as api, ConsumeLink, JudgePassword, PresentedLink, RevealLink,
};
use usher_application::{
    App,
    password_links::{self, InspectedLink, Redemption},
};
use usher_domain::{
    account_user::AccountUser,
    email_address::EmailAddress,
    ids::AccountUserId,
    names::AccountName,
    password::{Password, PasswordJudgement},
    password_link::LinkState,
    request_origin::RequestOrigin,
};

use super::{accounts, sessions};
use crate::{
    authenticate::Authenticated,
    extract::{JsonBody, OptionalJsonBody, PathId},
    fields::{Fields, Refusal},
    origin::Origin,
    problem::ApiError,
};

/// Shows the link that a user could set a password with right now.
///
/// For people whom mail does not reach. The caller's own password is asked for again unless an API
/// token calls; the act is on record.
#[utoipa::path(
    post,
    path = "/users/{id}/password-links/reveal",
    tag = "password links",
    request_body = Option<RevealLink>,
    params(("id" = Uuid, Path, description = "The user")),
    responses((status = 200, description = "The link", body = api::RevealedLink)),
    extensions(("x-problems" = json!([
        "forbidden", "no_open_link", "invalid_field", "too_many_requests", "unavailable"
    ]))),
)]
pub(super) async fn reveal_password_link(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(user): PathId<AccountUserId>,
    OptionalJsonBody(body): OptionalJsonBody<RevealLink>,
) -> Result<Json<api::RevealedLink>, ApiError> {
    let mut fields = Fields::new();
    let given = body.and_then(|body| body.password);
    let password = fields.password("password", given.as_deref());
    let password = fields.finish(|| password)?;
    let link = password_links::reveal(&app, &actor, user, password).await?;
    let url = link.url.expose().to_owned();
    Ok(Json(api::RevealedLink {
        url,
        expires_at: link.expires_at,
    }))
}

/// Voids all links that a user could set a password with.
#[utoipa::path(
    post, path = "/users/{id}/password-links/revoke", tag = "password links",
    params(("id" = Uuid, Path, description = "The user")),
    responses((status = 204, description = "No link is open any more")),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn revoke_password_links(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(user): PathId<AccountUserId>,
) -> Result<StatusCode, ApiError> {
    password_links::revoke_all(&app, &actor, user).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tells what a link is worth. This uses nothing up.
///
/// A forged link and one that was voided are the same to the caller: `void`.
#[utoipa::path(
    post,
    path = "/password-links/inspect",
    tag = "password links",
    security(()),
    request_body = PresentedLink,
    responses((status = 200, description = "What it is worth", body = api::InspectedLink)),
)]
pub(super) async fn inspect_password_link(
    State(app): State<App>,
    Origin(origin): Origin,
    JsonBody(body): JsonBody<PresentedLink>,
) -> Result<Json<api::InspectedLink>, ApiError> {
    let link = password_links::inspect(&app, &body.token, Some(origin)).await?;
    Ok(Json(inspected(
        &link,
        app.settings().password_policy.min_chars,
    )))
}

/// Tells what a password would be worth, while it is being typed.
///
/// The verdict is the one that setting the password would meet. Nothing is stored, nothing is used
/// up. A link that sets no password is refused as it is when a password is to be set.
#[utoipa::path(
    post, path = "/password-links/judge", tag = "password links", security(()),
    request_body(
        content = JudgePassword,
        example = json!({"token": "…", "password": "correct horse"}),
    ),
    responses((status = 200, description = "What it is worth", body = api::PasswordJudgement)),
    extensions(("x-problems" = json!([
        "link_used", "link_expired", "link_superseded", "link_void", "invalid_field",
        "too_many_requests"
    ]))),
)]
pub(super) async fn judge_password(
    State(app): State<App>,
    Origin(origin): Origin,
    JsonBody(body): JsonBody<JudgePassword>,
) -> Result<Json<api::PasswordJudgement>, ApiError> {
    let mut fields = Fields::new();
    let password = fields.note("password", Password::read(&body.password));
    let password = fields.finish(|| password)?;
    let found = password_links::judge(&app, &body.token, password, origin.address).await?;
    Ok(Json(judgement(&found)))
}

/// Sets a password with a link, and signs in.
///
/// The link is used up by this and by nothing else. All other sessions of the user end.
#[utoipa::path(
    post, path = "/password-links/consume", tag = "password links", security(()),
    request_body(
        content = ConsumeLink,
        example = json!({"token": "…", "password": "correct horse battery staple"}),
    ),
    responses((
        status = 204,
        description = "The password is set",
        headers(("Set-Cookie" = String, description = "The session cookie")),
    )),
    extensions(("x-problems" = json!([
        "link_used", "link_expired", "link_superseded", "link_void", "account_name_taken",
        "invalid_field", "weak_password", "unavailable"
    ]))),
)]
pub(super) async fn consume_password_link(
    State(app): State<App>,
    Origin(origin): Origin,
    JsonBody(body): JsonBody<ConsumeLink>,
) -> Result<impl IntoResponse, ApiError> {
    let session = password_links::consume(&app, &body.token, redemption(&body, origin)?).await?;
    Ok((StatusCode::NO_CONTENT, [sessions::cookie(&app, &session)]))
}

/// Mails a fresh link in exchange for one that expired or was superseded.
#[utoipa::path(
    post,
    path = "/password-links/renew",
    tag = "password links",
    security(()),
    request_body = PresentedLink,
    responses((status = 202, description = "A fresh mail is on its way to the same address")),
    extensions(("x-problems" = json!(["link_void", "too_many_requests"]))),
)]
pub(super) async fn renew_password_link(
    State(app): State<App>,
    Origin(origin): Origin,
    JsonBody(body): JsonBody<PresentedLink>,
) -> Result<StatusCode, ApiError> {
    password_links::renew(&app, &body.token, origin).await?;
    Ok(StatusCode::ACCEPTED)
}

fn redemption(body: &ConsumeLink, origin: RequestOrigin) -> Result<Redemption, ApiError> {
    let mut fields = Fields::new();
    let password = fields.note("password", Password::read(&body.password));
    let email = fields.optional("email", body.email.as_deref(), EmailAddress::parse);
    let account = fields.optional("account", body.account.as_deref(), AccountName::parse);
    fields.finish(|| {
        Ok(Redemption {
            password: password?,
            email: email?,
            account: account?,
            origin,
        })
    })
}

fn inspected(link: &InspectedLink, password_min_chars: usize) -> api::InspectedLink {
    let (user, account) = (link.user.as_ref(), link.account.as_ref());
    api::InspectedLink {
        state: state_name(link.state).to_owned(),
        purpose: link.purpose.map(|purpose| purpose.as_str().to_owned()),
        display_name: user.map(|user| user.display_name.to_string()),
        login: user.map(login),
        account_name: account.map(|account| account.name.to_string()),
        branding: account.map(accounts::branding),
        locale: user.and_then(|user| user.locale.as_ref().map(ToString::to_string)),
        account_locale: account
            .and_then(|account| account.settings.locale.as_ref().map(ToString::to_string)),
        has_password: user.is_some_and(|user| user.has_password),
        renewable: link.renewable,
        expires_at: link.expires_at,
        password_min_chars,
    }
}

/// A verdict on a password in words.
pub(super) fn judgement(found: &PasswordJudgement) -> api::PasswordJudgement {
    let weakness = found.weakness.as_ref();
    let (min, max) = weakness.map_or((None, None), Refusal::bounds);
    api::PasswordJudgement {
        acceptable: weakness.is_none(),
        strength: found.strength,
        reason: weakness.map(|weakness| weakness.code().to_string()),
        min,
        max,
    }
}

fn login(user: &AccountUser) -> String {
    user.login.to_string()
}

/// What a link is worth, in one word.
pub(super) const fn state_name(state: LinkState) -> &'static str {
    match state {
        LinkState::Open => "open",
        LinkState::Used => "used",
        LinkState::Superseded => "superseded",
        LinkState::Expired => "expired",
        LinkState::Void => "void",
    }
}
