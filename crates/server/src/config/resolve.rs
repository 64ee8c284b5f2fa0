//! From keys to a configuration: secrets out of their files, and what keys say together.

use std::{fs, path::Path};

use super::{
    Config, FIRST_PROVIDER, Provider,
    problem::Problem,
    providers,
    sections::{
        Database, GeoIp, Http, Iam, Installation, Log, Mail, Metrics, Retention, Shutdown,
        Telemetry,
    },
    sources::Entries,
    value::Setting,
};

/// A URL is short; a larger file is not one.
const MAX_SECRET_BYTES: u64 = 64 * 1024;

impl Config {
    /// Reads every key, so that every problem is found; none when one could not be read.
    pub(super) fn read(entries: &mut Entries, problems: &mut Vec<Problem>) -> Option<Self> {
        let further = providers::read(&entries.providers, problems);
        let installation = Installation::read(entries, problems);
        let http = Http::read(entries, problems);
        let database = Database::read(entries, problems);
        let mail = Mail::read(entries, problems);
        let geoip = GeoIp::read(entries, problems);
        let iam = Iam::read(entries, problems);
        let retention = Retention::read(entries, problems);
        let log = Log::read(entries, problems);
        let metrics = Metrics::read(entries, problems);
        let telemetry = Telemetry::read(entries, problems);
        let shutdown = Shutdown::read(entries, problems);
        let sources = entries.origins();
        let mut config = Self {
            installation: installation?,
            http: http?,
            database: database?,
            mail: mail?,
            geoip: geoip?,
            iam: iam?,
            retention: retention?,
            log: log?,
            metrics: metrics?,
            telemetry: telemetry?,
            shutdown: shutdown?,
            providers: Vec::new(),
            sources,
            pg_bin: None,
        };
        config.take_secrets_from_files(problems);
        config.gather_providers(further, problems);
        Some(config)
    }

    fn take_secrets_from_files(&mut self, problems: &mut Vec<Problem>) {
        let name = |key: &str| self.sources.name(key);
        let (url, file) = (&mut self.database.url, self.database.url_file.as_deref());
        from_file("database.url", url, file, &name, problems);
        let (url, file) = (&mut self.mail.smtp_url, self.mail.smtp_url_file.as_deref());
        from_file("mail.smtp_url", url, file, &name, problems);
    }

    fn gather_providers(&mut self, further: Vec<Provider>, problems: &mut Vec<Problem>) {
        let connections = self.mail.connections;
        let first = self.mail.smtp_url.clone();
        self.providers
            .extend(first.map(|smtp| Provider::first(smtp, connections)));
        if !self.providers.is_empty() && further.iter().any(|p| p.name == FIRST_PROVIDER) {
            let message = format!(
                "{FIRST_PROVIDER:?} is what the server of mail.smtp_url is called; choose another name"
            );
            problems.push(Problem::new(providers::LIST, message));
        }
        self.providers.extend(further);
        if self.mail.capture && !self.providers.is_empty() {
            let message = "mail is either captured or handed to a mail server; leave mail.capture \
                           out, or all mail servers";
            problems.push(Problem::new(self.sources.name("mail.capture"), message));
        }
    }
}

/// Fills `value` from `<key>_file`, if that is set.
fn from_file<T: Setting>(
    key: &str,
    value: &mut Option<T>,
    file: Option<&Path>,
    name: &dyn Fn(&str) -> String,
    problems: &mut Vec<Problem>,
) {
    let Some(path) = file else { return };
    let file_key = format!("{key}_file");
    if value.is_some() {
        let message = format!("{} is set as well; leave one of them out", name(key));
        problems.push(Problem::new(name(&file_key), message));
        return;
    }
    match read_secret(path) {
        Ok(secret) => *value = Some(secret),
        Err(message) => problems.push(Problem::new(name(&file_key), message)),
    }
}

/// Reads a value that stands alone in a file, with or without a line end behind it.
pub(super) fn read_secret<T: Setting>(path: &Path) -> Result<T, String> {
    let failed = |error: std::io::Error| format!("{} cannot be read: {error}", path.display());
    let metadata = fs::metadata(path).map_err(failed)?;
    if metadata.len() > MAX_SECRET_BYTES {
        return Err(format!("{} is too large to hold a URL", path.display()));
    }
    let text = fs::read_to_string(path).map_err(failed)?;
    T::parse(text.trim()).map_err(|message| format!("in {}: {message}", path.display()))
}
