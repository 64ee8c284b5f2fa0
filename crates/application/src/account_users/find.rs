//! Finding users: one, or the users of an account page by page.

use usher_domain::{
    account_user::{AccountUser, UserStatus},
    actor::Actor,
    ids::{AccountId, AccountUserId},
    names::DisplayName,
    permission::Permission,
};
use usher_persistence::{
    account_user_list::{self, UserOrder, UserQuery},
    accounts,
};

use super::{AccountUserError, require_in};
use crate::{App, Page, PageRequest, access::Target, page::InvalidCursor};

/// Which users to list.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    /// A part of a login, address or name.
    pub search: Option<String>,
    /// Only users who stand there.
    pub status: Option<UserStatus>,
    /// In which order.
    pub sort: UserSort,
}

/// The order of a list of users.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum UserSort {
    /// By login.
    #[default]
    Login,
    /// The newest first.
    NewestFirst,
}

/// The users of an account, its members included.
///
/// # Errors
/// See [`AccountUserError`].
pub async fn list(
    app: &App,
    actor: &Actor,
    account: AccountId,
    filter: UserFilter,
    page: PageRequest,
) -> Result<Page<AccountUser>, AccountUserError> {
    require_in(actor, account, Permission::UsersRead)?;
    let search = filter.search.as_deref().map(folded_search);
    let query = UserQuery {
        account,
        search: search.filter(|text| !text.is_empty()),
        status: filter.status,
        order: order(filter.sort, &page)?,
        limit: page.rows(),
    };
    let users = app
        .database
        .read(move |connection| {
            accounts::find(connection, account)?.ok_or(AccountUserError::AccountNotFound)?;
            Ok::<_, AccountUserError>(account_user_list::list(connection, &query)?)
        })
        .await?;
    Ok(page.page(users, |user| [user.login.folded(), user.id.to_string()]))
}

/// A search text in the form of what is searched. A control character occurs in no name, and
/// PostgreSQL takes no NUL at all.
fn folded_search(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control()).collect();
    match DisplayName::parse(&plain) {
        Ok(name) => name.folded(),
        Err(_) => plain.trim().to_lowercase(),
    }
}

fn order(sort: UserSort, page: &PageRequest) -> Result<UserOrder, InvalidCursor> {
    let after = page.after::<2>()?;
    let after = after.map(|[login, id]| Ok((login, id.parse().map_err(|_| InvalidCursor)?)));
    let after: Option<(String, AccountUserId)> = after.transpose()?;
    Ok(match sort {
        UserSort::Login => UserOrder::Login(after),
        UserSort::NewestFirst => UserOrder::NewestFirst(after.map(|(_, id)| id)),
    })
}

/// One user.
///
/// # Errors
/// See [`AccountUserError`].
pub async fn get(
    app: &App,
    actor: &Actor,
    id: AccountUserId,
) -> Result<AccountUser, AccountUserError> {
    let actor = actor.clone();
    app.database
        .read(move |connection| {
            let target = Target::find_visible(connection, &actor, id)?;
            Ok(target.ok_or(AccountUserError::NotFound)?.user)
        })
        .await
}
