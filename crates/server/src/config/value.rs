//! The types of values: how each is read from text, and shown again without secrets.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    str::FromStr,
};

use ipnet::IpNet;
use tracing_subscriber::EnvFilter;
use url::Url;
use usher_mail::{letter::Sender, smtp::SmtpSettings};
use usher_persistence::DatabaseUrl;

use super::key::Form;

/// A type that a key can have.
pub(super) trait Setting: Sized {
    const FORM: Form = Form::Text;

    /// Reads a value; the error says what to write instead, and repeats nothing that may be secret.
    fn parse(text: &str) -> Result<Self, String>;

    /// The value of a key that is not set.
    fn absent() -> Option<Self> {
        None
    }

    /// The value as text, without secrets; none when the key is not set.
    fn shown(&self) -> Option<String>;
}

impl<T: Setting> Setting for Option<T> {
    const FORM: Form = T::FORM;

    fn parse(text: &str) -> Result<Self, String> {
        T::parse(text).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn shown(&self) -> Option<String> {
        self.as_ref().and_then(T::shown)
    }
}

impl Setting for String {
    fn parse(text: &str) -> Result<Self, String> {
        let plain = text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte));
        if plain {
            Ok(text.to_owned())
        } else {
            Err("only letters, digits and . - _ are known".to_owned())
        }
    }

    fn shown(&self) -> Option<String> {
        Some(self.clone())
    }
}

impl Setting for PathBuf {
    fn parse(text: &str) -> Result<Self, String> {
        Ok(Self::from(text))
    }

    fn shown(&self) -> Option<String> {
        Some(self.display().to_string())
    }
}

impl Setting for bool {
    const FORM: Form = Form::Bool;

    fn parse(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| "write true or false".to_owned())
    }

    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Setting for SocketAddr {
    fn parse(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| {
            format!(
                "{text:?} is no address with a port; write for example 127.0.0.1:8080 or [::]:8080"
            )
        })
    }

    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Setting for Vec<IpNet> {
    const FORM: Form = Form::List;

    fn parse(text: &str) -> Result<Self, String> {
        let networks = text
            .split(',')
            .map(str::trim)
            .filter(|network| !network.is_empty());
        networks
            .map(|network| {
                let address = || network.parse::<IpAddr>().map(IpNet::from);
                network.parse().or_else(|_| address()).map_err(|_| {
                    format!("{network:?} is no network; write for example 10.0.0.0/8 or fd00::/8")
                })
            })
            .collect()
    }

    fn shown(&self) -> Option<String> {
        Some(
            self.iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(","),
        )
    }
}

impl Setting for DatabaseUrl {
    fn parse(text: &str) -> Result<Self, String> {
        Self::parse(text).map_err(|error| error.to_string())
    }

    fn shown(&self) -> Option<String> {
        Some(match self {
            Self::Sqlite(path) => format!("sqlite:{}", path.display()),
            Self::Postgres(text) => without_secrets(text),
        })
    }
}

/// Server and database of a URL; who signs in how stays hidden, wherever in the URL it stands.
fn without_secrets(text: &str) -> String {
    match Url::parse(text) {
        Ok(url) => {
            let host = url.host_str().unwrap_or_default();
            let port = url
                .port()
                .map(|port| format!(":{port}"))
                .unwrap_or_default();
            let user = if url.username().is_empty() {
                ""
            } else {
                "[redacted]@"
            };
            let rest = if url.query().is_some() {
                "?[redacted]"
            } else {
                ""
            };
            format!("{}://{user}{host}{port}{}{rest}", url.scheme(), url.path())
        }
        Err(_) => "postgres://[redacted]".to_owned(),
    }
}

impl Setting for SmtpSettings {
    fn parse(text: &str) -> Result<Self, String> {
        Self::parse(text).map_err(|error| {
            format!("{error}; write for example smtps://user:password@mail.example.com:465")
        })
    }

    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Setting for Sender {
    fn parse(text: &str) -> Result<Self, String> {
        text.parse().map_err(|error| {
            format!(
                "{text:?} is no sender ({error}); write for example Usher <no-reply@example.com>"
            )
        })
    }

    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs: one JSON object per line.
    Json,
}

impl Setting for LogFormat {
    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err(format!("{text:?} is no log format; write text or json")),
        }
    }

    fn shown(&self) -> Option<String> {
        let name = match self {
            Self::Text => "text",
            Self::Json => "json",
        };
        Some(name.to_owned())
    }
}

/// Which log lines are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLevel(String);

impl LogLevel {
    /// The filter that lets these lines through.
    #[must_use]
    pub fn filter(&self) -> EnvFilter {
        // The text was read before; should the library change its mind, nothing is hidden.
        EnvFilter::from_str(&self.0).unwrap_or_else(|_| EnvFilter::new("info"))
    }
}

impl fmt::Display for LogLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Setting for LogLevel {
    fn parse(text: &str) -> Result<Self, String> {
        match EnvFilter::from_str(text) {
            Ok(_) => Ok(Self(text.to_owned())),
            Err(_) => Err(format!(
                "{text:?} is no log level; write error, warn, info, debug or trace"
            )),
        }
    }

    fn shown(&self) -> Option<String> {
        Some(self.0.clone())
    }
}
