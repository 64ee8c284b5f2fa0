//! Old messages with their attempts and dead links.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::password_link::{LinkPurpose, RENEWABLE_FOR};

use super::{Budget, PORTION, RowId, minted_before, origins::ENDED};
use crate::{
    DatabaseError, DbConnection,
    columns::to_micros,
    schema::{account_users, attempts, link_visits, messages, password_links},
};

/// A page of a walk along old messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldMessages {
    /// Those that nobody needs any more.
    pub due: Vec<RowId>,
    /// Where the next page begins; none at the end of the walk.
    pub next: Option<RowId>,
}

/// The messages behind `after` that were asked for before an instant, a page of them: which of them
/// ended before that instant, too, are not their user's latest welcome, and carry no link that could
/// still be redeemed or renewed.
///
/// # Errors
/// When the database fails.
pub fn old_messages(
    connection: &mut DbConnection,
    after: Option<&RowId>,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<OldMessages, DatabaseError> {
    let page: Vec<RowId> = messages::table
        .filter(messages::id.gt(after.cloned().unwrap_or_default()))
        .filter(messages::id.lt(minted_before(before)))
        .order(messages::id)
        .limit(PORTION)
        .select(messages::id)
        .load(connection)?;
    let due = due_among(connection, &page, before, now)?;
    let is_full = i64::try_from(page.len()) == Ok(PORTION);
    let next = page.last().filter(|_| is_full).cloned();
    Ok(OldMessages { due, next })
}

/// Those of some messages that nobody needs any more.
fn due_among(
    connection: &mut DbConnection,
    ids: &[RowId],
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<RowId>, DatabaseError> {
    let ended: Vec<(RowId, RowId)> = messages::table
        .filter(messages::id.eq_any(ids))
        .filter(messages::status.eq_any(ENDED))
        .filter(messages::updated_at.lt(to_micros(before)))
        .order(messages::id)
        .select((messages::id, messages::user_id))
        .load(connection)?;
    let (ended, users): (Vec<RowId>, Vec<RowId>) = ended.into_iter().unzip();
    let latest: Vec<Option<RowId>> = account_users::table
        .filter(account_users::id.eq_any(users))
        .select(account_users::latest_welcome_id)
        .load(connection)?;
    let alive: Vec<Option<RowId>> = password_links::table
        .filter(password_links::message_id.assume_not_null().eq_any(&ended))
        .filter(password_links::consumed_at.is_null())
        .filter(password_links::revoked_at.is_null())
        .filter(
            password_links::expires_at
                .ge(to_micros(now))
                .or(password_links::created_at.ge(to_micros(now - RENEWABLE_FOR))),
        )
        .select(password_links::message_id)
        .load(connection)?;
    let kept: HashSet<RowId> = latest.into_iter().chain(alive).flatten().collect();
    Ok(ended.into_iter().filter(|id| !kept.contains(id)).collect())
}

/// Removes messages with all that hangs on them, as far as one transaction goes; how many rows went.
/// To be called again until none does.
///
/// # Errors
/// When the database fails.
pub fn delete_messages(
    connection: &mut DbConnection,
    ids: &[RowId],
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    // Somebody may have queued one of them again since it was found.
    let ids = due_among(connection, ids, before, now)?;
    let mut budget = Budget(PORTION);
    let tries: Vec<RowId> = attempts::table
        .filter(attempts::message_id.eq_any(&ids))
        .limit(budget.0)
        .select(attempts::id)
        .load(connection)?;
    budget.spend(
        diesel::delete(attempts::table.filter(attempts::id.eq_any(tries))).execute(connection)?,
    );
    let links: Vec<RowId> = password_links::table
        .filter(password_links::message_id.assume_not_null().eq_any(&ids))
        .limit(PORTION)
        .select(password_links::id)
        .load(connection)?;
    delete_links(connection, &links, &mut budget)?;
    // A message goes last, when nothing is left that it would take along unseen.
    let mut whole = ids;
    if i64::try_from(links.len()) == Ok(PORTION) || budget.is_spent() {
        whole.clear();
    }
    whole.truncate(usize::try_from(budget.0).unwrap_or(0));
    budget.spend(
        diesel::delete(messages::table.filter(messages::id.eq_any(whole))).execute(connection)?,
    );
    Ok(usize::try_from(PORTION - budget.0).unwrap_or(0))
}

/// Removes links and the visits of them, within the budget.
fn delete_links(
    connection: &mut DbConnection,
    links: &[RowId],
    budget: &mut Budget,
) -> Result<(), DatabaseError> {
    if budget.is_spent() {
        return Ok(());
    }
    let visits: Vec<RowId> = link_visits::table
        .filter(link_visits::link_id.eq_any(links))
        .limit(budget.0)
        .select(link_visits::id)
        .load(connection)?;
    budget.spend(
        diesel::delete(link_visits::table.filter(link_visits::id.eq_any(visits)))
            .execute(connection)?,
    );
    let room = usize::try_from(budget.0).unwrap_or(0).min(links.len());
    budget.spend(
        diesel::delete(password_links::table.filter(password_links::id.eq_any(&links[..room])))
            .execute(connection)?,
    );
    Ok(())
}

/// Links made before an instant that no message carries and that are past redeeming and renewing.
///
/// # Errors
/// When the database fails.
pub fn old_detached_links(
    connection: &mut DbConnection,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<RowId>, DatabaseError> {
    let before = before.min(now - RENEWABLE_FOR);
    Ok(password_links::table
        .filter(password_links::message_id.is_null())
        .filter(password_links::created_at.lt(to_micros(before)))
        .filter(password_links::expires_at.lt(to_micros(now)))
        .filter(password_links::purpose.ne(LinkPurpose::Setup.as_str()))
        .order(password_links::created_at)
        .limit(PORTION)
        .select(password_links::id)
        .load(connection)?)
}

/// Removes links that no message carries, as far as one transaction goes; how many rows went.
///
/// # Errors
/// When the database fails.
pub fn delete_detached_links(
    connection: &mut DbConnection,
    ids: &[RowId],
) -> Result<usize, DatabaseError> {
    let still: Vec<RowId> = password_links::table
        .filter(password_links::id.eq_any(ids))
        .filter(password_links::message_id.is_null())
        .select(password_links::id)
        .load(connection)?;
    let mut budget = Budget(PORTION);
    delete_links(connection, &still, &mut budget)?;
    Ok(usize::try_from(PORTION - budget.0).unwrap_or(0))
}
