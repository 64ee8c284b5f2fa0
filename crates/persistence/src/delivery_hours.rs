//! How delivery went, hour by hour: figures that are kept while things happen, because counting
//! messages when somebody looks would cost more the more there are.
//!
//! What ends in an hour counts there: messages that were sent and that failed. What becomes of a
//! welcome link counts in the hour in which it was first mailed, so that an hour tells how many of
//! *its* people came in.
//!
//! The rows are few and everybody adds to the same ones. A transaction therefore adds to them last
//! and in one order: nobody who waits for such a row holds what another needs.

mod note;

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, DurationRound as _, Utc};
use diesel::{dsl::sql, prelude::*, sql_types::BigInt, upsert::excluded};
use usher_domain::ids::AccountId;

pub use note::{note_opened, note_password_set};

use crate::{
    DatabaseError, DbConnection,
    columns::{from_micros, id_list, to_micros},
    connection::{fixed, natively},
    retention::PORTION,
    schema::{delivery_hour_shares, delivery_hours},
};

const TABLE: &str = "delivery_hours";

/// In how many rows the installation's figures of an hour are kept.
const SHARES: u8 = 16;

/// The figures of an hour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Messages that a mail server took or that were captured in it.
    pub sent: i64,
    /// Messages that were given up in it.
    pub failed: i64,
    /// Welcome links that were first mailed in it.
    pub welcomed: i64,
    /// How many of these links a person has opened.
    pub opened: i64,
    /// How many of these links have set a password.
    pub password_set: i64,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.sent += other.sent;
        self.failed += other.failed;
        self.welcomed += other.welcomed;
        self.opened += other.opened;
        self.password_set += other.password_set;
    }
}

/// What a transaction has to add, by account and hour.
#[derive(Debug, Default)]
pub struct Tally(BTreeMap<(AccountId, i64), Counts>);

impl Tally {
    /// The figures of an account in the hour of an instant.
    pub fn of(&mut self, account: AccountId, at: DateTime<Utc>) -> &mut Counts {
        let key = (account, to_micros(hour_of(at)));
        self.0.entry(key).or_default()
    }
}

/// The instant at which the hour of another began.
#[must_use]
pub fn hour_of(at: DateTime<Utc>) -> DateTime<Utc> {
    // Only instants that no calendar in use reaches cannot be cut to the hour.
    at.duration_trunc(Duration::hours(1)).unwrap_or(at)
}

/// Adds figures to a row, which is made if it is not there.
macro_rules! add {
    ($connection:expr, $table:ident, ($($key:ident = $value:expr),+), $counts:expr) => {{
        use $table::dsl;
        let row = (
            $(dsl::$key.eq($value),)+
            dsl::sent.eq($counts.sent),
            dsl::failed.eq($counts.failed),
            dsl::welcomed.eq($counts.welcomed),
            dsl::opened.eq($counts.opened),
            dsl::password_set.eq($counts.password_set),
        );
        let statement = diesel::insert_into($table::table)
            .values(row)
            .on_conflict(($(dsl::$key,)+))
            .do_update()
            .set((
                dsl::sent.eq(dsl::sent + excluded(dsl::sent)),
                dsl::failed.eq(dsl::failed + excluded(dsl::failed)),
                dsl::welcomed.eq(dsl::welcomed + excluded(dsl::welcomed)),
                dsl::opened.eq(dsl::opened + excluded(dsl::opened)),
                dsl::password_set.eq(dsl::password_set + excluded(dsl::password_set)),
            ));
        // The type over both databases has no conflict clause.
        natively!($connection, |db| fixed!(statement).execute(db))?
    }};
}

/// Adds what a transaction has counted; the last thing that it does. `lot` decides which of an hour's
/// shares it adds to; any number does that differs from one transaction to the next.
///
/// # Errors
/// When the database fails.
pub fn add(connection: &mut DbConnection, tally: &Tally, lot: u8) -> Result<(), DatabaseError> {
    let mut everywhere: BTreeMap<i64, Counts> = BTreeMap::new();
    for ((account, hour), counts) in &tally.0 {
        if *counts == Counts::default() {
            continue;
        }
        let account = account.as_bytes();
        add!(
            connection,
            delivery_hours,
            (account_id = account, hour = *hour),
            counts
        );
        *everywhere.entry(*hour).or_default() += *counts;
    }
    let share = i32::from(lot % SHARES);
    for (hour, counts) in everywhere {
        add!(
            connection,
            delivery_hour_shares,
            (hour = hour, share = share),
            counts
        );
    }
    Ok(())
}

/// The figures of every hour from `from` on that has any, in order, in some accounts (all when none).
///
/// # Errors
/// When the database fails.
pub fn list(
    connection: &mut DbConnection,
    accounts: Option<&[AccountId]>,
    from: DateTime<Utc>,
) -> Result<Vec<(DateTime<Utc>, Counts)>, DatabaseError> {
    type Row = (i64, (i64, i64, i64, i64, i64));
    let from = to_micros(from);
    let sums = || {
        let sum = |column| sql::<BigInt>(&format!("CAST(sum({column}) AS BIGINT)"));
        (
            sum("sent"),
            sum("failed"),
            sum("welcomed"),
            sum("opened"),
            sum("password_set"),
        )
    };
    let rows: Vec<Row> = match accounts {
        Some(accounts) => delivery_hours::table
            .filter(delivery_hours::account_id.eq_any(id_list(accounts, AccountId::as_bytes)))
            .filter(delivery_hours::hour.ge(from))
            .group_by(delivery_hours::hour)
            .order(delivery_hours::hour)
            .select((delivery_hours::hour, sums()))
            .load(connection)?,
        None => delivery_hour_shares::table
            .filter(delivery_hour_shares::hour.ge(from))
            .group_by(delivery_hour_shares::hour)
            .order(delivery_hour_shares::hour)
            .select((delivery_hour_shares::hour, sums()))
            .load(connection)?,
    };
    let counts = |(sent, failed, welcomed, opened, password_set)| Counts {
        sent,
        failed,
        welcomed,
        opened,
        password_set,
    };
    rows.into_iter()
        .map(|(hour, sums)| Ok((from_micros(TABLE, hour)?, counts(sums))))
        .collect()
}

/// Removes up to [`PORTION`] rows of each kind whose hour began before `before`; tells how many went of the kind
/// with the most.
///
/// # Errors
/// When the database fails.
pub fn delete_before(
    connection: &mut DbConnection,
    before: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    let before = to_micros(before);
    let old: Vec<(Vec<u8>, i64)> = delivery_hours::table
        .filter(delivery_hours::hour.lt(before))
        .order((delivery_hours::hour, delivery_hours::account_id))
        .select((delivery_hours::account_id, delivery_hours::hour))
        .limit(PORTION)
        .load(connection)?;
    let of_accounts = old.len();
    for key in old {
        diesel::delete(delivery_hours::table.find(key)).execute(connection)?;
    }
    let old: Vec<(i64, i32)> = delivery_hour_shares::table
        .filter(delivery_hour_shares::hour.lt(before))
        .order((delivery_hour_shares::hour, delivery_hour_shares::share))
        .select((delivery_hour_shares::hour, delivery_hour_shares::share))
        .limit(PORTION)
        .load(connection)?;
    let shares = old.len();
    for key in old {
        diesel::delete(delivery_hour_shares::table.find(key)).execute(connection)?;
    }
    Ok(of_accounts.max(shares))
}
