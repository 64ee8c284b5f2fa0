//! A signature that was presented for a request, ready to be held against the secret of its key.

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use http::HeaderMap;

use super::{
    authorization::Authorization,
    canonical::{Received, canonical_request},
    signature::{proves, string_to_sign},
};

/// How far the date of a request may be from our clock, either way.
const WINDOW: Duration = Duration::minutes(15);

/// The header with the date of a request.
const DATE: &str = "x-sdk-date";

/// What a key's owner is said to have signed.
pub(super) struct Claim {
    authorization: Authorization,
    string_to_sign: String,
}

impl Claim {
    /// The claim that a request makes; none when no secret could prove it: its date is missing,
    /// malformed or too far from `now`, or is not the one of its scope, or what was signed is not
    /// there (see [`canonical_request`]).
    pub(super) fn of(
        received: &Received,
        authorization: Authorization,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        let date = date(received.headers)?;
        let fresh = (now - instant(date)?).abs() <= WINDOW;
        let scope = authorization.scope();
        let scoped_to_it = scope.is_none_or(|scope| date.get(..8) == Some(&scope.date));
        if !fresh || !scoped_to_it {
            return None;
        }
        let canonical = canonical_request(received, &authorization)?;
        let string_to_sign = string_to_sign(&authorization, date, &canonical);
        Some(Self {
            authorization,
            string_to_sign,
        })
    }

    /// The public name of the key.
    pub(super) fn access_key(&self) -> &str {
        &self.authorization.access_key
    }

    /// Whether this secret made the signature.
    pub(super) fn is_proved_by(&self, secret: &str) -> bool {
        proves(secret, &self.authorization, &self.string_to_sign)
    }
}

fn date(headers: &HeaderMap) -> Option<&str> {
    Some(headers.get(DATE)?.to_str().ok()?.trim())
}

/// `YYYYMMDDTHHMMSSZ`, in UTC, and in no other spelling.
fn instant(date: &str) -> Option<DateTime<Utc>> {
    let digits = date.bytes().filter(u8::is_ascii_digit).count();
    if (date.len(), digits) != (16, 14) {
        return None;
    }
    let naive = NaiveDateTime::parse_from_str(date, "%Y%m%dT%H%M%SZ").ok()?;
    Some(naive.and_utc())
}

#[cfg(test)]
mod tests;
