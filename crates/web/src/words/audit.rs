//! What happened, in words: the actions of the audit log, who acted, and the details beside them.

use usher_domain::audit::AuditAction;

use crate::words::{
    language::{say, t},
    roles::role_label,
};

/// The kinds of credentials that act.
const KINDS: [&str; 6] = [
    "session",
    "api_token",
    "access_key",
    "system",
    "link_holder",
    "anonymous",
];

/// The part of a message's key that stands for an action; none for one that we do not know.
pub(crate) fn key(action: &str) -> Option<String> {
    let mut known = AuditAction::ALL.iter();
    known
        .any(|known| known.as_str() == action)
        .then(|| action.replace('.', "-"))
}

/// What happened; the action's own name when it is one that we do not know.
pub(crate) fn action_label(action: &str) -> String {
    key(action).map_or_else(
        || action.to_owned(),
        |key| say(&format!("audit-action-{key}"), &[]),
    )
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
    /// An access key.
    AccessKey,
}

/// What kind of thing the target of an action is.
pub(crate) fn target_kind(action: &str) -> TargetKind {
    match action.split_once('.').map_or(action, |(noun, _)| noun) {
        "account" | "template" | "user_import" | "users" | "bulk_send" => TargetKind::Account,
        "api_token" => TargetKind::ApiToken,
        "access_key" => TargetKind::AccessKey,
        _ => TargetKind::User,
    }
}

/// With what somebody acted.
pub(crate) fn credential_label(kind: &str) -> String {
    if KINDS.contains(&kind) {
        say(&format!("audit-kind-{kind}"), &[])
    } else {
        kind.to_owned()
    }
}

/// The details, `key=value` separated by blanks, as pairs.
fn pairs(details: &str) -> impl Iterator<Item = (&str, &str)> {
    details
        .split_whitespace()
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// One of the details.
pub(crate) fn detail<'a>(details: &'a str, key: &str) -> Option<&'a str> {
    pairs(details)
        .find(|(found, _)| *found == key)
        .map(|(_, value)| value)
}

/// The details that no sentence tells, as names and values.
pub(crate) fn untold(details: &str) -> Vec<(String, String)> {
    pairs(details)
        .filter(|(key, _)| !matches!(*key, "scope" | "session" | "sessions" | "purpose"))
        .map(|(key, value)| match key {
            "role" => (t!("audit-detail-role"), role_label(value)),
            "welcome_email" => (t!("audit-detail-email"), value.to_owned()),
            "key" => (t!("audit-detail-key"), value.to_owned()),
            key => (key.to_owned(), value.to_owned()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_a_label_and_a_sentence() {
        for action in AuditAction::ALL {
            let action = action.as_str();
            let key = key(action).expect("a known action");
            for message in ["audit-action", "audit-told"] {
                let message = format!("{message}-{key}");
                assert_ne!(say(&message, &[]), message, "{action}");
            }
        }
        assert_eq!(action_label("user.created"), "User created");
        assert_eq!(action_label("user.teleported"), "user.teleported");
    }

    #[test]
    fn every_kind_of_credential_has_words() {
        for kind in KINDS {
            assert_ne!(credential_label(kind), kind);
        }
        assert_eq!(credential_label("passkey"), "passkey");
    }

    #[test]
    fn details_are_read_pair_by_pair() {
        let details = "role=user_admin sessions=others x";
        assert_eq!(detail(details, "sessions"), Some("others"));
        assert_eq!(detail(details, "scope"), None);
        assert_eq!(
            untold(details),
            [
                ("Role".to_owned(), "User administrator".to_owned()),
                ("x".to_owned(), String::new()),
            ]
        );
        assert!(untold("").is_empty());
    }
}
