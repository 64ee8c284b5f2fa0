//! Whom a login or address names.

use usher_domain::{
    account::Account,
    account_user::AccountUser,
    email_address::EmailAddress,
    ids::AccountId,
    names::{AccountName, LoginName},
};
use usher_persistence::{DatabaseError, DbConnection, account_users, accounts};

/// An account, as a program names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamedAccount {
    /// By its identifier, in any of its forms.
    Id(String),
    /// By its name, whatever the case.
    Name(String),
}

/// Who somebody says she is.
#[derive(Debug)]
pub(crate) enum Claim {
    /// As people type it: a login or address, and perhaps the name of an account.
    Typed(String, Option<String>),
    /// A login or address, and the account.
    Within(String, NamedAccount),
    /// An identifier.
    Id(String),
}

impl Claim {
    /// The form in which attempts are counted, whoever is meant: for each account that is named alone.
    pub(crate) fn counted(&self) -> String {
        let (name, account) = match self {
            Self::Typed(name, account) => (name, account.as_deref()),
            Self::Within(name, NamedAccount::Id(account) | NamedAccount::Name(account)) => {
                (name, Some(account.as_str()))
            }
            Self::Id(name) => (name, None),
        };
        let account = account.map(str::trim).filter(|account| !account.is_empty());
        match account {
            Some(account) => format!(
                "{} in {}",
                counted_identifier(name),
                counted_identifier(account)
            ),
            None => counted_identifier(name),
        }
    }

    /// The one user who is meant.
    pub(crate) fn identify(
        &self,
        connection: &mut DbConnection,
    ) -> Result<Option<AccountUser>, DatabaseError> {
        match self {
            Self::Typed(login, account) => identify(connection, login, account.as_deref()),
            Self::Within(login, account) => match find_account(connection, account)? {
                Some(account) => only(connection, login, Some(account.id)),
                None => Ok(None),
            },
            Self::Id(id) => match id.parse() {
                Ok(id) => account_users::find(connection, id),
                Err(_) => Ok(None),
            },
        }
    }
}

/// The account that is named, if there is one.
pub(crate) fn find_account(
    connection: &mut DbConnection,
    named: &NamedAccount,
) -> Result<Option<Account>, DatabaseError> {
    match named {
        NamedAccount::Id(id) => match id.parse() {
            Ok(id) => accounts::find(connection, id),
            Err(_) => Ok(None),
        },
        NamedAccount::Name(name) => match AccountName::parse(name) {
            Ok(name) => accounts::find_by_name(connection, &name),
            Err(_) => Ok(None),
        },
    }
}

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
        return match account_called(connection, account)? {
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
    match account_called(connection, account)? {
        Some(account) => only(connection, login, Some(account)),
        None => Ok(None),
    }
}

fn account_called(
    connection: &mut DbConnection,
    name: &str,
) -> Result<Option<AccountId>, DatabaseError> {
    let named = NamedAccount::Name(name.to_owned());
    Ok(find_account(connection, &named)?.map(|account| account.id))
}

/// How many users are looked at to find the one; more of one name are not told apart anyway.
const CANDIDATES: i64 = 20;

/// Leaves, of users whom an identifier may name, those who have it as their address, if anybody does. An
/// address belongs to whoever receives mail there: another one who has it as her login neither gets in with
/// it, nor locks the first one out, nor is told that it was typed.
pub(crate) fn keep_who_has_the_address(users: &mut Vec<AccountUser>, identifier: &str) {
    let by_address = |user: &AccountUser| {
        user.email
            .as_ref()
            .is_some_and(|email| email.folded() == identifier)
    };
    if users.iter().any(by_address) {
        users.retain(by_address);
    }
}

/// The only user of that name.
fn only(
    connection: &mut DbConnection,
    identifier: &str,
    account: Option<AccountId>,
) -> Result<Option<AccountUser>, DatabaseError> {
    let identifier = fold_identifier(identifier);
    let mut users =
        account_users::find_by_identifier(connection, &identifier, account, CANDIDATES)?;
    keep_who_has_the_address(&mut users, &identifier);
    Ok(if users.len() == 1 { users.pop() } else { None })
}
