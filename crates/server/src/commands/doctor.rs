//! `usher doctor`: goes through what an installation needs and says what is missing.

use usher_domain::keyring::{KeyState, Keyring};
use usher_persistence::{Database, DatabaseSettings, DatabaseUrl, keyring_keys};

use super::{CommandError, print};
use crate::{config::Config, geoip, keyring_file, mail_route};

/// How many findings of either kind were told.
#[derive(Default)]
struct Findings {
    well: usize,
    wrong: usize,
}

impl Findings {
    fn well(&mut self, what: &str, detail: &str) -> Result<(), CommandError> {
        self.well += 1;
        print(&format!("ok      {what}: {detail}"))
    }

    fn wrong(&mut self, what: &str, detail: &str) -> Result<(), CommandError> {
        self.wrong += 1;
        print(&format!("WRONG   {what}: {detail}"))
    }
}

/// Changes nothing: what would be made at the first start is reported as missing.
pub(crate) async fn run(config: &Config) -> Result<(), CommandError> {
    let mut findings = Findings::default();
    configuration(config, &mut findings)?;
    database(config, &mut findings).await?;
    mail(config, &mut findings).await?;
    places(config, &mut findings)?;
    print(&format!("{} well, {} wrong", findings.well, findings.wrong))?;
    if findings.wrong > 0 {
        Err(CommandError::Told)
    } else {
        Ok(())
    }
}

fn configuration(config: &Config, findings: &mut Findings) -> Result<(), CommandError> {
    let public_url = config.public_url(config.http.listen);
    if let Some(problem) = config.refusal() {
        findings.wrong("configuration", &problem.to_string())?;
    }
    if public_url.is_https() || public_url.is_loopback() {
        findings.well("public URL", &public_url.to_string())?;
    }
    for warning in config.warnings() {
        findings.wrong("configuration", &warning)?;
    }
    Ok(())
}

async fn database(config: &Config, findings: &mut Findings) -> Result<(), CommandError> {
    let url = config.database_url();
    let place = match &url {
        DatabaseUrl::Sqlite(path) if !path.exists() => {
            let detail = format!("{} does not exist; `usher serve` makes it", path.display());
            return findings.wrong("database", &detail);
        }
        DatabaseUrl::Sqlite(path) => format!("SQLite at {}", path.display()),
        DatabaseUrl::Postgres(_) => "PostgreSQL".to_owned(),
    };
    let database = match Database::open(DatabaseSettings::new(url)) {
        Ok(database) => database,
        Err(error) => return findings.wrong("database", &error.to_string()),
    };
    match database.migration_state().await {
        Ok(state) if !state.unknown.is_empty() => {
            findings.wrong("database", &format!("{place} was used by a newer Usher"))?;
        }
        Ok(state) if !state.pending.is_empty() => {
            let detail = format!(
                "{place} lacks migrations: {}; run `usher migrate`",
                state.pending.join(", ")
            );
            findings.wrong("database", &detail)?;
        }
        Ok(_) => {
            findings.well("database", &format!("{place}, all migrations applied"))?;
            keyring(config, &database, findings).await?;
        }
        Err(error) => findings.wrong("database", &error.to_string())?,
    }
    database.close().await;
    Ok(())
}

async fn keyring(
    config: &Config,
    database: &Database,
    findings: &mut Findings,
) -> Result<(), CommandError> {
    let keyring = match keyring_file::read(&config.keyring_path()) {
        Ok(keyring) => keyring,
        Err(error) => return findings.wrong("keyring", &error.to_string()),
    };
    match mismatch(&keyring, database).await? {
        Some(detail) => findings.wrong("keyring", &detail),
        None => findings.well(
            "keyring",
            &format!("the key {} mints", keyring.current().id()),
        ),
    }
}

/// What keeps the keyring and the database from belonging together.
async fn mismatch(keyring: &Keyring, database: &Database) -> Result<Option<String>, CommandError> {
    for known in database.read(keyring_keys::list).await? {
        match keyring.find(known.id) {
            // Nobody needs a key that a restore has revoked.
            None if known.state == KeyState::Revoked => {}
            None => {
                return Ok(Some(format!(
                    "it lacks the key {} of this database",
                    known.id
                )));
            }
            Some(key) if key.check_value()[..] != known.check_value[..] => {
                return Ok(Some(format!(
                    "its key {} is not the one of this database",
                    known.id
                )));
            }
            Some(_) => {}
        }
    }
    Ok(None)
}

fn places(config: &Config, findings: &mut Findings) -> Result<(), CommandError> {
    match geoip::open(config) {
        Ok(Some(database)) => findings.well("places of requesters", database.kind()),
        Ok(None) => Ok(()),
        Err(problem) => findings.wrong("places of requesters", &problem.to_string()),
    }
}

async fn mail(config: &Config, findings: &mut Findings) -> Result<(), CommandError> {
    let providers = match mail_route::providers(config) {
        Ok(providers) => providers,
        Err(error) => return findings.wrong("mail", &error.to_string()),
    };
    if providers.is_empty() && config.refusal().is_none() {
        let folder = config.capture_path();
        findings.well(
            "mail",
            &format!("captured in {}, nothing is sent", folder.display()),
        )?;
    }
    for provider in providers {
        let what = format!("mail provider {}", provider.name());
        let place = provider.settings().to_string();
        match provider.connect().await {
            Ok(connection) => {
                connection.quit().await;
                findings.well(&what, &format!("{place} lets us in"))?;
            }
            Err(verdict) => findings.wrong(&what, &format!("{place}: {}", verdict.detail()))?,
        }
    }
    Ok(())
}
