//! Opening connections to PostgreSQL, and what is asked of the server.

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::error::DatabaseError;

/// Server versions are numbered as 15.3 → 150003.
const OLDEST_SERVER: u32 = 150_000;

/// What libpq takes for granted unless the URL says otherwise: an address that answers nothing, or
/// a network that went away, must not hold a thread for ever.
const CONNECTION_DEFAULTS: &[(&str, &str)] = &[
    ("connect_timeout", "10"),
    ("tcp_user_timeout", "30000"),
    ("fallback_application_name", "usher"),
];

/// No closure waits for a lock, or leaves a lock to others, without limit. A node that stands still in
/// the middle of a transaction loses its locks before anybody gives up waiting for them. No query is long
/// enough to be compiled first. Where there is an index it is used: a table that has grown since the server
/// last counted it would be read from end to end.
const SESSION: &str = "SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '8s'; \
     SET jit = off; SET enable_seqscan = off";

/// Errors for which Diesel passes on no code are recognised by their text, which must then be the
/// untranslated one. Only a privileged role may ask for that; for others the attempt is no failure.
const UNTRANSLATED: &str = "DO $$ BEGIN PERFORM set_config('lc_messages', 'C', false); \
     EXCEPTION WHEN insufficient_privilege THEN NULL; END $$";

/// Opens a connection that is ready for queries.
pub(crate) fn open(url: &str) -> Result<PgConnection, DatabaseError> {
    let mut connection = establish(url)?;
    connection.batch_execute(SESSION)?;
    connection.batch_execute(UNTRANSLATED)?;
    Ok(connection)
}

/// Refuses a server that is too old, and warns of one whose errors cannot all be recognised.
pub(crate) fn check_server(connection: &mut PgConnection) -> Result<(), DatabaseError> {
    let number = show(connection, "SHOW server_version_num")?;
    if number
        .parse::<u32>()
        .is_ok_and(|number| number < OLDEST_SERVER)
    {
        let found = show(connection, "SHOW server_version")?;
        return Err(DatabaseError::UnsupportedServer { found });
    }
    let language = show(connection, "SHOW lc_messages")?;
    if !["", "C", "POSIX"].contains(&&*language) && !language.starts_with("en") {
        tracing::warn!(
            lc_messages = language,
            "the server translates its errors, so deadlocks and a full disk are not recognised; \
             grant the role SET on the parameter lc_messages or set it to C"
        );
    }
    Ok(())
}

fn show(connection: &mut PgConnection, sql: &str) -> Result<String, DatabaseError> {
    Ok(diesel::dsl::sql::<Text>(sql).get_result(connection)?)
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is where Database gets its connections"
)]
fn establish(url: &str) -> Result<PgConnection, DatabaseError> {
    PgConnection::establish(&with_defaults(url)).map_err(|error| match error {
        // libpq quotes a URL that it cannot read, with its password.
        ConnectionError::BadConnection(text) if !quotes_the_url(&text) => {
            DatabaseError::Unavailable(text.trim().to_owned())
        }
        ConnectionError::CouldntSetupConfiguration(error) => DatabaseError::from(error),
        _ => DatabaseError::Unavailable("the PostgreSQL URL cannot be read".to_owned()),
    })
}

fn quotes_the_url(message: &str) -> bool {
    ["URI", "percent-encoded", "postgres://", "postgresql://"]
        .iter()
        .any(|sign| message.contains(sign))
}

/// Adds the defaults that `url` does not set itself.
fn with_defaults(url: &str) -> String {
    let mut url = url.to_owned();
    for (name, value) in CONNECTION_DEFAULTS {
        let parameters = parameters_of(&url);
        let is_set = parameters.is_some_and(|all| {
            all.split('&')
                .any(|one| one.split('=').next() == Some(name))
        });
        if !is_set {
            let separator = if parameters.is_some() { '&' } else { '?' };
            url = format!("{url}{separator}{name}={value}");
        }
    }
    url
}

/// What follows the question mark. As in libpq, the user's part reaches to the first `@` that comes
/// before any slash, and a question mark in it belongs to the password.
fn parameters_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let place = match rest.find(['@', '/']) {
        Some(end) if rest[end..].starts_with('@') => &rest[end + 1..],
        _ => rest,
    };
    place.split_once('?').map(|(_, parameters)| parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connection_defaults_leave_the_urls_own_choices_alone() {
        let defaults = "tcp_user_timeout=30000&fallback_application_name=usher";
        for (url, completed) in [
            (
                "postgres://h/d",
                format!("postgres://h/d?connect_timeout=10&{defaults}"),
            ),
            (
                "postgres://h/d?connect_timeout=3",
                format!("postgres://h/d?connect_timeout=3&{defaults}"),
            ),
            (
                "postgres://u:a?b@h/d",
                format!("postgres://u:a?b@h/d?connect_timeout=10&{defaults}"),
            ),
        ] {
            assert_eq!(with_defaults(url), completed);
        }
    }

    #[test]
    fn a_url_that_libpq_cannot_read_is_not_quoted() {
        let error = open("postgres://usher:se%zzcret@localhost/usher")
            .err()
            .unwrap();
        assert!(!format!("{error:?} {error}").contains("cret"), "{error:?}");
    }
}
