//! Whether the service can do its work.

use usher_persistence::{DatabaseError, installation};

use crate::App;

/// How well the service is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// It takes requests and delivers mail.
    Ready,
    /// It takes requests; mail waits, because every provider rests after failures.
    Degraded,
    /// It cannot answer: the database does not.
    Unavailable,
}

/// Asks the database and the circuit breakers.
pub async fn ready(app: &App) -> Readiness {
    let answered = app.database.read(installation::exists).await;
    match answered {
        Ok::<_, DatabaseError>(true) if app.route.is_resting() => Readiness::Degraded,
        Ok(true) => Readiness::Ready,
        Ok(false) | Err(_) => Readiness::Unavailable,
    }
}
