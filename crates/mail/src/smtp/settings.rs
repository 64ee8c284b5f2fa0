//! Which server, how protected, and as whom: all in one URL.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use percent_encoding::percent_decode_str;
use url::Url;

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Not at all (`smtp://`).
    Plain,
    /// By STARTTLS, or no mail is sent (`smtp://…?tls=required`). There is no "if offered": whoever
    /// sits in between would simply not offer it.
    StartTls,
    /// From the first byte (`smtps://`).
    Implicit,
}

impl Security {
    const fn default_port(self) -> u16 {
        match self {
            Self::Plain => 25,
            Self::StartTls => 587,
            Self::Implicit => 465,
        }
    }
}

/// A server to hand mail to.
///
/// ```
/// use usher_mail::smtp::{Security, SmtpSettings};
///
/// let settings: SmtpSettings = "smtps://usher:p%40ss@mail.example.com".parse().unwrap();
/// assert_eq!(settings.security(), Security::Implicit);
/// assert_eq!(settings.to_string(), "smtps://mail.example.com:465");
/// assert!(!format!("{settings:?}").contains("p@ss"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpSettings {
    security: Security,
    host: String,
    port: u16,
    credentials: Option<Credentials>,
}

/// User and password.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Credentials {
    pub(super) user: String,
    pub(super) password: String,
}

/// Why a URL names no SMTP server. The message never repeats the URL, which may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSmtpUrl {
    /// Not a URL.
    #[error("not a URL of the form smtp://host:port or smtps://user:password@host:port")]
    Form,
    /// Another scheme.
    #[error("the scheme must be smtp or smtps")]
    Scheme,
    /// No host, or one that is no name.
    #[error("the host is missing or not valid")]
    Host,
    /// Something behind the host.
    #[error("after the host and port only ?tls=required is known, and only with smtp")]
    Extra,
    /// Half of the credentials, or some that cannot be sent.
    #[error("user and password must both be given, percent-encoded, without control characters")]
    Credentials,
}

impl SmtpSettings {
    /// Reads `smtp://host:port`, `smtp://…?tls=required` or `smtps://…`, each with or without
    /// `user:password@`, both percent-encoded.
    ///
    /// # Errors
    ///
    /// [`InvalidSmtpUrl`] says what is wrong.
    pub fn parse(text: &str) -> Result<Self, InvalidSmtpUrl> {
        let url = Url::parse(text.trim()).map_err(|_| InvalidSmtpUrl::Form)?;
        let security = security(&url)?;
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(InvalidSmtpUrl::Extra);
        }
        Ok(Self {
            security,
            host: host(&url)?,
            port: url.port().unwrap_or(security.default_port()),
            credentials: credentials(&url)?,
        })
    }

    /// How the connection is protected.
    #[must_use]
    pub const fn security(&self) -> Security {
        self.security
    }

    /// The server's name or address, without brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The server's port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Whether links (and the password, if there is one) would cross a network in clear.
    #[must_use]
    pub fn is_plain_beyond_loopback(&self) -> bool {
        self.security == Security::Plain && !is_loopback(&self.host)
    }

    pub(super) const fn credentials(&self) -> Option<&Credentials> {
        self.credentials.as_ref()
    }
}

impl FromStr for SmtpSettings {
    type Err = InvalidSmtpUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// The URL without its credentials.
impl fmt::Display for SmtpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, query) = match self.security {
            Security::Plain => ("smtp", ""),
            Security::StartTls => ("smtp", "?tls=required"),
            Security::Implicit => ("smtps", ""),
        };
        if self.host.contains(':') {
            write!(f, "{scheme}://[{}]:{}{query}", self.host, self.port)
        } else {
            write!(f, "{scheme}://{}:{}{query}", self.host, self.port)
        }
    }
}

impl fmt::Debug for SmtpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let user = if self.credentials.is_some() {
            " as [redacted]"
        } else {
            ""
        };
        write!(f, "SmtpSettings({self}{user})")
    }
}

fn security(url: &Url) -> Result<Security, InvalidSmtpUrl> {
    match (url.scheme(), url.query()) {
        ("smtp", None) => Ok(Security::Plain),
        ("smtp", Some("tls=required")) => Ok(Security::StartTls),
        ("smtps", None) => Ok(Security::Implicit),
        ("smtp" | "smtps", Some(_)) => Err(InvalidSmtpUrl::Extra),
        _ => Err(InvalidSmtpUrl::Scheme),
    }
}

fn host(url: &Url) -> Result<String, InvalidSmtpUrl> {
    let host = url.host_str().ok_or(InvalidSmtpUrl::Host)?;
    let bare = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(host);
    let is_name = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
    };
    if bare.parse::<IpAddr>().is_ok() || is_name(bare) {
        Ok(bare.to_owned())
    } else {
        Err(InvalidSmtpUrl::Host)
    }
}

fn credentials(url: &Url) -> Result<Option<Credentials>, InvalidSmtpUrl> {
    let decoded = |part: &str| {
        let text = percent_decode_str(part)
            .decode_utf8()
            .map_err(|_| InvalidSmtpUrl::Credentials)?;
        // AUTH PLAIN separates its fields by NUL.
        if text.is_empty() || text.contains(char::is_control) {
            return Err(InvalidSmtpUrl::Credentials);
        }
        Ok(text.into_owned())
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        (user, Some(password)) => Ok(Some(Credentials {
            user: decoded(user)?,
            password: decoded(password)?,
        })),
        (_, None) => Err(InvalidSmtpUrl::Credentials),
    }
}

fn is_loopback(host: &str) -> bool {
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    // RFC 6761, 6.3: names under localhost never leave the machine.
    name == "localhost"
        || name.ends_with(".localhost")
        || host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_form_of_url_is_read() {
        for (text, shown, security, plain_beyond_loopback) in [
            (
                "smtp://localhost:1025",
                "smtp://localhost:1025",
                Security::Plain,
                false,
            ),
            (
                "smtp://127.0.0.1",
                "smtp://127.0.0.1:25",
                Security::Plain,
                false,
            ),
            (
                "smtp://[::1]:2525",
                "smtp://[::1]:2525",
                Security::Plain,
                false,
            ),
            (
                "smtp://mail.localhost",
                "smtp://mail.localhost:25",
                Security::Plain,
                false,
            ),
            (
                "smtp://10.0.0.5:25",
                "smtp://10.0.0.5:25",
                Security::Plain,
                true,
            ),
            (
                "smtp://mailpit:1025/",
                "smtp://mailpit:1025",
                Security::Plain,
                true,
            ),
            (
                "smtp://u:p@mail.example.com?tls=required",
                "smtp://mail.example.com:587?tls=required",
                Security::StartTls,
                false,
            ),
            (
                "smtps://mail.example.com",
                "smtps://mail.example.com:465",
                Security::Implicit,
                false,
            ),
        ] {
            let settings = SmtpSettings::parse(text).unwrap();
            assert_eq!(settings.to_string(), shown);
            assert_eq!(settings.security(), security);
            assert_eq!(
                settings.is_plain_beyond_loopback(),
                plain_beyond_loopback,
                "{text}"
            );
        }
    }

    #[test]
    fn credentials_are_decoded_and_never_shown() {
        let text = "smtps://us%40er:p%3Ass%2Fw%C3%B6rd@mail.example.com:465";
        let settings = SmtpSettings::parse(text).unwrap();
        let credentials = settings.credentials().unwrap();
        assert_eq!(credentials.user, "us@er");
        assert_eq!(credentials.password, "p:ss/wörd");
        let shown = format!("{settings:?} {settings}");
        assert!(!shown.contains("us@er") && !shown.contains("p:ss") && !shown.contains("p%3A"));
    }

    #[test]
    fn other_urls_are_refused_without_repeating_them() {
        use InvalidSmtpUrl::{Credentials, Extra, Form, Host, Scheme};
        for (text, reason) in [
            ("", Form),
            ("mail.example.com", Form),
            ("mail.example.com:25", Scheme),
            ("http://mail.example.com", Scheme),
            ("smtp://", Host),
            ("smtp:///x", Extra),
            ("smtp://user:secret@", Form),
            ("smtp://ho%20st", Host),
            ("smtp://host/path", Extra),
            ("smtp://host?tls=maybe", Extra),
            ("smtp://host?tls=required&x=1", Extra),
            ("smtps://host?tls=required", Extra),
            ("smtp://host#secret", Extra),
            ("smtp://user@host", Credentials),
            ("smtp://:secret@host", Credentials),
            ("smtp://user:@host", Credentials),
            ("smtp://user:se%00cret@host", Credentials),
            ("smtp://user:%ff@host", Credentials),
            ("smtp://host:99999", Form),
        ] {
            let error = SmtpSettings::parse(text).unwrap_err();
            assert_eq!(error, reason, "{text}");
            assert!(!error.to_string().contains("secret"));
        }
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_is_shown_parses_again(text in "(smtps?://)?\\PC{0,40}") {
            if let Ok(settings) = SmtpSettings::parse(&text) {
                let again = SmtpSettings::parse(&settings.to_string()).unwrap();
                prop_assert_eq!(again.to_string(), settings.to_string());
            }
        }
    }
}
