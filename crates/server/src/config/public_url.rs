//! The base of every link.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
};

use url::{Host, Url};

use super::value::Setting;

/// Where people reach this installation: scheme, host and port, without a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(Url);

impl PublicUrl {
    /// The URL of an address that is listened on.
    pub(super) fn of(listening: SocketAddr) -> Self {
        // An address and a port always make a URL.
        let url = Url::parse(&format!("http://{listening}"));
        Self(url.expect("an address and a port make a URL"))
    }

    /// The URL.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// Whether browsers reach it over https.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether it can be opened on this machine only.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        match self.0.host() {
            // RFC 6761, 6.3: names under localhost never leave the machine.
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            _ => self.address().is_some_and(|address| address.is_loopback()),
        }
    }

    /// Whether it names no machine at all (`0.0.0.0`).
    pub(super) fn is_unspecified(&self) -> bool {
        self.address()
            .is_some_and(|address| address.is_unspecified())
    }

    fn address(&self) -> Option<IpAddr> {
        match self.0.host()? {
            Host::Domain(_) => None,
            Host::Ipv4(address) => Some(address.into()),
            Host::Ipv6(address) => Some(address.into()),
        }
    }
}

/// Without a slash at its end.
impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

impl Setting for PublicUrl {
    fn parse(text: &str) -> Result<Self, String> {
        let example = "write for example https://usher.example.com";
        let url = Url::parse(text).map_err(|_| format!("this is no URL; {example}"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("only http and https are known; {example}"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(format!("user and password do not belong here; {example}"));
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(format!(
                "Usher needs a host of its own, without a path; {example}"
            ));
        }
        Ok(Self(url))
    }

    fn shown(&self) -> Option<String> {
        Some(self.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<PublicUrl, String> {
        <PublicUrl as Setting>::parse(text)
    }

    #[test]
    fn it_is_shown_without_a_slash_at_its_end() {
        for (text, shown) in [
            ("https://usher.example.com/", "https://usher.example.com"),
            ("https://Usher.Example.com:443", "https://usher.example.com"),
            ("http://[::1]:8080", "http://[::1]:8080"),
        ] {
            assert_eq!(parse(text).unwrap().to_string(), shown);
        }
    }

    #[test]
    fn anything_beside_scheme_host_and_port_is_refused() {
        for text in [
            "usher.example.com",
            "ftp://usher.example.com",
            "https://user:secret@usher.example.com",
            "https://usher.example.com/usher",
            "https://usher.example.com?x",
            "https://usher.example.com#x",
            "https://",
            "",
        ] {
            let message = parse(text).unwrap_err();
            assert!(!message.contains("secret"), "{message}");
        }
    }

    #[test]
    fn loopback_is_told_by_name_and_address() {
        for (text, loopback) in [
            ("http://localhost:8080", true),
            ("http://usher.localhost", true),
            ("http://127.0.0.2", true),
            ("http://[::1]", true),
            ("http://localhost.example.com", false),
            ("http://192.168.0.1", false),
            ("http://0.0.0.0:8080", false),
        ] {
            assert_eq!(parse(text).unwrap().is_loopback(), loopback, "{text}");
        }
    }
}
