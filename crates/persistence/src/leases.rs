//! Leases: work that only one node does at a time, and the clock that leases go by.

use chrono::{DateTime, Utc};
use diesel::{prelude::*, sql_types::BigInt};
use uuid::Uuid;

use crate::{
    DatabaseError, DbConnection,
    columns::{from_micros, to_micros},
    connection::Literal,
    schema::leases,
};

/// The instant by which leases are judged. Nodes on one PostgreSQL may disagree about the time, so
/// there the database's own clock decides; beside a SQLite file there is one machine and one clock.
///
/// # Errors
/// When the database fails.
pub fn clock(
    connection: &mut DbConnection,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, DatabaseError> {
    match connection {
        DbConnection::Sqlite(_) => Ok(now),
        DbConnection::Postgres(postgres) => {
            enum Micros {}
            let micros = Literal::<Micros, BigInt>::new(
                "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint",
            );
            let micros = diesel::select(micros).get_result(postgres)?;
            from_micros("leases", micros)
        }
    }
}

/// The latest instant at which a lease of this life may end. One that ends later was taken before the
/// clock was set back. Two processes on one machine may be some seconds apart while such a step is
/// waited out, so this is generous by a whole life.
pub(crate) fn latest_end(now: DateTime<Utc>, life: chrono::Duration) -> DateTime<Utc> {
    now + life * 2
}

/// Takes or keeps a lease for `life`; `false` while somebody else holds it.
///
/// # Errors
/// When the database fails.
pub fn acquire(
    connection: &mut DbConnection,
    name: &str,
    holder: Uuid,
    now: DateTime<Utc>,
    life: chrono::Duration,
) -> Result<bool, DatabaseError> {
    let now = clock(connection, now)?;
    let (until, latest) = (to_micros(now + life), to_micros(latest_end(now, life)));
    let taken = diesel::update(leases::table.find(name))
        .filter(
            leases::holder
                .eq(holder.as_bytes().as_slice())
                .or(leases::held_until.lt(to_micros(now)))
                .or(leases::held_until.gt(latest)),
        )
        .set((
            leases::holder.eq(holder.as_bytes().as_slice()),
            leases::held_until.eq(until),
        ))
        .execute(connection)?;
    if taken == 1 {
        return Ok(true);
    }
    let exists = leases::table
        .find(name)
        .select(leases::held_until)
        .first::<i64>(connection)
        .optional()?;
    if exists.is_some() {
        return Ok(false);
    }
    let inserted = crate::connection::savepoint(connection, |connection| {
        diesel::insert_into(leases::table)
            .values((
                leases::name.eq(name),
                leases::holder.eq(holder.as_bytes().as_slice()),
                leases::held_until.eq(until),
            ))
            .execute(connection)
            .map_err(DatabaseError::from)
    });
    match inserted {
        Ok(_) => Ok(true),
        Err(error) if error.is_constraint() => Ok(false),
        Err(error) => Err(error),
    }
}

/// Forgets the name of a lease for work that is over for good, whoever held it.
///
/// # Errors
/// When the database fails.
pub fn forget(connection: &mut DbConnection, name: &str) -> Result<(), DatabaseError> {
    diesel::delete(leases::table.find(name)).execute(connection)?;
    Ok(())
}
