//! The canonical request: the one text for a request that both sides can compute and sign.
//!
//! Six parts with line feeds between: method, path, query, signed headers, their names, and the
//! hash of the body (contracts/real-clients.md §4, as measured from the vendors' own signers).

use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode};
use sha2::{Digest as _, Sha256};

use super::authorization::{Authorization, Form};

/// The client's own hash of the body, signed in its place.
const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-sdk-content-sha256");

/// Everything but the unreserved characters (RFC 3986, 2.3).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// A request as it was received.
#[derive(Clone, Copy)]
pub(super) struct Received<'a> {
    pub(super) method: &'a Method,
    /// As it was sent, before any router took a prefix off.
    pub(super) uri: &'a Uri,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
}

/// The canonical request; none when it cannot have been signed as it stands: a signed header is
/// missing or there twice, or the body is not the one whose hash was signed.
pub(super) fn canonical_request(
    received: &Received,
    authorization: &Authorization,
) -> Option<Vec<u8>> {
    let sent_query = received.uri.query().unwrap_or_default();
    let (query, payload) = if signs_query_as_body(received, authorization, sent_query) {
        (String::new(), hex(&Sha256::digest(sent_query)))
    } else {
        (query(sent_query), payload(received)?)
    };
    let mut text = Vec::with_capacity(512);
    for line in [received.method.as_str(), &path(received.uri.path()), &query] {
        text.extend_from_slice(line.as_bytes());
        text.push(b'\n');
    }
    for name in authorization.signed_names() {
        text.extend_from_slice(name.as_bytes());
        text.push(b':');
        text.extend_from_slice(only(received.headers, name)?.as_bytes().trim_ascii());
        text.push(b'\n');
    }
    text.push(b'\n');
    text.extend_from_slice(authorization.signed_headers.as_bytes());
    text.push(b'\n');
    text.extend_from_slice(payload.as_bytes());
    Some(text)
}

/// The scoped form hashes the query of a POST without a body as if it were the body.
fn signs_query_as_body(received: &Received, authorization: &Authorization, query: &str) -> bool {
    // A query that could be a body is none: what signs the one would sign the other.
    matches!(authorization.form, Form::Scoped(_))
        && !query.contains(['{', '"'])
        && received.method == Method::POST
        && received.body.is_empty()
        && !query.is_empty()
}

/// Decoded as a whole, encoded again segment by segment, with a slash at its end. An encoded slash
/// becomes a real one; only signatures use this form, routes are matched with the path as sent.
fn path(sent: &str) -> String {
    let decoded: Vec<u8> = percent_decode(sent.as_bytes()).collect();
    let mut path = String::with_capacity(sent.len() + 1);
    for (at, segment) in decoded.split(|byte| *byte == b'/').enumerate() {
        if at > 0 {
            path.push('/');
        }
        path.extend(percent_encode(segment, ENCODED));
    }
    if !path.ends_with('/') {
        path.push('/');
    }
    path
}

/// The pairs, decoded as whoever handles the request reads them, in their order, encoded again.
fn query(sent: &str) -> String {
    let decode = |text: &str| -> Vec<u8> {
        let spaced = text.replace('+', " ");
        percent_decode(spaced.as_bytes()).collect()
    };
    let mut pairs: Vec<(Vec<u8>, Vec<u8>)> = sent
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect();
    pairs.sort();
    let pairs = pairs.iter().map(|(name, value)| {
        let (name, value) = (
            percent_encode(name, ENCODED),
            percent_encode(value, ENCODED),
        );
        format!("{name}={value}")
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// The hash of the body. A client may name it in a header; it must be the body's then, or the body
/// would not be covered by the signature. For the same reason `UNSIGNED-PAYLOAD` is refused, which
/// the vendor's SDK sends only for bodies that are no JSON, and nothing here takes any.
fn payload(received: &Received) -> Option<String> {
    let own = hex(&Sha256::digest(received.body));
    let mut named = received.headers.get_all(CONTENT_SHA256).iter();
    let agrees = received.body.is_empty() || named.all(|hash| hash.as_bytes() == own.as_bytes());
    agrees.then_some(own)
}

/// The value of a header that is there exactly once. With two, each side could mean another.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a HeaderValue> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    values.next().is_none().then_some(value)
}

/// Hexadecimal digits in lower case.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_decoded_as_a_whole_and_encoded_by_segments() {
        for (sent, canonical) in [
            ("/", "/"),
            ("/v2/p", "/v2/p/"),
            ("/v2/p/", "/v2/p/"),
            ("/users/u%201%2F%C3%BC/x", "/users/u%201/%C3%BC/x/"),
            ("/a~b-c_d.e", "/a~b-c_d.e/"),
            ("/a:b@c!d*", "/a%3Ab%40c%21d%2A/"),
            ("/%zz%", "/%25zz%25/"),
            ("/a%2f", "/a/"),
        ] {
            assert_eq!(path(sent), canonical, "{sent}");
        }
    }

    #[test]
    fn a_query_is_sorted_by_name_and_value() {
        for (sent, canonical) in [
            ("", ""),
            ("b=2&a=1", "a=1&b=2"),
            ("n=z&n=a&n", "n=&n=a&n=z"),
            ("a=x+y&b=x%20y&c=x%2By", "a=x%20y&b=x%20y&c=x%2By"),
            ("&&a=b=c&", "a=b%3Dc"),
        ] {
            assert_eq!(query(sent), canonical, "{sent}");
        }
    }

    #[test]
    fn a_body_is_never_replaced_by_what_a_header_says() {
        let uri = Uri::from_static("/");
        let hash = |body: &[u8], named: &[&str]| {
            let headers = named
                .iter()
                .map(|value| (CONTENT_SHA256, HeaderValue::from_str(value).unwrap()))
                .collect();
            payload(&Received {
                method: &Method::POST,
                uri: &uri,
                headers: &headers,
                body,
            })
        };
        let own = hex(&Sha256::digest(b"{}"));
        assert_eq!(hash(b"{}", &[]), Some(own.clone()));
        assert_eq!(hash(b"{}", &[&own]), Some(own.clone()));
        assert_eq!(hash(b"{}", &["UNSIGNED-PAYLOAD"]), None);
        assert_eq!(hash(b"[]", &[&own]), None);
        assert_eq!(hash(b"{}", &[&own, "UNSIGNED-PAYLOAD"]), None);
        assert_eq!(hash(b"", &["anything"]), Some(hex(&Sha256::digest(b""))));
    }
}
