//! Which keys a restored installation has.

use std::path::Path;

use usher_domain::{
    clock::Entropy,
    keyring::{Keyring, MasterKey},
};

use super::{
    BackupError,
    manifest::{Manifest, hex},
};
use crate::keyring_file::{self, KeyringFileError};

/// The keyring at a place; none when there is no file.
pub(super) fn at_hand(path: &Path) -> Result<Option<Keyring>, KeyringFileError> {
    match keyring_file::read(path) {
        Ok(keyring) => Ok(Some(keyring)),
        Err(KeyringFileError::Missing(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The keys of the backup and those at hand, and a fresh one behind them. No key is ever thrown away.
pub(super) fn together(
    path: &Path,
    manifest: &Manifest,
    archived: Option<&Keyring>,
    at_hand: Option<&Keyring>,
    entropy: &dyn Entropy,
) -> Result<Keyring, BackupError> {
    let mut keys: Vec<MasterKey> = Vec::new();
    for key in archived.into_iter().chain(at_hand).flat_map(Keyring::iter) {
        let other = |check: &str| hex(&key.check_value()) != check;
        let id = key.id().to_string();
        let known = manifest.keys.iter().find(|known| known.id == id);
        let same = keys.iter().find(|same| same.id() == key.id());
        if known.is_some_and(|known| other(&known.check_value))
            || same.is_some_and(|same| other(&hex(&same.check_value())))
        {
            return Err(BackupError::OtherKeyring {
                path: path.to_owned(),
                key: id,
            });
        }
        if same.is_none() {
            keys.push(key.clone());
        }
    }
    Ok(keyring_file::with_fresh_key(keys, entropy))
}
