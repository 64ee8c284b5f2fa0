//! The tables that queries are written against are the tables that the migrations make.

use diesel::prelude::*;
use diesel::sql_types::Text;
use usher_persistence::{DatabaseError, DbConnection};

use crate::matrix::TestDatabase;

/// A column with its table, type and nullability, in one line that reads the same on both sides.
type Line = String;

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    line: String,
}

const POSTGRES_COLUMNS: &str = "SELECT table_name || '.' || column_name || ' ' || data_type \
     || CASE is_nullable WHEN 'YES' THEN ' null' ELSE '' END AS line \
     FROM information_schema.columns \
     WHERE table_schema = 'public' AND table_name NOT LIKE '~_~_%' ESCAPE '~'";

fn of_the_database(connection: &mut DbConnection) -> Result<Vec<Line>, DatabaseError> {
    let columns: Vec<Column> = diesel::sql_query(POSTGRES_COLUMNS).load(connection)?;
    let mut lines: Vec<Line> = columns.into_iter().map(|column| column.line).collect();
    lines.sort();
    Ok(lines)
}

/// The columns that the source declares: `name -> Type,` within `name (key) { … }`.
fn of_the_source() -> Vec<Line> {
    let source = include_str!("../../src/schema.rs");
    let mut lines = Vec::new();
    for table in source.split("diesel::table! {").skip(1) {
        let (name, rest) = table.split_once('(').expect("a table has a name");
        let (_, columns) = rest.split_once('{').expect("a table has columns");
        let (columns, _) = columns.split_once('}').expect("the columns end");
        for column in columns
            .split(',')
            .filter(|column| !column.trim().is_empty())
        {
            let (column, kind) = column.split_once("->").expect("a column has a type");
            lines.push(format!(
                "{}.{} {}",
                name.trim(),
                column.trim(),
                in_sql(kind.trim())
            ));
        }
    }
    lines.sort();
    lines
}

fn in_sql(kind: &str) -> String {
    if let Some(inner) = kind
        .strip_prefix("Nullable<")
        .and_then(|rest| rest.strip_suffix('>'))
    {
        return format!("{} null", in_sql(inner));
    }
    match kind {
        "Integer" => "integer",
        "BigInt" => "bigint",
        "Text" => "text",
        "Binary" => "bytea",
        "Bool" => "boolean",
        other => panic!("no column has the type {other}"),
    }
    .to_owned()
}

/// SQLite has the same columns as PostgreSQL, by a test of the migrations, and no types to compare.
#[tokio::test]
async fn the_declared_tables_are_the_migrated_ones() {
    let Some(postgres) = TestDatabase::postgres() else {
        return;
    };
    postgres.migrate().await.expect("migrated");
    let declared = of_the_source();
    assert!(
        declared.contains(&"account_users.email text null".to_owned()),
        "{declared:?}"
    );
    assert_eq!(
        declared,
        postgres.read(of_the_database).await.expect("the columns")
    );
}
