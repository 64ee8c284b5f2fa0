//! The installation's own row.

use diesel::prelude::*;

use crate::{DatabaseError, DbConnection, schema::installation};

/// Takes the installation's row: whoever decides something about all owners does this first and is
/// thereby put in a row.
///
/// # Errors
/// When the database fails.
pub fn take(connection: &mut DbConnection) -> Result<(), DatabaseError> {
    diesel::update(installation::table)
        .set(installation::version.eq(installation::version + 1))
        .execute(connection)?;
    Ok(())
}

/// Whether the installation's row is there: the cheapest question that only a working database with
/// its tables can answer.
///
/// # Errors
/// When the database fails.
pub fn exists(connection: &mut DbConnection) -> Result<bool, DatabaseError> {
    let row = installation::table
        .select(installation::id)
        .first::<i32>(connection)
        .optional()?;
    Ok(row.is_some())
}
