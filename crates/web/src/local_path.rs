//! Places inside our own pages that a URL or form may name: `next` after signing in, `back` after a
//! row's button. Anything that a browser could read as another site is refused.

use std::fmt;

/// The longest path that is taken from outside.
const MAX_LENGTH: usize = 1024;

/// A path, with its query, on this site and among the signed-in pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LocalPath(String);

impl LocalPath {
    /// Reads a path; none unless it certainly leads to a signed-in page of ours.
    ///
    /// `//host`, `/\host` and control characters (which browsers drop, so that `/<tab>/host` becomes
    /// `//host`) all leave the site; asking for the pages' own prefixes shuts every such door.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let harmless = text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        let path = text.split(['?', '#']).next().unwrap_or_default();
        let ours = ["/admin", "/account"]
            .iter()
            .filter_map(|prefix| path.strip_prefix(prefix))
            .any(|rest| rest.is_empty() || rest.starts_with('/'));
        let straight = !path.contains("//") && !path.split('/').any(|part| part == "..");
        (harmless && ours && straight && text.len() <= MAX_LENGTH).then(|| Self(text.to_owned()))
    }

    /// The path that a `Referer` header names, if it is one of ours.
    pub(crate) fn from_referer(referer: &str, public_url: &str) -> Option<Self> {
        Self::parse(referer.strip_prefix(public_url.trim_end_matches('/'))?)
    }

    /// The path as text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LocalPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_signed_in_pages_of_this_site_are_accepted() {
        for good in [
            "/admin",
            "/account",
            "/admin/accounts/1/users?search=a%20b&sort=login",
        ] {
            assert_eq!(
                LocalPath::parse(good)
                    .map(|path| path.to_string())
                    .as_deref(),
                Some(good)
            );
        }
        for bad in [
            "",
            "/",
            "//evil.example",
            "/\\evil.example",
            "/admin/..//evil.example",
            "/admin\t//evil.example",
            "https://evil.example/admin",
            "/administrator",
            "/accounting",
            "javascript:alert(1)",
            "/admin\r\nSet-Cookie: a=b",
            "/api/v1/me",
        ] {
            assert_eq!(LocalPath::parse(bad), None, "{bad:?}");
        }
        assert_eq!(
            LocalPath::parse(&format!("/admin?{}", "a".repeat(1024))),
            None
        );
    }

    #[test]
    fn a_referer_counts_only_from_the_public_url() {
        let ours =
            LocalPath::from_referer("https://usher.example/admin/x", "https://usher.example/");
        assert_eq!(ours, LocalPath::parse("/admin/x"));
        assert_eq!(
            LocalPath::from_referer("https://usher.example.evil/admin", "https://usher.example"),
            None
        );
    }
}
