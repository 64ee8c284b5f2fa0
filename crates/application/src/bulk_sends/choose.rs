//! What is selected: finding its users, page by page, and telling who of them gets no message.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Duration, Utc};
use usher_domain::{
    account_user::AccountUser,
    actor::{Actor, Credential},
    bulk_send::{BulkSendLimits, LeftOutReason, Selection, reason_to_leave_out},
    grants::Grants,
    ids::{AccountId, AccountUserId},
    template::TemplateId,
    user_list::{UserSort, UserSortKey},
};
use usher_persistence::{
    DatabaseError, DbConnection,
    account_user_list::{self, Position, UserOrder, UserQuery},
    account_users, accounts, memberships, role_grants, templates,
};

use super::{BulkSendError, Recipients};
use crate::{App, TooMany, account_users::folded_search, limits, outgoing::requester_name};

/// How many users one look at the database takes in, and one transaction lists.
pub(super) const PAGE: u32 = 500;

/// Requires that the account exists and has the template; tells what to call whoever asks.
pub(super) fn check(
    connection: &mut DbConnection,
    account: AccountId,
    template: Option<&TemplateId>,
    asker: Credential,
) -> Result<Option<String>, BulkSendError> {
    accounts::find(connection, account)?.ok_or(BulkSendError::NotFound)?;
    if let Some(id) = template {
        let found = templates::find(connection, account, id)?;
        found.ok_or(BulkSendError::UnknownTemplate)?;
    }
    Ok(requester_name(connection, asker)?)
}

/// What is selected, and the users who were listed: each once, by id.
pub(super) fn selected(recipients: Recipients) -> (Selection, Vec<AccountUserId>) {
    match recipients {
        Recipients::Filter(filter) => {
            let search = filter.search.as_deref().map(folded_search);
            let selection = Selection::Filter {
                search: search.filter(|text| !text.is_empty()),
                status: filter.status,
                welcome: filter.welcome,
            };
            (selection, Vec::new())
        }
        Recipients::Users(mut users) => {
            users.sort_unstable();
            users.dedup();
            (Selection::Listed, users)
        }
    }
}

/// A count, as it is stored.
pub(super) fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Users whom a filter lets through, in the order of their ids.
pub(super) struct FilteredPage {
    pub(super) users: Vec<AccountUser>,
    /// Whether no more follow.
    pub(super) is_last: bool,
}

/// Up to `limit` users of an account whom a filter lets through, behind `after` and up to `until`.
pub(super) fn filtered(
    connection: &mut DbConnection,
    account: AccountId,
    selection: &Selection,
    (after, until): (Option<AccountUserId>, Option<AccountUserId>),
    limit: u32,
) -> Result<FilteredPage, DatabaseError> {
    let Selection::Filter {
        search,
        status,
        welcome,
    } = selection
    else {
        return Ok(FilteredPage {
            users: Vec::new(),
            is_last: true,
        });
    };
    let key = UserSortKey::Created;
    let query = UserQuery {
        account,
        search: search.clone(),
        status: *status,
        welcome: *welcome,
        order: UserOrder {
            sort: UserSort {
                key,
                descending: false,
            },
            after: after.and_then(|id| Position::parse(key, "", &id.to_string())),
        },
        limit: i64::from(limit),
    };
    let mut users = account_user_list::list(connection, &query)?;
    let found = users.len();
    users.retain(|user| until.is_none_or(|until| user.id <= until));
    Ok(FilteredPage {
        is_last: users.len() < found || found < limit as usize,
        users,
    })
}

/// Those of some users whom the actor was shown in an account: its own and its members.
pub(super) fn known(
    connection: &mut DbConnection,
    account: AccountId,
    ids: &[AccountUserId],
) -> Result<Vec<AccountUser>, DatabaseError> {
    let members: HashSet<_> = memberships::members_among(connection, account, ids)?
        .into_iter()
        .collect();
    let mut users = account_users::list_by_id(connection, ids)?;
    users.retain(|user| user.account_id == account || members.contains(&user.id));
    Ok(users)
}

/// Tells who of some users gets no message, and why.
#[derive(Debug, Clone)]
pub(super) struct Chooser {
    account: AccountId,
    welcomed_since: Option<DateTime<Utc>>,
    recipients: limits::Recipients,
    now: DateTime<Utc>,
}

impl Chooser {
    pub(super) fn new(
        app: &App,
        account: AccountId,
        limits: &BulkSendLimits,
        now: DateTime<Utc>,
    ) -> Self {
        let lately = Duration::hours(i64::from(limits.skip_welcomed_within_hours));
        Self {
            account,
            welcomed_since: (!lately.is_zero()).then(|| now - lately),
            recipients: limits::Recipients::of(app),
            now,
        }
    }

    /// Why each of some users gets no message; none for those who get one.
    pub(super) fn judge(
        &self,
        connection: &mut DbConnection,
        actor: &Actor,
        users: &[AccountUser],
    ) -> Result<Vec<Option<LeftOutReason>>, DatabaseError> {
        let mut reasons = self.screen(connection, actor, users)?;
        let chosen = users.iter().zip(&reasons);
        let chosen: Vec<_> = chosen
            .filter(|(_, reason)| reason.is_none())
            .map(|(user, _)| user)
            .collect();
        let suspects = self.recipients.any_sent(connection, &chosen, self.now)?;
        for (user, reason) in users.iter().zip(&mut reasons) {
            if suspects.contains(&user.id) && self.is_flooded(connection, user)? {
                *reason = Some(LeftOutReason::SentLately);
            }
        }
        Ok(reasons)
    }

    /// The same, without looking at the messages of each.
    pub(super) fn screen(
        &self,
        connection: &mut DbConnection,
        actor: &Actor,
        users: &[AccountUser],
    ) -> Result<Vec<Option<LeftOutReason>>, DatabaseError> {
        let ids: Vec<AccountUserId> = users.iter().map(|user| user.id).collect();
        let held: HashMap<AccountUserId, Grants> = role_grants::held_by(connection, &ids)?;
        let reason = |user: &AccountUser| {
            let exceeds = |rights: &Grants| !rights.are_subset_of(&actor.grants);
            reason_to_leave_out(user, self.account, self.welcomed_since).or_else(|| {
                let exceeds = held.get(&user.id).is_some_and(exceeds);
                exceeds.then_some(LeftOutReason::NotPermitted)
            })
        };
        Ok(users.iter().map(reason).collect())
    }

    fn is_flooded(
        &self,
        connection: &mut DbConnection,
        user: &AccountUser,
    ) -> Result<bool, DatabaseError> {
        match self.recipients.admit::<Refused>(connection, user, self.now) {
            Ok(()) => Ok(false),
            Err(Refused::TooMany) => Ok(true),
            Err(Refused::Database(cause)) => Err(cause),
        }
    }
}

/// Why one person is not sent one more message.
enum Refused {
    TooMany,
    Database(DatabaseError),
}

impl From<TooMany> for Refused {
    fn from(_: TooMany) -> Self {
        Self::TooMany
    }
}

impl From<DatabaseError> for Refused {
    fn from(cause: DatabaseError) -> Self {
        Self::Database(cause)
    }
}
