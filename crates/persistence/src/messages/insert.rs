//! Storing what is asked for.

use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;
use usher_domain::{
    accent_color::AccentColor,
    delivery::DeliveryStatus,
    email_address::EmailAddress,
    ids::{AccountId, AccountUserId, BulkSendId, MessageId},
    message::{Message, Requested},
    password_link::LinkPurpose,
    template::TemplateId,
};

use crate::{
    DatabaseError, DbConnection,
    columns::to_micros,
    connection::{fixed, natively},
    schema::messages,
};

/// A message as it is asked for, with everything its mail will be made of.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// Its identifier.
    pub id: MessageId,
    /// What its links are for.
    pub purpose: LinkPurpose,
    /// The account in whose name it is sent.
    pub account_id: AccountId,
    /// The user it is for.
    pub user_id: AccountUserId,
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
    pub template: Option<TemplateId>,
    /// Which version of that template, or which edition of our words.
    pub template_version: i32,
    /// `Message-ID`, without angle brackets.
    pub rfc_message_id: String,
    /// Whether the user has a password already.
    pub has_password: bool,
    /// How long its links live once it is sent.
    pub link_life: Duration,
    /// When no further try is worth it.
    pub give_up_at: DateTime<Utc>,
    /// Lower goes first; 0 for single sends.
    pub priority: i32,
    /// The bulk send that it belongs to.
    pub bulk_send: Option<BulkSendId>,
    /// Who asked.
    pub requested: Requested,
}

impl NewMessage {
    /// The message as it stands once it is stored.
    #[must_use]
    pub fn queued(&self) -> Message {
        Message {
            id: self.id,
            purpose: self.purpose,
            account_id: self.account_id,
            user_id: self.user_id,
            recipient: self.recipient.clone(),
            template: self.template.clone(),
            status: DeliveryStatus::Queued,
            attempts: 0,
            next_attempt_at: Some(self.requested.at),
            last_reply: None,
            requested: self.requested.clone(),
            sent_at: None,
        }
    }
}

/// Stores a message to be delivered as soon as possible.
///
/// # Errors
/// When the database fails.
pub fn insert(connection: &mut DbConnection, message: &NewMessage) -> Result<(), DatabaseError> {
    use messages::dsl;
    let requested = &message.requested;
    let now = to_micros(requested.at);
    natively!(connection, |db| fixed!(
        diesel::insert_into(messages::table).values((
            (
                dsl::id.eq(message.id.as_bytes()),
                dsl::purpose.eq(message.purpose.as_str()),
                dsl::account_id.eq(message.account_id.as_bytes()),
                dsl::user_id.eq(message.user_id.as_bytes()),
                dsl::status.eq(DeliveryStatus::Queued.as_str()),
                dsl::priority.eq(message.priority),
                dsl::bulk_send_id.eq(message.bulk_send.map(|id| id.as_bytes().to_vec())),
                dsl::next_attempt_at.eq(now),
                dsl::give_up_at.eq(to_micros(message.give_up_at)),
                dsl::attempts.eq(0),
                dsl::uncertain_attempts.eq(0),
                dsl::updated_at.eq(now),
            ),
            (
                dsl::recipient.eq(message.recipient.as_str()),
                dsl::recipient_name.eq(&message.recipient_name),
                dsl::sender_name.eq(message.sender_name.as_deref()),
                dsl::sender_address.eq(message.sender_address.as_str()),
                dsl::reply_to.eq(message.reply_to.as_ref().map(EmailAddress::as_str)),
                dsl::accent_color.eq(message.accent_color.map(|color| color.to_string())),
                dsl::locale.eq(&message.locale),
                dsl::template_id.eq(message.template.as_ref().map(TemplateId::as_str)),
                dsl::template_version.eq(message.template_version),
                dsl::rfc_message_id.eq(&message.rfc_message_id),
                dsl::has_password.eq(message.has_password),
                dsl::link_life_hours.eq(message.link_life.num_hours()),
            ),
            (
                dsl::requested_at.eq(now),
                dsl::requested_kind.eq(&requested.by_kind),
                dsl::requested_user_id.eq(requested.by_user.map(|id| id.as_bytes().to_vec())),
                dsl::requested_name.eq(requested.by_name.as_deref()),
                dsl::origin_user_agent.eq(requested.origin.user_agent.as_deref()),
                dsl::origin_address.eq(requested.origin.address.map(|ip| ip.to_string())),
                dsl::origin_place.eq(requested.origin.place.as_deref()),
            ),
        ))
    )
    .execute(db))?;
    Ok(())
}
