//! Who of an account has one of some logins or addresses.

use std::collections::HashMap;

use diesel::prelude::*;
use usher_domain::ids::{AccountId, AccountUserId};

use crate::{DatabaseError, DbConnection, columns::from_id_bytes, schema::account_users};

/// Some users, to be found by what a file says.
#[derive(Debug, Clone, Default)]
pub struct KnownPeople {
    logins: HashMap<String, AccountUserId>,
    emails: HashMap<String, AccountUserId>,
}

impl KnownPeople {
    /// Makes a user known; login and address are folded.
    pub fn add(&mut self, id: AccountUserId, login: String, email: Option<String>) {
        self.logins.insert(login, id);
        if let Some(email) = email {
            self.emails.insert(email, id);
        }
    }

    /// Who has this login, folded.
    #[must_use]
    pub fn with_login(&self, login: &str) -> Option<AccountUserId> {
        self.logins.get(login).copied()
    }

    /// Who has this address, folded.
    #[must_use]
    pub fn with_email(&self, email: &str) -> Option<AccountUserId> {
        self.emails.get(email).copied()
    }
}

/// Those users of an account who have one of the logins or one of the addresses (folded; at most 500
/// of each).
///
/// # Errors
/// When the database fails.
pub fn known(
    connection: &mut DbConnection,
    account: AccountId,
    logins: &[String],
    emails: &[String],
) -> Result<KnownPeople, DatabaseError> {
    use account_users::dsl;
    type Found = (Vec<u8>, String, Option<String>);
    let columns = (dsl::id, dsl::login_folded, dsl::email_folded);
    let of_account = || account_users::table.filter(dsl::account_id.eq(account.as_bytes()));
    // Two queries, because each goes by its own unique index.
    let by_login: Vec<Found> = of_account()
        .filter(dsl::login_folded.eq_any(logins))
        .select(columns)
        .load(connection)?;
    let by_email: Vec<Found> = of_account()
        .filter(dsl::email_folded.assume_not_null().eq_any(emails))
        .select(columns)
        .load(connection)?;
    let mut known = KnownPeople::default();
    for (id, login, email) in by_login.into_iter().chain(by_email) {
        known.add(from_id_bytes("account_users", &id)?.into(), login, email);
    }
    Ok(known)
}
