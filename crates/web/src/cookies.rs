//! Cookies of the pages' own. The session's cookie is the API's and passes through untouched.

use axum::http::{HeaderMap, HeaderValue, header};

/// The value of a cookie.
pub(crate) fn find<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

/// A cookie that keeps a preference for a year. It holds no secret and identifies nobody.
pub(crate) fn lasting(name: &str, value: &str) -> HeaderValue {
    let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
    // Names and values are ours: plain ASCII.
    HeaderValue::from_str(&cookie).unwrap_or(HeaderValue::from_static(""))
}

/// Takes such a cookie back.
pub(crate) fn forgotten(name: &str) -> HeaderValue {
    let cookie = format!("{name}=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly");
    HeaderValue::from_str(&cookie).unwrap_or(HeaderValue::from_static(""))
}
