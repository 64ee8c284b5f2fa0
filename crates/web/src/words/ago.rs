//! How long ago, or in how long: what people compare at a glance. The exact instant stands beside it.
//!
//! The present instant belongs to the request (a task-local value), so that one page measures every
//! time from the same moment.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use chrono::{DateTime, Duration, Utc};

use crate::{
    web::Web,
    words::language::{self, t},
};

tokio::task_local! {
    static NOW: Option<DateTime<Utc>>;
}

/// From here on a date says more than a count of days.
const RECENT: Duration = Duration::days(7);

/// Middleware: the request's present instant, if the installation's clock is known.
pub(crate) async fn scope(State(web): State<Web>, request: Request, next: Next) -> Response {
    NOW.scope(web.now(), next.run(request)).await
}

/// `2 h ago`, `in 12 min`, further away `21 Nov 2026`; the exact instant where nobody knows the time.
pub(crate) fn ago(at: DateTime<Utc>) -> String {
    let language = language::current();
    match NOW.try_with(|now| *now).ok().flatten() {
        None => usher_i18n::instant(language, at),
        Some(now) if (now - at).abs() >= RECENT => usher_i18n::day(language, at),
        Some(now) if at <= now => past(now - at),
        Some(now) => future(at - now),
    }
}

/// In how long something is due; what should have happened already happens in a moment.
pub(crate) fn until(at: DateTime<Utc>) -> String {
    match NOW.try_with(|now| *now).ok().flatten() {
        Some(now) if at <= now => t!("in-seconds"),
        _ => ago(at),
    }
}

fn past(span: Duration) -> String {
    match (span.num_days(), span.num_hours(), span.num_minutes()) {
        (0, 0, 0) => t!("ago-now"),
        (0, 0, count) => t!("ago-minutes", count = count),
        (0, count, _) => t!("ago-hours", count = count),
        (count, ..) => t!("ago-days", count = count),
    }
}

fn future(span: Duration) -> String {
    match (span.num_days(), span.num_hours(), span.num_minutes()) {
        (0, 0, 0) => t!("in-seconds"),
        (0, 0, count) => t!("in-minutes", count = count),
        (0, count, _) => t!("in-hours", count = count),
        (count, ..) => t!("in-days", count = count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_000_000 + seconds, 0).expect("an instant")
    }

    #[tokio::test]
    async fn near_times_are_counted_and_far_ones_dated() {
        let cases = [
            (0, "just now"),
            (-59, "just now"),
            (-60, "1 min ago"),
            (-7_300, "2 h ago"),
            (-86_400, "1 day ago"),
            (-200_000, "2 days ago"),
            (30, "in a moment"),
            (720, "in 12 min"),
            (7_200, "in 2 h"),
            (100_000, "in 1 day"),
            (-700_000, "10 Nov 2026"),
        ];
        for (seconds, expected) in cases {
            let said = NOW.scope(Some(at(0)), async { ago(at(seconds)) }).await;
            assert_eq!(said, expected, "{seconds}");
        }
    }

    #[tokio::test]
    async fn what_is_due_is_never_past() {
        for (seconds, expected) in [
            (-300, "in a moment"),
            (0, "in a moment"),
            (720, "in 12 min"),
        ] {
            let said = NOW.scope(Some(at(0)), async { until(at(seconds)) }).await;
            assert_eq!(said, expected, "{seconds}");
        }
    }

    #[test]
    fn without_a_clock_the_exact_instant_is_told() {
        assert_eq!(ago(at(0)), "18 Nov 2026, 11:06 UTC");
    }
}
