//! Who asked, and from where.

use usher_api_types::{user_event::UserEvent, welcome_email::RequestedBy};

use crate::words::{language::t, platforms::platform};

/// Who asked for a message.
pub(crate) fn asker(by: &RequestedBy) -> String {
    match (by.kind.as_str(), by.name.as_deref()) {
        ("api_token", Some(name)) => t!("message-asked-by-token", name = name),
        ("access_key", Some(name)) => t!("message-asked-by-key", name = name),
        ("api_token" | "access_key", None) => t!("message-asked-by-program"),
        (_, Some(name)) => t!("message-asked-by", name = name),
        ("system", None) => t!("message-asked-by-system"),
        ("link_holder", None) => t!("message-asked-by-link-holder"),
        ("anonymous", None) => t!("message-asked-by-stranger"),
        (_, None) => t!("message-asked-by-somebody"),
    }
}

/// `Firefox on Linux · Leiden, Netherlands · 192.0.2.7`, as far as known.
pub(crate) fn origin_of_message(by: &RequestedBy) -> Option<String> {
    origin(
        by.user_agent.as_deref(),
        by.place.as_deref(),
        by.address.as_deref(),
    )
}

/// The same for an event.
pub(crate) fn origin_of_event(event: &UserEvent) -> Option<String> {
    origin(
        event.user_agent.as_deref(),
        event.place.as_deref(),
        event.address.as_deref(),
    )
}

fn origin(user_agent: Option<&str>, place: Option<&str>, address: Option<&str>) -> Option<String> {
    let parts = [
        user_agent.map(platform),
        place.map(str::to_owned),
        address.map(str::to_owned),
    ];
    let known: Vec<_> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    (!known.is_empty()).then(|| known.join(" · "))
}
