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
    /// It is about to end: whoever balances loads sends nothing more.
    Draining,
    /// It cannot answer: the database does not.
    Unavailable,
}

/// Asks the database and the circuit breakers.
pub async fn ready(app: &App) -> Readiness {
    if app.is_draining() {
        return Readiness::Draining;
    }
    match database_answers(app).await {
        true if app.route.is_resting() => Readiness::Degraded,
        true => Readiness::Ready,
        false => Readiness::Unavailable,
    }
}

/// Whether this process still tends its database: it is answered, or told that the database is away. Only
/// silence is neither, or connections that are closed.
pub async fn tends_database(app: &App) -> bool {
    match app.database.read(installation::exists).await {
        Ok(_) => true,
        Err(error) => error.is_outage() && !matches!(error, DatabaseError::Closed),
    }
}

/// Whether the database answers, with what an installation has.
pub async fn database_answers(app: &App) -> bool {
    let answered = app.database.read(installation::exists).await;
    matches!(answered, Ok::<_, DatabaseError>(true))
}
