//! What the bodies of new API tokens and new access keys have in common.

use chrono::{DateTime, Datelike as _, Utc};
use usher_api_types::problem::FieldCode;
use usher_application::access_keys::NewCredential;
use usher_domain::names::TokenName;
use uuid::Uuid;

use super::roles;
use crate::{
    fields::{Fields, Refusal},
    problem::ApiError,
};

/// The members of the body.
pub(super) struct Wanted<'a> {
    pub(super) name: &'a str,
    pub(super) role: &'a str,
    pub(super) account_id: Option<Uuid>,
    pub(super) expires_at: Option<DateTime<Utc>>,
}

/// Reads the members, and names all that are wrong at once.
pub(super) fn read(wanted: &Wanted<'_>, now: DateTime<Utc>) -> Result<NewCredential, ApiError> {
    let mut fields = Fields::new();
    let name = fields.note("name", TokenName::parse(wanted.name));
    let role = fields.note("role", wanted.role.parse());
    let expires_at = fields.maybe("expires_at", wanted.expires_at, |end| expiry(end, now));
    fields.finish(|| {
        let scope = roles::scope(wanted.account_id);
        Ok(NewCredential {
            name: name?,
            role: role?,
            scope,
            expires_at: expires_at?,
        })
    })
}

/// Why a token or key cannot end at the wanted moment.
#[derive(Debug, thiserror::Error)]
enum InvalidExpiry {
    /// It would be of no use to anybody, and nobody means that.
    #[error("must be in the future")]
    Past,
    /// RFC 3339 has four digits for a year, so such a moment could not be told to anybody.
    #[error("must be before the year 10000")]
    TooFar,
}

impl Refusal for InvalidExpiry {
    fn code(&self) -> FieldCode {
        match self {
            Self::Past => FieldCode::NotInFuture,
            Self::TooFar => FieldCode::OutOfRange,
        }
    }
}

fn expiry(wanted: DateTime<Utc>, now: DateTime<Utc>) -> Result<DateTime<Utc>, InvalidExpiry> {
    if wanted <= now {
        Err(InvalidExpiry::Past)
    } else if wanted.year() > 9999 {
        Err(InvalidExpiry::TooFar)
    } else {
        Ok(wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_ends_in_a_future_that_can_be_written_down() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let now = at("2026-03-14T12:00:00Z");
        for (wanted, possible) in [
            ("2026-03-14T12:00:01Z", true),
            ("9999-12-31T23:59:59Z", true),
            ("2026-03-14T12:00:00Z", false),
            ("-0001-01-01T00:00:00Z", false),
            ("+10000-01-01T00:00:00Z", false),
            ("+262142-12-31T23:59:59Z", false),
        ] {
            assert_eq!(expiry(at(wanted), now).is_ok(), possible, "{wanted}");
        }
    }
}
