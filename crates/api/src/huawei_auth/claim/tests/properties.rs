//! Whatever is signed is accepted, and nothing of it can be changed by a byte.

use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};

use super::{
    DATE, now,
    signer::{Kind, Sent, encoded, normal_path, normal_query},
};

const NAMES: [&str; 3] = ["host", "x-extra", "x-sdk-date"];
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

fn kind() -> impl Strategy<Value = Kind> {
    select(&Kind::ALL[..])
}

fn sent() -> impl Strategy<Value = Sent> {
    let segment = prop_oneof!["[a-z0-9-]{0,12}", "[^\\x00]{0,4}"];
    let path = vec(segment, 0..6).prop_map(|segments| {
        let segments = segments.iter().map(|text| encoded(text.as_bytes()));
        format!("/{}", segments.collect::<Vec<_>>().join("/"))
    });
    let query = vec((".{1,4}", ".{0,4}"), 0..4).prop_map(|pairs| {
        let pair = |(name, value): &(String, String)| {
            [encoded(name.as_bytes()), encoded(value.as_bytes())].join("=")
        };
        pairs.iter().map(pair).collect::<Vec<_>>().join("&")
    });
    let headers = ("[a-z0-9.:]{1,20}", "[!-~][ -~]{0,20}");
    let body = vec(any::<u8>(), 0..40);
    (select(&METHODS[..]), path, query, body, headers).prop_map(
        |(method, path, query, body, (host, extra))| {
            Sent::new(method, &format!("{path}?{query}"), body)
                .header("host", &host)
                .header("x-extra", &extra)
                .header("x-sdk-date", DATE)
        },
    )
}

/// A character that is legal wherever it is put.
fn legal() -> impl Strategy<Value = u8> {
    select(b"abcxyzABCXYZ0189-_.~".to_vec())
}

/// The text with one byte replaced; none when that changes nothing.
fn changed(text: &str, at: Index, by: u8) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    if bytes.is_empty() || std::mem::replace(&mut bytes[at.index(text.len())], by) == by {
        return None;
    }
    String::from_utf8(bytes).ok()
}

/// What differs from `sent` in one byte, and in its meaning.
fn neighbours(sent: &Sent, at: Index, by: u8) -> Vec<Sent> {
    let mut others = Vec::new();
    if let Some(rest) = changed(&sent.path[1..], at, by) {
        let path = format!("/{rest}");
        if normal_path(&path) != normal_path(&sent.path) {
            others.push(Sent {
                path,
                ..sent.clone()
            });
        }
    }
    if let Some(query) = changed(&sent.query, at, by)
        && normal_query(&query) != normal_query(&sent.query)
    {
        others.push(Sent {
            query,
            ..sent.clone()
        });
    }
    for index in 0..NAMES.len() {
        let mut other = sent.clone();
        if let Some(value) = changed(&other.headers[index].1, at, by)
            && value.trim() != sent.headers[index].1.trim()
        {
            other.headers[index].1 = value;
            others.push(other);
        }
    }
    if !sent.body.is_empty() {
        let mut other = sent.clone();
        let index = at.index(other.body.len());
        other.body[index] ^= by;
        others.push(other);
    }
    let mut longer = sent.clone();
    longer.body.push(by);
    others.push(longer);
    for method in METHODS.iter().filter(|method| **method != sent.method) {
        others.push(Sent {
            method: (*method).to_owned(),
            ..sent.clone()
        });
    }
    others
}

proptest! {
    #[test]
    fn what_is_signed_is_accepted(sent in sent(), kind in kind(), sk in "[A-Za-z0-9]{1,70}") {
        let authorization = sent.sign(kind, "AK", &sk, &NAMES);
        prop_assert!(sent.verifies(&authorization, &sk, now()));
        let other = format!("{sk}x");
        prop_assert!(!sent.verifies(&authorization, &other, now()));
    }

    #[test]
    fn no_byte_of_what_is_signed_can_be_changed(
        sent in sent(),
        kind in kind(),
        at in any::<Index>(),
        by in legal(),
    ) {
        let authorization = sent.sign(kind, "AK", "SK", &NAMES);
        for other in neighbours(&sent, at, by) {
            prop_assert!(!other.verifies(&authorization, "SK", now()), "{:?}", other);
        }
    }

    #[test]
    fn no_byte_of_the_header_can_be_changed(
        sent in sent(),
        kind in kind(),
        at in any::<Index>(),
        by in legal(),
    ) {
        let authorization = sent.sign(kind, "AK", "SK", &NAMES);
        // The key's name is not signed in each form: it chooses the secret that must fit.
        let name = authorization.find("=AK").expect("a key") + 1;
        let other = changed(&authorization, at, by)
            .filter(|other| other[name..].starts_with("AK"));
        if let Some(other) = other {
            prop_assert!(!sent.verifies(&other, "SK", now()), "{}", other);
        }
    }
}
