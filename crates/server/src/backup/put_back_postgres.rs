//! Putting a backup back into a PostgreSQL database. What it holds is backed up and emptied first;
//! until the keys of what comes in are dealt with, a mark in the database keeps every node away.

use std::path::{Path, PathBuf};

use usher_domain::clock::Clock as _;
use usher_persistence::{
    Backend, Database, DatabaseSettings, DatabaseUrl, planner,
    restoring::{self, Occupied},
};

use super::{
    BackupError,
    make::{self, Wanted},
    manifest::Manifest,
    off_thread, postgres_tools,
    put_back::{PutBack, unpack},
};
use crate::{
    clock::SystemClock,
    config::Config,
    node::{self, StartError},
    private_file::WorkFile,
};

pub(super) async fn put_back(
    config: &Config,
    from: &Path,
    manifest: Manifest,
    url: &str,
    replace: bool,
) -> Result<PutBack, BackupError> {
    let occupied = look(url).await?;
    match occupied {
        Occupied::Others => return Err(BackupError::NotOurs),
        Occupied::Ours if !replace => {
            return Err(BackupError::Occupied("that is configured".to_owned()));
        }
        Occupied::Ours | Occupied::Empty => {}
    }
    let place = config.data_dir().join("database.pgdump");
    let failed = format!("{} cannot be written", place.display());
    let work = WorkFile::beside(&place, "restoring").map_err(BackupError::file(failed))?;
    let unpacked = unpack(config, from, manifest, Backend::Postgres, work.path()).await?;
    let aside = match occupied {
        Occupied::Ours => empty(config, url).await?,
        Occupied::Empty | Occupied::Others => None,
    };

    let (target, programs) = (url.to_owned(), config.pg_bin().map(Path::to_owned));
    off_thread(move || {
        restoring::begin_on_postgres(&target)?;
        postgres_tools::restore(programs.as_deref(), &target, work.path())
    })
    .await?;
    let database = open(url)?;
    let prepared = async {
        unpacked.write_keyring()?;
        let taken = unpacked.take_over(from, &database).await?;
        database.write(planner::learn).await?;
        Ok::<_, BackupError>((taken, unpacked.go_on(config, &database).await?))
    };
    let prepared = prepared.await;
    database.close().await;
    let (taken, audit) = prepared?;
    Ok(PutBack {
        manifest: unpacked.manifest,
        aside,
        taken,
        audit,
    })
}

/// What stands in the database, if nobody works on it.
async fn look(url: &str) -> Result<Occupied, BackupError> {
    let url = url.to_owned();
    off_thread(move || match restoring::look_at_postgres(&url)? {
        (_, 1..) => Err(BackupError::InUse),
        (occupied, _) => Ok(occupied),
    })
    .await
}

fn open(url: &str) -> Result<Database, BackupError> {
    let url = DatabaseUrl::Postgres(url.to_owned());
    Ok(Database::open(DatabaseSettings::new(url))?)
}

/// Backs the present data up and removes it; where the backup is. The remains of a restore that was
/// broken off are in a backup already.
async fn empty(config: &Config, url: &str) -> Result<Option<PathBuf>, BackupError> {
    let database = open(url)?;
    let state = database.migration_state().await?;
    if !state.unknown.is_empty() {
        return Err(StartError::Newer(state.unknown.join(", ")).into());
    }
    let kept = match node::refuse_unfinished(&database).await {
        Ok(()) => Some(keep(config).await?),
        Err(StartError::RestoreUnfinished) => None,
        Err(error) => return Err(error.into()),
    };
    let reverted = database.revert_all_migrations().await;
    database.close().await;
    reverted?;
    Ok(kept)
}

async fn keep(config: &Config) -> Result<PathBuf, BackupError> {
    let stamp = SystemClock::default().now().format("%Y%m%dT%H%M%S%.6fZ");
    let to = config
        .data_dir()
        .join(format!("replaced-{stamp}.usher-backup"));
    let wanted = Wanted {
        to: to.clone(),
        with_keyring: false,
        replace: false,
    };
    make::make(config, wanted).await?;
    Ok(to)
}
