//! The history of an account user.

use axum::{Json, extract::State};
use usher_api_types::{page::Page, user_event as api};
use usher_application::{
    App,
    user_events::{self, UserEvent},
};
use usher_domain::ids::AccountUserId;

use super::page;
use crate::{
    authenticate::Authenticated,
    extract::{PageParams, PathId, QueryParams},
    problem::ApiError,
};

/// Lists what happened to an account user, the newest first.
///
/// These are the audit events about her: sign-ins, passwords, links, roles, changes. What she did to
/// others is in the audit log.
#[utoipa::path(
    get, path = "/users/{id}/events", tag = "account users",
    params(("id" = Uuid, Path, description = "The user"), PageParams),
    responses((status = 200, description = "One page", body = Page<api::UserEvent>)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn list_user_events(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(user): PathId<AccountUserId>,
    QueryParams(asked): QueryParams<PageParams>,
) -> Result<Json<Page<api::UserEvent>>, ApiError> {
    let wanted = asked.request()?;
    let found = user_events::list(&app, &actor, user, wanted).await?;
    Ok(Json(page::body(found, body)))
}

fn body(event: &UserEvent) -> api::UserEvent {
    let session = event.session.as_ref();
    api::UserEvent {
        id: event.id.into(),
        at: event.at,
        action: event.action.clone(),
        by: event.by.as_ref().map(|by| api::EventActor {
            kind: by.kind.clone(),
            id: by.id,
            name: by.name.clone(),
        }),
        role: event.role.clone(),
        user_agent: session.and_then(|session| session.user_agent.clone()),
        address: session.and_then(|session| session.address.clone()),
        place: session.and_then(|session| session.place.clone()),
    }
}
