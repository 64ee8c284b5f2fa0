//! The configuration in force, key by key, with where each value comes from.

use std::fmt::Write as _;

use super::{
    Config,
    key::Section,
    sections::{
        Database, GeoIp, Http, Iam, Installation, Log, Mail, Metrics, Retention, Shutdown,
        Telemetry,
    },
    sources::Source,
    value::Setting,
};

pub(super) fn effective(config: &Config) -> String {
    let config = filled_in(config);
    let mut text = String::new();
    let sections = [
        (Installation::TABLE, config.installation.shown()),
        (Http::TABLE, config.http.shown()),
        (Database::TABLE, config.database.shown()),
        (Mail::TABLE, config.mail.shown()),
        (GeoIp::TABLE, config.geoip.shown()),
        (Iam::TABLE, config.iam.shown()),
        (Retention::TABLE, config.retention.shown()),
        (Log::TABLE, config.log.shown()),
        (Metrics::TABLE, config.metrics.shown()),
        (Telemetry::TABLE, config.telemetry.shown()),
        (Shutdown::TABLE, config.shutdown.shown()),
    ];
    for (section, values) in sections {
        append(&mut text, &config, section, values);
    }
    // The first one may stand in [mail].
    let in_mail = usize::from(config.mail.smtp_url.is_some());
    for provider in config.providers.iter().skip(in_mail) {
        let (name, url) = (&provider.name, provider.smtp.shown().unwrap_or_default());
        let connections = provider.connections.get();
        let _ = write!(
            text,
            "\n[[mail.providers]]\nname = \"{name}\"\nsmtp_url = \"{url}\"\n\
             connections = {connections}\n"
        );
    }
    text
}

/// With the values that follow from others.
fn filled_in(config: &Config) -> Config {
    let mut config = config.clone();
    config.http.public_url = Some(config.public_url(config.http.listen));
    config.installation.secret_key_file = Some(config.keyring_path());
    config.database.url = Some(config.database_url());
    config
}

fn append(text: &mut String, config: &Config, section: Section, values: Vec<Option<String>>) {
    if !section.name.is_empty() {
        let _ = write!(text, "\n[{}]\n", section.name);
    }
    for (key, value) in section.keys.iter().zip(values) {
        let origin = match config.sources.find(&key.path()) {
            None => String::new(),
            Some(Source::File) => "  # file".to_owned(),
            Some(Source::Environment) => format!("  # {}", key.variable()),
            Some(Source::Flag) => "  # flag".to_owned(),
        };
        let _ = match value {
            Some(value) => writeln!(text, "{} = {}{origin}", key.name, key.form.literal(&value)),
            None => writeln!(text, "#{} is not set", key.name),
        };
    }
}
