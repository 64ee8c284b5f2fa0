//! What happened, in words: the actions of the audit log, and the details beside them.

use crate::words::roles::role_label;

/// What happened; the action's own name when it is one that we do not know.
pub(crate) fn action_label(action: &str) -> &str {
    match action {
        "account.created" => "Account created",
        "account.updated" => "Account settings changed",
        "account.deleted" => "Account deleted",
        "user.created" => "User created",
        "user.updated" => "User changed",
        "user.disabled" => "User disabled",
        "user.enabled" => "User enabled",
        "user.deleted" => "User deleted",
        "member.added" => "Member added",
        "member.removed" => "Member removed",
        "role.granted" => "Role granted",
        "role.withdrawn" => "Role withdrawn",
        "welcome_email.requested" => "Welcome email asked for",
        "welcome_email.retried" => "Welcome email tried again",
        "welcome_email.cancelled" => "Welcome email cancelled",
        "password_reset.requested" => "Password reset asked for",
        "password_link.renewed" => "Fresh link asked for",
        "password_link.revealed" => "Link shown to an administrator",
        "password_links.revoked" => "Open links revoked",
        "password_link.consumed" => "Password set with a link",
        "password.changed" => "Own password changed",
        "password.set" => "Password set by an administrator",
        "session.created" => "Signed in",
        "session.ended" => "Signed out",
        "api_token.created" => "API token made",
        "api_token.revoked" => "API token revoked",
        "captured_email.read" => "Captured mail read",
        "keyring.rotated" => "Master key added",
        "installation.set_up" => "First owner set up",
        unknown => unknown,
    }
}

/// What was acted upon, by the noun of the action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TargetKind {
    /// An account user.
    User,
    /// An account.
    Account,
    /// An API token.
    ApiToken,
}

/// What kind of thing the target of an action is.
pub(crate) fn target_kind(action: &str) -> TargetKind {
    match action.split_once('.').map_or(action, |(noun, _)| noun) {
        "account" => TargetKind::Account,
        "api_token" => TargetKind::ApiToken,
        _ => TargetKind::User,
    }
}

/// Who acted, where no name says it.
pub(crate) fn actor_label(kind: &str) -> &'static str {
    match kind {
        "session" => "A user",
        "api_token" => "An API token",
        "system" => "Usher itself or its command line",
        "link_holder" => "Whoever held a link",
        "anonymous" => "Somebody not signed in",
        _ => "Unknown",
    }
}

/// The details, `key=value` separated by blanks, as names and values.
pub(crate) fn details(text: &str) -> Vec<(String, String)> {
    text.split_whitespace()
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(key, value)| {
            let (key, value) = match (key, value) {
                ("role", role) => ("Role", role_label(role)),
                ("purpose", "welcome") => ("For", "a welcome".to_owned()),
                ("purpose", "reset") => ("For", "a password reset".to_owned()),
                ("purpose", "setup") => ("For", "the first owner".to_owned()),
                ("sessions", "others") => ("Sessions", "all others".to_owned()),
                ("scope", "installation") => ("On", "the whole installation".to_owned()),
                ("scope", _) => ("On", "the account".to_owned()),
                ("welcome_email", id) => ("Email", id.to_owned()),
                ("key", id) => ("Key", id.to_owned()),
                (key, value) => (key, value.to_owned()),
            };
            (key.to_owned(), value)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use usher_domain::audit::AuditAction;

    use super::*;

    #[test]
    fn every_action_has_words() {
        for action in AuditAction::ALL {
            assert_ne!(action_label(action.as_str()), action.as_str());
        }
        assert_eq!(action_label("user.teleported"), "user.teleported");
    }

    #[test]
    fn details_are_read_pair_by_pair() {
        assert_eq!(
            details("role=user_admin sessions=others x"),
            [
                ("Role".to_owned(), "User administrator".to_owned()),
                ("Sessions".to_owned(), "all others".to_owned()),
                ("x".to_owned(), String::new()),
            ]
        );
        assert!(details("").is_empty());
    }
}
