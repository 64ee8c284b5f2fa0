//! How SQLite answers what a function asks it.

use std::sync::{Arc, Mutex};

use diesel::{connection::InstrumentationEvent, prelude::*, sql_types::Text};
use usher_persistence::{DatabaseError, DbConnection};

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

/// The statements that `ask` sends, each with the steps by which SQLite answers it.
pub(crate) fn plans<T>(
    connection: &mut DbConnection,
    ask: impl FnOnce(&mut DbConnection) -> Result<T, DatabaseError>,
) -> Result<Vec<(String, Vec<String>)>, DatabaseError> {
    let seen = Arc::<Mutex<Vec<String>>>::default();
    let statements = Arc::clone(&seen);
    connection.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            statements.lock().expect("no panic").push(query.to_string());
        }
    });
    ask(connection)?;
    connection.set_instrumentation(|_: InstrumentationEvent<'_>| {});
    let seen = seen.lock().expect("no panic").clone();
    seen.into_iter()
        .map(|statement| {
            let (sql, _) = statement
                .split_once(" -- binds")
                .unwrap_or((&statement, ""));
            let steps: Vec<Step> =
                diesel::sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load(connection)?;
            let steps = steps.into_iter().map(|step| step.detail).collect();
            Ok((sql.to_owned(), steps))
        })
        .collect()
}

/// The steps of all of them.
pub(crate) fn steps<T>(
    connection: &mut DbConnection,
    ask: impl FnOnce(&mut DbConnection) -> Result<T, DatabaseError>,
) -> Result<Vec<String>, DatabaseError> {
    let plans = plans(connection, ask)?;
    Ok(plans.into_iter().flat_map(|(_, steps)| steps).collect())
}
