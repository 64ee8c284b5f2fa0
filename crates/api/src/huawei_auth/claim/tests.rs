//! What a signature covers: vectors of the vendors' own signers, and properties against a small
//! signer that is written here a second time.

mod properties;
mod signer;

use chrono::{DateTime, TimeZone as _, Utc};

use self::signer::{Kind, Sent};

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 1, 2, 3, 4, 5).unwrap()
}

const DATE: &str = "20260102T030405Z";

/// A request with the headers that the vectors were made with.
fn vector(method: &str, url: &str, body: &str) -> Sent {
    Sent::new(method, url, body)
        .header("content-type", "application/json")
        .header("host", "127.0.0.1:8080")
        .header("x-sdk-date", DATE)
}

const SIGNED: &str = "content-type;host;x-sdk-date";

fn plain(signed: &str, signature: &str) -> String {
    format!("SDK-HMAC-SHA256 Access=AKEXAMPLE, SignedHeaders={signed}, Signature={signature}")
}

#[test]
fn the_vendors_vectors_are_accepted() {
    let odd = "/v2/b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0/users/u%201%2F%C3%BC/resend-email";
    let query = "/v2/p/users?disabled=false&limit=10&user_name=a%20b&user_names=a&user_names=z";
    let with_token = vector("GET", query, "").header("x-security-token", "STOK");
    let derived = concat!(
        "V11-HMAC-SHA256 Credential=AKEXAMPLE/20260102/eu-de/workspace, ",
        "SignedHeaders=content-type;host;x-sdk-date, Signature=",
        "ed2a01cd02edcea170cf1add008af9129dbff645b88c1bbc42e3926a13c3e583"
    );
    let cases = [
        (
            vector("POST", odd, r#"{"template_id": "email01"}"#),
            plain(
                SIGNED,
                "9b8674b9edae04f1747a48124b5092e6d2d33c3bf46fc6f2fb3a57726bfb10eb",
            ),
        ),
        (
            vector("POST", "/v2/p/users/u/resend-email", ""),
            plain(
                SIGNED,
                "04731f442d4ac62679f2aff21693bcdfee1ce06d94e76fa9a5438fbc871834a4",
            ),
        ),
        (
            with_token,
            plain(
                "content-type;host;x-sdk-date;x-security-token",
                "55cc425637ad1d0b04c49152ea0200e09fc1db6e1cd050469eeca390c289fd56",
            ),
        ),
        (
            vector("POST", "/v2/p/users/u/resend-email", ""),
            derived.to_owned(),
        ),
    ];
    for (sent, authorization) in cases {
        assert!(
            sent.verifies(&authorization, "SKEXAMPLE", now()),
            "{authorization}"
        );
        assert!(!sent.verifies(&authorization, "SKEXAMPLF", now()));
    }
}

#[test]
fn a_signature_is_good_for_a_quarter_of_an_hour_around_its_date() {
    let sent = vector("POST", "/v2/p/users/u/resend-email", "");
    for kind in Kind::ALL {
        let authorization = sent.sign(kind, "AK", "SK", &["host", "x-sdk-date"]);
        for (seconds, good) in [
            (-901, false),
            (-900, true),
            (0, true),
            (900, true),
            (901, false),
        ] {
            let at = now() + chrono::Duration::seconds(seconds);
            assert_eq!(sent.verifies(&authorization, "SK", at), good, "{seconds}");
        }
    }
}

#[test]
fn only_the_one_spelling_of_a_date_is_read() {
    for date in [
        "",
        "20260102T030405",
        "20260102T030405z",
        "2026-01-02T03:04:05Z",
        "+20260102T03040Z",
        "20260102 030405Z",
        "20261302T030405Z",
        "20260102T030405+",
        "２0260102T030405Z",
    ] {
        assert_eq!(super::instant(date), None, "{date}");
    }
    assert_eq!(super::instant(DATE), Some(now()));
}

#[test]
fn a_scope_of_another_day_is_refused() {
    // Signed correctly in every other way.
    let sent = vector("POST", "/v2/p/users/u/resend-email", "");
    for kind in [Kind::Scoped, Kind::Derived] {
        let authorization = sent.sign_on("20260103", kind, "AK", "SK", &["host", "x-sdk-date"]);
        assert!(
            !sent.verifies(&authorization, "SK", now()),
            "{authorization}"
        );
    }
}

#[test]
fn a_signed_header_that_is_missing_or_doubled_is_refused() {
    let names = ["content-type", "host", "x-sdk-date"];
    let sent = vector("POST", "/v2/p/users/u/resend-email", "{}");
    let authorization = sent.sign(Kind::Plain, "AK", "SK", &names);
    assert!(sent.verifies(&authorization, "SK", now()));
    for name in names {
        assert!(
            !sent
                .clone()
                .without(name)
                .verifies(&authorization, "SK", now()),
            "{name}"
        );
        let doubled = sent.clone().header(name, "x");
        assert!(!doubled.verifies(&authorization, "SK", now()), "{name}");
    }
    let unsigned = sent
        .clone()
        .header("x-project-id", "p")
        .header("accept", "x");
    assert!(unsigned.verifies(&authorization, "SK", now()));
}

#[test]
fn only_the_scoped_form_signs_the_query_of_an_empty_post_as_its_body() {
    let sent = vector("POST", "/v2/p/users?b=2&a=%2f", "");
    for kind in Kind::ALL {
        let authorization = sent.sign(kind, "AK", "SK", &["host", "x-sdk-date"]);
        assert!(
            sent.verifies(&authorization, "SK", now()),
            "{authorization}"
        );
        let other = vector("POST", "/v2/p/users?a=%2F&b=2", "");
        let same_pairs = other.verifies(&authorization, "SK", now());
        assert_eq!(same_pairs, kind != Kind::Scoped, "{authorization}");
    }
}
