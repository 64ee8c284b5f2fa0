//! The session cookie: its name, how it is set and cleared, how it is found.

use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderValue, header};

/// What the session cookie is called.
///
/// Over https the `__Host-` prefix keeps neighbouring hosts from planting one (RFC 6265bis,
/// 4.1.3.2); over plain http, which is for loopback only, browsers would refuse that name.
#[must_use]
pub const fn session_cookie_name(secure: bool) -> &'static str {
    if secure {
        "__Host-usher_session"
    } else {
        "usher_session"
    }
}

/// The value of a cookie, as the browser sent it: of several with the name, the first. An empty one
/// is no cookie.
#[must_use]
pub fn find<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.split_once('='))
        .find(|(found, _)| found.trim() == name)
        .map(|(_, value)| value.trim())
        .filter(|value| !value.is_empty())
}

/// `Set-Cookie` for a new session, which the browser forgets when the session ends.
pub(crate) fn set_session(
    secure: bool,
    secret: &str,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> HeaderValue {
    set(secure, secret, (expires_at - now).num_seconds().max(0))
}

/// `Set-Cookie` that makes the browser forget its session.
pub(crate) fn clear_session(secure: bool) -> HeaderValue {
    set(secure, "", 0)
}

fn set(secure: bool, value: &str, max_age: i64) -> HeaderValue {
    let name = session_cookie_name(secure);
    let https_only = if secure { "; Secure" } else { "" };
    let cookie =
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{https_only}");
    // Session secrets are letters, digits, `-` and `_`, so this is always a valid header value.
    let mut header = HeaderValue::try_from(cookie)
        .unwrap_or_else(|_| HeaderValue::from_static("usher_session=; Path=/; Max-Age=0"));
    header.set_sensitive(true);
    header
}

#[cfg(test)]
mod tests {
    use chrono::{Duration, TimeZone as _};
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn headers(cookies: &[&str]) -> HeaderMap {
        let value = |text: &&str| (header::COOKIE, HeaderValue::from_str(text).unwrap());
        cookies.iter().map(value).collect()
    }

    #[test]
    fn over_https_the_cookie_is_bound_to_the_host() {
        let now = Utc.timestamp_opt(1_800_000_000, 0).unwrap();
        let cookie = set_session(true, "usher_se_x", now, now + Duration::hours(1));
        assert_eq!(
            cookie,
            "__Host-usher_session=usher_se_x; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600; Secure"
        );
        assert!(cookie.is_sensitive());
    }

    #[test]
    fn over_plain_http_the_name_is_plain() {
        assert_eq!(
            clear_session(false),
            "usher_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
        );
    }

    #[test]
    fn a_cookie_is_found_among_others_and_across_headers() {
        let sent = headers(&[
            "theme=dark; usher_session2=no",
            "a=b;usher_session=yes ; c=d",
        ]);
        assert_eq!(find(&sent, "usher_session"), Some("yes"));
        assert_eq!(find(&sent, "theme"), Some("dark"));
        assert_eq!(find(&sent, "session"), None);
        assert_eq!(find(&headers(&["usher_session="]), "usher_session"), None);
    }

    proptest! {
        #[test]
        fn whatever_the_header_holds_nothing_panics(bytes in vec(any::<u8>(), 0..200)) {
            if let Ok(value) = HeaderValue::from_bytes(&bytes) {
                let headers = HeaderMap::from_iter([(header::COOKIE, value)]);
                let _ = find(&headers, "usher_session");
            }
        }

        #[test]
        fn what_is_set_is_found_again(
            secret in "[A-Za-z0-9_-]{1,60}",
            before in "[a-z]{0,5}=[a-z]{0,5}",
        ) {
            let now = DateTime::UNIX_EPOCH;
            let cookie = set_session(true, &secret, now, now + Duration::hours(1));
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let headers = headers(&[&format!("{before}; {pair}")]);
            prop_assert_eq!(find(&headers, session_cookie_name(true)), Some(secret.as_str()));
        }
    }
}
