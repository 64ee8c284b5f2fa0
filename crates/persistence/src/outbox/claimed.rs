//! A claimed message: all that its mail is made of.

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use usher_domain::{
    accent_color::AccentColor,
    email_address::EmailAddress,
    ids::{AccountId, AccountUserId, MessageId},
    keyring::KeyId,
    password_link::{LinkId, LinkPurpose},
    request_origin::RequestOrigin,
    template::{TemplateId, TemplateText},
};

use super::TABLE;
use crate::{
    DatabaseError, DbConnection,
    columns::{from_id_bytes, from_micros},
    messages::{BULK_SEND, origin},
    password_links,
    schema::messages,
    templates,
};

/// A message that this lease may deliver, with all that its mail is made of.
#[derive(Debug, Clone)]
pub struct ClaimedMessage {
    /// Its identifier.
    pub id: MessageId,
    /// The user it is for.
    pub user_id: AccountUserId,
    /// What its links are for.
    pub purpose: LinkPurpose,
    /// Whether it is one of many, that give way to single sends.
    pub is_bulk: bool,
    /// Tries so far that counted.
    pub attempts: i32,
    /// When no further try is worth it.
    pub give_up_at: DateTime<Utc>,
    /// Where it goes.
    pub recipient: EmailAddress,
    /// What to call the reader.
    pub recipient_name: String,
    /// The sender's name.
    pub sender_name: Option<String>,
    /// The sender's address.
    pub sender_address: EmailAddress,
    /// Where answers go; none: to the sender.
    pub reply_to: Option<EmailAddress>,
    /// The colour of its buttons and links; none: ours.
    pub accent_color: Option<AccentColor>,
    /// The language.
    pub locale: String,
    /// The account's template that it is written with; none: ours.
    pub template: Option<AccountTemplate>,
    /// `Message-ID`, without angle brackets.
    pub rfc_message_id: String,
    /// Whether the user had a password when it was asked for.
    pub has_password: bool,
    /// How long its links live.
    pub link_life: Duration,
    /// When it was asked for; also its `Date`.
    pub requested_at: DateTime<Utc>,
    /// The kind of credential that asked.
    pub requested_kind: String,
    /// The name of whoever asked.
    pub requested_by: Option<String>,
    /// From where it was asked for.
    pub origin: RequestOrigin,
    /// The links it carries.
    pub links: Vec<CarriedLink>,
}

/// A version of an account's template, in the language of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountTemplate {
    /// The account.
    pub account_id: AccountId,
    /// What programs call it.
    pub id: TemplateId,
    /// The version.
    pub version: i32,
    /// What it says; none when that is gone.
    pub text: Option<Arc<TemplateText>>,
}

/// A link that a message carries.
#[derive(Debug, Clone)]
pub struct CarriedLink {
    /// Its id.
    pub id: LinkId,
    /// The key that makes its token.
    pub key_id: KeyId,
    /// The account it leads into.
    pub account_name: String,
    /// The login it is for.
    pub login: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = messages)]
struct Row {
    id: Vec<u8>,
    account_id: Vec<u8>,
    user_id: Vec<u8>,
    purpose: String,
    priority: i32,
    attempts: i32,
    give_up_at: i64,
    recipient: String,
    recipient_name: String,
    sender_name: Option<String>,
    sender_address: String,
    reply_to: Option<String>,
    accent_color: Option<String>,
    locale: String,
    template_id: Option<String>,
    template_version: i32,
    rfc_message_id: String,
    has_password: bool,
    link_life_hours: i64,
    requested_at: i64,
    requested_kind: String,
    requested_name: Option<String>,
    origin_user_agent: Option<String>,
    origin_address: Option<String>,
    origin_place: Option<String>,
}

/// Loads claimed messages with their links, in the order in which they go out.
pub(super) fn load(
    connection: &mut DbConnection,
    ids: &[Vec<u8>],
) -> Result<Vec<ClaimedMessage>, DatabaseError> {
    let rows = rows(connection, ids)?;
    let mut links = password_links::carried_by(connection, ids)?;
    let mut texts = Texts::default();
    rows.into_iter()
        .map(|row| {
            let id: MessageId = from_id_bytes(TABLE, &row.id)?.into();
            let template = texts.of(connection, &row, id)?;
            claimed(row, id, template, links.remove(&id).unwrap_or_default())
        })
        .collect()
}

fn rows(connection: &mut DbConnection, ids: &[Vec<u8>]) -> Result<Vec<Row>, DatabaseError> {
    match connection {
        // One by one with a statement that stays prepared: a list differs in length each time.
        DbConnection::Sqlite(sqlite) => {
            let row = |id| {
                let message = messages::table.find(id).select(Row::as_select());
                message.first(sqlite).map_err(DatabaseError::from)
            };
            ids.iter().map(row).collect()
        }
        DbConnection::Postgres(postgres) => Ok(messages::table
            .filter(messages::id.eq_any(ids))
            .order((messages::priority, messages::next_attempt_at))
            .select(Row::as_select())
            .load(postgres)?),
    }
}

/// The words of accounts' templates that claimed messages name; many name the same.
#[derive(Default)]
struct Texts(HashMap<TextKey, Option<Arc<TemplateText>>>);

/// Account, template, version and language.
type TextKey = (Vec<u8>, String, i32, String);

impl Texts {
    fn of(
        &mut self,
        connection: &mut DbConnection,
        row: &Row,
        message: MessageId,
    ) -> Result<Option<AccountTemplate>, DatabaseError> {
        let Some(name) = &row.template_id else {
            return Ok(None);
        };
        let id: TemplateId = name.parse().map_err(|_| DatabaseError::Inconsistent {
            table: TABLE,
            id: message.to_string(),
        })?;
        let account_id: AccountId = from_id_bytes(TABLE, &row.account_id)?.into();
        let version = row.template_version;
        let key = (
            row.account_id.clone(),
            name.clone(),
            version,
            row.locale.clone(),
        );
        let text = if let Some(known) = self.0.get(&key) {
            known.clone()
        } else {
            let found = templates::text(connection, account_id, &id, version, &row.locale)?;
            let found = found.map(Arc::new);
            self.0.insert(key, found.clone());
            found
        };
        Ok(Some(AccountTemplate {
            account_id,
            id,
            version,
            text,
        }))
    }
}

fn claimed(
    row: Row,
    id: MessageId,
    template: Option<AccountTemplate>,
    links: Vec<CarriedLink>,
) -> Result<ClaimedMessage, DatabaseError> {
    let inconsistent = || DatabaseError::Inconsistent {
        table: TABLE,
        id: id.to_string(),
    };
    Ok(ClaimedMessage {
        id,
        user_id: from_id_bytes(TABLE, &row.user_id)?.into(),
        purpose: row.purpose.parse().map_err(|_| inconsistent())?,
        is_bulk: row.priority >= BULK_SEND,
        attempts: row.attempts,
        give_up_at: from_micros(TABLE, row.give_up_at)?,
        recipient: EmailAddress::parse(&row.recipient).map_err(|_| inconsistent())?,
        recipient_name: row.recipient_name,
        sender_name: row.sender_name,
        sender_address: EmailAddress::parse(&row.sender_address).map_err(|_| inconsistent())?,
        reply_to: row
            .reply_to
            .map(|address| EmailAddress::parse(&address))
            .transpose()
            .map_err(|_| inconsistent())?,
        accent_color: row
            .accent_color
            .map(|color| AccentColor::parse(&color))
            .transpose()
            .map_err(|_| inconsistent())?,
        locale: row.locale,
        template,
        rfc_message_id: row.rfc_message_id,
        has_password: row.has_password,
        link_life: Duration::hours(row.link_life_hours),
        requested_at: from_micros(TABLE, row.requested_at)?,
        requested_kind: row.requested_kind,
        requested_by: row.requested_name,
        origin: origin(row.origin_user_agent, row.origin_address, row.origin_place),
        links,
    })
}
