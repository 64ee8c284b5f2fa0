//! Where a request came from: what a message tells its reader about who asked for it.
//!
//! These are personal data of the asker; they are blanked after the retention time.

use std::net::IpAddr;

/// The longest user agent that is kept, in characters.
pub const MAX_USER_AGENT_CHARS: usize = 512;

/// The longest place name that is kept, in characters.
pub const MAX_PLACE_CHARS: usize = 200;

/// Program, network address and place of whoever asked.
///
/// Build it with [`RequestOrigin::new`]: a header is any bytes its sender likes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct RequestOrigin {
    /// The `User-Agent` header, without control characters and not longer than 512 characters.
    pub user_agent: Option<String>,
    /// The client's address, as seen behind the trusted proxies.
    pub address: Option<IpAddr>,
    /// A place that a person recognises ("Bonn, Germany"), when a geo database knows one.
    pub place: Option<String>,
}

impl RequestOrigin {
    /// Takes over what a request said about itself, made harmless for messages and pages.
    #[must_use]
    pub fn new(user_agent: Option<&str>, address: Option<IpAddr>, place: Option<&str>) -> Self {
        Self {
            user_agent: user_agent.and_then(|text| plain_text(text, MAX_USER_AGENT_CHARS)),
            address,
            place: place.and_then(|text| plain_text(text, MAX_PLACE_CHARS)),
        }
    }

    /// The origin of what nobody asked for over the network: the command line, the system itself.
    #[must_use]
    pub fn local() -> Self {
        Self::default()
    }
}

fn plain_text(text: &str, max_chars: usize) -> Option<String> {
    let kept: String = text
        .chars()
        .filter(|c| !c.is_control())
        .take(max_chars)
        .collect();
    let kept = kept.trim();
    (!kept.is_empty()).then(|| kept.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn control_characters_and_excess_are_dropped() {
        let origin = RequestOrigin::new(Some("curl/8\r\n\u{1b}[31m"), None, Some(" Bonn\u{0} "));
        assert_eq!(origin.user_agent.as_deref(), Some("curl/8[31m"));
        assert_eq!(origin.place.as_deref(), Some("Bonn"));
        let long = RequestOrigin::new(Some(&"ü".repeat(5000)), None, None);
        assert_eq!(
            long.user_agent.map(|agent| agent.chars().count()),
            Some(512)
        );
    }

    #[test]
    fn a_blank_header_is_no_user_agent() {
        assert_eq!(
            RequestOrigin::new(Some(" \t\r\n"), None, Some("")),
            RequestOrigin::local()
        );
    }

    proptest! {
        #[test]
        fn what_is_kept_is_always_plain_and_short(text in any::<String>()) {
            if let Some(kept) = RequestOrigin::new(Some(&text), None, None).user_agent {
                prop_assert!(kept.chars().count() <= MAX_USER_AGENT_CHARS);
                prop_assert!(!kept.contains(char::is_control));
                prop_assert!(!kept.is_empty());
            }
        }
    }
}
