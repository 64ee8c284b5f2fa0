//! Every key: where it can be set, what it is without, how it is shown.

use std::path::{Path, PathBuf};

use usher_persistence::DatabaseUrl;
use usher_server::config::{Config, Environment, Flags, LogFormat};

use super::{file, load, load_file, without_origins};

#[test]
fn nothing_needs_to_be_configured() {
    let config = load(&[]).unwrap();
    assert_eq!(config.data_dir(), Path::new("./data"));
    assert_eq!(config.keyring_path(), PathBuf::from("./data/secret.key"));
    assert_eq!(
        config.database_url(),
        DatabaseUrl::Sqlite("./data/usher.db".into())
    );
    assert_eq!(config.http.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(
        config.public_url(config.http.listen).to_string(),
        "http://127.0.0.1:8080"
    );
    assert_eq!(config.mail.from.to_string(), "Usher <no-reply@localhost>");
    assert_eq!(config.iam.region, "eu-de");
    assert_eq!(config.log.format, LogFormat::Text);
    assert_eq!(config.metrics.listen, None);
    assert_eq!(config.telemetry.otlp_endpoint, None);
    assert_eq!(config.shutdown.drain_seconds.duration().as_secs(), 20);
    assert!(config.providers().is_empty());
    assert!(config.refusal().is_none() && config.warnings().is_empty());
}

/// Every key with a value that is not its default, and what `config check` then shows.
const EVERY_KEY: &[(&str, &str, &str)] = &[
    (
        "USHER__DATA_DIR",
        "/srv/usher",
        r#"data_dir = "/srv/usher""#,
    ),
    (
        "USHER__SECRET_KEY_FILE",
        "/run/key",
        r#"secret_key_file = "/run/key""#,
    ),
    (
        "USHER__HTTP__LISTEN",
        "[::]:9000",
        r#"listen = "[::]:9000""#,
    ),
    (
        "USHER__HTTP__PUBLIC_URL",
        "https://u.example/",
        r#"public_url = "https://u.example""#,
    ),
    (
        "USHER__HTTP__TRUSTED_PROXIES",
        "10.0.0.0/8, ::1",
        r#"trusted_proxies = ["10.0.0.0/8", "::1/128"]"#,
    ),
    (
        "USHER__HTTP__DIALECT_WAIT_SECONDS",
        "0",
        "dialect_wait_seconds = 0",
    ),
    (
        "USHER__DATABASE__URL",
        "sqlite:/srv/u.db",
        r#"url = "sqlite:/srv/u.db""#,
    ),
    ("USHER__DATABASE__CONNECTIONS", "16", "connections = 16"),
    (
        "USHER__MAIL__SMTP_URL",
        "smtp://[::1]:1025",
        r#"smtp_url = "smtp://[::1]:1025""#,
    ),
    (
        "USHER__MAIL__FROM",
        "Hello <hi@u.example>",
        r#"from = "Hello <hi@u.example>""#,
    ),
    ("USHER__MAIL__CONNECTIONS", "20", "connections = 20"),
    (
        "USHER__MAIL__CONNECTIONS_PER_DOMAIN",
        "3",
        "connections_per_domain = 3",
    ),
    ("USHER__MAIL__CAPTURE", "true", "capture = true"),
    (
        "USHER__MAIL__EHLO_NAME",
        "u.example",
        r#"ehlo_name = "u.example""#,
    ),
    (
        "USHER__MAIL__TLS_CA_FILE",
        "/etc/ca.pem",
        r#"tls_ca_file = "/etc/ca.pem""#,
    ),
    (
        "USHER__GEOIP__DATABASE",
        "/srv/city.mmdb",
        r#"database = "/srv/city.mmdb""#,
    ),
    ("USHER__IAM__REGION", "eu-nl", r#"region = "eu-nl""#),
    (
        "USHER__RETENTION__PERSONAL_DATA_DAYS",
        "30",
        "personal_data_days = 30",
    ),
    ("USHER__RETENTION__MESSAGES_DAYS", "0", "messages_days = 0"),
    ("USHER__LOG__FORMAT", "json", r#"format = "json""#),
    (
        "USHER__LOG__LEVEL",
        "info,usher=debug",
        r#"level = "info,usher=debug""#,
    ),
    (
        "USHER__METRICS__LISTEN",
        "[::1]:9464",
        r#"listen = "[::1]:9464""#,
    ),
    (
        "USHER__TELEMETRY__OTLP_ENDPOINT",
        "https://otlp.u.example/",
        r#"otlp_endpoint = "https://otlp.u.example""#,
    ),
    (
        "USHER__TELEMETRY__SAMPLE_RATIO",
        "0.25",
        "sample_ratio = 0.25",
    ),
    ("USHER__SHUTDOWN__DRAIN_SECONDS", "5", "drain_seconds = 5"),
];

#[test]
fn every_key_can_be_set_in_the_environment_and_is_shown_with_its_origin() {
    for (variable, value, shown) in EVERY_KEY {
        let config = load(&[(variable, value)]).unwrap();
        let effective = config.effective();
        let line = format!("{shown}  # {variable}");
        assert!(
            effective.lines().any(|found| found == line),
            "{line}\n{effective}"
        );
    }
}

#[test]
fn every_key_is_in_the_table_above_or_names_a_file_with_a_secret() {
    let sample = Config::sample();
    let variables = sample.lines().filter_map(|line| line.split_once("USHER__"));
    for (_, variable) in variables.filter(|(_, name)| !name.starts_with('<')) {
        let known = EVERY_KEY
            .iter()
            .any(|(name, ..)| *name == format!("USHER__{variable}"));
        assert!(known || variable.ends_with("_URL_FILE"), "{variable}");
    }
}

#[test]
fn every_key_can_be_set_in_the_file() {
    for (variable, _, shown) in EVERY_KEY {
        let path = variable.trim_start_matches("USHER__").to_lowercase();
        let text = match path.split_once("__") {
            Some((section, _)) => format!("[{section}]\n{shown}\n"),
            None => format!("{shown}\n"),
        };
        let effective = load_file(&text).unwrap().effective();
        assert!(
            effective.contains(&format!("{shown}  # file")),
            "{text}\n{effective}"
        );
    }
}

#[test]
fn what_config_check_prints_is_a_configuration_file() {
    let config = load(
        &EVERY_KEY
            .iter()
            .map(|(name, value, _)| (*name, *value))
            .filter(|(name, _)| *name != "USHER__MAIL__CAPTURE")
            .collect::<Vec<_>>(),
    )
    .unwrap();
    let again = load_file(&config.effective()).unwrap();
    assert_eq!(
        without_origins(&again.effective()),
        without_origins(&config.effective())
    );
}

#[test]
fn flags_override_the_environment_and_the_environment_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(
        &folder,
        "usher.toml",
        "data_dir = \"file\"\n[http]\nlisten = \"127.0.0.1:1\"\npublic_url = \"http://file\"\n",
    );
    let environment = Environment::from_variables([
        ("USHER_CONFIG", path.to_str().unwrap()),
        ("USHER__HTTP__LISTEN", "127.0.0.1:2"),
        ("USHER__HTTP__PUBLIC_URL", "http://environment"),
        ("PATH", "/bin"),
        ("USHER_BIN", "ignored"),
    ]);
    let flags = Flags {
        config_file: None,
        values: vec![("http.public_url", "http://flag".to_owned())],
    };
    let config = Config::load(&environment, &flags).unwrap();
    assert_eq!(config.data_dir(), Path::new("file"));
    assert_eq!(config.http.listen.port(), 2);
    assert_eq!(
        config.public_url(config.http.listen).to_string(),
        "http://flag"
    );
}

#[test]
fn an_empty_value_is_no_value() {
    let config = load(&[("USHER__MAIL__SMTP_URL", ""), ("USHER__HTTP__LISTEN", " ")]).unwrap();
    assert!(config.providers().is_empty());
    assert_eq!(config.http.listen.port(), 8080);
}
