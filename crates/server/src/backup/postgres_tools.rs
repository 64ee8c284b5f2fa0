//! PostgreSQL's own `pg_dump` and `pg_restore`: one snapshot, and everything back or nothing.
//!
//! Where the server is and who signs in travels in the environment; a command line is for everybody on
//! the machine to see.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use percent_encoding::percent_decode_str;
use url::Url;

use super::BackupError;

/// What of a connection URL's parameters the programs are told, and under which name.
const PARAMETERS: &[(&str, &str)] = &[
    ("host", "PGHOST"),
    ("hostaddr", "PGHOSTADDR"),
    ("port", "PGPORT"),
    ("dbname", "PGDATABASE"),
    ("user", "PGUSER"),
    ("password", "PGPASSWORD"),
    ("passfile", "PGPASSFILE"),
    ("channel_binding", "PGCHANNELBINDING"),
    ("connect_timeout", "PGCONNECT_TIMEOUT"),
    ("options", "PGOPTIONS"),
    ("sslmode", "PGSSLMODE"),
    ("sslrootcert", "PGSSLROOTCERT"),
    ("sslcert", "PGSSLCERT"),
    ("sslkey", "PGSSLKEY"),
    ("sslcrl", "PGSSLCRL"),
    ("gssencmode", "PGGSSENCMODE"),
    ("krbsrvname", "PGKRBSRVNAME"),
    ("target_session_attrs", "PGTARGETSESSIONATTRS"),
];

/// What makes no difference to a program that soon ends.
const LEFT_OUT: &[&str] = &[
    "application_name",
    "fallback_application_name",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_count",
    "tcp_user_timeout",
];

/// The last lines say what went wrong.
const LONGEST_WORDS: usize = 2_000;

/// Writes the database into a file, in PostgreSQL's custom format.
pub(super) fn dump(programs: Option<&Path>, url: &str, to: &Path) -> Result<(), BackupError> {
    let mut command = command(programs, "pg_dump", url)?;
    command
        .args([
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            "--no-password",
        ])
        .arg("--file")
        .arg(to);
    run("pg_dump", command)
}

/// Puts such a file back into an empty database, in one transaction.
pub(super) fn restore(programs: Option<&Path>, url: &str, from: &Path) -> Result<(), BackupError> {
    let database = environment(url)?
        .into_iter()
        .rfind(|(name, _)| *name == "PGDATABASE")
        .map_or_else(String::new, |(_, name)| name);
    let quoted = database.replace('\\', "\\\\").replace('\'', "\\'");
    let mut command = command(programs, "pg_restore", url)?;
    command
        .args(["--single-transaction", "--exit-on-error", "--no-owner"])
        .args(["--no-privileges", "--no-comments", "--no-password"])
        .arg(format!("--dbname=dbname='{quoted}'"))
        .arg(from);
    run("pg_restore", command)
}

fn command(programs: Option<&Path>, tool: &'static str, url: &str) -> Result<Command, BackupError> {
    let program = programs.map_or_else(|| PathBuf::from(tool), |folder| folder.join(tool));
    let mut command = Command::new(program);
    command
        .envs(environment(url)?)
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    Ok(command)
}

fn run(tool: &'static str, mut command: Command) -> Result<(), BackupError> {
    let ended = command.output().map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => BackupError::ToolMissing { tool },
        _ => BackupError::File {
            what: format!("{tool} cannot be started"),
            source,
        },
    })?;
    if ended.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&ended.stderr);
    let said = said.trim();
    let start = said.floor_char_boundary(said.len().saturating_sub(LONGEST_WORDS));
    Err(BackupError::ToolFailed {
        tool,
        said: said[start..].to_owned(),
    })
}

/// What stands where a URL names a user and no host, which libpq reads and RFC 3986 does not.
const NO_HOST: &str = "no-host.invalid";

fn with_host(url: &str) -> String {
    url.replacen("@/", &format!("@{NO_HOST}/"), 1)
}

/// A connection URL in the variables that libpq reads. A parameter is told after the URL's own parts,
/// which it overrides.
fn environment(url: &str) -> Result<Vec<(&'static str, String)>, BackupError> {
    let refused = |why: &str| BackupError::Url(why.to_owned());
    let parsed = Url::parse(url).or_else(|_| Url::parse(&with_host(url)));
    let url = parsed.map_err(|_| refused("it names several servers or cannot be read"))?;
    let decoded = |text: &str| {
        let text = percent_decode_str(text).decode_utf8();
        text.map(std::borrow::Cow::into_owned)
            .map_err(|_| refused("it is no UTF-8"))
    };
    let host = url.host_str().filter(|host| *host != NO_HOST);
    let host = host.map(|host| host.trim_matches(['[', ']']));
    let parts = [
        ("PGHOST", host.map(str::to_owned)),
        ("PGPORT", url.port().map(|port| port.to_string())),
        ("PGUSER", Some(url.username().to_owned())),
        ("PGPASSWORD", url.password().map(str::to_owned)),
        (
            "PGDATABASE",
            Some(url.path().trim_start_matches('/').to_owned()),
        ),
    ];
    let mut variables = Vec::new();
    for (name, value) in parts {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            variables.push((name, decoded(&value)?));
        }
    }
    for (key, value) in url.query_pairs() {
        if let Some((_, variable)) = PARAMETERS.iter().find(|(known, _)| *known == key) {
            variables.push((variable, value.into_owned()));
        } else if !LEFT_OUT.contains(&&*key) {
            return Err(refused(&format!("they have no variable for {key}")));
        }
    }
    Ok(variables)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(url: &str) -> Vec<(&'static str, String)> {
        environment(url).unwrap()
    }

    #[test]
    fn a_url_travels_in_variables_and_not_in_arguments() {
        let url = "postgres://ush%40er:s%2Fe%20cret@db.example:6432/us%20her?sslmode=require&keepalives=1";
        let variables = [
            ("PGHOST", "db.example"),
            ("PGPORT", "6432"),
            ("PGUSER", "ush@er"),
            ("PGPASSWORD", "s/e cret"),
            ("PGDATABASE", "us her"),
            ("PGSSLMODE", "require"),
        ];
        assert_eq!(
            told(url),
            variables.map(|(name, value)| (name, value.to_owned()))
        );
        let command = command(None, "pg_dump", url).unwrap();
        assert_eq!(command.get_args().count(), 0);
    }

    #[test]
    fn sockets_and_ipv6_addresses_are_hosts_too() {
        for (url, host) in [
            ("postgres://u@/d?host=/run/postgresql", "/run/postgresql"),
            ("postgres://u@%2Frun%2Fpostgresql/d", "/run/postgresql"),
            ("postgres://u@[::1]:5432/d", "::1"),
        ] {
            let found = told(url).into_iter().find(|(name, _)| *name == "PGHOST");
            assert_eq!(found.map(|(_, host)| host).as_deref(), Some(host), "{url}");
        }
    }

    #[test]
    fn what_the_programs_cannot_be_told_is_named_without_the_url() {
        let error = environment("postgres://u:secret@h/d?load_balance_hosts=random").unwrap_err();
        let words = error.to_string();
        assert!(
            words.contains("load_balance_hosts") && !words.contains("secret"),
            "{words}"
        );
    }
}
