//! Putting a backup back: what holds for both kinds of database.

use std::{
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use usher_application::{
    App, DeliveryRoute,
    audit_chain::Verification,
    restores::{self, TakenOver},
};
use usher_domain::keyring::Keyring;
use usher_persistence::{Backend, Database, DatabaseUrl, migrations, restoring};
use zeroize::Zeroizing;

use super::{
    BackupError, archive, keys,
    manifest::{Facts, KEYRING, Manifest, database_member, word},
    off_thread, put_back_postgres, put_back_sqlite,
};
use crate::{
    clock::SystemClock, config::Config, entropy::SystemEntropy, keyring_file, node, private_file,
};

/// What was put back, and what became of the rest.
#[derive(Debug)]
pub(crate) struct PutBack {
    /// What the backup says of itself.
    pub(crate) manifest: Manifest,
    /// Where the replaced data was put aside.
    pub(crate) aside: Option<PathBuf>,
    /// What was ended.
    pub(crate) taken: TakenOver,
    /// Whether the audit log holds together.
    pub(crate) audit: Verification,
}

/// Everything that is checked and unpacked before the database is touched.
pub(super) struct Unpacked {
    pub(super) manifest: Manifest,
    pub(super) keyring: Keyring,
    pub(super) keyring_path: PathBuf,
}

/// Puts a backup back and makes it fit for work.
///
/// # Errors
/// See [`BackupError`]; until the last step the database is as it was.
pub(crate) async fn put_back(
    config: &Config,
    from: &Path,
    replace: bool,
) -> Result<PutBack, BackupError> {
    let manifest = archive::manifest(from)?;
    let url = config.database_url();
    let backend = url.backend();
    refuse_other_backend(&manifest, backend)?;
    refuse_newer(&manifest, backend)?;
    let folder = config.data_dir();
    private_file::create_folder(folder).map_err(BackupError::file(format!(
        "the data folder {} cannot be made",
        folder.display()
    )))?;
    match url {
        DatabaseUrl::Sqlite(path) => {
            put_back_sqlite::put_back(config, from, manifest, &path, replace).await
        }
        DatabaseUrl::Postgres(url) => {
            put_back_postgres::put_back(config, from, manifest, &url, replace).await
        }
    }
}

fn refuse_other_backend(manifest: &Manifest, configured: Backend) -> Result<(), BackupError> {
    let known = [Backend::Sqlite, Backend::Postgres];
    let made_of = known
        .into_iter()
        .find(|known| word(*known) == manifest.backend);
    if made_of == Some(configured) {
        return Ok(());
    }
    Err(BackupError::OtherBackend {
        backup: made_of.map_or("different", word),
        configured: word(configured),
    })
}

fn refuse_newer(manifest: &Manifest, backend: Backend) -> Result<(), BackupError> {
    let known = migrations::known_names(backend)?;
    let unknown: Vec<&str> = manifest
        .migrations
        .iter()
        .filter(|name| known.iter().all(|(_, known)| known != *name))
        .map(String::as_str)
        .collect();
    if unknown.is_empty() {
        return Ok(());
    }
    Err(BackupError::Newer {
        version: manifest.product_version.clone(),
        migrations: unknown.join(", "),
    })
}

/// Unpacks the database into a file and puts the keys together.
pub(super) async fn unpack(
    config: &Config,
    from: &Path,
    manifest: Manifest,
    backend: Backend,
    to: &Path,
) -> Result<Unpacked, BackupError> {
    let keyring_path = config.keyring_path();
    let (from, to) = (from.to_owned(), to.to_owned());
    off_thread(move || {
        let collected = Collected::default();
        let into = |name: &str| -> io::Result<Box<dyn Write>> {
            if name == database_member(backend) {
                Ok(Box::new(
                    File::options().write(true).truncate(true).open(&to)?,
                ))
            } else if name == KEYRING {
                Ok(Box::new(collected.clone()))
            } else {
                Err(io::Error::other("nobody knows what it is for"))
            }
        };
        archive::extract(&from, &manifest, into)?;
        if manifest
            .members
            .iter()
            .all(|member| member.name != database_member(backend))
        {
            return Err(BackupError::Damaged {
                path: from,
                why: "it holds no database".to_owned(),
            });
        }
        let archived = collected.keyring(&manifest, &from)?;
        let at_hand = keys::at_hand(&keyring_path)?;
        let keyring = keys::together(
            &keyring_path,
            &manifest,
            archived.as_ref(),
            at_hand.as_ref(),
            &SystemEntropy,
        )?;
        Ok(Unpacked {
            manifest,
            keyring,
            keyring_path,
        })
    })
    .await
}

impl Unpacked {
    /// Writes the keyring: all that was there before, and the fresh key.
    pub(super) fn write_keyring(&self) -> Result<(), BackupError> {
        Ok(keyring_file::write(&self.keyring_path, &self.keyring)?)
    }

    /// Checks that the restored database is what was backed up, brings it up to date, and ends what
    /// must not go on.
    pub(super) async fn take_over(
        &self,
        from: &Path,
        database: &Database,
    ) -> Result<TakenOver, BackupError> {
        let damaged = |why: String| BackupError::Damaged {
            path: from.to_owned(),
            why,
        };
        if let Some(flaw) = database.read(restoring::damage).await? {
            return Err(damaged(flaw));
        }
        let facts = Facts::of(database).await?;
        if facts.migrations != self.manifest.migrations || facts.keys != self.manifest.keys {
            return Err(damaged(
                "its database is not the one of its manifest".to_owned(),
            ));
        }
        database.migrate().await?;
        let clock = SystemClock::default();
        Ok(restores::take_over(database, &self.keyring, &clock, &SystemEntropy).await?)
    }

    /// Lets the audit log go on.
    pub(super) async fn go_on(
        &self,
        config: &Config,
        database: &Database,
    ) -> Result<Verification, BackupError> {
        let app = App::new(
            database.clone(),
            Arc::<SystemClock>::default(),
            Arc::new(SystemEntropy),
            self.keyring.clone(),
            DeliveryRoute::Smtp(Vec::new().into()),
            node::settings(config, config.http.listen),
        );
        Ok(restores::go_on_with_audit_log(&app).await?)
    }
}

/// A small secret file, collected in memory.
#[derive(Clone, Default)]
struct Collected(Arc<Mutex<Zeroizing<Vec<u8>>>>);

impl Collected {
    /// A keyring is a few kilobytes.
    const LONGEST: usize = 1 << 20;

    fn keyring(&self, manifest: &Manifest, from: &Path) -> Result<Option<Keyring>, BackupError> {
        if manifest.members.iter().all(|member| member.name != KEYRING) {
            return Ok(None);
        }
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let damaged = |why: &str| BackupError::Damaged {
            path: from.to_owned(),
            why: format!("its keyring cannot be read: {why}"),
        };
        let text = std::str::from_utf8(&bytes).map_err(|_| damaged("it is no text"))?;
        let keyring = keyring_file::of_text(text).map_err(|(_, reason)| damaged(reason))?;
        Ok(Some(keyring))
    }
}

impl Write for Collected {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let mut bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if bytes.len() + buffer.len() > Self::LONGEST {
            return Err(io::Error::other("it is too long"));
        }
        bytes.extend_from_slice(buffer);
        Ok(buffer.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
