//! How delivery is doing, now and lately.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use usher_domain::{
    actor::{Actor, PermissionDenied},
    grants::Scope,
    ids::AccountId,
    permission::Permission,
};
use usher_persistence::{
    DatabaseError,
    delivery_hours::{self, Counts, hour_of},
    messages,
    outbox::{self, UnderWay},
};

use crate::{App, failure::database_failures};

/// How long figures are kept.
pub(crate) const KEPT: Duration = Duration::days(32);

/// The most days that a history covers.
pub const MOST_DAYS: u32 = 31;

/// How many hours are told one by one.
const HOURS: i64 = 24;

/// Why the figures were not shown.
#[derive(Debug, thiserror::Error)]
pub enum DeliverySummaryError {
    /// A permission is missing.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// The database failed.
    #[error("the messages could not be counted")]
    Database(#[source] DatabaseError),
}

database_failures!(DeliverySummaryError);

/// How delivery is doing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeliverySummary {
    /// What waits and what is being sent.
    pub under_way: UnderWay,
    /// How many messages that failed within a day have not been sent since, up to [`outbox::COUNTED`].
    pub failed: i64,
    /// How many were sent in the last 24 hours of the clock, the running one included.
    pub sent: i64,
}

/// What became of messages lately.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryHistory {
    /// Where the first hour of the funnel begins.
    pub from: DateTime<Utc>,
    /// When it was counted.
    pub until: DateTime<Utc>,
    /// What became of the welcome emails that were sent in that time.
    pub funnel: Funnel,
    /// Every hour of the last day, the oldest first; the last one is still running.
    pub hours: Vec<DeliveryHour>,
}

/// How far welcome emails brought people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Funnel {
    /// Welcome emails that reached a mail server.
    pub sent: i64,
    /// How many of their links a person opened.
    pub opened: i64,
    /// How many of their links set a password.
    pub password_set: i64,
}

/// What ended within one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeliveryHour {
    /// When it began.
    pub at: DateTime<Utc>,
    /// Messages that reached a mail server.
    pub sent: i64,
    /// Messages that were given up.
    pub failed: i64,
}

/// The accounts whose deliveries the actor may see; all when none.
fn visible(actor: &Actor) -> Result<Option<Vec<AccountId>>, PermissionDenied> {
    let permission = Permission::DeliveriesRead;
    let visible = actor.grants.accounts_with(permission);
    if visible.as_ref().is_some_and(Vec::is_empty) {
        return Err(PermissionDenied { permission });
    }
    Ok(visible)
}

/// Counts what is under way, and what ended within the last day, in the accounts that the actor
/// may see.
///
/// # Errors
/// See [`DeliverySummaryError`].
pub async fn summary(app: &App, actor: &Actor) -> Result<DeliverySummary, DeliverySummaryError> {
    let visible = visible(actor)?;
    let now = app.now();
    app.database
        .read(move |connection| {
            let (visible, since) = (visible.as_deref(), now - Duration::days(1));
            let hours = delivery_hours::list(connection, visible, first_hour(now, 1))?;
            Ok(DeliverySummary {
                under_way: outbox::under_way(connection, visible)?,
                failed: messages::count_failed(connection, visible, since, outbox::COUNTED)?,
                sent: hours.iter().map(|(_, counts)| counts.sent).sum(),
            })
        })
        .await
        .map_err(DeliverySummaryError::Database)
}

/// When the first hour began of as many as the days have, of which the last is still running.
fn first_hour(until: DateTime<Utc>, days: i64) -> DateTime<Utc> {
    hour_of(until) - Duration::hours(HOURS * days - 1)
}

/// Tells how delivery went in the last hours and days (up to [`MOST_DAYS`]), in one account or in all
/// that the actor may see.
///
/// # Errors
/// See [`DeliverySummaryError`].
pub async fn history(
    app: &App,
    actor: &Actor,
    account: Option<AccountId>,
    days: u32,
) -> Result<DeliveryHistory, DeliverySummaryError> {
    let accounts = match account {
        Some(account) => {
            actor.require(Permission::DeliveriesRead, Scope::Account(account))?;
            Some(vec![account])
        }
        None => visible(actor)?,
    };
    let until = app.now();
    let days = i64::from(days.clamp(1, MOST_DAYS));
    let from = first_hour(until, days);
    let counts = app
        .database
        .read(move |connection| delivery_hours::list(connection, accounts.as_deref(), from))
        .await
        .map_err(DeliverySummaryError::Database)?;
    Ok(history_of(from, until, &counts))
}

fn history_of(
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    counts: &[(DateTime<Utc>, Counts)],
) -> DeliveryHistory {
    let mut all = Counts::default();
    for (_, counts) in counts {
        all += *counts;
    }
    let by_hour: HashMap<DateTime<Utc>, Counts> = counts.iter().copied().collect();
    let hours = (0..HOURS).rev().map(|back| {
        let at = hour_of(until) - Duration::hours(back);
        let counts = by_hour.get(&at).copied().unwrap_or_default();
        DeliveryHour {
            at,
            sent: counts.sent,
            failed: counts.failed,
        }
    });
    DeliveryHistory {
        from,
        until,
        funnel: Funnel {
            sent: all.welcomed,
            opened: all.opened,
            password_set: all.password_set,
        },
        hours: hours.collect(),
    }
}
