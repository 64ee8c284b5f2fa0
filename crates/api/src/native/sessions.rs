//! Signing in and out, and the sessions of the signed-in user.

use axum::{Json, extract::State, response::IntoResponse};
use http::{HeaderName, HeaderValue, StatusCode, header};
use usher_api_types::{
    page::Page,
    problem::ErrorCode,
    session::{self as api, CreateSession, SessionKind},
};
use usher_application::{
    App,
    sessions::{self, NewSession, Session, SignIn},
};
use usher_domain::{
    actor::{Actor, Credential},
    ids::SessionId,
    password::Password,
};

use super::page;
use crate::{
    authenticate::Authenticated, cookies, extract::JsonBody, origin::Origin, problem::ApiError,
};

/// Signs in.
///
/// The session's secret is in the cookie only. Whether login, password or account is wrong is not
/// told.
#[utoipa::path(
    post, path = "/sessions", tag = "sessions", security(()),
    request_body(
        content = CreateSession,
        example = json!({"login": "ada@example.com", "password": "correct horse battery staple"}),
    ),
    responses((
        status = 201,
        description = "Signed in",
        body = api::Session,
        headers(("Set-Cookie" = String, description = "The session cookie")),
    )),
    extensions(("x-problems" = json!(["sign_in_failed", "too_many_requests", "unavailable"]))),
)]
pub(super) async fn create_session(
    State(app): State<App>,
    Origin(origin): Origin,
    JsonBody(body): JsonBody<CreateSession>,
) -> Result<impl IntoResponse, ApiError> {
    // A password that nobody can have is a wrong one.
    let password = Password::read(&body.password).map_err(|_| ErrorCode::SignInFailed)?;
    let account = body.account.filter(|account| !account.trim().is_empty());
    let request = SignIn {
        login: body.login,
        password,
        account,
        origin,
    };
    let new = sessions::sign_in(&app, request).await?;
    let answer = session_body(&new.session, Some(new.session.id));
    Ok((StatusCode::CREATED, [cookie(&app, &new)], Json(answer)))
}

/// Signs out.
#[utoipa::path(
    delete, path = "/sessions/current", tag = "sessions", security(("session" = [])),
    responses((
        status = 204,
        description = "Signed out",
        headers(("Set-Cookie" = String, description = "Clears the session cookie")),
    )),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn delete_current_session(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
) -> Result<impl IntoResponse, ApiError> {
    sessions::sign_out(&app, &actor).await?;
    let cookie = cookies::clear_session(app.settings().secure_cookies());
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]))
}

/// Lists the caller's own sessions.
#[utoipa::path(
    get, path = "/me/sessions", tag = "me", security(("session" = [])),
    responses((status = 200, description = "All of them", body = Page<api::Session>)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn list_own_sessions(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
) -> Result<Json<Page<api::Session>>, ApiError> {
    let current = current(&actor);
    let list = sessions::list_own(&app, &actor).await?;
    Ok(Json(page::whole(&list, |session| {
        session_body(session, current)
    })))
}

/// Ends all of the caller's other sessions.
#[utoipa::path(
    delete, path = "/me/sessions", tag = "me", security(("session" = [])),
    responses((status = 204, description = "Only this session is left")),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn delete_other_sessions(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
) -> Result<StatusCode, ApiError> {
    sessions::end_others(&app, &actor).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `Set-Cookie` for a session that has just begun.
pub(super) fn cookie(app: &App, new: &NewSession) -> (HeaderName, HeaderValue) {
    let secure = app.settings().secure_cookies();
    let secret = new.secret.reveal();
    (
        header::SET_COOKIE,
        cookies::set_session(secure, secret, app.now(), new.session.expires_at),
    )
}

fn current(actor: &Actor) -> Option<SessionId> {
    match actor.credential {
        Credential::Session(id, _) => Some(id),
        _ => None,
    }
}

fn session_body(session: &Session, current: Option<SessionId>) -> api::Session {
    api::Session {
        id: session.id.into(),
        kind: if session.scope.is_some() {
            SessionKind::Program
        } else {
            SessionKind::Browser
        },
        current: current == Some(session.id),
        user_agent: session.user_agent.clone(),
        address: session.address.clone(),
        created_at: session.created_at,
        last_used_at: session.last_used_at,
        expires_at: session.expires_at,
    }
}
