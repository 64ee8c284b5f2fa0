//! One process of an installation: its open database, its keys and the application on top.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use usher_application::{App, AppSettings, keys::KeyError};
use usher_domain::{
    clock::{Clock, Entropy},
    keyring::Keyring,
    password::PasswordPolicy,
};
use usher_persistence::{
    Backend, Database, DatabaseError, DatabaseSettings, keyring_keys, migrations::MigrationState,
    restoring,
};

use crate::{
    clock::SystemClock,
    config::{Config, Problem},
    entropy::SystemEntropy,
    keyring_file::{self, KeyringFileError},
    mail_route::{self, MailRouteError},
    private_file,
    wiring::{self, Parts},
};

/// Why a process cannot take part in the installation.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// What is configured does not fit together.
    #[error("{0}")]
    Refused(Problem),
    /// The data folder.
    #[error("the data folder {} cannot be made", path.display())]
    DataDir {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The database.
    #[error("the database cannot be used")]
    Database(#[source] DatabaseError),
    /// A newer Usher has used the database.
    #[error("the database was used by a newer Usher (it has {0}); install that version again")]
    Newer(String),
    /// The database waits for migrations.
    #[error("the database is of an older Usher; run `usher migrate`, or start `usher serve`")]
    Older,
    /// Data was put back, but nobody has dealt with its keys yet: used links would be good again.
    #[error(
        "a restore was broken off in this database; run `usher restore` once more, with --replace"
    )]
    RestoreUnfinished,
    /// The keyring file.
    #[error(transparent)]
    KeyringFile(#[from] KeyringFileError),
    /// A keyring on one node only would be useless to the others.
    #[error(
        "there is no keyring at {}; on PostgreSQL all nodes share one: copy it from another node, or \
         make it once with `usher secret create`, and name it in secret_key_file \
         (USHER__SECRET_KEY_FILE)",
        .0.display()
    )]
    KeyringNotShared(PathBuf),
    /// The keyring that belongs to the database is gone.
    #[error(
        "the keyring {} is missing, but this database was used with one; put it back, or no \
         password link ever sent will work",
        .0.display()
    )]
    KeyringLost(PathBuf),
    /// The keyring is another one.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// Mail.
    #[error(transparent)]
    MailRoute(#[from] MailRouteError),
}

/// Whether a process brings the database up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Migrate {
    /// Always: servers and workers.
    Always,
    /// Only a new one: a command must not change the tables under a server of an older version.
    OnlyNew,
}

/// One process of the installation. Clones share everything.
#[derive(Clone)]
pub struct Node {
    /// The application.
    pub app: App,
    /// The database beneath it.
    pub database: Database,
    /// The clock it was given.
    pub clock: Arc<dyn Clock>,
    /// The randomness it was given.
    pub entropy: Arc<dyn Entropy>,
}

impl Node {
    /// Opens everything that the configuration names. `listening` is the address that links lead
    /// to unless a public URL is configured.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn open(
        config: &Config,
        listening: SocketAddr,
        migrate: Migrate,
    ) -> Result<Self, StartError> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
        let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
        let database = open_database(config)?;
        refuse_unfinished(&database).await?;
        bring_up_to_date(&database, migrate).await?;
        let keyring = keyring(config, &database, &*entropy).await?;
        let parts = Parts {
            database: database.clone(),
            clock: Arc::clone(&clock),
            entropy: Arc::clone(&entropy),
            keyring,
            route: mail_route::route(config)?,
            settings: settings(config, listening),
        };
        let app = wiring::wire(parts).await?;
        Ok(Self {
            app,
            database,
            clock,
            entropy,
        })
    }

    /// Ends the database's threads, after what was accepted is committed.
    pub async fn close(self) {
        drop(self.app);
        self.database.close().await;
    }
}

/// Makes the data folder and opens the database.
pub(crate) fn open_database(config: &Config) -> Result<Database, StartError> {
    private_file::create_folder(config.data_dir()).map_err(|source| StartError::DataDir {
        path: config.data_dir().to_owned(),
        source,
    })?;
    let settings = DatabaseSettings {
        postgres_connections: config.database_connections(),
        ..DatabaseSettings::new(config.database_url())
    };
    Database::open(settings).map_err(StartError::Database)
}

/// Keeps everybody away from data whose keys are still those of the time of the backup.
pub(crate) async fn refuse_unfinished(database: &Database) -> Result<(), StartError> {
    let unfinished = database.read(restoring::is_unfinished).await;
    if unfinished.map_err(StartError::Database)? {
        return Err(StartError::RestoreUnfinished);
    }
    Ok(())
}

async fn bring_up_to_date(database: &Database, migrate: Migrate) -> Result<(), StartError> {
    let MigrationState {
        applied,
        pending,
        unknown,
    } = database
        .migration_state()
        .await
        .map_err(StartError::Database)?;
    if !unknown.is_empty() {
        return Err(StartError::Newer(unknown.join(", ")));
    }
    if pending.is_empty() {
        return Ok(());
    }
    if migrate == Migrate::OnlyNew && !applied.is_empty() {
        return Err(StartError::Older);
    }
    for name in database.migrate().await.map_err(StartError::Database)? {
        tracing::info!(migration.name = name, "migration applied");
    }
    Ok(())
}

/// The keyring; a new installation on SQLite gets a new one.
async fn keyring(
    config: &Config,
    database: &Database,
    entropy: &dyn Entropy,
) -> Result<Keyring, StartError> {
    let path = config.keyring_path();
    match keyring_file::read(&path) {
        Err(KeyringFileError::Missing(_)) => {}
        found => return Ok(found?),
    }
    let known = database
        .read(keyring_keys::list)
        .await
        .map_err(StartError::Database)?;
    if !known.is_empty() {
        return Err(StartError::KeyringLost(path));
    }
    if database.backend() == Backend::Postgres {
        return Err(StartError::KeyringNotShared(path));
    }
    match keyring_file::create(&path, entropy) {
        Ok(keyring) => {
            tracing::info!(keyring.path = %path.display(), "keyring made; back it up, apart from the database");
            Ok(keyring)
        }
        // Another process of this installation started at the same moment.
        Err(KeyringFileError::Exists(_)) => Ok(keyring_file::read(&path)?),
        Err(error) => Err(error.into()),
    }
}

pub(crate) fn settings(config: &Config, listening: SocketAddr) -> AppSettings {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    AppSettings {
        public_url: config.public_url(listening).to_string(),
        region: config.iam.region.clone(),
        sender: config.mail.from.clone(),
        dialect_wait: config.http.dialect_wait_seconds.duration(),
        password_policy: PasswordPolicy::default(),
        hash_threads: cores,
    }
}
