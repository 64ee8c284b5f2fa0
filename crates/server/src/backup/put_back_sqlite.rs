//! Putting a backup back as a SQLite file: everything is done to a file beside it, which takes its
//! place at the very end.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use usher_domain::clock::Clock as _;
use usher_persistence::{
    Backend, Database, DatabaseError, DatabaseSettings, DatabaseUrl, restoring,
};

use super::{
    BackupError,
    manifest::Manifest,
    off_thread,
    put_back::{PutBack, unpack},
};
use crate::{
    clock::SystemClock,
    config::Config,
    private_file::{BESIDE_SQLITE, WorkFile, with_ending},
};

pub(super) async fn put_back(
    config: &Config,
    from: &Path,
    manifest: Manifest,
    path: &Path,
    replace: bool,
) -> Result<PutBack, BackupError> {
    let there = fs::metadata(path).is_ok_and(|file| file.len() > 0);
    if there && !replace {
        return Err(BackupError::Occupied(path.display().to_string()));
    }
    if there {
        refuse_in_use(path.to_owned()).await?;
    }
    let failed = format!("{} cannot be written", path.display());
    let work = WorkFile::beside(path, "restoring").map_err(BackupError::file(failed.clone()))?;
    let unpacked = unpack(config, from, manifest, Backend::Sqlite, work.path()).await?;

    let settings = DatabaseSettings::new(DatabaseUrl::Sqlite(work.path().to_owned()));
    let database = Database::open(settings)?;
    let prepared = async {
        let taken = unpacked.take_over(from, &database).await?;
        Ok::<_, BackupError>((taken, unpacked.go_on(config, &database).await?))
    };
    let prepared = prepared.await;
    database.close().await;
    let (taken, audit) = prepared.map_err(|error| unreadable(from, error))?;

    // Folds the log in, so that the one file is all of it.
    refuse_in_use(work.path().to_owned()).await?;
    if there {
        // Looked at once more: unpacking takes its time.
        refuse_in_use(path.to_owned()).await?;
    }
    // A keyring with a key more fits the old database as well.
    unpacked.write_keyring()?;
    let aside = if there {
        let now = SystemClock::default().now();
        Some(put_aside(path, now).map_err(BackupError::file(failed.clone()))?)
    } else {
        None
    };
    work.name(path, true).map_err(BackupError::file(failed))?;
    Ok(PutBack {
        manifest: unpacked.manifest,
        aside,
        taken,
        audit,
    })
}

/// A file that SQLite cannot make sense of was put into the archive like that.
fn unreadable(from: &Path, error: BackupError) -> BackupError {
    match error {
        BackupError::Database(DatabaseError::Query(source)) => BackupError::Damaged {
            path: from.to_owned(),
            why: source.to_string(),
        },
        other => other,
    }
}

/// A damaged file is in nobody's use, and the reason why one restores.
async fn refuse_in_use(path: PathBuf) -> Result<(), BackupError> {
    off_thread(move || match restoring::is_alone_at_sqlite(&path) {
        Ok(false) => Err(BackupError::InUse),
        Ok(true) | Err(_) => Ok(()),
    })
    .await
}

/// Gives the present file a second name, and takes away from it what a damaged one has beside itself:
/// a log that is not the new file's own would destroy that. The name stays taken until the new file
/// takes it over, so that nobody ever finds no database there.
fn put_aside(path: &Path, now: DateTime<Utc>) -> io::Result<PathBuf> {
    let stamp = now.format("%Y%m%dT%H%M%SZ");
    let mut aside = with_ending(path, &format!(".replaced-{stamp}"));
    let mut number = 1;
    while let Err(error) = fs::hard_link(path, &aside) {
        if error.kind() != io::ErrorKind::AlreadyExists {
            return Err(error);
        }
        number += 1;
        aside = with_ending(path, &format!(".replaced-{stamp}-{number}"));
    }
    for ending in BESIDE_SQLITE {
        match fs::rename(with_ending(path, ending), with_ending(&aside, ending)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(aside)
}
