//! The rows of an import's file.

use diesel::prelude::*;
use usher_domain::{
    ids::{AccountUserId, UserImportId},
    user_import::{ImportRow, RowMistake, RowState, read_mistakes, write_mistakes},
};

use crate::{
    DatabaseError, DbConnection, columns::from_optional_id_bytes, schema::user_import_rows,
};

const TABLE: &str = "user_import_rows";

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = user_import_rows, treat_none_as_default_value = false)]
struct Row {
    import_id: Vec<u8>,
    line: i64,
    state: String,
    login: Option<String>,
    email: Option<String>,
    display_name: Option<String>,
    phone: Option<String>,
    locale: Option<String>,
    user_id: Option<Vec<u8>>,
    same_as: Option<i64>,
    mistakes: String,
}

impl Row {
    fn new(import: UserImportId, row: &ImportRow) -> Self {
        let [login, email, display_name, phone, locale] = match &row.cells {
            Some(cells) => cells.clone().map(Some),
            None => [None, None, None, None, None],
        };
        Self {
            import_id: import.as_bytes().to_vec(),
            line: row.line,
            state: row.state.as_str().to_owned(),
            login,
            email,
            display_name,
            phone,
            locale,
            user_id: row.user_id.map(|id| id.as_bytes().to_vec()),
            same_as: row.same_as,
            mistakes: write_mistakes(&row.mistakes),
        }
    }
}

impl TryFrom<Row> for ImportRow {
    type Error = DatabaseError;

    fn try_from(row: Row) -> Result<Self, DatabaseError> {
        let inconsistent = || DatabaseError::Inconsistent {
            table: TABLE,
            id: format!("line {}", row.line),
        };
        let user = from_optional_id_bytes(TABLE, row.user_id.as_deref())?;
        let rest = [row.email, row.display_name, row.phone, row.locale];
        let [email, display_name, phone, locale] = rest.map(Option::unwrap_or_default);
        let cells = row
            .login
            .map(|login| [login, email, display_name, phone, locale]);
        Ok(Self {
            line: row.line,
            state: row.state.parse().map_err(|_| inconsistent())?,
            cells,
            user_id: user.map(Into::into),
            same_as: row.same_as,
            mistakes: read_mistakes(&row.mistakes).map_err(|_| inconsistent())?,
        })
    }
}

/// Puts rows down, at most 500 of them.
///
/// # Errors
/// A conflict when the import does not exist.
pub fn insert_rows(
    connection: &mut DbConnection,
    import: UserImportId,
    rows: &[ImportRow],
) -> Result<(), DatabaseError> {
    let rows: Vec<Row> = rows.iter().map(|row| Row::new(import, row)).collect();
    let insert = diesel::insert_into(user_import_rows::table).values(&rows);
    // Several rows in one statement are written once only for each database.
    match connection {
        DbConnection::Sqlite(sqlite) => insert.execute(sqlite)?,
        DbConnection::Postgres(postgres) => insert.execute(postgres)?,
    };
    Ok(())
}

/// Up to `limit` rows behind a line, all or those in one state.
///
/// # Errors
/// When the database fails.
pub fn list_rows(
    connection: &mut DbConnection,
    import: UserImportId,
    state: Option<RowState>,
    after: i64,
    limit: i64,
) -> Result<Vec<ImportRow>, DatabaseError> {
    let mut query = user_import_rows::table
        .filter(user_import_rows::import_id.eq(import.as_bytes().to_vec()))
        .filter(user_import_rows::line.gt(after))
        .select(Row::as_select())
        .into_boxed();
    if let Some(state) = state {
        query = query.filter(user_import_rows::state.eq(state.as_str()));
    }
    let rows: Vec<Row> = query
        .order(user_import_rows::line)
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(ImportRow::try_from).collect()
}

/// Up to `limit` rows behind a line that are still to be carried out.
///
/// # Errors
/// When the database fails.
pub fn due(
    connection: &mut DbConnection,
    import: UserImportId,
    after: i64,
    limit: i64,
) -> Result<Vec<ImportRow>, DatabaseError> {
    let due = [RowState::ToCreate, RowState::ToUpdate].map(RowState::as_str);
    let rows: Vec<Row> = user_import_rows::table
        .filter(user_import_rows::import_id.eq(import.as_bytes()))
        .filter(user_import_rows::line.gt(after))
        .filter(user_import_rows::state.eq_any(due))
        .order(user_import_rows::line)
        .limit(limit)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(ImportRow::try_from).collect()
}

/// What became of a row.
#[derive(Debug, Clone)]
pub struct Done {
    /// The row.
    pub line: i64,
    /// What became of it.
    pub state: RowState,
    /// The user it is about.
    pub user_id: Option<AccountUserId>,
    /// Why it could not be carried out.
    pub mistakes: Vec<RowMistake>,
}

/// Records what became of a row.
///
/// # Errors
/// When the database fails.
pub fn record(
    connection: &mut DbConnection,
    import: UserImportId,
    done: &Done,
) -> Result<(), DatabaseError> {
    use user_import_rows::dsl;
    diesel::update(user_import_rows::table.find((import.as_bytes(), done.line)))
        .set((
            dsl::state.eq(done.state.as_str()),
            dsl::user_id.eq(done.user_id.map(|id| id.as_bytes().to_vec())),
            dsl::mistakes.eq(write_mistakes(&done.mistakes)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Erases what up to `limit` rows say; states and mistakes stay. Returns how many had something to
/// erase.
///
/// # Errors
/// When the database fails.
pub fn erase_some(
    connection: &mut DbConnection,
    import: UserImportId,
    limit: i64,
) -> Result<usize, DatabaseError> {
    use user_import_rows::dsl;
    let of_import = || user_import_rows::table.filter(dsl::import_id.eq(import.as_bytes()));
    let lines: Vec<i64> = of_import()
        .filter(dsl::login.is_not_null())
        .order(dsl::line)
        .limit(limit)
        .select(dsl::line)
        .load(connection)?;
    let none = None::<String>;
    diesel::update(of_import().filter(dsl::line.eq_any(&lines)))
        .set((
            dsl::login.eq(&none),
            dsl::email.eq(&none),
            dsl::display_name.eq(&none),
            dsl::phone.eq(&none),
            dsl::locale.eq(&none),
        ))
        .execute(connection)?;
    Ok(lines.len())
}
