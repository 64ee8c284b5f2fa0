//! The keyring on disk: one master key a line, the oldest first; the last one mints.

use std::{
    fs::{self, File},
    io,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use usher_domain::{
    clock::{Entropy, random},
    keyring::{KeyId, Keyring, MasterKey},
};
use zeroize::Zeroizing;

use crate::private_file;

const HEAD: &str = "\
# Usher's keyring. Whoever has it and the database can make every password link.
# Keep it secret, back it up apart from the database, and never edit it by hand:
# `usher secret rotate` appends a key. One key a line, the last one mints.
";

/// Why the keyring cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyringFileError {
    /// There is no file.
    #[error("there is no keyring at {}", .0.display())]
    Missing(PathBuf),
    /// The file exists and must not be overwritten.
    #[error("there is a keyring at {} already", .0.display())]
    Exists(PathBuf),
    /// Others than its owner have rights on the file.
    #[error(
        "the keyring {} can be read by others (mode {mode:03o}); run: chmod 600 {}",
        path.display(), path.display()
    )]
    Open {
        /// The file.
        path: PathBuf,
        /// Its rights.
        mode: u32,
    },
    /// The file is no keyring. Nothing of it is repeated.
    #[error("the keyring {} is damaged: {reason} (line {line})", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where.
        line: usize,
        /// What is wrong there.
        reason: &'static str,
    },
    /// The file system refuses.
    #[error("the keyring {} cannot be read or written", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// Reads a keyring.
///
/// # Errors
/// See [`KeyringFileError`].
pub fn read(path: &Path) -> Result<Keyring, KeyringFileError> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => KeyringFileError::Missing(path.to_owned()),
        _ => KeyringFileError::File {
            path: path.to_owned(),
            source,
        },
    };
    let mode = fs::metadata(path).map_err(failed)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(KeyringFileError::Open {
            path: path.to_owned(),
            mode,
        });
    }
    let text = Zeroizing::new(fs::read_to_string(path).map_err(failed)?);
    parse(&text).map_err(|(line, reason)| KeyringFileError::Damaged {
        path: path.to_owned(),
        line,
        reason,
    })
}

/// Makes a keyring with one fresh key, where there is none yet.
///
/// # Errors
/// [`KeyringFileError::Exists`] when another process was faster; see there for the rest.
pub fn create(path: &Path, entropy: &dyn Entropy) -> Result<Keyring, KeyringFileError> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::AlreadyExists => KeyringFileError::Exists(path.to_owned()),
        _ => KeyringFileError::File {
            path: path.to_owned(),
            source,
        },
    };
    let keys = vec![fresh_key(&[], entropy)];
    private_file::create(path, render(&keys).as_bytes()).map_err(failed)?;
    read(path)
}

/// Appends a fresh key, which mints from then on.
///
/// # Errors
/// See [`KeyringFileError`].
pub fn rotate(path: &Path, entropy: &dyn Entropy) -> Result<Keyring, KeyringFileError> {
    let failed = |source: io::Error| KeyringFileError::File {
        path: path.to_owned(),
        source,
    };
    // Two rotations at once would otherwise both append to what they read, and one key be lost.
    let folder = File::open(private_file::folder(path)).map_err(failed)?;
    folder.lock().map_err(failed)?;
    let mut keys: Vec<MasterKey> = read(path)?.iter().cloned().collect();
    keys.push(fresh_key(&keys, entropy));
    private_file::replace(path, render(&keys).as_bytes()).map_err(failed)?;
    read(path)
}

/// The keyring of some keys with a fresh one behind them, which mints; nothing is written.
pub(crate) fn with_fresh_key(mut keys: Vec<MasterKey>, entropy: &dyn Entropy) -> Keyring {
    keys.push(fresh_key(&keys, entropy));
    Keyring::new(keys).unwrap_or_else(|| unreachable!("the fresh key is among them"))
}

/// Writes a keyring, in place of one that may be there.
///
/// # Errors
/// See [`KeyringFileError`].
pub(crate) fn write(path: &Path, keyring: &Keyring) -> Result<(), KeyringFileError> {
    let failed = |source: io::Error| KeyringFileError::File {
        path: path.to_owned(),
        source,
    };
    private_file::create_folder(private_file::folder(path)).map_err(failed)?;
    let folder = File::open(private_file::folder(path)).map_err(failed)?;
    folder.lock().map_err(failed)?;
    private_file::replace(path, text_of(keyring).as_bytes()).map_err(failed)
}

/// A keyring as its file holds it.
pub(crate) fn text_of(keyring: &Keyring) -> Zeroizing<String> {
    render(&keyring.iter().cloned().collect::<Vec<_>>())
}

/// A keyring out of the text of its file; the line and what is wrong there when it is none.
pub(crate) fn of_text(text: &str) -> Result<Keyring, (usize, &'static str)> {
    parse(text)
}

fn fresh_key(others: &[MasterKey], entropy: &dyn Entropy) -> MasterKey {
    let mut id = KeyId(u32::from_be_bytes(random(entropy)));
    while others.iter().any(|other| other.id() == id) {
        id = KeyId(id.0.wrapping_add(1));
    }
    MasterKey::new(id, random(entropy))
}

fn render(keys: &[MasterKey]) -> Zeroizing<String> {
    // Room for all of it at once: a buffer that grows leaves copies of secrets behind.
    let mut text = Zeroizing::new(String::with_capacity(HEAD.len() + keys.len() * 64));
    text.push_str(HEAD);
    for key in keys {
        text.push_str(&key.id().to_string());
        text.push(' ');
        STANDARD.encode_string(key.secret(), &mut text);
        text.push('\n');
    }
    text
}

fn parse(text: &str) -> Result<Keyring, (usize, &'static str)> {
    let mut keys: Vec<MasterKey> = Vec::new();
    for (number, line) in (1..).zip(text.lines().map(str::trim)) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let key = parse_line(line).map_err(|reason| (number, reason))?;
        if keys.iter().any(|other| other.id() == key.id()) {
            return Err((number, "a key id occurs twice"));
        }
        keys.push(key);
    }
    Keyring::new(keys).ok_or((text.lines().count(), "it has no key"))
}

fn parse_line(line: &str) -> Result<MasterKey, &'static str> {
    const FORM: &str = "a line is a key id of 8 hex digits, a space and 32 bytes as base64";
    let (id, secret) = line.split_once(' ').ok_or(FORM)?;
    let is_id = id.len() == 8 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let id = u32::from_str_radix(id, 16)
        .ok()
        .filter(|_| is_id)
        .ok_or(FORM)?;
    let mut bytes = Zeroizing::new([0; 32]);
    // One byte more than is expected, so that a longer secret is told from one that fits.
    let mut decoded = Zeroizing::new([0; 33]);
    match STANDARD.decode_slice(secret.trim(), decoded.as_mut()) {
        Ok(32) => bytes.copy_from_slice(&decoded[..32]),
        _ => return Err(FORM),
    }
    Ok(MasterKey::new(KeyId(id), *bytes))
}

#[cfg(test)]
mod tests {
    use std::fs::Permissions;

    use super::*;
    use crate::entropy::SystemEntropy;

    fn path(folder: &tempfile::TempDir) -> PathBuf {
        folder.path().join("secret.key")
    }

    fn ids(keyring: &Keyring) -> Vec<KeyId> {
        keyring.iter().map(MasterKey::id).collect()
    }

    #[test]
    fn a_created_keyring_reads_back_and_belongs_to_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let created = create(&path(&folder), &SystemEntropy).unwrap();
        let read = read(&path(&folder)).unwrap();
        assert_eq!(read.current().secret(), created.current().secret());
        let mode = fs::metadata(path(&folder)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_keyring_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        create(&path(&folder), &SystemEntropy).unwrap();
        let before = fs::read(path(&folder)).unwrap();
        let error = create(&path(&folder), &SystemEntropy).unwrap_err();
        assert!(matches!(error, KeyringFileError::Exists(_)));
        assert_eq!(fs::read(path(&folder)).unwrap(), before);
    }

    #[test]
    fn rotating_keeps_the_old_keys_and_mints_with_the_new_one() {
        let folder = tempfile::tempdir().unwrap();
        let first = create(&path(&folder), &SystemEntropy).unwrap();
        let second = rotate(&path(&folder), &SystemEntropy).unwrap();
        assert_eq!(ids(&second)[..1], ids(&first));
        assert_ne!(second.current().id(), first.current().id());
        assert_eq!(ids(&read(&path(&folder)).unwrap()), ids(&second));
    }

    #[test]
    fn a_keyring_that_others_can_read_is_refused_with_the_remedy() {
        let folder = tempfile::tempdir().unwrap();
        create(&path(&folder), &SystemEntropy).unwrap();
        for mode in [0o640, 0o604, 0o610, 0o660] {
            fs::set_permissions(path(&folder), Permissions::from_mode(mode)).unwrap();
            let error = read(&path(&folder)).unwrap_err().to_string();
            assert!(error.contains(&format!("mode {mode:o}")), "{error}");
            assert!(error.contains("chmod 600"), "{error}");
        }
    }

    #[test]
    fn a_damaged_keyring_is_refused_without_repeating_it() {
        let secret = STANDARD.encode([7; 32]);
        let short = STANDARD.encode([7; 31]);
        let long = STANDARD.encode([7; 33]);
        for (text, line) in [
            (String::new(), 0),
            ("# only words\n".to_owned(), 1),
            (format!("{secret}\n"), 1),
            (format!("\n0000001 {secret}\n"), 2),
            (format!("+0000001 {secret}\n"), 1),
            (format!("0000000g {secret}\n"), 1),
            (format!("00000001 {short}\n"), 1),
            (format!("00000001 {long}\n"), 1),
            (format!("00000001 {secret}\n00000001 {secret}\n"), 2),
        ] {
            let (found, reason) = parse(&text).unwrap_err();
            assert_eq!(found, line, "{text:?}: {reason}");
            assert!(!reason.contains(&secret));
        }
    }
}
