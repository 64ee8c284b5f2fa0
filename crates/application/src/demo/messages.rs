//! The messages of a made-up person, with their tries and links.

use usher_domain::{
    account_user::AccountUser,
    ids::{AttemptId, LeaseId, MessageId},
    message::{Attempt, Requested},
    names::Locale,
    password_link::{LinkId, LinkPurpose},
    request_origin::RequestOrigin,
};
use usher_mail::templates;
use usher_persistence::{
    histories::{PastLink, PastMessage},
    messages::NewMessage,
    password_links::NewLink,
};

use super::{
    history::Scene,
    past::{Step, Try},
};
use crate::outgoing::TEMPLATE_VERSION;

/// What a mail provider is called that there never was.
const PROVIDER: &str = "demo";

impl Scene<'_> {
    /// A message that was asked for, and what became of it.
    pub(super) fn message(&self, user: &AccountUser, step: &Step) -> PastMessage {
        let (entropy, sender) = (&self.entropy, &self.app.settings().sender);
        let settings = &self.account.settings;
        let id = MessageId::mint(step.asked_at, entropy);
        let life = settings.link_life.duration();
        let wanted = user.locale.iter().chain(&settings.locale);
        let recipient = user.email.clone().unwrap_or_else(|| sender.address.clone());
        let of_account = settings.sender_name.as_ref().map(ToString::to_string);
        let asked = NewMessage {
            id,
            purpose: LinkPurpose::Welcome,
            account_id: self.account.id,
            user_id: user.id,
            recipient: recipient.clone(),
            recipient_name: user.display_name.to_string(),
            sender_name: of_account.or_else(|| sender.name.clone()),
            sender_address: sender.address.clone(),
            reply_to: settings.reply_to.clone(),
            accent_color: settings.accent_color,
            locale: templates::spoken(wanted.map(Locale::as_str)).to_owned(),
            template: None,
            template_version: TEMPLATE_VERSION,
            rfc_message_id: sender.message_id(id.into()),
            has_password: false,
            link_life: life,
            give_up_at: step.asked_at + life,
            priority: 0,
            bulk_send: None,
            requested: Requested {
                at: step.asked_at,
                by_user: None,
                by_name: None,
                by_kind: self.actor.credential.kind().to_owned(),
                origin: RequestOrigin::local(),
            },
        };
        let minted = NewLink {
            id: LinkId::mint(entropy),
            key_id: self.key,
            purpose: LinkPurpose::Welcome,
            user_id: Some(user.id),
            message_id: Some(id),
            account_name: self.account.name.to_string(),
            login: user.login.to_string(),
            sent_to: Some(recipient),
            created_at: step.asked_at,
            life,
        };
        PastMessage {
            asked,
            status: step.status,
            recorded_at: step.recorded_at,
            next_attempt_at: step.next_attempt_at,
            attempts: step
                .tries
                .iter()
                .map(|attempt| self.attempt(id, attempt))
                .collect(),
            link: PastLink {
                minted,
                opened_at: step.opened_at,
                consumed_at: step.consumed_at,
                superseded_at: step.superseded_at,
                revoked_at: step.revoked_at,
            },
        }
    }

    fn attempt(&self, message: MessageId, attempt: &Try) -> (Attempt, LeaseId) {
        let entropy = &self.entropy;
        let stored = Attempt {
            id: AttemptId::mint(attempt.started_at, entropy),
            message_id: message,
            provider: PROVIDER.to_owned(),
            started_at: attempt.started_at,
            finished_at: Some(attempt.finished_at),
            outcome: attempt.outcome,
            reply: Some(attempt.reply()),
        };
        (stored, LeaseId::mint(attempt.started_at, entropy))
    }
}
