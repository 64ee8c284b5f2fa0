//! Identifiers: one newtype per noun, all `UUIDv7` (RFC 9562) minted from an injected clock.
//!
//! Natively an id is written hyphenated; Huawei's dialects write the same 16 bytes as 32 hex
//! digits. Both forms are read everywhere.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::clock::{Entropy, random};

/// A text that is no identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid identifier")]
pub struct InvalidId;

/// Mints the 16 bytes of a new identifier: milliseconds since 1970, then random bits.
#[must_use]
pub fn mint(now: DateTime<Utc>, entropy: &dyn Entropy) -> Uuid {
    let millis = entropy.id_millis(u64::try_from(now.timestamp_millis()).unwrap_or(0));
    uuid::Builder::from_unix_timestamp_millis(millis, &random(entropy)).into_uuid()
}

/// Reads the hyphenated and the 32 digit form; nothing else (no braces, no `urn:`).
fn parse(text: &str) -> Result<Uuid, InvalidId> {
    match text.len() {
        32 | 36 => Uuid::try_parse(text).map_err(|_| InvalidId),
        _ => Err(InvalidId),
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Mints a fresh identifier.
            #[must_use]
            pub fn mint(now: DateTime<Utc>, entropy: &dyn Entropy) -> Self {
                Self(mint(now, entropy))
            }

            /// The 16 bytes, as the database stores them.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8] {
                self.0.as_bytes()
            }

            /// 32 lower-case hex digits, as Huawei's dialects write it.
            #[must_use]
            pub fn simple(&self) -> String {
                self.0.simple().to_string()
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl TryFrom<&[u8]> for $name {
            type Error = InvalidId;

            fn try_from(bytes: &[u8]) -> Result<Self, InvalidId> {
                Uuid::from_slice(bytes).map(Self).map_err(|_| InvalidId)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                parse(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// An account (tenant).
    AccountId
    /// The one project of an account, as Huawei's dialects address it.
    ProjectId
    /// An account user.
    AccountUserId
    /// A message in the outbox; for a welcome email this is the welcome email's id.
    MessageId
    /// One try at delivering a message.
    AttemptId
    /// A bulk send.
    BulkSendId
    /// The right to deliver a message for a while.
    LeaseId
    /// A browser session.
    SessionId
    /// An API token (its id, never its secret).
    ApiTokenId
    /// An access key (its id; what clients call it is its AK).
    AccessKeyId
    /// A granted role.
    RoleGrantId
    /// An audit event.
    AuditEventId
    /// An import of users.
    UserImportId
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_written_forms_name_the_same_user() {
        let hyphenated = "0190a8b4-0000-7000-8000-000000000001";
        let id: AccountUserId = hyphenated.parse().unwrap();
        assert_eq!(id.to_string(), hyphenated);
        assert_eq!(id.simple().parse::<AccountUserId>().unwrap(), id);
    }

    #[test]
    fn other_uuid_spellings_are_refused() {
        for text in [
            "",
            "x",
            "{0190a8b4-0000-7000-8000-000000000001}",
            "urn:uuid:0190a8b4",
        ] {
            assert_eq!(text.parse::<AccountUserId>(), Err(InvalidId), "{text}");
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in ".*") {
            let _ = text.parse::<AccountUserId>();
        }
    }
}
