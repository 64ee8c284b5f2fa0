//! From a row to a message.

use diesel::prelude::*;
use usher_domain::{
    delivery::DeliveryStatus,
    email_address::EmailAddress,
    ids::MessageId,
    message::{LastReply, Message, Requested},
    request_origin::RequestOrigin,
};

use super::TABLE;
use crate::{
    DatabaseError,
    bulk_sends::is_held,
    columns::{from_id_bytes, from_micros, from_optional_id_bytes, from_optional_micros},
    schema::messages,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = messages)]
pub(super) struct Row {
    id: Vec<u8>,
    purpose: String,
    account_id: Vec<u8>,
    user_id: Vec<u8>,
    status: String,
    next_attempt_at: i64,
    attempts: i32,
    recipient: String,
    template_id: Option<String>,
    requested_at: i64,
    requested_kind: String,
    requested_user_id: Option<Vec<u8>>,
    requested_name: Option<String>,
    origin_user_agent: Option<String>,
    origin_address: Option<String>,
    origin_place: Option<String>,
    reply_code: Option<i32>,
    reply_enhanced: Option<String>,
    reply_text: Option<String>,
    sent_at: Option<i64>,
}

/// The reply that three columns hold.
pub(crate) fn reply(
    code: Option<i32>,
    enhanced: Option<String>,
    text: Option<String>,
) -> Option<LastReply> {
    let code = code.and_then(|code| u16::try_from(code).ok());
    text.map(|text| LastReply {
        code,
        enhanced,
        text,
    })
}

/// The origin of a request that three columns hold.
pub(crate) fn origin(
    user_agent: Option<String>,
    address: Option<String>,
    place: Option<String>,
) -> RequestOrigin {
    RequestOrigin {
        user_agent,
        address: address.and_then(|address| address.parse().ok()),
        place,
    }
}

impl TryFrom<Row> for Message {
    type Error = DatabaseError;

    fn try_from(row: Row) -> Result<Self, DatabaseError> {
        let id: MessageId = from_id_bytes(TABLE, &row.id)?.into();
        let inconsistent = || DatabaseError::Inconsistent {
            table: TABLE,
            id: id.to_string(),
        };
        let status: DeliveryStatus = row.status.parse().map_err(|_| inconsistent())?;
        let waits = matches!(status, DeliveryStatus::Queued | DeliveryStatus::Deferred);
        let by_user = from_optional_id_bytes(TABLE, row.requested_user_id.as_deref())?;
        Ok(Self {
            id,
            purpose: row.purpose.parse().map_err(|_| inconsistent())?,
            account_id: from_id_bytes(TABLE, &row.account_id)?.into(),
            user_id: from_id_bytes(TABLE, &row.user_id)?.into(),
            recipient: EmailAddress::parse(&row.recipient).map_err(|_| inconsistent())?,
            template: row
                .template_id
                .map(|id| id.parse())
                .transpose()
                .map_err(|_| inconsistent())?,
            status,
            attempts: row.attempts,
            next_attempt_at: match row.next_attempt_at {
                at if waits && !is_held(at) => Some(from_micros(TABLE, at)?),
                _ => None,
            },
            last_reply: reply(row.reply_code, row.reply_enhanced, row.reply_text),
            requested: Requested {
                at: from_micros(TABLE, row.requested_at)?,
                by_user: by_user.map(Into::into),
                by_name: row.requested_name,
                by_kind: row.requested_kind,
                origin: origin(row.origin_user_agent, row.origin_address, row.origin_place),
            },
            sent_at: from_optional_micros(TABLE, row.sent_at)?,
        })
    }
}
