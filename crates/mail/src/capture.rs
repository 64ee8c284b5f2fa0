//! Mail that is kept on this machine instead of being sent, for trying Usher out.
//!
//! Each message is one `.eml` file that only the owner of the process can read, since it holds a
//! redeemable link; whoever ends the link removes the file. All functions block on the file system.

use std::fmt;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use mail_parser::{Address, MessageParser};
use uuid::Uuid;

use crate::message::OutgoingMail;

/// The folder of captured mail.
#[derive(Debug, Clone)]
pub struct CaptureFolder {
    path: PathBuf,
}

/// A captured message, read back. It shows the link: guard who may see it.
#[derive(Clone, PartialEq, Eq)]
pub struct CapturedMail {
    /// The id it was stored under.
    pub id: Uuid,
    /// `From`, as one line.
    pub from: String,
    /// `To`, as one line.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The `Date` header.
    pub date: Option<DateTime<Utc>>,
    /// All headers of the message in order, as they were sent.
    pub headers: Vec<(String, String)>,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

impl fmt::Debug for CapturedMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CapturedMail")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Why captured mail could not be stored or read.
#[derive(Debug, thiserror::Error)]
pub enum CaptureError {
    /// The folder or a file in it.
    #[error("captured mail cannot be accessed in {path}: {source}")]
    File {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not a message.
    #[error("the captured message {0} cannot be read")]
    Unreadable(Uuid),
}

impl CaptureFolder {
    /// Opens the folder, making it if needed, and takes all rights to it from everybody else.
    ///
    /// # Errors
    ///
    /// When the folder cannot be made or its rights cannot be set.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, CaptureError> {
        let folder = Self { path: path.into() };
        folder
            .attempt(
                DirBuilder::new()
                    .recursive(true)
                    .mode(0o700)
                    .create(&folder.path),
            )
            .and_then(|()| {
                folder.attempt(fs::set_permissions(
                    &folder.path,
                    Permissions::from_mode(0o700),
                ))
            })?;
        Ok(folder)
    }

    /// The folder's path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Stores a message. Storing the same id again replaces the file: a message that is attempted
    /// again after a crash is the same message.
    ///
    /// # Errors
    ///
    /// When the file system refuses.
    pub fn store(&self, id: Uuid, mail: &OutgoingMail) -> Result<(), CaptureError> {
        let partial = self.path.join(format!("{}.partial", id.hyphenated()));
        // The rest of an attempt that was killed; `create_new` below never follows or reuses it.
        self.removed(&partial)?;
        let written = Self::write_new(&partial, &mail.bytes)
            .and_then(|()| fs::rename(&partial, self.file(id)));
        if written.is_err() {
            self.removed(&partial)?;
        }
        self.attempt(written)
    }

    /// The ids of all captured messages, newest first (ids are in order of time).
    ///
    /// # Errors
    ///
    /// When the folder cannot be read.
    pub fn list(&self) -> Result<Vec<Uuid>, CaptureError> {
        let mut ids = Vec::new();
        for entry in self.attempt(fs::read_dir(&self.path))? {
            let name = self.attempt(entry)?.file_name();
            // Foreign files are none of ours and are left alone.
            let id = name
                .to_str()
                .and_then(|name| name.strip_suffix(".eml"))
                .and_then(file_id);
            ids.extend(id);
        }
        ids.sort_unstable_by(|a, b| b.cmp(a));
        Ok(ids)
    }

    /// The message as it would have been sent.
    ///
    /// # Errors
    ///
    /// When the file exists and cannot be read.
    pub fn find_raw(&self, id: Uuid) -> Result<Option<Vec<u8>>, CaptureError> {
        match fs::read(self.file(id)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => self.attempt(Err(error)),
        }
    }

    /// The message, taken apart.
    ///
    /// # Errors
    ///
    /// When the file exists and cannot be read or is not a message.
    pub fn read(&self, id: Uuid) -> Result<Option<CapturedMail>, CaptureError> {
        let Some(bytes) = self.find_raw(id)? else {
            return Ok(None);
        };
        parse(id, &bytes)
            .map(Some)
            .ok_or(CaptureError::Unreadable(id))
    }

    /// Removes a message; whether there was one.
    ///
    /// # Errors
    ///
    /// When the file exists and cannot be removed.
    pub fn remove(&self, id: Uuid) -> Result<bool, CaptureError> {
        self.removed(&self.file(id))
    }

    /// A file name made of an id alone: nothing that comes from outside reaches the file system.
    fn file(&self, id: Uuid) -> PathBuf {
        self.path.join(format!("{}.eml", id.hyphenated()))
    }

    fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file: File = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        file.write_all(bytes)
    }

    fn removed(&self, path: &Path) -> Result<bool, CaptureError> {
        match fs::remove_file(path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => self.attempt(Err(error)),
        }
    }

    fn attempt<T>(&self, result: io::Result<T>) -> Result<T, CaptureError> {
        result.map_err(|source| CaptureError::File {
            path: self.path.clone(),
            source,
        })
    }
}

/// Only the one spelling that [`CaptureFolder::store`] uses.
fn file_id(stem: &str) -> Option<Uuid> {
    let id = Uuid::try_parse(stem).ok()?;
    (id.hyphenated().to_string() == stem).then_some(id)
}

fn parse(id: Uuid, bytes: &[u8]) -> Option<CapturedMail> {
    let message = MessageParser::default().parse(bytes)?;
    let headers = message
        .headers_raw()
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect();
    Some(CapturedMail {
        id,
        from: people(message.from()),
        to: people(message.to()),
        subject: message.subject().unwrap_or_default().to_owned(),
        date: message
            .date()
            .and_then(|date| DateTime::from_timestamp(date.to_timestamp(), 0)),
        headers,
        text: message.body_text(0).unwrap_or_default().into_owned(),
        html: message.body_html(0).unwrap_or_default().into_owned(),
    })
}

fn people(addresses: Option<&Address<'_>>) -> String {
    let shown: Vec<String> = addresses
        .into_iter()
        .flat_map(Address::iter)
        .map(|person| match (person.name(), person.address()) {
            (Some(name), Some(address)) => format!("{name} <{address}>"),
            (name, address) => address.or(name).unwrap_or_default().to_owned(),
        })
        .collect();
    shown.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message;
    use crate::samples::samples;
    use crate::templates::Templates;

    fn folder() -> (tempfile::TempDir, CaptureFolder) {
        let data = tempfile::tempdir().unwrap();
        let folder = CaptureFolder::open(data.path().join("captured-mail")).unwrap();
        (data, folder)
    }

    fn mail() -> OutgoingMail {
        let letter = samples("en").remove(0).1;
        message::build(&letter, &Templates::builtin().render(&letter).unwrap()).unwrap()
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn only_the_owner_can_read_what_is_captured() {
        let (_data, folder) = folder();
        let id = Uuid::from_u128(7);
        folder.store(id, &mail()).unwrap();
        assert_eq!(mode(folder.path()), 0o700);
        assert_eq!(mode(&folder.file(id)), 0o600);
    }

    #[test]
    fn an_existing_folder_is_closed_to_others() {
        let data = tempfile::tempdir().unwrap();
        fs::set_permissions(data.path(), Permissions::from_mode(0o755)).unwrap();
        let folder = CaptureFolder::open(data.path()).unwrap();
        assert_eq!(mode(folder.path()), 0o700);
    }

    #[test]
    fn a_captured_message_reads_back_in_its_parts() {
        let (_data, folder) = folder();
        let id = Uuid::from_u128(7);
        folder.store(id, &mail()).unwrap();
        let read = folder.read(id).unwrap().unwrap();
        assert_eq!(read.from, "Usher <no-reply@usher.example>");
        assert_eq!(read.to, "Ada Lovelace <ada@example.com>");
        assert_eq!(
            read.subject,
            "Welcome to Analytical Engines: choose your password"
        );
        assert_eq!(read.date.unwrap().to_rfc3339(), "2026-03-14T12:00:00+00:00");
        assert!(read.text.contains("https://usher.example/welcome/"));
        assert!(read.html.starts_with("<!doctype html>"));
        let header = ("Auto-Submitted".to_owned(), "auto-generated".to_owned());
        assert!(read.headers.contains(&header));
        assert_eq!(
            format!("{read:?}"),
            format!("CapturedMail {{ id: {id:?}, .. }}")
        );
        assert_eq!(folder.find_raw(id).unwrap(), Some(mail().bytes));
    }

    #[test]
    fn messages_are_listed_newest_first_and_foreign_files_left_out() {
        let (_data, folder) = folder();
        for number in [1, 3, 2] {
            folder.store(Uuid::from_u128(number), &mail()).unwrap();
        }
        for name in ["notes.txt", "x.eml", "00000000000000000000000000000009.eml"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        assert_eq!(folder.list().unwrap(), [3, 2, 1].map(Uuid::from_u128));
    }

    #[test]
    fn storing_again_replaces_and_survives_a_killed_attempt() {
        let (_data, folder) = folder();
        let id = Uuid::from_u128(7);
        let partial = folder.path().join(format!("{id}.partial"));
        fs::write(&partial, "half a mess").unwrap();
        folder.store(id, &mail()).unwrap();
        folder.store(id, &mail()).unwrap();
        assert!(!partial.exists());
        assert_eq!(folder.list().unwrap(), [id]);
    }

    #[test]
    fn a_planted_symlink_is_not_followed() {
        let (data, folder) = folder();
        let id = Uuid::from_u128(7);
        let victim = data.path().join("victim");
        fs::write(&victim, "precious").unwrap();
        for suffix in ["partial", "eml"] {
            let planted = folder.path().join(format!("{id}.{suffix}"));
            std::os::unix::fs::symlink(&victim, planted).unwrap();
        }
        folder.store(id, &mail()).unwrap();
        assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
        assert_eq!(folder.find_raw(id).unwrap(), Some(mail().bytes));
    }

    #[test]
    fn a_removed_or_unknown_message_is_not_found() {
        let (_data, folder) = folder();
        let id = Uuid::from_u128(7);
        folder.store(id, &mail()).unwrap();
        assert!(folder.remove(id).unwrap());
        assert!(!folder.remove(id).unwrap());
        assert_eq!(folder.read(id).unwrap(), None);
    }
}
