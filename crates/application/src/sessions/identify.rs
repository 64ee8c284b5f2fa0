//! Whom a login or address names.

use usher_domain::{
    account_user::AccountUser,
    email_address::EmailAddress,
    ids::AccountId,
    names::{AccountName, LoginName},
};
use usher_persistence::{DatabaseError, DbConnection, account_users, accounts};

/// The form in which an address or login is looked up. Empty, and so nobody's, when it is neither.
pub(crate) fn fold_identifier(text: &str) -> String {
    match EmailAddress::parse(text.trim()) {
        Ok(address) => address.folded(),
        Err(_) => LoginName::parse(text)
            .map(|login| login.folded())
            .unwrap_or_default(),
    }
}

/// The form in which attempts at an identifier are counted: as it is looked up, or what was typed
/// when it cannot be looked up, not longer than an identifier can be.
pub(crate) fn counted_identifier(text: &str) -> String {
    let folded = fold_identifier(text);
    if !folded.is_empty() {
        return folded;
    }
    let typed = text.trim().chars().take(LoginName::MAX);
    typed.flat_map(char::to_lowercase).collect()
}

/// The one user whom an identifier names: an address or login, in the named account, in the account
/// behind its last `@`, or in the whole installation if nobody else has it.
pub(crate) fn identify(
    connection: &mut DbConnection,
    identifier: &str,
    account: Option<&str>,
) -> Result<Option<AccountUser>, DatabaseError> {
    if let Some(account) = account.filter(|name| !name.trim().is_empty()) {
        return match find_account(connection, account)? {
            Some(account) => only(connection, identifier, Some(account)),
            None => Ok(None),
        };
    }
    if let Some(user) = only(connection, identifier, None)? {
        return Ok(Some(user));
    }
    // Split as it was typed: an account's name may have blanks, which no login and no address has.
    let Some((login, account)) = identifier.rsplit_once('@') else {
        return Ok(None);
    };
    match find_account(connection, account)? {
        Some(account) => only(connection, login, Some(account)),
        None => Ok(None),
    }
}

fn find_account(
    connection: &mut DbConnection,
    name: &str,
) -> Result<Option<AccountId>, DatabaseError> {
    let Ok(name) = AccountName::parse(name) else {
        return Ok(None);
    };
    Ok(accounts::find_by_name(connection, &name)?.map(|account| account.id))
}

/// How many users are looked at to find the one; more of one name are not told apart anyway.
const CANDIDATES: i64 = 20;

/// The only user of that name. An address belongs to the user who receives mail there: another one
/// who has it as her login neither gets in with it nor locks the first one out.
fn only(
    connection: &mut DbConnection,
    identifier: &str,
    account: Option<AccountId>,
) -> Result<Option<AccountUser>, DatabaseError> {
    let identifier = fold_identifier(identifier);
    let mut users =
        account_users::find_by_identifier(connection, &identifier, account, CANDIDATES)?;
    let by_address = |user: &AccountUser| {
        user.email
            .as_ref()
            .is_some_and(|email| email.folded() == identifier)
    };
    if users.iter().any(by_address) {
        users.retain(by_address);
    }
    Ok(if users.len() == 1 { users.pop() } else { None })
}
