//! Storing new links, and making room for another setup link.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use usher_domain::{
    email_address::EmailAddress,
    ids::{AccountUserId, MessageId},
    keyring::KeyId,
    password_link::{LinkId, LinkPurpose},
};

use crate::{
    DatabaseError, DbConnection,
    columns::to_micros,
    connection::{fixed, natively},
    schema::password_links,
};

/// A link as it is minted.
#[derive(Debug, Clone)]
pub struct NewLink {
    /// Its id.
    pub id: LinkId,
    /// The key that makes its token.
    pub key_id: KeyId,
    /// What it is for.
    pub purpose: LinkPurpose,
    /// Whose password it sets; none for the first owner.
    pub user_id: Option<AccountUserId>,
    /// The message that carries it; none for the first owner.
    pub message_id: Option<MessageId>,
    /// The name of the account it leads into.
    pub account_name: String,
    /// The login it is for.
    pub login: String,
    /// The address it is sent to; none for the first owner.
    pub sent_to: Option<EmailAddress>,
    /// Now.
    pub created_at: DateTime<Utc>,
    /// How long it lives once it is sent, and until then from now.
    pub life: Duration,
}

/// Stores a new link.
///
/// # Errors
/// A conflict when the installation has a setup link already and this is another.
pub fn insert(connection: &mut DbConnection, link: &NewLink) -> Result<(), DatabaseError> {
    use password_links::dsl;
    natively!(connection, |db| fixed!(
        diesel::insert_into(password_links::table).values((
            dsl::id.eq(link.id.as_bytes()),
            dsl::key_id.eq(i64::from(link.key_id.0)),
            dsl::purpose.eq(link.purpose.as_str()),
            dsl::user_id.eq(link.user_id.map(|id| id.as_bytes().to_vec())),
            dsl::message_id.eq(link.message_id.map(|id| id.as_bytes().to_vec())),
            dsl::account_name.eq(&link.account_name),
            dsl::login.eq(&link.login),
            dsl::sent_to.eq(link.sent_to.as_ref().map(EmailAddress::folded)),
            dsl::created_at.eq(to_micros(link.created_at)),
            dsl::life_hours.eq(link.life.num_hours()),
            dsl::expires_at.eq(to_micros(link.created_at + link.life)),
        ))
    )
    .execute(db))?;
    Ok(())
}

/// Removes the setup link, so that a fresh one can be made.
///
/// # Errors
/// When the database fails.
pub fn delete_setup(connection: &mut DbConnection) -> Result<(), DatabaseError> {
    diesel::delete(password_links::table)
        .filter(password_links::purpose.eq(LinkPurpose::Setup.as_str()))
        .execute(connection)?;
    Ok(())
}
