//! A signer of its own, written from the contract and not from what it tests.

use chrono::{DateTime, Utc};
use hmac::{Hmac, Mac as _};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};
use sha2::{Digest as _, Sha256};

use super::super::{Claim, Received};
use crate::huawei_auth::authorization::{Presented, presented};

/// A request on its way.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// Which form to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    Scoped,
    Derived,
}

impl Kind {
    pub(super) const ALL: [Self; 3] = [Self::Plain, Self::Scoped, Self::Derived];
}

impl Sent {
    pub(super) fn new(method: &str, url: &str, body: impl Into<Vec<u8>>) -> Self {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: Vec::new(),
            body: body.into(),
        }
    }

    pub(super) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(super) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(kept, _)| kept != name);
        self
    }

    fn value(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.expect("a header to sign").1.trim()
    }

    /// The `Authorization` header for it.
    pub(super) fn sign(&self, kind: Kind, ak: &str, sk: &str, names: &[&str]) -> String {
        let day = self.value("x-sdk-date")[..8].to_owned();
        self.sign_on(&day, kind, ak, sk, names)
    }

    /// The same with a scope of any day.
    pub(super) fn sign_on(
        &self,
        day: &str,
        kind: Kind,
        ak: &str,
        sk: &str,
        names: &[&str],
    ) -> String {
        let signed = names.join(";");
        let as_body = kind == Kind::Scoped && self.method == "POST" && self.body.is_empty();
        let (query, hash) = if as_body && !self.query.is_empty() {
            (String::new(), sha256(self.query.as_bytes()))
        } else {
            (normal_query(&self.query), sha256(&self.body))
        };
        let mut lines = vec![self.method.clone(), normal_path(&self.path), query];
        lines.extend(
            names
                .iter()
                .map(|name| format!("{name}:{}", self.value(name))),
        );
        lines.extend([String::new(), signed.clone(), hash]);
        let hash = sha256(lines.join("\n").as_bytes());
        let date = self.value("x-sdk-date");
        let (algorithm, who, scope, key) = match kind {
            Kind::Plain => ("SDK-HMAC-SHA256", format!("Access={ak}"), None, sk.into()),
            Kind::Scoped => {
                let scope = format!("{day}/eu-de/iam/sdk_request");
                let key = mac(format!("SDK{sk}").as_bytes(), day);
                let key = mac(&mac(&mac(&key, "eu-de"), "iam"), "sdk_request");
                let who = format!("Credential={ak}/{scope}");
                ("SDK-HMAC-SHA256", who, Some(scope), key)
            }
            Kind::Derived => {
                let scope = format!("{day}/eu-de/workspace");
                let key = mac(&mac(ak.as_bytes(), sk), &format!("{scope}\u{1}"));
                let who = format!("Credential={ak}/{scope}");
                let key = digits(&key).into_bytes();
                ("V11-HMAC-SHA256", who, Some(scope), key)
            }
        };
        let scope = scope.map_or(String::new(), |scope| scope + "\n");
        let text = format!("{algorithm}\n{date}\n{scope}{hash}");
        let signature = digits(&mac(&key, &text));
        format!("{algorithm} {who}, SignedHeaders={signed}, Signature={signature}")
    }

    /// Whether it is accepted with this `Authorization` and this secret.
    pub(super) fn verifies(&self, authorization: &str, secret: &str, now: DateTime<Utc>) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let name: HeaderName = name.parse().expect("a name");
            headers.append(name, HeaderValue::from_str(value).expect("a value"));
        }
        let value = HeaderValue::from_str(authorization).expect("a value");
        headers.insert(header::AUTHORIZATION, value);
        let url = match self.query.as_str() {
            "" => self.path.clone(),
            query => format!("{}?{query}", self.path),
        };
        let uri: Uri = url.parse().expect("a target");
        let method: Method = self.method.parse().expect("a method");
        let received = Received {
            method: &method,
            uri: &uri,
            headers: &headers,
            body: &self.body,
        };
        let Presented::Signature(authorization) = presented(&headers) else {
            return false;
        };
        Claim::of(&received, authorization, now).is_some_and(|claim| claim.is_proved_by(secret))
    }
}

/// Every byte as it is when it is unreserved, else as `%XX`.
pub(super) fn encoded(bytes: &[u8]) -> String {
    let one = |byte: &u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
            char::from(*byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    bytes.iter().map(one).collect()
}

fn decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let (mut decoded, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let pair = bytes
            .get(at + 1..at + 3)
            .filter(|pair| pair.iter().all(u8::is_ascii_hexdigit))
            .and_then(|pair| std::str::from_utf8(pair).ok());
        if let (b'%', Some(pair)) = (bytes[at], pair) {
            decoded.push(u8::from_str_radix(pair, 16).expect("two digits"));
            at += 3;
        } else {
            decoded.push(bytes[at]);
            at += 1;
        }
    }
    decoded
}

/// What a path means, whatever its spelling.
pub(super) fn normal_path(path: &str) -> String {
    let path = encoded(&decoded(path)).replace("%2F", "/");
    if path.ends_with('/') {
        path
    } else {
        path + "/"
    }
}

/// What a query means, whatever its spelling.
pub(super) fn normal_query(query: &str) -> String {
    let mut pairs: Vec<_> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect();
    pairs.sort();
    let text = |(name, value): &(Vec<u8>, Vec<u8>)| [encoded(name), encoded(value)].join("=");
    pairs.iter().map(text).collect::<Vec<_>>().join("&")
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = <Hmac<Sha256> as hmac::Mac>::new_from_slice(key).expect("a key");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn sha256(bytes: &[u8]) -> String {
    digits(&Sha256::digest(bytes))
}

fn digits(bytes: &[u8]) -> String {
    let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
    digits.collect::<Vec<_>>().concat()
}
