//! Finding users: one, or the users of an account page by page.

use usher_domain::{
    account_user::{AccountUser, UserStatus},
    actor::Actor,
    ids::{AccountId, AccountUserId},
    names::{DisplayName, LoginName},
    permission::Permission,
    user_list::{UserSort, WelcomeState},
};
use usher_persistence::{
    account_user_list::{self, Position, UserOrder, UserQuery},
    account_users, accounts,
};

use super::{AccountUserError, require_in};
use crate::{
    App, Page, PageRequest,
    access::Target,
    page::{InvalidCursor, cursor},
};

/// Which users to list.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    /// A part of a login, address or name.
    pub search: Option<String>,
    /// Only users who stand there.
    pub status: Option<UserStatus>,
    /// Only users whose latest welcome email stands there.
    pub welcome: Option<WelcomeState>,
    /// In which order.
    pub sort: UserSort,
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
    let sort = filter.sort;
    let query = UserQuery {
        account,
        search: search.filter(|text| !text.is_empty()),
        status: filter.status,
        welcome: filter.welcome,
        order: order(sort, &page)?,
        limit: page.rows(),
    };
    let users = app
        .database
        .read(move |connection| {
            accounts::find(connection, account)?.ok_or(AccountUserError::AccountNotFound)?;
            Ok::<_, AccountUserError>(account_user_list::list(connection, &query)?)
        })
        .await?;
    Ok(page.page(users, |user| place(user, sort)))
}

/// The cursor of the page that begins behind a user, in the order in which [`list`] shows users unless told
/// otherwise.
#[must_use]
pub fn cursor_behind(user: &AccountUser) -> String {
    cursor(&place(user, UserSort::default()))
}

fn place(user: &AccountUser, sort: UserSort) -> [String; 3] {
    let [key, id] = Position::of(user, sort.key).to_texts();
    [sort.to_string(), key, id]
}

/// A search text in the form of what is searched. A control character occurs in no name, and
/// PostgreSQL takes no NUL at all.
pub(crate) fn folded_search(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control()).collect();
    match DisplayName::parse(&plain) {
        Ok(name) => name.folded(),
        Err(_) => plain.trim().to_lowercase(),
    }
}

/// The order, from where the cursor says. A place in a list of another order is no place in this one.
fn order(sort: UserSort, page: &PageRequest) -> Result<UserOrder, InvalidCursor> {
    let Some([order, key, id]) = page.after::<3>()? else {
        return Ok(UserOrder { sort, after: None });
    };
    if order.parse() != Ok(sort) {
        return Err(InvalidCursor);
    }
    let after = Position::parse(sort.key, &key, &id).ok_or(InvalidCursor)?;
    Ok(UserOrder {
        sort,
        after: Some(after),
    })
}

/// The user of an account who has a login, whatever the case; none of the account's members from
/// elsewhere.
///
/// # Errors
/// See [`AccountUserError`].
pub async fn find_by_login(
    app: &App,
    actor: &Actor,
    account: AccountId,
    login: &LoginName,
) -> Result<Option<AccountUser>, AccountUserError> {
    require_in(actor, account, Permission::UsersRead)?;
    let login = login.folded();
    app.database
        .read(move |connection| {
            // One has it as her login, another may have it as her address.
            let named = account_users::find_by_identifier(connection, &login, Some(account), 2)?;
            Ok(named.into_iter().find(|user| user.login.folded() == login))
        })
        .await
}

/// How many users an account has; members from elsewhere are not counted.
///
/// # Errors
/// See [`AccountUserError`].
pub async fn count(app: &App, actor: &Actor, account: AccountId) -> Result<i64, AccountUserError> {
    require_in(actor, account, Permission::UsersRead)?;
    app.database
        .read(move |connection| Ok(account_users::count_in(connection, account)?))
        .await
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
