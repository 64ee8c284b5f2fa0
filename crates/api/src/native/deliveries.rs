//! How delivery is doing.

use axum::{Json, extract::State};
use serde::Deserialize;
use usher_api_types::delivery as api;
use usher_application::{
    App,
    deliveries::{self, DeliveryHistory},
};
use utoipa::IntoParams;

use crate::{
    authenticate::Authenticated,
    extract::{QueryParams, account_of, given, malformed},
    problem::ApiError,
};

/// The days of a history when the caller does not say.
const DEFAULT_DAYS: u32 = 7;

/// Counts what waits, what failed and what was sent. Beyond 100,000 nothing is counted.
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
    let under_way = summary.under_way;
    Ok(Json(api::DeliverySummary {
        queued: under_way.queued,
        sending: under_way.sending,
        deferred: under_way.deferred,
        oldest_waiting_since: under_way.waiting_since,
        failed_last_day: summary.failed,
        sent_last_day: summary.sent,
    }))
}

/// Which history.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct GetDeliveryHistory {
    /// Only messages of this account; of all that the caller may see when absent.
    #[param(value_type = Option<Uuid>)]
    account_id: Option<String>,
    /// How many days the funnel covers; 7 by default.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 31)]
    days: Option<String>,
}

/// Tells how delivery went, hour by hour, and how far welcome emails brought people.
///
/// A link counts as opened once somebody opened it who does not look like a mail scanner, or set a
/// password with it. Captured mail counts as sent.
#[utoipa::path(
    get, path = "/deliveries/history", tag = "delivery",
    params(GetDeliveryHistory),
    responses((status = 200, description = "The figures", body = api::DeliveryHistory)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn get_delivery_history(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    QueryParams(query): QueryParams<GetDeliveryHistory>,
) -> Result<Json<api::DeliveryHistory>, ApiError> {
    let account = account_of(query.account_id)?;
    let days = days(query.days)?;
    let history = deliveries::history(&app, &actor, account, days).await?;
    Ok(Json(body(days, &history)))
}

fn days(text: Option<String>) -> Result<u32, ApiError> {
    let Some(text) = given(text) else {
        return Ok(DEFAULT_DAYS);
    };
    let days = text.parse().ok();
    days.filter(|days| (1..=deliveries::MOST_DAYS).contains(days))
        .ok_or_else(|| malformed("days must be a number from 1 to 31."))
}

fn body(days: u32, history: &DeliveryHistory) -> api::DeliveryHistory {
    let funnel = history.funnel;
    api::DeliveryHistory {
        days,
        from: history.from,
        until: history.until,
        funnel: api::Funnel {
            sent: funnel.sent,
            opened: funnel.opened,
            password_set: funnel.password_set,
        },
        hours: history
            .hours
            .iter()
            .map(|hour| api::DeliveryHour {
                at: hour.at,
                sent: hour.sent,
                failed: hour.failed,
            })
            .collect(),
    }
}
