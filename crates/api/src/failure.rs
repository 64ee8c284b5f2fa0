//! Failures of our own: logged here, and never told to the caller. Whether one is a failure for good
//! or a database that does not work for now is decided here, too, for every API.

mod outages;

use std::{error::Error, sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use chrono::Duration;
use http::{StatusCode, header};
use usher_application::DatabaseError;

use self::outages::Outages;
use crate::{problem::seconds, request_id::of};

/// How long to stay away from a database that does not work.
pub(crate) const OUT_FOR: Duration = Duration::seconds(5);

/// Tells of outages for the whole process, whichever API notices them.
static OUTAGES: Outages = Outages::new();

/// Why an answer is a 5xx. It travels in the answer's extensions from where it was found out to
/// [`log`], which knows the request.
#[derive(Clone)]
pub(crate) struct Failure(Arc<dyn Error + Send + Sync>);

impl Failure {
    /// Keeps the cause.
    pub(crate) fn new(cause: impl Error + Send + Sync + 'static) -> Self {
        Self(Arc::new(cause))
    }

    /// Whether the database does not work for now, so that the same request may go well later: a 503
    /// where an API has one.
    pub(crate) fn is_outage(&self) -> bool {
        let mut next: Option<&(dyn Error + 'static)> = Some(&*self.0);
        while let Some(error) = next {
            if let Some(database) = error.downcast_ref::<DatabaseError>() {
                return database.is_outage();
            }
            next = error.source();
        }
        false
    }

    /// Sends itself along with an answer, which says when to come back if it is a 503.
    pub(crate) fn accompany(self, response: &mut Response) {
        if response.status() == StatusCode::SERVICE_UNAVAILABLE {
            let wait = seconds(OUT_FOR).into();
            response.headers_mut().insert(header::RETRY_AFTER, wait);
        }
        response.extensions_mut().insert(self);
    }

    /// The cause and what is behind it, in one line.
    fn chain(&self) -> String {
        let mut words = self.0.to_string();
        let mut behind = self.0.source();
        while let Some(error) = behind {
            words.push_str(": ");
            words.push_str(&error.to_string());
            behind = error.source();
        }
        words
    }
}

/// Middleware that logs what went wrong on our side. It names the route's template: paths and
/// queries may hold secrets.
pub(crate) async fn log(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let (method, request_id) = (request.method().clone(), of(request.extensions()));
    let mut response = next.run(request).await;
    if let Some(failure) = response.extensions_mut().remove::<Failure>() {
        let untold = if failure.is_outage() {
            OUTAGES.tell(Instant::now())
        } else {
            Some(0)
        };
        let Some(untold) = untold else {
            return response;
        };
        tracing::error!(
            http.request.method = %method,
            http.route = route.as_ref().map_or("unmatched", MatchedPath::as_str),
            http.response.status_code = response.status().as_u16(),
            request.id = request_id.as_deref().unwrap_or_default(),
            error = failure.chain(),
            failures.untold = untold,
            "a request failed on our side",
        );
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("outer")]
    struct Outer(#[source] std::fmt::Error);

    #[test]
    fn the_whole_chain_of_causes_is_told_to_the_log() {
        let chain = Failure::new(Outer(std::fmt::Error)).chain();
        assert_eq!(chain, format!("outer: {}", std::fmt::Error));
    }

    #[derive(Debug, thiserror::Error)]
    #[error("somebody could not be looked up")]
    struct NotLookedUp(#[source] DatabaseError);

    #[test]
    fn a_database_that_does_not_work_is_an_outage_however_deep_it_is_hidden() {
        assert!(Failure::new(DatabaseError::Full).is_outage());
        assert!(Failure::new(NotLookedUp(DatabaseError::Busy)).is_outage());
        assert!(!Failure::new(NotLookedUp(DatabaseError::Panicked)).is_outage());
        assert!(!Failure::new(Outer(std::fmt::Error)).is_outage());
    }
}
