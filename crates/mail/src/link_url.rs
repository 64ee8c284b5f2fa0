//! The password link as it stands in a message.

use std::fmt;

use url::Url;

/// A redeemable URL. It is a secret: whoever knows it can set the password.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkUrl(String);

/// A text that cannot stand as a link in a message. It does not repeat the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an absolute http or https URL made of plain URL characters")]
pub struct InvalidLinkUrl;

impl LinkUrl {
    /// Takes over a URL, byte for byte.
    ///
    /// Only characters that HTML leaves alone are accepted, so that the URL is the same bytes in
    /// the text part, in `href` and on the page: clients that copy, rewrite or log one of them see
    /// the same link.
    ///
    /// # Errors
    ///
    /// When the text is not an absolute http(s) URL, or has characters that would need escaping.
    pub fn parse(text: &str) -> Result<Self, InvalidLinkUrl> {
        let plain = text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$()*+,;=%".contains(&byte));
        let url = Url::parse(text).map_err(|_| InvalidLinkUrl)?;
        if plain && matches!(url.scheme(), "http" | "https") && url.has_host() {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidLinkUrl)
        }
    }

    /// The URL itself. Only templates may see it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for LinkUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_kept_byte_for_byte_and_never_debug_printed() {
        let text = "https://usher.example:8443/base/welcome/AbC-_123?x=1";
        let link = LinkUrl::parse(text).unwrap();
        assert_eq!(link.expose(), text);
        assert_eq!(format!("{link:?}"), "[redacted]");
    }

    #[test]
    fn what_html_would_change_or_browsers_would_run_is_refused() {
        for text in [
            "",
            "/welcome/abc",
            "javascript:alert(1)",
            "mailto:a@example.com",
            "https://usher.example/?a=1&b=2",
            "https://usher.example/\"onclick=x",
            "https://usher.example/'",
            "https://usher.example/<b>",
            "https://usher.example/a b",
            "https://usher.example/\n",
            "https://üsher.example/",
        ] {
            assert_eq!(LinkUrl::parse(text), Err(InvalidLinkUrl), "{text}");
        }
    }
}
