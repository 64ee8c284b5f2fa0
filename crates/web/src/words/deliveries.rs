//! What became of a message, and what a mail server's words mean, for people who do not read SMTP.

use usher_api_types::welcome_email::{Reply, Try};

/// The label of a delivery state.
pub(crate) fn status_label(status: &str) -> &'static str {
    match status {
        "queued" => "Queued",
        "sending" => "Sending",
        "sent" => "Sent",
        "deferred" => "Deferred",
        "failed" => "Failed",
        "cancelled" => "Cancelled",
        "captured" => "Captured",
        _ => "Unknown",
    }
}

/// Whether the state will soon be another.
pub(crate) fn is_moving(status: &str) -> bool {
    matches!(status, "queued" | "sending")
}

/// What a try came to.
pub(crate) fn outcome_label(attempt: &Try) -> &'static str {
    match attempt.outcome.as_str() {
        "running" => "In progress",
        "delivered" => "Accepted by the mail server",
        "captured" => "Captured here instead of sent",
        "deferred" => "Put off by the mail server",
        "refused" => "Refused by the mail server",
        "provider_down" => "The mail server could not be used",
        _ => "Ended without an answer",
    }
}

/// What that means and what comes next, in a sentence.
pub(crate) fn explanation(attempt: &Try) -> Option<&'static str> {
    match attempt.outcome.as_str() {
        "provider_down" => Some(
            "Something was wrong with our own mail server, not with this message: it waits and loses no try.",
        ),
        "uncertain" => Some(
            "The connection ended before the server said whether it took the message, so it may arrive twice.",
        ),
        "deferred" | "refused" => attempt.reply.as_ref().map(meaning),
        _ => None,
    }
}

/// What a reply means, by its enhanced status code (RFC 3463), else by its class.
fn meaning(reply: &Reply) -> &'static str {
    let enhanced = reply.enhanced.as_deref().unwrap_or_default();
    let subject = enhanced.split_once('.').map_or("", |(_, subject)| subject);
    let for_good = reply.code.is_some_and(|code| code >= 500) || enhanced.starts_with('5');
    match subject {
        "1.1" | "1.0" | "1.6" => {
            "There is no mailbox with this address. Check it for typing errors."
        }
        "1.2" | "1.10" | "4.4" => {
            "The part of the address after the @ does not take mail. Check it for typing errors."
        }
        "1.3" => "The server finds the address malformed. Check it for typing errors.",
        "1.8" | "1.7" | "7.26" | "7.27" => {
            "The server does not trust our sender address. Whoever runs this installation should look at it."
        }
        "2.1" | "2.0" => "The mailbox is switched off or takes no mail now.",
        "2.2" => "The mailbox is full.",
        "2.3" | "3.4" => "The message is too large for the mailbox.",
        "7.1" | "7.0" if for_good => {
            "The server’s rules refuse the message, often as unwanted mail or for the sender’s reputation."
        }
        "7.1" | "7.0" => {
            "The server asks unknown senders to come back later (greylisting). That usually resolves itself."
        }
        _ if for_good => "The server refused the message for good. Its own words are below.",
        _ => "The server cannot take the message now. It is tried again by itself.",
    }
}

/// The reply as one line: `550 5.1.1 no such user`.
pub(crate) fn reply_line(reply: &Reply) -> String {
    let code = reply.code.map(|code| code.to_string());
    let parts = [
        code.as_deref(),
        reply.enhanced.as_deref(),
        Some(reply.text.as_str()),
    ];
    parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_are_explained_by_their_enhanced_code() {
        let reply = |code, enhanced: &str| Reply {
            code: Some(code),
            enhanced: Some(enhanced.to_owned()),
            text: "x".to_owned(),
        };
        assert!(meaning(&reply(550, "5.1.1")).contains("no mailbox"));
        assert!(meaning(&reply(450, "4.7.1")).contains("greylisting"));
        assert!(meaning(&reply(550, "5.7.1")).contains("rules"));
        assert!(meaning(&reply(554, "")).contains("for good"));
        assert!(meaning(&reply(451, "")).contains("by itself"));
        assert_eq!(reply_line(&reply(550, "5.1.1")), "550 5.1.1 x");
    }
}
