//! Names that people recognise for the program behind a `User-Agent` header.

use std::fmt;

use woothee::parser::Parser;

use crate::plain_text::one_line;

/// The longest name, in characters.
const MAX_CHARS: usize = 60;

/// What woothee says when it does not know.
const UNKNOWN: &str = "UNKNOWN";

/// A program and what it runs on. How the two are joined is for each language to say.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Platform {
    /// The browser or other program.
    pub program: String,
    /// The operating system or device, if known.
    pub system: Option<String>,
}

/// In English, for records.
impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.system {
            Some(system) => write!(f, "{} on {system}", self.program),
            None => f.write_str(&self.program),
        }
    }
}

/// Names browser and system ("Chrome on Linux"), or the first product of an unknown program
/// ("curl/8.5.0").
///
/// ```
/// use usher_mail::platform::platform_of;
///
/// let name = |agent| platform_of(agent).map(|platform| platform.to_string());
/// let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";
/// assert_eq!(name(agent).as_deref(), Some("Firefox on Linux"));
/// assert_eq!(name("curl/8.5.0").as_deref(), Some("curl/8.5.0"));
/// ```
#[must_use]
pub fn platform_of(user_agent: &str) -> Option<Platform> {
    browser(user_agent).or_else(|| {
        let program = first_product(user_agent)?;
        Some(Platform {
            program,
            system: None,
        })
    })
}

fn browser(user_agent: &str) -> Option<Platform> {
    let found = Parser::new().parse(user_agent)?;
    let is_browser = matches!(
        found.category,
        "pc" | "smartphone" | "mobilephone" | "appliance"
    );
    if !is_browser || found.name == UNKNOWN {
        return None;
    }
    let system = system_name(found.os);
    let program = match found.name {
        "Internet Explorer" if user_agent.contains("Edg/") => "Edge",
        name => name,
    };
    Some(Platform {
        program: program.to_owned(),
        system: (system != UNKNOWN).then(|| system.to_owned()),
    })
}

/// Browsers have frozen the system version in what they send, so it would mislead.
fn system_name(os: &str) -> &str {
    match os {
        "Mac OSX" => "macOS",
        os if os.starts_with("Windows ") && !os.starts_with("Windows Phone") => "Windows",
        os => os,
    }
}

/// The first word, reduced to what a product token may have (RFC 9110, 10.1.5).
fn first_product(user_agent: &str) -> Option<String> {
    let line = one_line(user_agent);
    let word = line
        .split([' ', '(', ';', ','])
        .find(|word| !word.is_empty())?;
    let token: String = word
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || "-._/+".contains(*c))
        .take(MAX_CHARS)
        .collect();
    (!token.is_empty()).then_some(token)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_programs_people_use_are_named() {
        for (agent, name) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
                "Chrome on Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0",
                "Firefox on Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
                "Safari on macOS",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            ("curl/8.5.0", "curl/8.5.0"),
            ("python-requests/2.32.3", "python-requests/2.32.3"),
            ("GopherCloud/2.0 provisioning", "GopherCloud/2.0"),
        ] {
            let found = platform_of(agent).map(|platform| platform.to_string());
            assert_eq!(found.as_deref(), Some(name), "{agent}");
        }
    }

    #[test]
    fn nothing_usable_gives_no_platform() {
        for agent in ["", " ", "\u{0}\r\n", "()", "日本語"] {
            assert_eq!(platform_of(agent), None, "{agent:?}");
        }
    }

    proptest! {
        #[test]
        fn any_header_gives_a_short_plain_name_or_none(agent in any::<String>()) {
            if let Some(platform) = platform_of(&agent) {
                let name = platform.to_string();
                prop_assert!(!name.is_empty());
                prop_assert!(name.len() <= 100);
                prop_assert!(!name.contains(|c: char| c.is_control() || "<>\"&".contains(c)));
            }
        }
    }
}
