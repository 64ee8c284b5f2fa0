//! An address as it is kept when its user is gone.

use crate::{
    email_address::EmailAddress,
    keyring::{KeyPurpose, MasterKey},
};

/// An address under a key of the keyring. It tells whether an address is the same, and nobody without
/// the key which address it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RecipientHash(pub [u8; 32]);

impl RecipientHash {
    /// The hash of an address in the form in which addresses are compared.
    #[must_use]
    pub fn of(key: &MasterKey, address: &EmailAddress) -> Self {
        Self(key.mac(KeyPurpose::Recipients, &[address.folded().as_bytes()]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyring::KeyId;

    #[test]
    fn an_address_is_the_same_whatever_its_case() {
        let key = MasterKey::new(KeyId(1), [7; 32]);
        let hash = |text: &str| RecipientHash::of(&key, &EmailAddress::parse(text).unwrap());
        assert_eq!(hash("Ada@Example.com"), hash("ada@example.com"));
        assert_ne!(hash("ada@example.com"), hash("ada@example.org"));
        let other = MasterKey::new(KeyId(2), [8; 32]);
        let address = EmailAddress::parse("ada@example.com").unwrap();
        assert_ne!(RecipientHash::of(&other, &address), hash("ada@example.com"));
    }
}
