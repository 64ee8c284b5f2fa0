//! Bulk sends: many welcome emails as one controlled run.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use serde::Deserialize;
use usher_api_types::{bulk_send as api, page::Page};
use usher_application::{
    App,
    bulk_sends::{self, BulkSendError},
    idempotency::Outcome,
};
use usher_domain::ids::{AccountId, BulkSendId};
use utoipa::IntoParams;

use super::page;
use crate::{
    authenticate::Authenticated,
    extract::{LargeJsonBody, PageParams, PathId, QueryParams, given, malformed, page_request},
    idempotency::{Repeatable, RepeatableParams, made},
    origin::Origin,
    problem::ApiError,
};

mod bodies;

/// A body lists up to 100,000 identifiers of 40 bytes each.
const MAX_BYTES: usize = 5 * 1024 * 1024;

/// Sends welcome emails to many users of an account as one run.
///
/// Either `filter` or `user_ids` says to whom. With `dry_run` nothing is sent: the answer is 200 and
/// tells how many would be, and how many are left out for which reason. Otherwise the answer is 202 and
/// names the run. Emails are queued just ahead of sending, behind single ones: first a few (`canary`),
/// and the others when each of those was tried and most have ended. When too many fail, the run pauses by itself. Users
/// who are made later do not belong to it. An account has twenty at most that are not over; one more is a
/// `conflict`.
#[utoipa::path(
    post, path = "/accounts/{id}/bulk-sends", tag = "bulk sends",
    params(("id" = Uuid, Path, description = "The account"), RepeatableParams),
    request_body(
        content = api::CreateBulkSend,
        example = json!({
            "filter": {"status": "pending", "welcome": "none"},
            "template_id": "email01",
            "pace_per_minute": 600,
        }),
    ),
    responses(
        (status = 200, description = "What it would do", body = api::BulkSendPreview),
        (
            status = 202,
            description = "Started",
            body = api::BulkSend,
            headers(("Location" = String, description = "The bulk send")),
        ),
    ),
    extensions(("x-problems" = json!(["forbidden", "conflict", "invalid_field"]))),
)]
pub(super) async fn create_bulk_send(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(account): PathId<AccountId>,
    Origin(origin): Origin,
    Repeatable(call, LargeJsonBody(body)): Repeatable<
        LargeJsonBody<api::CreateBulkSend, MAX_BYTES>,
        MAX_BYTES,
    >,
) -> Result<Response, ApiError> {
    let dry_run = body.dry_run;
    let new = bodies::wanted(body)?;
    if dry_run {
        let preview = bulk_sends::preview(&app, &actor, account, new).await?;
        return Ok(Json(bodies::preview(&preview)).into_response());
    }
    let act = async |app: App| bulk_sends::create(&app, &actor, account, origin, new).await;
    let again = async |outcome: Outcome| {
        let found: Result<_, BulkSendError> = bulk_sends::get(&app, &actor, made(&outcome)?).await;
        Ok(found?)
    };
    let (send, replayed) = call.once(&app, &actor, act, again).await?;
    let location = format!("/api/v1/bulk-sends/{}", send.id);
    let headers = [(header::LOCATION, location)];
    let body = Json(bodies::bulk_send(&send));
    Ok((StatusCode::ACCEPTED, replayed, headers, body).into_response())
}

/// Lists the bulk sends of an account, the newest first.
#[utoipa::path(
    get, path = "/accounts/{id}/bulk-sends", tag = "bulk sends",
    params(("id" = Uuid, Path, description = "The account"), PageParams),
    responses((status = 200, description = "One page", body = Page<api::BulkSend>)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn list_bulk_sends(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(account): PathId<AccountId>,
    QueryParams(asked): QueryParams<PageParams>,
) -> Result<Json<Page<api::BulkSend>>, ApiError> {
    let wanted = asked.request()?;
    let found = bulk_sends::list(&app, &actor, account, wanted).await?;
    Ok(Json(page::body(found, bodies::bulk_send)))
}

/// Shows a bulk send and how far it is.
#[utoipa::path(
    get, path = "/bulk-sends/{id}", tag = "bulk sends",
    params(("id" = Uuid, Path, description = "The bulk send")),
    responses((status = 200, description = "The bulk send", body = api::BulkSend)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn get_bulk_send(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<BulkSendId>,
) -> Result<Json<api::BulkSend>, ApiError> {
    let send = bulk_sends::get(&app, &actor, id).await?;
    let waiting = bulk_sends::waiting(&app, &send).await?;
    Ok(Json(api::BulkSend {
        waits_for: waiting.map(|waiting| waiting.reason.to_string()),
        waits_until: waiting.and_then(|waiting| waiting.until),
        ..bodies::bulk_send(&send)
    }))
}

/// Which users to list who are left out.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListLeftOut {
    /// Only those with this reason: `no_address`, `disabled`, `sent_lately`, `not_permitted`,
    /// `not_primary` or `not_found`.
    reason: Option<String>,
    /// The most items of the page; 50 by default.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// Where the page starts: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Lists who is left out of a bulk send so far, and why.
#[utoipa::path(
    get, path = "/bulk-sends/{id}/left-out", tag = "bulk sends",
    params(("id" = Uuid, Path, description = "The bulk send"), ListLeftOut),
    responses((status = 200, description = "One page", body = Page<api::LeftOutUser>)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn list_left_out(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<BulkSendId>,
    QueryParams(query): QueryParams<ListLeftOut>,
) -> Result<Json<Page<api::LeftOutUser>>, ApiError> {
    let wanted = page_request(query.limit, query.cursor)?;
    let refused = |_| {
        malformed(
            "reason must be no_address, disabled, sent_lately, not_permitted, not_primary or \
             not_found.",
        )
    };
    let reason = given(query.reason).map(|reason| reason.parse().map_err(refused));
    let found = bulk_sends::left_out(&app, &actor, id, reason.transpose()?, wanted).await?;
    Ok(Json(page::body(found, bodies::left_out_user)))
}

/// Pauses a bulk send at once: what waits is held back.
#[utoipa::path(
    post, path = "/bulk-sends/{id}/pause", tag = "bulk sends",
    params(("id" = Uuid, Path, description = "The bulk send")),
    responses((status = 200, description = "The bulk send as it is now", body = api::BulkSend)),
    extensions(("x-problems" = json!(["forbidden", "conflict"]))),
)]
pub(super) async fn pause_bulk_send(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<BulkSendId>,
) -> Result<Json<api::BulkSend>, ApiError> {
    let send = bulk_sends::pause(&app, &actor, id).await?;
    Ok(Json(bodies::bulk_send(&send)))
}

/// Resumes a paused bulk send.
///
/// Failures up to now are forgiven. After a pause of its own it begins with a few emails again. Where
/// whoever asked for it may not send any more, it goes on in the name of whoever resumes it.
#[utoipa::path(
    post, path = "/bulk-sends/{id}/resume", tag = "bulk sends",
    params(("id" = Uuid, Path, description = "The bulk send")),
    responses((status = 200, description = "The bulk send as it is now", body = api::BulkSend)),
    extensions(("x-problems" = json!(["forbidden", "conflict"]))),
)]
pub(super) async fn resume_bulk_send(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<BulkSendId>,
) -> Result<Json<api::BulkSend>, ApiError> {
    let send = bulk_sends::resume(&app, &actor, id).await?;
    Ok(Json(bodies::bulk_send(&send)))
}

/// Cancels a bulk send: what waits is called off, what was sent stays sent.
#[utoipa::path(
    post, path = "/bulk-sends/{id}/cancel", tag = "bulk sends",
    params(("id" = Uuid, Path, description = "The bulk send")),
    responses((status = 200, description = "The bulk send as it is now", body = api::BulkSend)),
    extensions(("x-problems" = json!(["forbidden", "conflict"]))),
)]
pub(super) async fn cancel_bulk_send(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(id): PathId<BulkSendId>,
) -> Result<Json<api::BulkSend>, ApiError> {
    let send = bulk_sends::cancel(&app, &actor, id).await?;
    Ok(Json(bodies::bulk_send(&send)))
}
