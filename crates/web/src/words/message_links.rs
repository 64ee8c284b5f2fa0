//! What the link of a message is worth, in the words of an administrator.

use usher_api_types::welcome_email::{LinkStatus, WelcomeEmail};

use crate::words::{deliveries::never_arrived, instants::instant, language::t};

/// What the link is worth, and whether somebody opened it, in a sentence each.
pub(crate) fn sentences(message: &WelcomeEmail, link: &LinkStatus) -> Vec<String> {
    if message.status == "cancelled" && link.state == "void" {
        return vec![t!("message-link-cancelled")];
    }
    if never_arrived(message) {
        return vec![match message.status.as_str() {
            "cancelled" => t!("message-link-never-sent"),
            _ => t!("message-link-failed"),
        }];
    }
    let waits = matches!(message.status.as_str(), "queued" | "sending" | "deferred");
    if waits && link.state == "open" && link.first_opened_at.is_none() {
        return vec![t!("message-link-unsent")];
    }
    let mut said = vec![worth(link)];
    said.extend(visits(link));
    said
}

fn worth(link: &LinkStatus) -> String {
    match (link.state.as_str(), link.used_at) {
        (_, Some(at)) => t!("message-link-used", at = instant(at)),
        ("open", None) => t!("message-link-open", at = instant(link.expires_at)),
        ("superseded", None) => t!("message-link-superseded"),
        ("expired", None) => t!("message-link-expired", at = instant(link.expires_at)),
        (_, None) => t!("message-link-void"),
    }
}

fn visits(link: &LinkStatus) -> Option<String> {
    let Some(at) = link.first_opened_at.map(instant) else {
        // Whoever set a password opened it all the same; visits are counted as far as that costs nothing.
        return match (link.state.as_str(), link.used_at) {
            ("open", None) => Some(t!("message-link-not-opened")),
            (_, None) => Some(t!("message-link-never-opened")),
            (_, Some(_)) => None,
        };
    };
    // Whoever set the password was no scanner.
    Some(if link.looks_like_scanner && link.used_at.is_none() {
        t!("message-link-scanner", at = at)
    } else if link.visits > 1 {
        t!("message-link-opened-often", at = at, count = link.visits)
    } else {
        t!("message-link-opened", at = at)
    })
}
