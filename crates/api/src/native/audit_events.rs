//! The audit log.

use axum::{Json, extract::State};
use serde::Deserialize;
use usher_api_types::{audit_event as api, page::Page};
use usher_application::{
    App,
    audit_log::{self, AuditFilter},
};
use usher_domain::audit::AuditEvent;
use utoipa::IntoParams;

use super::page;
use crate::{
    authenticate::Authenticated,
    extract::{QueryParams, account_of, given, page_request},
    problem::ApiError,
};

/// Which events to list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListAuditEvents {
    /// Only events of this account.
    #[param(value_type = Option<Uuid>)]
    account_id: Option<String>,
    /// Only events of this kind, such as `user.created`.
    action: Option<String>,
    /// The most items of the page; 50 by default.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// Where the page starts: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Lists what happened, the newest first.
#[utoipa::path(
    get, path = "/audit-events", tag = "audit log",
    params(ListAuditEvents),
    responses((status = 200, description = "One page", body = Page<api::AuditEvent>)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn list_audit_events(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    QueryParams(query): QueryParams<ListAuditEvents>,
) -> Result<Json<Page<api::AuditEvent>>, ApiError> {
    let filter = AuditFilter {
        account: account_of(query.account_id)?,
        action: given(query.action),
    };
    let wanted = page_request(query.limit, query.cursor)?;
    let found = audit_log::list(&app, &actor, filter, wanted).await?;
    Ok(Json(page::body(found, body)))
}

fn body(event: &AuditEvent) -> api::AuditEvent {
    api::AuditEvent {
        id: event.id.into(),
        at: event.at,
        action: event.action.clone(),
        actor_kind: event.actor_kind.clone(),
        actor_id: event.actor_id,
        account_id: event.account_id.map(Into::into),
        target_id: event.target_id,
        details: event.details.clone(),
        chain_seq: event.chain_seq,
    }
}
