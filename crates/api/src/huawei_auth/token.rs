//! The token in `X-Auth-Token`.

use http::HeaderMap;

/// The token, if there is one; clients of signed requests send a blank one.
pub(super) fn token(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all("x-auth-token")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .map(str::trim)
        .find(|token| !token.is_empty())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn found(values: &[&[u8]]) -> Option<String> {
        let headers = values
            .iter()
            .filter_map(|bytes| HeaderValue::from_bytes(bytes).ok())
            .map(|value| ("x-auth-token".parse().unwrap(), value))
            .collect();
        token(&headers).map(str::to_owned)
    }

    #[test]
    fn a_blank_token_counts_as_absent() {
        assert_eq!(found(&[]), None);
        assert_eq!(found(&[b""]), None);
        assert_eq!(found(&[b"  "]), None);
        assert_eq!(found(&[b"", b" t "]), Some("t".to_owned()));
        assert_eq!(found(&[b"\xff"]), None);
    }

    proptest! {
        #[test]
        fn no_header_panics(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            if let Some(token) = found(&[&bytes]) {
                prop_assert!(!token.is_empty() && token.trim() == token);
            }
        }
    }
}
