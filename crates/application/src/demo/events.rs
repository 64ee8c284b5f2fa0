//! What the audit log tells of a made-up person.

use usher_domain::{
    account_user::AccountUser,
    actor::Actor,
    audit::{AuditAction, AuditEvent},
    ids::AuditEventId,
    password_link::LinkPurpose,
};
use usher_persistence::histories::{PastMessage, PastPassword};

use super::{
    history::{MOMENT, Scene},
    past::Standing,
};

impl Scene<'_> {
    /// What the audit log tells; each event says that it is made up.
    pub(super) fn events(
        &self,
        user: &AccountUser,
        standing: Standing,
        password: Option<&PastPassword>,
        messages: &[PastMessage],
    ) -> Vec<AuditEvent> {
        let event = |at, actor: &Actor, action| {
            AuditEvent::new(AuditEventId::mint(at, &self.entropy), at, actor, action)
                .in_account(self.account.id)
                .on(user.id)
                .with("origin", "demo")
        };
        let mut events = vec![event(user.created_at, self.actor, AuditAction::UserCreated)];
        for message in messages {
            let at = message.asked.requested.at;
            let asked = event(at, self.actor, AuditAction::WelcomeEmailRequested);
            events.push(asked.with("welcome_email", message.asked.id));
            if let Some(at) = message.link.consumed_at {
                let holder = Actor::link_holder(user.id);
                let consumed = event(at, &holder, AuditAction::PasswordLinkConsumed);
                events.push(consumed.with("purpose", LinkPurpose::Welcome.as_str()));
            }
        }
        if let Some(password) = password
            && messages.is_empty()
        {
            events.push(event(password.set_at, self.actor, AuditAction::PasswordSet));
        }
        if standing == Standing::Disabled {
            let last = messages.last();
            let at = last
                .and_then(|message| message.link.revoked_at)
                .unwrap_or(user.created_at + MOMENT);
            events.push(event(at, self.actor, AuditAction::UserDisabled));
        }
        events
    }
}
