//! `Prefer: wait=N` (RFC 7240): how long the caller would like us to wait for the outcome.

use std::{convert::Infallible, time::Duration};

use axum::extract::FromRequestParts;
use http::{HeaderMap, HeaderName, request::Parts};

/// Tells the caller which preference was honoured.
pub(crate) const PREFERENCE_APPLIED: HeaderName = HeaderName::from_static("preference-applied");

/// No caller makes us wait longer than this.
const LONGEST_WAIT_SECONDS: u64 = 30;

/// Extracts the wait that the caller asked for. A preference that cannot be read is no preference
/// (RFC 7240, 2).
pub(crate) struct PreferredWait(pub(crate) Option<Duration>);

impl<S: Sync> FromRequestParts<S> for PreferredWait {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(preferred_wait(&parts.headers)))
    }
}

fn preferred_wait(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers
        .get_all("prefer")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|preferences| preferences.split(','))
        // Parameters of a preference follow after `;`; wait has none.
        .filter_map(|preference| preference.split(';').next()?.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("wait"))
        .and_then(|(_, value)| seconds(value.trim()))?;
    (seconds > 0).then(|| Duration::from_secs(seconds.min(LONGEST_WAIT_SECONDS)))
}

fn seconds(value: &str) -> Option<u64> {
    let digits = value
        .strip_prefix('"')
        .and_then(|v| v.strip_suffix('"'))
        .unwrap_or(value);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // A number beyond u64 is a wish to wait very long.
    is_number.then(|| digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn wait(headers: &[&str]) -> Option<u64> {
        let headers = headers
            .iter()
            .map(|text| {
                (
                    "prefer".parse().unwrap(),
                    HeaderValue::from_str(text).unwrap(),
                )
            })
            .collect();
        preferred_wait(&headers).map(|wait| wait.as_secs())
    }

    #[test]
    fn the_wait_is_found_and_capped() {
        let cases: &[(&[&str], Option<u64>)] = &[
            (&[], None),
            (&["wait=5"], Some(5)),
            (&["respond-async, wait=10"], Some(10)),
            (&["return=minimal", "Wait = \"7\" ; x=y"], Some(7)),
            (&["wait=600"], Some(30)),
            (&["wait=99999999999999999999999"], Some(30)),
            (&["wait=0"], None),
            (&["wait=-1"], None),
            (&["wait=+1"], None),
            (&["wait="], None),
            (&["wait"], None),
            (&["wait=soon"], None),
            // RFC 7240, 2: of several the first counts.
            (&["wait=3, wait=9"], Some(3)),
        ];
        for (headers, expected) in cases {
            assert_eq!(wait(headers), *expected, "{headers:?}");
        }
    }

    proptest! {
        #[test]
        fn no_header_panics_or_exceeds_the_cap(bytes in vec(any::<u8>(), 0..100)) {
            if let Ok(value) = HeaderValue::from_bytes(&bytes) {
                let headers = HeaderMap::from_iter([("prefer".parse().unwrap(), value)]);
                prop_assert!(preferred_wait(&headers).unwrap_or_default().as_secs() <= 30);
            }
        }

        #[test]
        fn every_number_of_seconds_is_read(seconds in 1..=30_u64, before in "[a-z]{1,8}") {
            prop_assume!(before != "wait");
            prop_assert_eq!(wait(&[&format!("{before}, wait={seconds}")]), Some(seconds));
        }
    }
}
