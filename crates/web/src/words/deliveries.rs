//! Where a message stands and what each try came to, for people who do not read SMTP.

use usher_api_types::{
    account_user::AccountUser,
    welcome_email::{Reply, Try, WelcomeEmail},
};

use crate::words::{
    language::{say, t},
    replies,
};

/// The codes of all delivery states.
const STATUSES: [&str; 7] = [
    "queued",
    "sending",
    "sent",
    "deferred",
    "failed",
    "cancelled",
    "captured",
];

/// The label of a delivery state.
pub(crate) fn status_label(status: &str) -> String {
    if STATUSES.contains(&status) {
        say(&format!("delivery-{status}"), &[])
    } else {
        t!("delivery-unknown")
    }
}

/// Whether the state will soon be another.
pub(crate) fn is_moving(status: &str) -> bool {
    matches!(status, "queued" | "sending")
}

/// Whether the message waits because our own mail server could not be used.
pub(crate) fn waits_for_our_server(message: &WelcomeEmail) -> bool {
    matches!(message.status.as_str(), "queued" | "deferred")
        && outcome_of_last(message) == Some("provider_down")
}

/// Whether the message ended without reaching anybody: no try may have delivered it, and its link was
/// neither opened nor used.
pub(crate) fn never_arrived(message: &WelcomeEmail) -> bool {
    let ended = matches!(message.status.as_str(), "failed" | "cancelled");
    let uncertain = message.tries.iter().any(|one| one.outcome == "uncertain");
    let touched = message
        .link
        .as_ref()
        .is_some_and(|link| link.first_opened_at.is_some() || link.used_at.is_some());
    ended && !uncertain && !touched
}

/// Where the message stands and what that means, in a sentence or two.
pub(crate) fn standing(message: &WelcomeEmail) -> String {
    if waits_for_our_server(message) {
        return t!("standing-provider-down");
    }
    match message.status.as_str() {
        "queued" => t!("standing-queued"),
        "sending" => t!("standing-sending"),
        "sent" => t!("standing-sent"),
        "deferred" => t!("standing-deferred"),
        "cancelled" => t!("standing-cancelled"),
        "captured" => t!("standing-captured"),
        "failed" => match outcome_of_last(message) {
            Some("refused") => t!("standing-failed-refused"),
            Some("uncertain") => t!("standing-failed-uncertain"),
            _ => t!("standing-failed-given-up"),
        },
        _ => t!("standing-unknown"),
    }
}

/// The server's last words about the message, or ours where it said nothing.
pub(crate) fn last_reply(message: &WelcomeEmail) -> Option<&Reply> {
    let last = || message.tries.last()?.reply.as_ref();
    message.last_reply.as_ref().or_else(last)
}

/// Whether the message failed because of the address that the user still has: correcting it is the way
/// on.
pub(crate) fn address_is_wrong(message: &WelcomeEmail, user: &AccountUser) -> bool {
    let blamed = last_reply(message).is_some_and(replies::blames_address);
    message.status == "failed" && blamed && user.email.as_ref() == Some(&message.recipient)
}

fn outcome_of_last(message: &WelcomeEmail) -> Option<&str> {
    let ended = |attempt: &&Try| attempt.outcome != "running";
    let last = message.tries.iter().rfind(ended);
    last.map(|attempt| attempt.outcome.as_str())
}

/// What a try came to.
pub(crate) fn outcome_label(attempt: &Try) -> String {
    match attempt.outcome.as_str() {
        "running" => t!("try-running"),
        "delivered" => t!("try-delivered"),
        "captured" => t!("try-captured"),
        "deferred" => t!("try-deferred"),
        "refused" => t!("try-refused"),
        "provider_down" => t!("try-provider-down"),
        _ => t!("try-uncertain"),
    }
}

/// What that means and what comes next, in a sentence.
pub(crate) fn explanation(attempt: &Try) -> Option<String> {
    match attempt.outcome.as_str() {
        "provider_down" => Some(t!("try-provider-down-meaning")),
        "uncertain" => Some(t!("try-uncertain-meaning")),
        "deferred" | "refused" => attempt.reply.as_ref().map(replies::meaning),
        _ => None,
    }
}
