//! Many rows of one table at once.

/// How many rows go to PostgreSQL with one statement; a row has a few dozen values, and a statement takes
/// 65,535.
pub(crate) const ROWS_AT_ONCE: usize = 100;

/// What some rows have in one column, for an array that PostgreSQL takes them from.
pub(crate) fn column<'a, Row, Value>(
    rows: &'a [Row],
    value: impl Fn(&'a Row) -> Value,
) -> Vec<Value> {
    rows.iter().map(value).collect()
}

/// Inserts rows, however many there are, with statements that stay prepared.
macro_rules! insert_into {
    ($connection:expr, $table:expr, $rows:expr) => {{
        use diesel::RunQueryDsl as _;
        let mut rows = $rows;
        match $connection {
            // Beside a file each statement is a call: one a row.
            $crate::DbConnection::Sqlite(sqlite) => {
                for row in rows {
                    let statement = diesel::insert_into($table).values(row);
                    $crate::connection::fixed!(statement).execute(sqlite)?;
                }
            }
            // To a server each is a journey. Only the last is of another length than the others.
            $crate::DbConnection::Postgres(postgres) => loop {
                let some: Vec<_> = rows.by_ref().take($crate::many::ROWS_AT_ONCE).collect();
                if some.len() < $crate::many::ROWS_AT_ONCE {
                    if !some.is_empty() {
                        diesel::insert_into($table).values(some).execute(postgres)?;
                    }
                    break;
                }
                let statement = diesel::insert_into($table).values(some);
                $crate::connection::fixed!(statement).execute(postgres)?;
            },
        }
    }};
}
pub(crate) use insert_into;
