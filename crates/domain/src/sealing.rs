//! Sealing: values that must be read back, encrypted so that only the keyring opens them, and bound
//! to what they are for and to where they belong.
//!
//! The cipher is XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03): its nonces of 192 bits may be
//! drawn at random for as many values as anybody seals. A sealed value is
//! `master key id ‖ nonce ‖ ciphertext ‖ tag`.

use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use zeroize::Zeroizing;

use crate::{
    clock::{Entropy, random},
    keyring::{KeyId, KeyPurpose, Keyring, MasterKey},
};

const KEY_ID: usize = 4;
const NONCE: usize = 24;

/// What a value is sealed for; what was sealed for one purpose cannot be opened for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealPurpose {
    /// The secret half of an access key.
    AccessKey,
    /// Why a request was refused, for those who may do something about it.
    AuthorizationMessage,
}

impl SealPurpose {
    /// Ends in a NUL, so that no label runs into what follows it.
    const fn label(self) -> &'static [u8] {
        match self {
            Self::AccessKey => b"access-key\0",
            Self::AuthorizationMessage => b"authorization-message\0",
        }
    }
}

/// The value is larger than the cipher takes (256 GiB).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the value is too large to be sealed")]
pub struct TooLarge;

/// Why a sealed value cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The keyring lacks the key it was sealed with, or it is too short to name one.
    #[error("the keyring lacks the key that the value was sealed with")]
    UnknownKey,
    /// It was changed, or sealed for another purpose or another place.
    #[error("the value was not sealed like this")]
    Forged,
}

/// Seals a value with the key that mints. `associated` says where the value belongs, such as the
/// key of its row: the same must be given to open it, and it is not part of the result.
///
/// # Errors
/// [`TooLarge`].
pub fn seal(
    keyring: &Keyring,
    entropy: &dyn Entropy,
    purpose: SealPurpose,
    associated: &[u8],
    plaintext: &[u8],
) -> Result<Vec<u8>, TooLarge> {
    let key = keyring.current();
    let nonce = random::<NONCE>(entropy);
    let aad = [purpose.label(), associated].concat();
    let payload = Payload {
        msg: plaintext,
        aad: &aad,
    };
    let ciphertext = cipher(key)
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|_| TooLarge)?;
    Ok([&key.id().0.to_be_bytes(), &nonce[..], &ciphertext].concat())
}

/// The key that a value was sealed with; none when it is too short to name one.
#[must_use]
pub fn key_of(sealed: &[u8]) -> Option<KeyId> {
    let id = sealed.first_chunk::<KEY_ID>()?;
    Some(KeyId(u32::from_be_bytes(*id)))
}

/// Opens a sealed value.
///
/// # Errors
/// See [`OpenError`].
pub fn open(
    keyring: &Keyring,
    purpose: SealPurpose,
    associated: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let (id, rest) = sealed
        .split_first_chunk::<KEY_ID>()
        .ok_or(OpenError::UnknownKey)?;
    let key = keyring
        .find(KeyId(u32::from_be_bytes(*id)))
        .ok_or(OpenError::UnknownKey)?;
    let (nonce, ciphertext) = rest.split_first_chunk::<NONCE>().ok_or(OpenError::Forged)?;
    let aad = [purpose.label(), associated].concat();
    let payload = Payload {
        msg: ciphertext,
        aad: &aad,
    };
    let opened = cipher(key).decrypt(&XNonce::from(*nonce), payload);
    opened.map(Zeroizing::new).map_err(|_| OpenError::Forged)
}

fn cipher(key: &MasterKey) -> XChaCha20Poly1305 {
    let key = key.derive(KeyPurpose::Sealing);
    XChaCha20Poly1305::new((&*key).into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    struct Fives;
    impl Entropy for Fives {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(5);
        }
    }

    fn keyring(keys: &[u32]) -> Keyring {
        let keys = keys.iter().map(|id| {
            let mut secret = [7; 32];
            secret[..4].copy_from_slice(&id.to_be_bytes());
            MasterKey::new(KeyId(*id), secret)
        });
        Keyring::new(keys.collect()).unwrap()
    }

    fn sealed(keyring: &Keyring) -> Vec<u8> {
        seal(keyring, &Fives, SealPurpose::AccessKey, b"here", b"secret").unwrap()
    }

    fn opened(keyring: &Keyring, place: &[u8], value: &[u8]) -> Result<Vec<u8>, OpenError> {
        open(keyring, SealPurpose::AccessKey, place, value).map(|value| value.to_vec())
    }

    #[test]
    fn what_was_sealed_can_be_opened_after_a_key_rotation() {
        let value = sealed(&keyring(&[1]));
        assert!(!value.windows(6).any(|part| part == b"secret"));
        assert_eq!(
            opened(&keyring(&[1, 2]), b"here", &value),
            Ok(b"secret".to_vec())
        );
        assert_eq!(
            opened(&keyring(&[2]), b"here", &value),
            Err(OpenError::UnknownKey)
        );
    }

    #[test]
    fn a_value_opens_only_where_it_belongs() {
        let value = sealed(&keyring(&[1]));
        for place in [&b"there"[..], b"", b"here\0"] {
            assert_eq!(
                opened(&keyring(&[1]), place, &value),
                Err(OpenError::Forged)
            );
        }
    }

    #[test]
    fn no_bit_of_a_sealed_value_can_be_changed() {
        let value = sealed(&keyring(&[1]));
        for bit in 0..value.len() * 8 {
            let mut changed = value.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(opened(&keyring(&[1]), b"here", &changed).is_err(), "{bit}");
        }
        for length in 0..value.len() {
            assert!(
                opened(&keyring(&[1]), b"here", &value[..length]).is_err(),
                "{length}"
            );
        }
    }

    proptest! {
        #[test]
        fn opening_noise_never_panics(noise in proptest::collection::vec(any::<u8>(), 0..100)) {
            prop_assert!(opened(&keyring(&[1]), b"here", &noise).is_err());
        }
    }
}
