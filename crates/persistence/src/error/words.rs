//! What the databases say about a failure, where their words are all there is.

use diesel::result::DatabaseErrorInformation;

use super::DatabaseError;

/// Recognises by their text the failures for which Diesel has no kind and passes on no code.
///
/// SQLite's texts are constants of its source. PostgreSQL's are translated, which is why every
/// connection asks for untranslated ones.
pub(super) fn from_message(message: &str) -> Option<DatabaseError> {
    match message {
        "database or disk is full" => Some(DatabaseError::Full),
        "database is locked"
        | "database table is locked"
        | "canceling statement due to lock timeout" => Some(DatabaseError::Busy),
        text if text.starts_with("could not obtain lock on ") => Some(DatabaseError::Busy),
        "deadlock detected" => Some(DatabaseError::Contended),
        text if text.ends_with("No space left on device") => Some(DatabaseError::Full),
        // SQLite, when the system refuses a read or a write (a disk that is gone, a file that may not
        // grow, ENOSPC where the log's shared memory lies), a file that it opens while it works, or
        // writes at all (a disk that the system has made read-only).
        "disk I/O error"
        | "unable to open database file"
        | "attempt to write a readonly database" => {
            Some(DatabaseError::Unavailable(message.to_owned()))
        }
        _ => None,
    }
}

/// PostgreSQL cuts longer identifiers, so a name made for SQLite has to be cut as well.
const LONGEST_IDENTIFIER: usize = 63;

pub(super) fn constraint_name(information: &dyn DatabaseErrorInformation) -> String {
    if let Some(name) = information.constraint_name() {
        return name.to_owned();
    }
    if let (Some(table), Some(column)) = (information.table_name(), information.column_name()) {
        return format!("{table}.{column}");
    }
    sqlite_constraint_name(information.message())
}

/// Reads a name out of `UNIQUE constraint failed: users.account_id, users.email` and its siblings.
fn sqlite_constraint_name(message: &str) -> String {
    let Some((_, subject)) = message.split_once(" constraint failed: ") else {
        return String::new();
    };
    if !message.starts_with("UNIQUE") {
        return subject.to_owned();
    }
    // An index over expressions is reported by its name: `index 'users_email_key'`.
    if let Some(name) = subject.strip_prefix("index '") {
        return name.trim_end_matches('\'').to_owned();
    }
    let mut name = String::new();
    for column in subject.split(", ") {
        let (table, column) = column.split_once('.').unwrap_or(("", column));
        if name.is_empty() {
            name.push_str(table);
        }
        name.push('_');
        name.push_str(column);
    }
    name.push_str("_key");
    name.truncate(name.floor_char_boundary(LONGEST_IDENTIFIER));
    name
}

#[cfg(test)]
mod tests {
    use diesel::result::{DatabaseErrorKind, Error as DieselError};

    use super::*;

    #[test]
    fn sqlite_names_unique_constraints_as_postgresql_does() {
        for (message, name) in [
            ("UNIQUE constraint failed: users.email", "users_email_key"),
            (
                "UNIQUE constraint failed: users.account_id, users.email",
                "users_account_id_email_key",
            ),
            (
                "UNIQUE constraint failed: index 'users_folded_key'",
                "users_folded_key",
            ),
            ("NOT NULL constraint failed: users.email", "users.email"),
            (
                "CHECK constraint failed: users_status_check",
                "users_status_check",
            ),
            ("FOREIGN KEY constraint failed", ""),
        ] {
            assert_eq!(sqlite_constraint_name(message), name);
        }
    }

    fn failure(message: &str) -> DatabaseError {
        let information = Box::new(message.to_owned());
        DieselError::DatabaseError(DatabaseErrorKind::Unknown, information).into()
    }

    #[test]
    fn a_full_disk_is_recognised_on_both_databases() {
        for message in [
            "database or disk is full",
            "could not extend file \"base/5/2619\": No space left on device",
        ] {
            assert!(matches!(failure(message), DatabaseError::Full), "{message}");
        }
    }

    #[test]
    fn a_disk_that_is_gone_or_refuses_writes_is_an_outage_and_a_wrong_statement_is_none() {
        for message in [
            "database or disk is full",
            "database is locked",
            "disk I/O error",
            "unable to open database file",
            "attempt to write a readonly database",
        ] {
            assert!(failure(message).is_outage(), "{message}");
        }
        for message in [
            "no such table: users",
            "database disk image is malformed",
            "division by zero",
        ] {
            let error = failure(message);
            assert!(matches!(error, DatabaseError::Query(_)), "{message}");
            assert!(!error.is_outage(), "{message}");
        }
    }
}
