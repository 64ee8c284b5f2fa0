//! Making a backup, while servers run or not.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use usher_domain::{
    actor::Actor,
    audit::{AuditAction, AuditEvent},
    clock::{Clock as _, Entropy},
    ids::AuditEventId,
};
use usher_persistence::{Database, DatabaseError, DatabaseUrl, Signal, audit_events, restoring};

use super::{
    BackupError, archive, keys,
    manifest::{FORMAT, FORMAT_VERSION, Facts, KEYRING, Manifest, database_member, word},
    off_thread, postgres_tools,
};
use crate::{
    VERSION,
    clock::SystemClock,
    config::Config,
    entropy::SystemEntropy,
    keyring_file::{self, KeyringFileError},
    node::{self, StartError},
    private_file::WorkFile,
};

/// What is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// The file.
    pub(crate) to: PathBuf,
    /// Whether the keyring goes in.
    pub(crate) with_keyring: bool,
    /// Whether a file of that name is overwritten.
    pub(crate) replace: bool,
}

/// Copies everything into one file, whole or not there at all.
///
/// # Errors
/// See [`BackupError`].
pub(crate) async fn make(config: &Config, wanted: Wanted) -> Result<Manifest, BackupError> {
    if wanted.to.exists() && !wanted.replace {
        return Err(BackupError::Exists(wanted.to));
    }
    let url = config.database_url();
    if let DatabaseUrl::Sqlite(path) = &url
        && !path.exists()
    {
        return Err(BackupError::NoDatabase(path.clone()));
    }
    let database = node::open_database(config)?;
    let made = make_of(config, &database, wanted).await;
    database.close().await;
    made
}

async fn make_of(
    config: &Config,
    database: &Database,
    wanted: Wanted,
) -> Result<Manifest, BackupError> {
    refuse_other_versions(database).await?;
    node::refuse_unfinished(database).await?;
    let keyring = if wanted.with_keyring {
        let path = config.keyring_path();
        let keyring = keys::at_hand(&path)?.ok_or(KeyringFileError::Missing(path))?;
        Some(keyring_file::text_of(&keyring))
    } else {
        None
    };
    let unwritable = format!("{} cannot be written", wanted.to.display());
    let copy =
        WorkFile::beside(&wanted.to, "database").map_err(BackupError::file(unwritable.clone()))?;
    let facts = Facts::of(database).await?;
    copy_database(config, copy.path().to_owned()).await?;
    if Facts::of(database).await? != facts {
        return Err(BackupError::Changed);
    }
    let clock = SystemClock::default();
    let mut manifest = Manifest {
        format: FORMAT.to_owned(),
        format_version: FORMAT_VERSION,
        product_version: VERSION.to_owned(),
        made_at: clock.now(),
        backend: word(database.backend()).to_owned(),
        migrations: facts.migrations,
        keys: facts.keys,
        members: Vec::new(),
    };
    let member = database_member(database.backend());
    let (to, failed) = (wanted.to.clone(), unwritable.clone());
    let (archive, manifest) = off_thread(move || {
        let written = (|| {
            manifest
                .members
                .push(archive::describe(member, File::open(copy.path())?)?);
            let mut content = File::open(copy.path())?;
            let mut key_text = keyring.as_ref().map(|text| text.as_bytes());
            let mut contents: Vec<&mut dyn Read> = vec![&mut content];
            if let Some(text) = &mut key_text {
                manifest.members.push(archive::describe(KEYRING, *text)?);
                contents.push(text);
            }
            let archive = WorkFile::beside(&to, "partial")?;
            archive::write(archive.path(), &manifest, &mut contents)?;
            Ok((archive, manifest))
        })();
        written.map_err(BackupError::file(failed))
    })
    .await?;
    // Nobody gets a copy of which the log does not tell.
    note(database, clock.now(), wanted.with_keyring).await?;
    name(archive, &wanted, unwritable)?;
    Ok(manifest)
}

fn name(archive: WorkFile, wanted: &Wanted, unwritable: String) -> Result<(), BackupError> {
    archive
        .name(&wanted.to, wanted.replace)
        .map_err(|source| match source.kind() {
            std::io::ErrorKind::AlreadyExists => BackupError::Exists(wanted.to.clone()),
            _ => BackupError::File {
                what: unwritable,
                source,
            },
        })
}

/// Keys and tables are described by the program that knows them.
async fn refuse_other_versions(database: &Database) -> Result<(), BackupError> {
    let state = database.migration_state().await?;
    if !state.unknown.is_empty() {
        return Err(StartError::Newer(state.unknown.join(", ")).into());
    }
    if !state.pending.is_empty() {
        return Err(StartError::Older.into());
    }
    Ok(())
}

/// A consistent copy, as the kind of database makes it best.
async fn copy_database(config: &Config, to: PathBuf) -> Result<(), BackupError> {
    let url = config.database_url();
    let programs = config.pg_bin().map(Path::to_owned);
    off_thread(move || match url {
        DatabaseUrl::Sqlite(path) => Ok(restoring::copy_sqlite(&path, &to)?),
        DatabaseUrl::Postgres(url) => postgres_tools::dump(programs.as_deref(), &url, &to),
    })
    .await
}

async fn note(
    database: &Database,
    now: chrono::DateTime<chrono::Utc>,
    with_keyring: bool,
) -> Result<(), DatabaseError> {
    let entropy: &dyn Entropy = &SystemEntropy;
    let id = AuditEventId::mint(now, entropy);
    let event = AuditEvent::new(id, now, &Actor::system(), AuditAction::BackupMade)
        .with("keyring", if with_keyring { "with" } else { "without" });
    database
        .write_signalling(Signal::Audit, move |connection| {
            audit_events::insert(connection, &event)
        })
        .await
}
