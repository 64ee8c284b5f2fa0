//! Where its calls live.

use axum::{
    Json, Router,
    extract::{RawQuery, State},
    middleware,
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use http::StatusCode;
use usher_api_types::problem::ErrorCode;
use usher_application::{
    App, account_users,
    welcome_emails::{self, Repeat, Wish},
};
use usher_domain::{delivery::DeliveryStatus, ids::AccountUserId};

use super::{
    actions::Action,
    bodies::{Message, ResendEmail},
    call::{Call, Caller, InPath},
    errors::WorkspaceError,
    listing::{self, UserQuery},
    new_user::NewDesktopUser,
    user_bodies::{Created, ShownUser, UserList},
};
use crate::{dialects::outcome, huawei_auth::verify_signature, origin::Origin};

/// Everything under its prefix.
pub(crate) fn router(app: App) -> Router {
    let project = Router::new()
        .route("/{project_id}/users", get(list_users).post(create_user))
        .route("/{project_id}/users/{user_id}", get(show_user))
        .route(
            "/{project_id}/users/{user_id}/resend-email",
            post(resend_email),
        )
        .route_layer(middleware::from_fn_with_state(
            app.clone(),
            verify_signature,
        ));
    Router::new()
        .nest("/v2", worded(project))
        // A nested fallback takes the prefix with something behind its slash, and without the slash.
        .route("/v2/", any(unknown_path))
        .with_state(app)
}

/// The answer to a request under its prefix that no handler gives.
pub(crate) fn refusal(path: &str, code: ErrorCode) -> Option<Response> {
    let first = path.split('/').nth(1)?;
    (first == "v2").then(|| WorkspaceError::refused(code).into_response())
}

/// Adds its words for what does not exist.
fn worded<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    routes
        .fallback(unknown_path)
        .method_not_allowed_fallback(|| async { WorkspaceError::MethodNotAllowed })
}

async fn unknown_path() -> WorkspaceError {
    WorkspaceError::UnknownPath
}

/// `POST /v2/{project_id}/users/{user_id}/resend-email`, the SDK's `SendEmail`: sends a welcome
/// email, anew on every call. The answer has no body.
async fn resend_email(
    State(app): State<App>,
    caller: Caller,
    Origin(origin): Origin,
    InPath((project, user)): InPath<(String, String)>,
    Message(body): Message<ResendEmail>,
) -> Result<StatusCode, WorkspaceError> {
    let call = Call::open(app, caller, &project, Action::ResendEmail, Some(&user)).await?;
    let id: AccountUserId = user.parse().map_err(|_| WorkspaceError::UnknownUser)?;
    let wish = Wish {
        repeat: Repeat::AlwaysSend,
        template: body.unwrap_or_default().template()?,
    };
    let account = call.account.id;
    let requested =
        welcome_emails::request_in_account(&call.app, &call.actor, account, id, origin, wish);
    let message = match requested.await {
        Ok(message) => message,
        Err(error) => return Err(call.not_welcomed(id, error).await),
    };
    match outcome(&call.app, &message).await {
        DeliveryStatus::Failed => Err(WorkspaceError::AddressRefused),
        _ => Ok(StatusCode::OK),
    }
}

/// `POST /v2/{project_id}/users`, the SDK's `CreateDesktopUser`.
async fn create_user(
    State(app): State<App>,
    caller: Caller,
    Origin(origin): Origin,
    InPath(project): InPath<String>,
    Message(body): Message<NewDesktopUser>,
) -> Result<(StatusCode, Json<Created>), WorkspaceError> {
    let call = Call::open(app, caller, &project, Action::CreateUser, None).await?;
    let new = body.ok_or(WorkspaceError::EmptyMessage)?.read()?;
    let account = call.account.id;
    match account_users::create(&call.app, &call.actor, account, new, origin).await {
        Ok((user, _)) => Ok((StatusCode::CREATED, Json(Created::from(&user)))),
        Err(error) => Err(call.refused(error).await),
    }
}

/// `GET /v2/{project_id}/users`, the SDK's `ListUsers`.
async fn list_users(
    State(app): State<App>,
    caller: Caller,
    InPath(project): InPath<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<UserList>, WorkspaceError> {
    let call = Call::open(app, caller, &project, Action::ListUsers, None).await?;
    let query = UserQuery::read(query.as_deref().unwrap_or_default())?;
    match listing::list(&call, &query).await {
        Ok((total, users)) => Ok(Json(UserList::new(total, &users))),
        Err(error) => Err(call.refused(error).await),
    }
}

/// `GET /v2/{project_id}/users/{user_id}`, the SDK's `ListUserDetail`.
async fn show_user(
    State(app): State<App>,
    caller: Caller,
    InPath((project, user)): InPath<(String, String)>,
) -> Result<Json<ShownUser>, WorkspaceError> {
    let call = Call::open(app, caller, &project, Action::GetUser, Some(&user)).await?;
    let id: AccountUserId = user.parse().map_err(|_| WorkspaceError::UnknownUser)?;
    match account_users::get(&call.app, &call.actor, id).await {
        Ok(user) if user.account_id == call.account.id => Ok(Json(ShownUser::from(&user))),
        Ok(_) => Err(WorkspaceError::UnknownUser),
        Err(error) => Err(call.refused(error).await),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_prefix_is_answered_in_its_words() {
        let answers = |path| refusal(path, ErrorCode::CrossSite).is_some();
        for path in ["/v2", "/v2/", "/v2/p/users/u/resend-email"] {
            assert!(answers(path), "{path}");
        }
        for path in ["", "/", "v2", "/v2.0", "/v20", "/api/v2", "/V2"] {
            assert!(!answers(path), "{path}");
        }
    }
}
