//! Who of an account has one of some logins or addresses.

use std::collections::HashMap;

use diesel::prelude::*;
use usher_domain::ids::{AccountId, AccountUserId};

use crate::{DatabaseError, DbConnection, columns::from_id_bytes, schema::account_users};

/// A user, as far as a file can say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// She.
    pub id: AccountUserId,
    /// Her login, folded.
    pub login: String,
    /// Her address, folded.
    pub email: Option<String>,
}

/// Some users, to be found by what a file says.
#[derive(Debug, Clone, Default)]
pub struct KnownPeople {
    logins: HashMap<String, AccountUserId>,
    emails: HashMap<String, AccountUserId>,
}

impl KnownPeople {
    /// These users.
    #[must_use]
    pub fn new(people: Vec<Known>) -> Self {
        let mut known = Self::default();
        for person in people {
            known.logins.insert(person.login, person.id);
            if let Some(email) = person.email {
                known.emails.insert(email, person.id);
            }
        }
        known
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

/// The users of an account who have one of the logins or one of the addresses (folded; at most 500
/// of each). One with both may come twice.
///
/// # Errors
/// When the database fails.
pub fn known(
    connection: &mut DbConnection,
    account: AccountId,
    logins: &[String],
    emails: &[String],
) -> Result<Vec<Known>, DatabaseError> {
    use account_users::dsl;
    type Found = (Vec<u8>, String, Option<String>);
    let columns = (dsl::id, dsl::login_folded, dsl::email_folded);
    let of_account = || account_users::table.filter(dsl::account_id.eq(account.as_bytes()));
    // Two queries, because each goes by its own unique index.
    let mut found: Vec<Found> = of_account()
        .filter(dsl::login_folded.eq_any(logins))
        .select(columns)
        .load(connection)?;
    let by_email: Vec<Found> = of_account()
        .filter(dsl::email_folded.assume_not_null().eq_any(emails))
        .select(columns)
        .load(connection)?;
    found.extend(by_email);
    let read = |(id, login, email): Found| {
        let id = from_id_bytes("account_users", &id)?.into();
        Ok(Known { id, login, email })
    };
    found.into_iter().map(read).collect()
}
