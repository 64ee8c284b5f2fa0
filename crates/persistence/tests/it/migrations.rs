//! The product's migrations: applied once, reverted whole, and alike on both databases.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use usher_persistence::{Backend, DatabaseError, DbConnection};

use crate::matrix::{TestDatabase, on_both_databases};

on_both_databases! {
    async fn two_nodes_that_migrate_at_once_apply_each_migration_once(db) {
        let other = db.second_node();
        let pending = db.pending_migrations().await.expect("the list");
        assert_ne!(pending, [""; 0]);
        let (first, second) = tokio::join!(db.migrate(), other.migrate());
        let mut applied = [first.expect("migrated"), second.expect("migrated")].concat();
        applied.sort();

        assert_eq!(applied, pending);
        let state = db.migration_state().await.expect("the state");
        assert_eq!(state.pending, [""; 0]);
        assert_eq!(state.unknown, [""; 0]);
        assert_eq!(state.applied.len(), pending.len());
    }

    async fn migrations_can_be_reverted_and_applied_again(db) {
        let applied = db.migrate().await.expect("migrated");
        let reverted = db.revert_all_migrations().await.expect("reverted");
        assert_eq!(reverted.len(), applied.len());
        assert_eq!(db.applied_migrations().await.expect("the list"), [""; 0]);
        assert_eq!(db.migrate().await.expect("migrated again"), applied);
    }

    async fn a_database_newer_than_the_program_is_recognised(db) {
        db.migrate().await.expect("migrated");
        db.execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('99991231235959')");
        let state = db.migration_state().await.expect("the state");
        assert_eq!(state.unknown, ["99991231235959"]);
    }
}

/// A column as both databases can describe it. Types differ by name and are compared by what is
/// stored in them, in the tests of the queries.
#[derive(Debug, PartialEq, Eq, QueryableByName)]
struct SchemaColumn {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
}

const SQLITE_COLUMNS: &str = "SELECT t.name AS table_name, c.name AS column_name, \
     c.\"notnull\" = 0 AND c.pk = 0 AS nullable \
     FROM pragma_table_list AS t, pragma_table_xinfo(t.name) AS c \
     WHERE t.schema = 'main' AND t.type = 'table' \
     AND t.name NOT LIKE 'sqlite~_%' ESCAPE '~' AND t.name NOT LIKE '~_~_%' ESCAPE '~' \
     ORDER BY 1, 2";

const POSTGRES_COLUMNS: &str = "SELECT table_name::text, column_name::text, \
     is_nullable = 'YES' AS nullable FROM information_schema.columns \
     WHERE table_schema = 'public' AND table_name NOT LIKE '~_~_%' ESCAPE '~' \
     ORDER BY table_name COLLATE \"C\", column_name COLLATE \"C\"";

fn columns(connection: &mut DbConnection) -> Result<Vec<SchemaColumn>, DatabaseError> {
    let sql = match connection.backend() {
        Backend::Sqlite => SQLITE_COLUMNS,
        Backend::Postgres => POSTGRES_COLUMNS,
    };
    Ok(diesel::sql_query(sql).load(connection)?)
}

#[tokio::test]
async fn both_databases_get_the_same_migrations_tables_and_columns() {
    let sqlite = TestDatabase::sqlite();
    let Some(postgres) = TestDatabase::postgres() else {
        return;
    };
    let migrations = sqlite.migrate().await.expect("migrated");
    assert_eq!(migrations, postgres.migrate().await.expect("migrated"));

    let on_sqlite = sqlite.read(columns).await.expect("the columns");
    assert!(!on_sqlite.is_empty());
    assert_eq!(
        on_sqlite,
        postgres.read(columns).await.expect("the columns")
    );
}
