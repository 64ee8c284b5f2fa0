//! What happened to a user, as her history tells it.

use usher_api_types::user_event::UserEvent;
use uuid::Uuid;

use crate::{
    components::{badge::Tone, icon::Symbol},
    words::{
        language::{say, t},
        roles::role_label,
    },
};

/// What happened.
pub(crate) fn title(event: &UserEvent) -> String {
    let happened = action_title(&event.action);
    match &event.role {
        Some(role) => t!(
            "event-with-role",
            happened = happened,
            role = role_label(role)
        ),
        None => happened,
    }
}

/// What an action did; the action's own name when it is one that we do not know.
fn action_title(action: &str) -> String {
    let key = format!("event-{}", action.replace(['.', '_'], "-"));
    let said = say(&key, &[]);
    if said == key { action.to_owned() } else { said }
}

/// What that means for the user, where the title does not say it.
pub(crate) fn meaning(action: &str) -> Option<String> {
    match action {
        "user.disabled" => Some(t!("meaning-user-disabled")),
        "password_links.revoked" => Some(t!("meaning-links-revoked")),
        "password_link.revealed" => Some(t!("meaning-link-revealed")),
        "password.set" => Some(t!("meaning-password-set")),
        _ => None,
    }
}

/// Who did it; nothing where she did it herself or nobody knows.
pub(crate) fn actor(event: &UserEvent, user: Uuid) -> Option<String> {
    let by = event.by.as_ref()?;
    match (by.kind.as_str(), &by.name) {
        _ if by.id == Some(user) => None,
        ("link_holder", _) => Some(t!("by-link-holder")),
        ("api_token", Some(name)) => Some(t!("by-api-token", name = name.as_str())),
        ("access_key", Some(name)) => Some(t!("by-access-key", name = name.as_str())),
        ("api_token" | "access_key", None) => Some(t!("by-program")),
        (_, Some(name)) => Some(t!("by-person", name = name.as_str())),
        (_, None) => Some(t!("by-somebody")),
    }
}

/// The sign that stands beside the words.
pub(crate) fn symbol(action: &str) -> Symbol {
    match action {
        "user.created" | "member.added" | "installation.set_up" => Symbol::UserPlus,
        "user.disabled" | "member.removed" => Symbol::UserX,
        "user.enabled" => Symbol::UserCheck,
        "user.updated" => Symbol::Pencil,
        "role.granted" | "role.withdrawn" => Symbol::Shield,
        "password_link.consumed" | "password.changed" | "password.set" => Symbol::Key,
        "password_link.revealed" | "captured_email.read" => Symbol::Eye,
        "password_links.revoked" => Symbol::Ban,
        "password_link.renewed" | "password_reset.requested" | "welcome_email.retried" => {
            Symbol::Refresh
        }
        "welcome_email.cancelled" => Symbol::MailX,
        "session.created" => Symbol::User,
        "session.refused" => Symbol::Lock,
        "session.ended" => Symbol::LogOut,
        _ => Symbol::Activity,
    }
}

/// What it means for somebody who looks for what changed the user's way in.
pub(crate) fn tone(action: &str) -> Tone {
    match action {
        "password_link.consumed" | "user.enabled" => Tone::Good,
        "user.disabled"
        | "session.refused"
        | "password_links.revoked"
        | "password_link.revealed"
        | "password.set" => Tone::Careful,
        _ => Tone::Neutral,
    }
}

#[cfg(test)]
mod tests {
    use usher_api_types::user_event::EventActor;
    use usher_domain::audit::AuditAction;

    use super::*;

    const ADA: Uuid = Uuid::from_u128(0xada);

    fn by(kind: &str, id: Option<Uuid>, name: Option<&str>) -> Option<String> {
        let by = EventActor {
            kind: kind.to_owned(),
            id,
            name: name.map(str::to_owned),
        };
        actor(&event("user.updated", Some(by)), ADA)
    }

    fn event(action: &str, by: Option<EventActor>) -> UserEvent {
        UserEvent {
            id: Uuid::from_u128(1),
            at: chrono::DateTime::UNIX_EPOCH,
            action: action.to_owned(),
            by,
            role: None,
            user_agent: None,
            address: None,
            place: None,
        }
    }

    #[test]
    fn everything_that_can_happen_to_a_user_has_words() {
        let hers = [
            "user.",
            "member.",
            "role.",
            "welcome_email.",
            "password",
            "session.",
            "captured_email.",
            "installation.",
        ];
        for action in AuditAction::ALL {
            let action = action.as_str();
            if hers.iter().any(|noun| action.starts_with(noun)) {
                assert_ne!(action_title(action), action);
            }
        }
        assert_eq!(action_title("user.teleported"), "user.teleported");
    }

    #[test]
    fn a_role_is_told_by_its_name() {
        let mut granted = event("role.granted", None);
        assert_eq!(title(&granted), "Role granted");
        granted.role = Some("helpdesk".to_owned());
        assert_eq!(title(&granted), "Role granted: Helpdesk");
    }

    #[test]
    fn who_did_it_is_told_unless_it_was_herself() {
        let grace = Some(Uuid::from_u128(7));
        assert_eq!(by("session", Some(ADA), Some("Ada")), None);
        assert_eq!(
            by("session", grace, Some("Grace")).as_deref(),
            Some("by Grace")
        );
        assert_eq!(
            by("api_token", grace, Some("HR import")).as_deref(),
            Some("by the API token HR import")
        );
        assert_eq!(by("api_token", None, None).as_deref(), Some("by a program"));
        assert_eq!(
            by("access_key", grace, Some("Terraform")).as_deref(),
            Some("by the access key Terraform")
        );
        assert_eq!(
            by("access_key", None, None).as_deref(),
            Some("by a program")
        );
        assert_eq!(
            by("link_holder", None, None).as_deref(),
            Some("by whoever held a link")
        );
    }
}
