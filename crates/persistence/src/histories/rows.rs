//! The rows that a past is made of.

#![expect(
    clippy::ref_option_ref,
    reason = "Diesel's derive borrows each column, those that borrow already included"
)]

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{
    accent_color::AccentColor,
    email_address::EmailAddress,
    ids::{AccountUserId, LeaseId, MessageId},
    message::{Attempt, LastReply},
    template::TemplateId,
};

use super::{History, PastMessage};
use crate::{
    account_users::Profile,
    columns::to_micros,
    schema::{account_users, attempts, messages, password_links},
};

fn micros(instant: Option<DateTime<Utc>>) -> Option<i64> {
    instant.map(to_micros)
}

fn code(reply: Option<&LastReply>) -> Option<i32> {
    reply.and_then(|reply| reply.code).map(i32::from)
}

fn enhanced(reply: Option<&LastReply>) -> Option<&str> {
    reply.and_then(|reply| reply.enhanced.as_deref())
}

fn text(reply: Option<&LastReply>) -> Option<&str> {
    reply.map(|reply| reply.text.as_str())
}

#[derive(Insertable)]
#[diesel(table_name = account_users, treat_none_as_default_value = false)]
pub(super) struct UserRow<'a> {
    id: &'a [u8],
    account_id: &'a [u8],
    #[diesel(embed)]
    profile: Profile,
    password_hash: Option<&'a str>,
    password_set_at: Option<i64>,
    version: i64,
    latest_welcome_id: Option<&'a [u8]>,
    latest_welcome_status: Option<&'static str>,
    latest_welcome_at: Option<i64>,
    last_sign_in_at: Option<i64>,
    created_at: i64,
}

impl<'a> From<&'a History> for UserRow<'a> {
    fn from(history: &'a History) -> Self {
        let user = &history.user;
        let welcome = user.latest_welcome.as_ref();
        let password = history.password.as_ref();
        Self {
            id: user.id.as_bytes(),
            account_id: user.account_id.as_bytes(),
            profile: user.into(),
            password_hash: password.map(|password| password.hash.as_str()),
            password_set_at: password.map(|password| to_micros(password.set_at)),
            version: user.version,
            latest_welcome_id: welcome.map(|welcome| welcome.id.as_bytes()),
            latest_welcome_status: welcome.map(|welcome| welcome.status.as_str()),
            latest_welcome_at: welcome.map(|welcome| to_micros(welcome.at)),
            last_sign_in_at: micros(user.last_sign_in_at),
            created_at: to_micros(user.created_at),
        }
    }
}

#[derive(Insertable)]
#[diesel(table_name = messages, treat_none_as_default_value = false)]
pub(super) struct MessageRow<'a> {
    id: &'a [u8],
    purpose: &'static str,
    account_id: &'a [u8],
    user_id: &'a [u8],
    status: &'static str,
    priority: i32,
    next_attempt_at: i64,
    give_up_at: i64,
    attempts: i32,
    uncertain_attempts: i32,
    recipient: &'a str,
    recipient_name: &'a str,
    sender_name: Option<&'a str>,
    sender_address: &'a str,
    reply_to: Option<&'a str>,
    accent_color: Option<String>,
    locale: &'a str,
    template_id: Option<&'a str>,
    template_version: i32,
    rfc_message_id: &'a str,
    has_password: bool,
    link_life_hours: i64,
    requested_at: i64,
    requested_kind: &'a str,
    requested_user_id: Option<&'a [u8]>,
    requested_name: Option<&'a str>,
    origin_user_agent: Option<&'a str>,
    origin_address: Option<String>,
    origin_place: Option<&'a str>,
    reply_code: Option<i32>,
    reply_enhanced: Option<&'a str>,
    reply_text: Option<&'a str>,
    sent_at: Option<i64>,
    updated_at: i64,
}

impl<'a> From<&'a PastMessage> for MessageRow<'a> {
    fn from(message: &'a PastMessage) -> Self {
        let asked = &message.asked;
        let requested = &asked.requested;
        let reply = message.reply();
        let due = message.next_attempt_at.unwrap_or(message.recorded_at);
        Self {
            id: asked.id.as_bytes(),
            purpose: asked.purpose.as_str(),
            account_id: asked.account_id.as_bytes(),
            user_id: asked.user_id.as_bytes(),
            status: message.status.as_str(),
            priority: asked.priority,
            next_attempt_at: to_micros(due),
            give_up_at: to_micros(asked.give_up_at),
            attempts: i32::try_from(message.attempts.len()).unwrap_or(i32::MAX),
            uncertain_attempts: 0,
            recipient: asked.recipient.as_str(),
            recipient_name: &asked.recipient_name,
            sender_name: asked.sender_name.as_deref(),
            sender_address: asked.sender_address.as_str(),
            reply_to: asked.reply_to.as_ref().map(EmailAddress::as_str),
            accent_color: asked.accent_color.as_ref().map(AccentColor::to_string),
            locale: &asked.locale,
            template_id: asked.template.as_ref().map(TemplateId::as_str),
            template_version: asked.template_version,
            rfc_message_id: &asked.rfc_message_id,
            has_password: asked.has_password,
            link_life_hours: asked.link_life.num_hours(),
            requested_at: to_micros(requested.at),
            requested_kind: &requested.by_kind,
            requested_user_id: requested.by_user.as_ref().map(AccountUserId::as_bytes),
            requested_name: requested.by_name.as_deref(),
            origin_user_agent: requested.origin.user_agent.as_deref(),
            origin_address: requested.origin.address.map(|address| address.to_string()),
            origin_place: requested.origin.place.as_deref(),
            reply_code: code(reply),
            reply_enhanced: enhanced(reply),
            reply_text: text(reply),
            sent_at: micros(message.sent_at()),
            updated_at: to_micros(message.recorded_at),
        }
    }
}

#[derive(Insertable)]
#[diesel(table_name = attempts, treat_none_as_default_value = false)]
pub(super) struct AttemptRow<'a> {
    id: &'a [u8],
    message_id: &'a [u8],
    lease_id: &'a [u8],
    provider: &'a str,
    started_at: i64,
    finished_at: Option<i64>,
    outcome: &'static str,
    reply_code: Option<i32>,
    reply_enhanced: Option<&'a str>,
    reply_text: Option<&'a str>,
}

impl<'a> From<&'a (Attempt, LeaseId)> for AttemptRow<'a> {
    fn from((attempt, lease): &'a (Attempt, LeaseId)) -> Self {
        let reply = attempt.reply.as_ref();
        Self {
            id: attempt.id.as_bytes(),
            message_id: attempt.message_id.as_bytes(),
            lease_id: lease.as_bytes(),
            provider: &attempt.provider,
            started_at: to_micros(attempt.started_at),
            finished_at: micros(attempt.finished_at),
            outcome: attempt.outcome.as_str(),
            reply_code: code(reply),
            reply_enhanced: enhanced(reply),
            reply_text: text(reply),
        }
    }
}

#[derive(Insertable)]
#[diesel(table_name = password_links, treat_none_as_default_value = false)]
pub(super) struct LinkRow<'a> {
    id: &'a [u8],
    key_id: i64,
    purpose: &'static str,
    user_id: Option<&'a [u8]>,
    message_id: Option<&'a [u8]>,
    account_name: &'a str,
    login: &'a str,
    sent_to: Option<String>,
    created_at: i64,
    life_hours: i64,
    sent_at: Option<i64>,
    expires_at: i64,
    consumed_at: Option<i64>,
    superseded_at: Option<i64>,
    revoked_at: Option<i64>,
    opened_at: Option<i64>,
}

impl<'a> From<&'a PastMessage> for LinkRow<'a> {
    fn from(message: &'a PastMessage) -> Self {
        let link = &message.link;
        let minted = &link.minted;
        // Its life counts from the first time that a mail server took it, and until then from the start.
        let born = message.sent_at().unwrap_or(minted.created_at);
        Self {
            id: minted.id.as_bytes(),
            key_id: i64::from(minted.key_id.0),
            purpose: minted.purpose.as_str(),
            user_id: minted.user_id.as_ref().map(AccountUserId::as_bytes),
            message_id: minted.message_id.as_ref().map(MessageId::as_bytes),
            account_name: &minted.account_name,
            login: &minted.login,
            sent_to: minted.sent_to.as_ref().map(EmailAddress::folded),
            created_at: to_micros(minted.created_at),
            life_hours: minted.life.num_hours(),
            sent_at: micros(message.sent_at()),
            expires_at: to_micros(born + minted.life),
            consumed_at: micros(link.consumed_at),
            superseded_at: micros(link.superseded_at),
            revoked_at: micros(link.revoked_at),
            opened_at: micros(link.opened_at),
        }
    }
}
