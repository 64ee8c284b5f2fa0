//! Where a user stands, and her latest welcome email, as the list of users says it.

use crate::words::language::say;

/// The label of a user's status; what is unknown counts as disabled.
pub(crate) fn status_label(status: &str) -> String {
    let known = match status {
        "pending" | "active" => status,
        _ => "disabled",
    };
    say(&format!("user-status-{known}"), &[])
}

/// The label of a state by which users are filtered, one of the API's `welcome` values.
pub(crate) fn welcome_label(state: &str) -> String {
    say(&format!("welcome-{}", state.replace('_', "-")), &[])
}
