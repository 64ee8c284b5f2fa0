//! One-time password links: the token in the URL, and what a link is worth at an instant.
//!
//! `token = base64url(link_id ‖ key_id ‖ HMAC-SHA-256(link key, purpose ‖ link_id))`. Nothing that
//! could be redeemed is stored: the database knows the link id, the keyring knows the key, and only
//! both together make a token. A forged token is refused without a look into the database.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::{
    account_user::AccountUser,
    clock::{Entropy, random},
    closed_list::closed_list,
    email_address::EmailAddress,
    ids::{AccountUserId, MessageId},
    keyring::{KeyId, KeyState, Keyring, MasterKey},
};

/// Sixteen random bytes. They live in one table and in the link itself, never in an API, a log or
/// an audit event; hence no `Display` and a silent `Debug`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct LinkId([u8; 16]);

impl LinkId {
    /// Draws a fresh id.
    #[must_use]
    pub fn mint(entropy: &dyn Entropy) -> Self {
        Self(random(entropy))
    }

    /// The bytes, for the one table that holds them.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl TryFrom<&[u8]> for LinkId {
    type Error = crate::ids::InvalidId;

    fn try_from(bytes: &[u8]) -> Result<Self, Self::Error> {
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| crate::ids::InvalidId)
    }
}

impl fmt::Debug for LinkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkId([redacted])")
    }
}

closed_list! {
    /// What a link is for. The name is part of its path.
    LinkPurpose, UnknownLinkPurpose, "purpose of a link" {
        /// Brings a new person in, or lets an administrator have a password replaced.
        Welcome = "welcome",
        /// The person forgot her password.
        Reset = "reset",
        /// The very first owner of an installation.
        Setup = "setup",
    }
}

/// An authentic token, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuthenticLink {
    /// The link it names.
    pub id: LinkId,
    /// The master key that made it.
    pub key_id: KeyId,
    /// What it is for.
    pub purpose: LinkPurpose,
}

/// The token is malformed or was not made by this installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a link of this installation")]
pub struct ForgedToken;

const ID_BYTES: usize = 16;
const KEY_BYTES: usize = 4;
const MAC_BYTES: usize = 32;
const TOKEN_BYTES: usize = ID_BYTES + KEY_BYTES + MAC_BYTES;

/// Characters of a token in a URL.
pub const TOKEN_CHARS: usize = (TOKEN_BYTES * 8).div_ceil(6);

fn mac(key: &MasterKey, purpose: LinkPurpose, id: LinkId) -> Hmac<Sha256> {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key.links().as_slice())
        .unwrap_or_else(|_| unreachable!("HMAC takes keys of every length"));
    mac.update(purpose.as_str().as_bytes());
    // The separator keeps one purpose from being another's beginning.
    mac.update(&[0]);
    mac.update(id.as_bytes());
    mac
}

/// Makes the token of a link. The same link always gives the same token.
#[must_use]
pub fn token(key: &MasterKey, purpose: LinkPurpose, id: LinkId) -> String {
    let mut bytes = [0; TOKEN_BYTES];
    bytes[..ID_BYTES].copy_from_slice(id.as_bytes());
    bytes[ID_BYTES..ID_BYTES + KEY_BYTES].copy_from_slice(&key.id().0.to_be_bytes());
    bytes[ID_BYTES + KEY_BYTES..].copy_from_slice(&mac(key, purpose, id).finalize().into_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Takes a token apart, if this installation made it.
///
/// # Errors
/// [`ForgedToken`], found out in constant time and without the database.
pub fn authenticate(keyring: &Keyring, token: &str) -> Result<AuthenticLink, ForgedToken> {
    if token.len() != TOKEN_CHARS {
        return Err(ForgedToken);
    }
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| ForgedToken)?;
    let (id, rest) = bytes.split_first_chunk::<ID_BYTES>().ok_or(ForgedToken)?;
    let (key_id, code) = rest.split_first_chunk::<KEY_BYTES>().ok_or(ForgedToken)?;
    let (id, key_id) = (LinkId(*id), KeyId(u32::from_be_bytes(*key_id)));
    let key = keyring.find(key_id).ok_or(ForgedToken)?;
    LinkPurpose::ALL
        .into_iter()
        .find(|purpose| mac(key, *purpose, id).verify_slice(code).is_ok())
        .map(|purpose| AuthenticLink {
            id,
            key_id,
            purpose,
        })
        .ok_or(ForgedToken)
}

/// What the database knows of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordLink {
    /// Its id.
    pub id: LinkId,
    /// The master key that makes its token.
    pub key_id: KeyId,
    /// What that key may still be used for.
    pub key_state: KeyState,
    /// What it is for.
    pub purpose: LinkPurpose,
    /// Whose password it sets; none for the first owner.
    pub user_id: Option<AccountUserId>,
    /// The message that carries it; none for the first owner.
    pub message_id: Option<MessageId>,
    /// The address it was sent to; none for the first owner.
    pub sent_to: Option<EmailAddress>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it ends by itself: one life after the first 250, or after the request until then.
    pub expires_at: DateTime<Utc>,
    /// When a person, as far as that can be told, first opened it; noted of welcome links only.
    pub opened_at: Option<DateTime<Utc>>,
    /// When somebody set a password with it.
    pub consumed_at: Option<DateTime<Utc>>,
    /// When a newer mail took its place.
    pub superseded_at: Option<DateTime<Utc>>,
    /// When it was voided.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// What a link is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// A password can be set with it.
    Open,
    /// It has set a password.
    Used,
    /// A newer mail took its place.
    Superseded,
    /// Its time has run out.
    Expired,
    /// Worth nothing, and nobody is told why: revoked, sent to an address that is no longer the
    /// user's, user disabled or gone, key withdrawn.
    Void,
}

/// An expired or superseded link can be exchanged for a fresh mail this long after it was made.
pub const RENEWABLE_FOR: Duration = Duration::days(90);

impl PasswordLink {
    /// What the link is worth now, to `holder`, the user it names as she is now.
    #[must_use]
    pub fn state(&self, holder: Option<&AccountUser>, now: DateTime<Utc>) -> LinkState {
        if self.consumed_at.is_some() {
            return LinkState::Used;
        }
        if self.revoked_at.is_some()
            || self.key_state == KeyState::Revoked
            || !self.belongs_to(holder)
        {
            return LinkState::Void;
        }
        if self.superseded_at.is_some() {
            return LinkState::Superseded;
        }
        if now >= self.expires_at || self.key_state == KeyState::RenewOnly {
            return LinkState::Expired;
        }
        LinkState::Open
    }

    /// Whether the link's page may offer a fresh mail.
    #[must_use]
    pub fn is_renewable(&self, holder: Option<&AccountUser>, now: DateTime<Utc>) -> bool {
        matches!(
            self.state(holder, now),
            LinkState::Expired | LinkState::Superseded
        ) && self.purpose != LinkPurpose::Setup
            && now - self.created_at <= RENEWABLE_FOR
    }

    fn belongs_to(&self, holder: Option<&AccountUser>) -> bool {
        match (self.purpose, holder) {
            (LinkPurpose::Setup, _) => true,
            (_, None) => false,
            (_, Some(user)) => {
                let address = user.email.as_ref().map(EmailAddress::folded);
                user.enabled && address == self.sent_to.as_ref().map(EmailAddress::folded)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keyring() -> Keyring {
        Keyring::new(vec![
            MasterKey::new(KeyId(1), [1; 32]),
            MasterKey::new(KeyId(2), [2; 32]),
        ])
        .unwrap()
    }

    #[test]
    fn a_token_reads_back_as_what_it_was_made_for() {
        let ring = keyring();
        for purpose in LinkPurpose::ALL {
            for key in ring.iter() {
                let id = LinkId([9; 16]);
                let token = token(key, purpose, id);
                assert_eq!(token.len(), TOKEN_CHARS);
                let expected = AuthenticLink {
                    id,
                    key_id: key.id(),
                    purpose,
                };
                assert_eq!(authenticate(&ring, &token), Ok(expected));
            }
        }
    }

    #[test]
    fn a_token_of_another_installation_is_forged() {
        let other = MasterKey::new(KeyId(1), [3; 32]);
        let token = token(&other, LinkPurpose::Welcome, LinkId([9; 16]));
        assert_eq!(authenticate(&keyring(), &token), Err(ForgedToken));
    }

    proptest! {
        #[test]
        fn no_changed_character_goes_unnoticed(position in 0..TOKEN_CHARS - 1, other in "[A-Za-z0-9_-]") {
            let ring = keyring();
            let token = token(ring.current(), LinkPurpose::Welcome, LinkId([9; 16]));
            let mut changed = token.clone();
            changed.replace_range(position..=position, &other);
            prop_assert_eq!(authenticate(&ring, &changed).is_ok(), changed == token);
        }

        #[test]
        fn arbitrary_text_is_forged_and_never_panics(text in ".*") {
            prop_assert_eq!(authenticate(&keyring(), &text), Err(ForgedToken));
        }
    }
}
