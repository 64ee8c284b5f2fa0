//! What became of a password link, in the words of the person who holds it.

use usher_api_types::password_link::InspectedLink;

/// What the page of a link that cannot set a password says.
pub(crate) struct LinkWords {
    /// The headline.
    pub(crate) title: &'static str,
    /// What happened.
    pub(crate) text: &'static str,
}

/// The words for a link that is not open.
pub(crate) fn link_words(link: &InspectedLink) -> LinkWords {
    let (title, text) = match (link.state.as_str(), link.renewable) {
        ("used", _) => (
            "This link was already used",
            "A password was set with it. Sign in with that password; if you do not remember it, ask for a new one.",
        ),
        ("superseded", true) => (
            "There is a newer email",
            "A newer email took the place of this one. Use the link in the newest, or have it sent once more.",
        ),
        ("superseded", false) => (
            "There is a newer email",
            "A newer email took the place of this one. Look for the newest in your mailbox and use the link in it.",
        ),
        ("expired", true) => (
            "This link has expired",
            "For your safety, links work only for a limited time. You can have a fresh one sent to the same address.",
        ),
        ("expired", false) => (
            "This link has expired",
            "For your safety, links work only for a limited time. Ask whoever invited you for a new one.",
        ),
        _ => (
            "This link does not work",
            "It is not valid, or not any more. Check that you copied the whole address, or ask whoever invited you for a new one.",
        ),
    };
    LinkWords { title, text }
}

/// What the badge of a link's state says to an administrator.
pub(crate) fn state_label(state: &str) -> &'static str {
    match state {
        "open" => "Open",
        "used" => "Used",
        "superseded" => "Superseded",
        "expired" => "Expired",
        _ => "Void",
    }
}
