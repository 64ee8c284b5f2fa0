//! How delivery is doing.

use axum::{Json, extract::State};
use usher_api_types::delivery as api;
use usher_application::{App, deliveries};

use crate::{authenticate::Authenticated, problem::ApiError};

/// Counts what waits, what failed and what was sent.
#[utoipa::path(
    get, path = "/deliveries/summary", tag = "delivery",
    responses((status = 200, description = "The counts", body = api::DeliverySummary)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn get_delivery_summary(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
) -> Result<Json<api::DeliverySummary>, ApiError> {
    let summary = deliveries::summary(&app, &actor).await?;
    Ok(Json(api::DeliverySummary {
        queued: summary.queued,
        sending: summary.sending,
        deferred: summary.deferred,
        oldest_waiting_since: summary.oldest_waiting_since,
        failed_last_day: summary.failed,
        sent_last_day: summary.sent,
    }))
}
