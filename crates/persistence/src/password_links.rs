//! Password links in the database: the only place that knows their ids.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use usher_domain::{
    email_address::EmailAddress,
    ids::{AccountUserId, MessageId},
    keyring::{KeyId, KeyState},
    password_link::{LinkId, LinkPurpose, PasswordLink},
};

use crate::{
    DatabaseError, DbConnection,
    columns::{
        from_id_bytes, from_micros, from_optional_id_bytes, from_optional_micros, to_micros,
    },
    outbox::CarriedLink,
    schema::{account_users, keyring_keys, password_links},
};

const TABLE: &str = "password_links";

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
    diesel::insert_into(password_links::table)
        .values((
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
        .execute(connection)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = password_links)]
struct Row {
    id: Vec<u8>,
    key_id: i64,
    purpose: String,
    user_id: Option<Vec<u8>>,
    message_id: Option<Vec<u8>>,
    sent_to: Option<String>,
    created_at: i64,
    expires_at: i64,
    consumed_at: Option<i64>,
    superseded_at: Option<i64>,
    revoked_at: Option<i64>,
}

fn link(row: Row, key_state: &str) -> Result<PasswordLink, DatabaseError> {
    // The id of a link is secret, so the error does not name the row.
    let inconsistent = || DatabaseError::Inconsistent {
        table: TABLE,
        id: "(secret)".to_owned(),
    };
    let user = from_optional_id_bytes(TABLE, row.user_id.as_deref())?;
    let message = from_optional_id_bytes(TABLE, row.message_id.as_deref())?;
    let sent_to = row
        .sent_to
        .map(|address| EmailAddress::parse(&address))
        .transpose();
    Ok(PasswordLink {
        id: LinkId::try_from(row.id.as_slice()).map_err(|_| inconsistent())?,
        key_id: KeyId(u32::try_from(row.key_id).map_err(|_| inconsistent())?),
        key_state: key_state.parse().map_err(|_| inconsistent())?,
        purpose: row.purpose.parse().map_err(|_| inconsistent())?,
        user_id: user.map(Into::into),
        message_id: message.map(Into::into),
        sent_to: sent_to.map_err(|_| inconsistent())?,
        created_at: from_micros(TABLE, row.created_at)?,
        expires_at: from_micros(TABLE, row.expires_at)?,
        consumed_at: from_optional_micros(TABLE, row.consumed_at)?,
        superseded_at: from_optional_micros(TABLE, row.superseded_at)?,
        revoked_at: from_optional_micros(TABLE, row.revoked_at)?,
    })
}

/// The link with an id.
///
/// # Errors
/// When the database fails.
pub fn find(
    connection: &mut DbConnection,
    id: LinkId,
) -> Result<Option<PasswordLink>, DatabaseError> {
    let row: Option<(Row, String)> = password_links::table
        .inner_join(keyring_keys::table.on(keyring_keys::id.eq(password_links::key_id)))
        .filter(password_links::id.eq(id.as_bytes()))
        .select((Row::as_select(), keyring_keys::state))
        .first(connection)
        .optional()?;
    row.map(|(row, state)| link(row, &state)).transpose()
}

/// The links that some messages carry, as they stand now.
///
/// # Errors
/// When the database fails.
pub fn list_of_messages(
    connection: &mut DbConnection,
    messages: &[MessageId],
) -> Result<Vec<PasswordLink>, DatabaseError> {
    let ids: Vec<Vec<u8>> = messages.iter().map(|id| id.as_bytes().to_vec()).collect();
    let rows: Vec<(Row, String)> = password_links::table
        .inner_join(keyring_keys::table.on(keyring_keys::id.eq(password_links::key_id)))
        .filter(password_links::message_id.assume_not_null().eq_any(ids))
        .select((Row::as_select(), keyring_keys::state))
        .load(connection)?;
    rows.into_iter()
        .map(|(row, state)| link(row, &state))
        .collect()
}

/// A user's newest link of a purpose that could be redeemed.
///
/// # Errors
/// When the database fails.
pub fn newest_open(
    connection: &mut DbConnection,
    user: AccountUserId,
    purpose: Option<LinkPurpose>,
    now: DateTime<Utc>,
) -> Result<Option<PasswordLink>, DatabaseError> {
    let mut query = password_links::table
        .inner_join(keyring_keys::table.on(keyring_keys::id.eq(password_links::key_id)))
        .filter(password_links::user_id.eq(user.as_bytes().to_vec()))
        .filter(password_links::consumed_at.is_null())
        .filter(password_links::superseded_at.is_null())
        .filter(password_links::revoked_at.is_null())
        .filter(password_links::expires_at.gt(to_micros(now)))
        .filter(keyring_keys::state.eq_any(REDEEMING))
        .select((Row::as_select(), keyring_keys::state))
        .into_boxed();
    if let Some(purpose) = purpose {
        query = query.filter(password_links::purpose.eq(purpose.as_str()));
    }
    let row: Option<(Row, String)> = query
        .order(password_links::created_at.desc())
        .first(connection)
        .optional()?;
    row.map(|(row, state)| link(row, &state)).transpose()
}

const REDEEMING: [&str; 2] = [KeyState::Minting.as_str(), KeyState::Redeeming.as_str()];

/// Consumes a link: the one statement that decides who sets the password. `false` when the link is
/// used, superseded, revoked or expired, its key withdrawn, its user disabled, or her address no
/// longer the one it was sent to.
///
/// The caller holds the user's row (see [`crate::account_users::take`]).
///
/// # Errors
/// When the database fails.
pub fn consume(
    connection: &mut DbConnection,
    id: LinkId,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let holder = account_users::table
        .filter(account_users::id.nullable().eq(password_links::user_id))
        .filter(account_users::enabled.eq(true))
        .filter(account_users::email_folded.eq(password_links::sent_to));
    let key = keyring_keys::table
        .filter(keyring_keys::id.eq(password_links::key_id))
        .filter(keyring_keys::state.eq_any(REDEEMING));
    let first_owner = password_links::purpose.eq(LinkPurpose::Setup.as_str());
    let consumed = diesel::update(password_links::table.find(id.as_bytes()))
        .filter(password_links::consumed_at.is_null())
        .filter(password_links::superseded_at.is_null())
        .filter(password_links::revoked_at.is_null())
        .filter(password_links::expires_at.gt(to_micros(now)))
        .filter(diesel::dsl::exists(key))
        .filter(first_owner.or(diesel::dsl::exists(holder)))
        .set(password_links::consumed_at.eq(to_micros(now)))
        .execute(connection)?;
    Ok(consumed == 1)
}

/// Voids every link of a user that could still be redeemed or renewed. The caller holds her row.
///
/// # Errors
/// When the database fails.
pub fn void_all(
    connection: &mut DbConnection,
    user: AccountUserId,
    now: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    Ok(diesel::update(password_links::table)
        .filter(password_links::user_id.eq(user.as_bytes()))
        .filter(password_links::consumed_at.is_null())
        .filter(password_links::revoked_at.is_null())
        .set(password_links::revoked_at.eq(to_micros(now)))
        .execute(connection)?)
}

/// Voids the links that a message was to bring. A link that reached its user by an earlier message
/// stays as it is: she has it already. The caller holds the user's row.
///
/// # Errors
/// When the database fails.
pub fn void_of_message(
    connection: &mut DbConnection,
    message: MessageId,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    diesel::update(password_links::table)
        .filter(password_links::message_id.eq(message.as_bytes()))
        .filter(password_links::sent_at.is_null())
        .filter(password_links::consumed_at.is_null())
        .filter(password_links::revoked_at.is_null())
        .set(password_links::revoked_at.eq(to_micros(now)))
        .execute(connection)?;
    Ok(())
}

/// Gives a message's links that were never sent a new life. What was voided stays void: somebody may
/// have seen it.
///
/// # Errors
/// When the database fails.
pub fn renew_of_message(
    connection: &mut DbConnection,
    message: MessageId,
    expires_at: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    diesel::update(password_links::table)
        .filter(password_links::message_id.eq(message.as_bytes()))
        .filter(password_links::sent_at.is_null())
        .filter(password_links::revoked_at.is_null())
        .set(password_links::expires_at.eq(to_micros(expires_at)))
        .execute(connection)?;
    Ok(())
}

/// Takes a link out of the message that carried it, so that another can take its place there.
///
/// # Errors
/// When the database fails.
pub fn detach(connection: &mut DbConnection, id: LinkId) -> Result<(), DatabaseError> {
    diesel::update(password_links::table.find(id.as_bytes()))
        .set(password_links::message_id.eq(None::<Vec<u8>>))
        .execute(connection)?;
    Ok(())
}

/// Carries a link over to another message, which mails it again.
///
/// # Errors
/// When the database fails.
pub fn move_to_message(
    connection: &mut DbConnection,
    id: LinkId,
    message: MessageId,
) -> Result<(), DatabaseError> {
    diesel::update(password_links::table.find(id.as_bytes()))
        .set(password_links::message_id.eq(message.as_bytes()))
        .execute(connection)?;
    Ok(())
}

/// Notes that a message reached a mail server: the life of its links counts from the first time,
/// and older links of the same users and purpose give way. The caller holds the user's row.
///
/// # Errors
/// When the database fails.
pub(crate) fn note_sent(
    connection: &mut DbConnection,
    message: MessageId,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    #[derive(Queryable)]
    struct Carried {
        id: Vec<u8>,
        purpose: String,
        user_id: Option<Vec<u8>>,
        created_at: i64,
        life_hours: i64,
        sent_at: Option<i64>,
        superseded_at: Option<i64>,
    }
    let links: Vec<Carried> = password_links::table
        .filter(password_links::message_id.eq(message.as_bytes()))
        .select((
            password_links::id,
            password_links::purpose,
            password_links::user_id,
            password_links::created_at,
            password_links::life_hours,
            password_links::sent_at,
            password_links::superseded_at,
        ))
        .load(connection)?;
    for sent in links {
        if sent.sent_at.is_none() {
            diesel::update(password_links::table.find(&sent.id))
                .set((
                    password_links::sent_at.eq(to_micros(now)),
                    password_links::expires_at
                        .eq(to_micros(now + Duration::hours(sent.life_hours))),
                ))
                .execute(connection)?;
        }
        // A link that has itself given way to a newer one pushes nobody aside any more.
        if sent.superseded_at.is_none() && sent.user_id.is_some() {
            diesel::update(password_links::table)
                .filter(password_links::user_id.eq(sent.user_id))
                .filter(password_links::purpose.eq(&sent.purpose))
                .filter(password_links::created_at.le(sent.created_at))
                .filter(password_links::id.ne(&sent.id))
                .filter(password_links::consumed_at.is_null())
                .filter(password_links::superseded_at.is_null())
                .filter(password_links::revoked_at.is_null())
                .set(password_links::superseded_at.eq(to_micros(now)))
                .execute(connection)?;
        }
    }
    Ok(())
}

/// The links that claimed messages carry.
pub(crate) fn carried_by(
    connection: &mut DbConnection,
    messages: &[Vec<u8>],
) -> Result<HashMap<MessageId, Vec<CarriedLink>>, DatabaseError> {
    type Carried = (Option<Vec<u8>>, Vec<u8>, i64, String, String);
    let rows: Vec<Carried> = password_links::table
        .filter(
            password_links::message_id
                .assume_not_null()
                .eq_any(messages),
        )
        .order(password_links::account_name)
        .select((
            password_links::message_id,
            password_links::id,
            password_links::key_id,
            password_links::account_name,
            password_links::login,
        ))
        .load(connection)?;
    let mut links: HashMap<MessageId, Vec<CarriedLink>> = HashMap::new();
    for (message, id, key_id, account_name, login) in rows {
        let inconsistent = || DatabaseError::Inconsistent {
            table: TABLE,
            id: "(secret)".to_owned(),
        };
        let message = from_id_bytes(TABLE, &message.unwrap_or_default())?.into();
        links.entry(message).or_default().push(CarriedLink {
            id: LinkId::try_from(id.as_slice()).map_err(|_| inconsistent())?,
            key_id: KeyId(u32::try_from(key_id).map_err(|_| inconsistent())?),
            account_name,
            login,
        });
    }
    Ok(links)
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
