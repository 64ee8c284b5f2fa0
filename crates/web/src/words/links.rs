//! What became of a password link, for the person who holds it and for administrators.

use usher_api_types::password_link::InspectedLink;

use crate::words::language::{say, t};

/// What can become of a link. The API's word for anything else is as good as void.
const STATES: [&str; 5] = ["open", "used", "superseded", "expired", "void"];

/// What the page of an open link says around its form.
pub(crate) struct Invitation {
    /// The page's name.
    pub(crate) title: String,
    /// The headline: the person, where she is known.
    pub(crate) heading: String,
    /// What the password is for.
    pub(crate) text: String,
    /// The button.
    pub(crate) submit: String,
    /// What happens once it is pressed.
    pub(crate) next: String,
    /// Whether the form makes the first owner, of whom nothing is known yet.
    pub(crate) is_setup: bool,
}

impl Invitation {
    /// The words for an open link.
    pub(crate) fn of(link: &InspectedLink) -> Self {
        let account = link.account_name.clone().unwrap_or_default();
        let kind = match link.purpose.as_deref() {
            Some("setup") => "setup",
            // Whoever asked for a new password without having one is welcomed.
            Some("reset") if link.has_password => "reset",
            _ if link.has_password => "again",
            _ => "welcome",
        };
        let title = say(&format!("link-{kind}-title"), &[]);
        let name = link.display_name.as_deref().filter(|name| !name.is_empty());
        let heading = match (kind, name) {
            ("setup" | "reset", _) => title.clone(),
            (_, None) => say(&format!("link-{kind}-heading"), &[]),
            (_, Some(name)) => say(
                &format!("link-{kind}-heading-name"),
                &[("name", name.into())],
            ),
        };
        Self {
            heading,
            title,
            text: say(&format!("link-{kind}-text"), &[("account", account.into())]),
            submit: match kind {
                "setup" => t!("link-setup-submit"),
                _ => t!("link-submit"),
            },
            next: match kind {
                "reset" | "again" => t!("link-next-reset"),
                _ => t!("link-next"),
            },
            is_setup: kind == "setup",
        }
    }
}

/// What the page of a link that cannot set a password says.
pub(crate) struct LinkWords {
    /// The headline.
    pub(crate) title: String,
    /// What happened and what to do.
    pub(crate) text: String,
}

/// The words for a link that is not open.
pub(crate) fn link_words(link: &InspectedLink) -> LinkWords {
    let (state, way_on) = match (link.state.as_str(), link.renewable) {
        ("used", _) => ("used", "used"),
        ("superseded", true) => ("superseded", "superseded-renewable"),
        ("superseded", false) => ("superseded", "superseded"),
        ("expired", true) => ("expired", "expired-renewable"),
        ("expired", false) if link.purpose.as_deref() == Some("reset") => {
            ("expired", "expired-reset")
        }
        ("expired", false) => ("expired", "expired"),
        _ => ("void", "void"),
    };
    LinkWords {
        title: say(&format!("link-{state}-title"), &[]),
        text: say(&format!("link-{way_on}-text"), &[]),
    }
}

/// What the badge of a link's state says to an administrator.
pub(crate) fn state_label(state: &str) -> String {
    let known = STATES.iter().find(|known| **known == state);
    say(
        &format!("link-state-{}", known.copied().unwrap_or("void")),
        &[],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_label() {
        for state in STATES {
            assert!(!state_label(state).starts_with("link-"), "{state}");
        }
        assert_eq!(state_label("of tomorrow"), state_label("void"));
    }
}
