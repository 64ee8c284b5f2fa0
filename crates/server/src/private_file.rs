//! Files for the owner of the process alone, whole or not there at all.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    process,
};

/// Makes a file that must not exist yet. Whoever sees it sees all of it, and once this returns it
/// survives a power failure.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    WorkFile::holding(path, "partial", bytes)?.name(path, false)
}

/// Makes a file, in place of one that may exist, with the same promises.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    WorkFile::holding(path, "partial", bytes)?.name(path, true)
}

/// Makes a folder that only the owner of the process can enter, if it is missing.
pub(crate) fn create_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// The folder in which a file is.
pub(crate) fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// What a SQLite file may leave beside itself, by the ending of its name.
pub(crate) const BESIDE_SQLITE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// A path with something behind it.
pub(crate) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.to_owned().into_os_string();
    name.push(ending);
    PathBuf::from(name)
}

/// A file for its owner alone that is being worked on; it vanishes with this value unless it is given
/// its name.
pub(crate) struct WorkFile {
    path: PathBuf,
}

impl WorkFile {
    /// Makes an empty file beside another, whose name begins as that one's and says what is done.
    pub(crate) fn beside(path: &Path, doing: &str) -> io::Result<Self> {
        Self::holding(path, doing, b"")
    }

    /// The same with something in it. No other process uses its name.
    fn holding(path: &Path, doing: &str, bytes: &[u8]) -> io::Result<Self> {
        let path = with_ending(path, &format!(".{}.{doing}", process::id()));
        remove(&path)?;
        let file = Self { path };
        write_new(&file.path, bytes)?;
        Ok(file)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it its name once all of it is on the disk. Unless `replace`, a file of that name is an
    /// error and stays.
    pub(crate) fn name(self, path: &Path, replace: bool) -> io::Result<()> {
        File::open(&self.path)?.sync_all()?;
        if replace {
            fs::rename(&self.path, path)?;
        } else {
            // A link, unlike a rename, fails when the name is taken.
            fs::hard_link(&self.path, path)?;
        }
        drop(self);
        File::open(folder(path))?.sync_all()
    }
}

impl Drop for WorkFile {
    fn drop(&mut self) {
        remove(&self.path).ok();
        for ending in BESIDE_SQLITE {
            remove(&with_ending(&self.path, ending)).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{ffi::OsString, os::unix::fs::PermissionsExt as _};

    use super::*;

    fn names(folder: &Path) -> Vec<OsString> {
        fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect()
    }

    #[test]
    fn a_file_is_made_for_its_owner_alone_and_leaves_nothing_else_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        create(&path, b"one").unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(names(folder.path()), ["secret"]);
    }

    #[test]
    fn creating_never_overwrites_and_replacing_does() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        create(&path, b"one").unwrap();
        let error = create(&path, b"two").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        replace(&path, b"three").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"three");
        assert_eq!(names(folder.path()), ["secret"]);
    }
}
