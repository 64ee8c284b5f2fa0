//! The configuration: a TOML file, then `USHER__SECTION__KEY`, then flags; the last one wins.
//!
//! Every key is declared once, in `sections.rs`, with its default and its meaning; reading, the
//! names of environment variables, `usher config check` and `usher config sample` follow from that.
//! Nothing else in Usher reads the environment. Unknown keys are errors, and all problems are told
//! at once, because nobody wants to find five mistakes in five starts.

mod check;
mod environment;
mod key;
mod numbers;
mod otlp;
mod problem;
mod providers;
mod public_url;
mod resolve;
mod sample;
mod sections;
mod sources;
mod value;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use usher_application::retention::RetentionPolicy;
use usher_mail::smtp::SmtpSettings;
use usher_persistence::DatabaseUrl;

pub use environment::Environment;
pub use numbers::Connections;
pub use otlp::{OtlpEndpoint, SampleRatio};
pub use problem::{ConfigError, Problem};
pub use providers::Provider;
pub use public_url::PublicUrl;
pub use sections::{
    GeoIp, Http, Iam, Installation, Log, Mail, Metrics, Retention, Shutdown, Telemetry,
};
pub use sources::{Flags, Source};
pub use value::LogFormat;

use sections::Database;
use sources::Entries;

/// The name of the provider that `mail.smtp_url` stands for.
const FIRST_PROVIDER: &str = "smtp";

/// The whole configuration, valid in itself.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where everything is kept.
    pub installation: Installation,
    /// Where requests come in, and where links lead.
    pub http: Http,
    database: Database,
    /// How mail goes out.
    pub mail: Mail,
    /// What is told of the place that somebody asked from.
    pub geoip: GeoIp,
    /// What the identity API tells its clients.
    pub iam: Iam,
    /// How long personal data and old messages are kept.
    pub retention: Retention,
    /// What is logged.
    pub log: Log,
    /// What is measured.
    pub metrics: Metrics,
    /// What is traced.
    pub telemetry: Telemetry,
    /// How the process ends.
    pub shutdown: Shutdown,
    providers: Vec<Provider>,
    sources: sources::Origins,
    pg_bin: Option<PathBuf>,
}

impl Config {
    /// Reads the configuration of this process.
    ///
    /// # Errors
    /// [`ConfigError`] lists everything that is wrong with it.
    pub fn load(environment: &Environment, flags: &Flags) -> Result<Self, ConfigError> {
        let mut problems = Vec::new();
        let mut entries = Entries::collect(environment, flags, &mut problems);
        let config = Self::read(&mut entries, &mut problems);
        match config {
            Some(config) if problems.is_empty() => Ok(Self {
                pg_bin: environment.pg_bin.clone(),
                ..config
            }),
            _ => Err(ConfigError::new(problems)),
        }
    }

    /// `usher config sample`: every key with its meaning and default.
    #[must_use]
    pub fn sample() -> String {
        sample::sample()
    }

    /// `usher config check`: what is in force and where it comes from, without secrets.
    #[must_use]
    pub fn effective(&self) -> String {
        check::effective(self)
    }

    /// The folder of everything that Usher keeps.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        &self.installation.data_dir
    }

    /// The keyring file.
    #[must_use]
    pub fn keyring_path(&self) -> PathBuf {
        let configured = self.installation.secret_key_file.clone();
        configured.unwrap_or_else(|| self.data_dir().join("secret.key"))
    }

    /// How many connections to PostgreSQL there are.
    #[must_use]
    pub fn database_connections(&self) -> usize {
        self.database.connections.get()
    }

    /// Where the database is.
    #[must_use]
    pub fn database_url(&self) -> DatabaseUrl {
        let configured = self.database.url.clone();
        configured.unwrap_or_else(|| DatabaseUrl::Sqlite(self.data_dir().join("usher.db")))
    }

    /// What to call a key where it was set.
    pub(crate) fn name_of(&self, path: &str) -> String {
        self.sources.name(path)
    }

    /// Where captured mail is kept.
    #[must_use]
    pub fn capture_path(&self) -> PathBuf {
        self.data_dir().join("captured-mail")
    }

    /// Where the link for the first owner is written.
    #[must_use]
    pub fn setup_link_path(&self) -> PathBuf {
        self.data_dir().join("setup-link")
    }

    /// The folder of PostgreSQL's own programs; none: where the system finds them.
    #[must_use]
    pub fn pg_bin(&self) -> Option<&Path> {
        self.pg_bin.as_deref()
    }

    /// The base of every link, given the address that is listened on.
    #[must_use]
    pub fn public_url(&self, listening: SocketAddr) -> PublicUrl {
        let configured = self.http.public_url.clone();
        configured.unwrap_or_else(|| PublicUrl::of(listening))
    }

    /// The mail providers, the preferred one first.
    #[must_use]
    pub fn providers(&self) -> &[Provider] {
        &self.providers
    }

    /// Why `serve` and `worker` must not start, although every key is valid in itself.
    #[must_use]
    pub fn refusal(&self) -> Option<Problem> {
        let public_url = self.public_url(self.http.listen);
        let may_capture = self.mail.capture || public_url.is_loopback();
        (self.providers.is_empty() && !may_capture).then(|| {
            Problem::new(
                "mail.smtp_url",
                format!(
                    "no mail server is configured, and {public_url} is not on this machine alone, \
                     so people would wait for mail that never comes; set mail.smtp_url \
                     (USHER__MAIL__SMTP_URL), or mail.capture = true (USHER__MAIL__CAPTURE=true) to \
                     keep all mail on this machine"
                ),
            )
        })
    }

    /// What works, but should not stay like this.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        for provider in self
            .providers
            .iter()
            .filter(|p| p.smtp.is_plain_beyond_loopback())
        {
            warnings.push(format!(
                "the mail provider {} ({}) is spoken to without encryption: everybody on the way \
                 can read the password links; use smtps:// or ?tls=required",
                provider.name, provider.smtp
            ));
        }
        let public_url = self.public_url(self.http.listen);
        if public_url.is_unspecified() {
            warnings.push(format!(
                "links will lead to {public_url}, which no other machine can open; set \
                 http.public_url (USHER__HTTP__PUBLIC_URL)"
            ));
        } else if !public_url.is_https() && !public_url.is_loopback() {
            warnings.push(format!(
                "{public_url} is not https: everybody on the way can read passwords and sessions"
            ));
        }
        warnings
    }
}

impl Retention {
    /// How long what is kept.
    #[must_use]
    pub fn policy(&self) -> RetentionPolicy {
        RetentionPolicy {
            personal_data: self.personal_data_days.duration(),
            messages: self.messages_days.duration(),
        }
    }
}

/// One way to hand mail over, found in the configuration.
impl Provider {
    /// The provider that `mail.smtp_url` stands for.
    fn first(smtp: SmtpSettings, connections: Connections) -> Self {
        Self {
            name: FIRST_PROVIDER.to_owned(),
            smtp,
            connections,
        }
    }
}
