//! How much mail an account may ask for and one person may get (design.md §3), counted from rows.
//!
//! An account has no limit unless somebody sets one, and then costs nothing here. With one, requests
//! are counted in a row for each hour of the clock, which whoever asks takes after the user's row, so
//! that two nodes cannot both have the last place. What one person got is counted from her messages,
//! and from what is remembered for an hour of others to her address: those whose user was deleted or
//! has another address now, and those that were sent once more.

use std::collections::HashSet;

use chrono::{DateTime, Duration, Utc};
use usher_domain::{
    account::Account,
    account_user::AccountUser,
    ids::{AccountUserId, MessageId},
    keyring::MasterKey,
    recipient_hash::RecipientHash,
};
use usher_persistence::{DatabaseError, DbConnection, deleted_recipients, messages, send_hours};

use crate::{App, TooMany};

/// How many messages one person is sent within an hour, whoever asks.
const PER_RECIPIENT: usize = 20;
const HOUR: Duration = Duration::hours(1);
/// So many of her own messages are looked at to tell which are counted already.
const OWN: usize = 500;

/// The account has asked for as many welcome emails in this hour as it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the account has reached its limit of welcome emails: {0}")]
pub struct AccountLimit(pub TooMany);

/// How many more welcome emails an account may ask for in the hour of `now`; none when it has no
/// limit. Whoever sends many paces herself by it, takes what she sends with [`take`], and comes back
/// [after the hour](until_next_hour) when there is no room.
///
/// # Errors
/// When the database fails.
pub fn room(
    connection: &mut DbConnection,
    account: &Account,
    now: DateTime<Utc>,
) -> Result<Option<usize>, DatabaseError> {
    let Some(limit) = account.settings.welcome_emails_per_hour else {
        return Ok(None);
    };
    let requested = send_hours::requested(connection, account.id, now)?;
    let left = limit.per_hour().saturating_sub(requested);
    Ok(Some(usize::try_from(left).unwrap_or(0)))
}

/// Counts `count` welcome emails of an account; `false` when its limit leaves no room for all of them,
/// and then none is counted. It comes after the rows of users in a transaction.
///
/// # Errors
/// When the database fails.
pub fn take(
    connection: &mut DbConnection,
    account: &Account,
    count: usize,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    match account.settings.welcome_emails_per_hour {
        None => Ok(true),
        Some(limit) => {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            send_hours::take(connection, account.id, now, count, limit)
        }
    }
}

/// How long it is until an account's count begins anew.
#[must_use]
pub fn until_next_hour(now: DateTime<Utc>) -> Duration {
    send_hours::hour_of(now) + HOUR - now
}

/// Counts one welcome email of an account, or refuses it.
pub(crate) fn admit<E>(
    connection: &mut DbConnection,
    account: &Account,
    now: DateTime<Utc>,
) -> Result<(), E>
where
    E: From<DatabaseError> + From<AccountLimit>,
{
    if take(connection, account, 1, now)? {
        return Ok(());
    }
    let retry_after = until_next_hour(now);
    Err(AccountLimit(TooMany { retry_after }).into())
}

/// The key that recognises addresses that nobody has any more.
#[derive(Debug, Clone)]
pub(crate) struct Recipients(MasterKey);

impl Recipients {
    /// The present key. After a rotation, what was remembered under the one before counts no longer.
    pub(crate) fn of(app: &App) -> Self {
        Self(app.keyring().current().clone())
    }

    /// Refuses one more message to a user who got many within the hour.
    pub(crate) fn admit<E>(
        &self,
        connection: &mut DbConnection,
        user: &AccountUser,
        now: DateTime<Utc>,
    ) -> Result<(), E>
    where
        E: From<DatabaseError> + From<TooMany>,
    {
        let mut recent = messages::requests_since(connection, user.id, None, now - HOUR)?;
        // Somebody who was the same an hour ago has not been made anew since, nor moved; and what was sent
        // once more since was her latest welcome email then.
        let changed = user.updated_at > now - HOUR;
        if changed || user.latest_welcome.is_some_and(|it| it.at > now - HOUR) {
            recent.extend(self.remembered(connection, user, now)?);
        }
        judge(recent, now)?;
        Ok(())
    }

    /// Those of some users to whom anything may have been sent within the hour: the others need not be
    /// asked about one by one.
    pub(crate) fn any_sent(
        &self,
        connection: &mut DbConnection,
        users: &[&AccountUser],
        now: DateTime<Utc>,
    ) -> Result<HashSet<AccountUserId>, DatabaseError> {
        let ids: Vec<AccountUserId> = users.iter().map(|user| user.id).collect();
        let hash = |address| RecipientHash::of(&self.0, address);
        let hashes: Vec<_> = users
            .iter()
            .filter_map(|user| Some((hash(user.email.as_ref()?), user.id)))
            .collect();
        let wanted: Vec<RecipientHash> = hashes.iter().map(|(hash, _)| *hash).collect();
        let since = now - HOUR;
        let remembered = deleted_recipients::asked_for_since(connection, &wanted, since)?;
        let remembered: HashSet<RecipientHash> = remembered.into_iter().collect();
        let of_those = hashes.iter().filter(|(hash, _)| remembered.contains(hash));
        let mut found: HashSet<_> = of_those.map(|(_, id)| *id).collect();
        found.extend(messages::users_asked_for_since(connection, &ids, since)?);
        Ok(found)
    }

    /// Refuses to send one of a user's messages once more, if she got many within the hour; else counts
    /// it, by the name of `again`.
    pub(crate) fn admit_again<E>(
        &self,
        connection: &mut DbConnection,
        user: &AccountUser,
        again: MessageId,
        now: DateTime<Utc>,
    ) -> Result<(), E>
    where
        E: From<DatabaseError> + From<TooMany>,
    {
        let mut recent = messages::requests_since(connection, user.id, None, now - HOUR)?;
        recent.extend(self.remembered(connection, user, now)?);
        judge(recent, now)?;
        if let Some(address) = &user.email {
            let hash = RecipientHash::of(&self.0, address);
            deleted_recipients::insert(connection, hash, again, now)?;
        }
        Ok(())
    }

    /// Refuses a message to a new user whose address got many within the hour.
    pub(crate) fn admit_new<E>(
        &self,
        connection: &mut DbConnection,
        user: &AccountUser,
        now: DateTime<Utc>,
    ) -> Result<(), E>
    where
        E: From<DatabaseError> + From<TooMany>,
    {
        judge(self.remembered(connection, user, now)?, now)?;
        Ok(())
    }

    /// When her address was sent what her own messages do not tell of.
    fn remembered(
        &self,
        connection: &mut DbConnection,
        user: &AccountUser,
        now: DateTime<Utc>,
    ) -> Result<Vec<DateTime<Utc>>, DatabaseError> {
        let Some(address) = &user.email else {
            return Ok(Vec::new());
        };
        let hash = RecipientHash::of(&self.0, address);
        let since = now - HOUR;
        let mut kept = deleted_recipients::requests_since(connection, hash, since, PER_RECIPIENT)?;
        if !kept.is_empty() {
            // Somebody who moves away and back has both.
            let own = messages::recipients_since(connection, user.id, since, OWN)?;
            kept.retain(|(id, _)| own.iter().all(|(message, ..)| message != id));
        }
        Ok(kept.into_iter().map(|(_, at)| at).collect())
    }

    /// Keeps what a user got within the hour, who is about to be deleted or to move.
    pub(crate) fn remember(
        &self,
        connection: &mut DbConnection,
        user: AccountUserId,
        now: DateTime<Utc>,
    ) -> Result<(), DatabaseError> {
        let recent = messages::recipients_since(connection, user, now - HOUR, PER_RECIPIENT)?;
        for (message, address, at) in recent {
            let hash = RecipientHash::of(&self.0, &address);
            deleted_recipients::insert(connection, hash, message, at)?;
        }
        Ok(())
    }
}

/// Whether one more is too many.
fn judge(mut recent: Vec<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), TooMany> {
    recent.sort_unstable_by(|a, b| b.cmp(a));
    match recent.get(PER_RECIPIENT - 1) {
        Some(earliest) => Err(TooMany {
            retry_after: *earliest + HOUR - now,
        }),
        None => Ok(()),
    }
}

/// Removes up to 500 rows of each kind that count no longer; tells how many went of the kind with the most.
pub(crate) fn tidy(
    connection: &mut DbConnection,
    now: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    let recipients = deleted_recipients::delete_before(connection, now - HOUR)?;
    Ok(send_hours::delete_before(connection, now - HOUR * 2)?.max(recipients))
}
