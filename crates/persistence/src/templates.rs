//! Email templates of accounts in the database.
//!
//! A version is written once and never changed, and stays as long as its account does, so that a
//! message that is repeated or tried again months later says the same. Deleting a template hides it
//! from whoever asks for new mails.

mod versions;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::{
    ids::AccountId,
    names::TemplateName,
    template::{Template, TemplateId},
};

pub use versions::{insert_version, locales, text, texts, versions};

use crate::{
    DatabaseError, DbConnection,
    columns::{from_id_bytes, from_micros, to_micros},
    connection::natively,
    schema::templates,
};

const TABLE: &str = "templates";

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = templates)]
struct Row {
    account_id: Vec<u8>,
    template_id: String,
    purpose: String,
    name: String,
    version: i32,
    is_default: bool,
    created_at: i64,
    updated_at: i64,
}

impl From<&Template> for Row {
    fn from(template: &Template) -> Self {
        Self {
            account_id: template.account_id.as_bytes().to_vec(),
            template_id: template.id.to_string(),
            purpose: template.purpose.as_str().to_owned(),
            name: template.name.to_string(),
            version: template.version,
            is_default: template.is_default,
            created_at: to_micros(template.created_at),
            updated_at: to_micros(template.updated_at),
        }
    }
}

impl TryFrom<Row> for Template {
    type Error = DatabaseError;

    fn try_from(row: Row) -> Result<Self, DatabaseError> {
        let id = row.template_id;
        let inconsistent = || DatabaseError::Inconsistent {
            table: TABLE,
            id: id.clone(),
        };
        Ok(Self {
            account_id: from_id_bytes(TABLE, &row.account_id)?.into(),
            id: id.parse().map_err(|_| inconsistent())?,
            purpose: row.purpose.parse().map_err(|_| inconsistent())?,
            name: TemplateName::parse(&row.name).map_err(|_| inconsistent())?,
            version: row.version,
            is_default: row.is_default,
            created_at: from_micros(TABLE, row.created_at)?,
            updated_at: from_micros(TABLE, row.updated_at)?,
        })
    }
}

/// The template of an account, unless it was deleted.
///
/// # Errors
/// When the database fails.
pub fn find(
    connection: &mut DbConnection,
    account: AccountId,
    id: &TemplateId,
) -> Result<Option<Template>, DatabaseError> {
    let row: Option<Row> = natively!(connection, |db| templates::table
        .find((account.as_bytes(), id.as_str()))
        .filter(templates::deleted_at.is_null())
        .select(Row::as_select())
        .first(db)
        .optional())?;
    row.map(Template::try_from).transpose()
}

/// The template of an account as it was last saved, deleted or not.
///
/// # Errors
/// When the database fails.
pub fn find_kept(
    connection: &mut DbConnection,
    account: AccountId,
    id: &TemplateId,
) -> Result<Option<Template>, DatabaseError> {
    let row: Option<Row> = templates::table
        .find((account.as_bytes(), id.as_str()))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(Template::try_from).transpose()
}

/// The template that an account's welcome emails are written with when they name none.
///
/// # Errors
/// When the database fails.
pub fn find_default(
    connection: &mut DbConnection,
    account: AccountId,
) -> Result<Option<Template>, DatabaseError> {
    let row: Option<Row> = natively!(connection, |db| templates::table
        .filter(templates::account_id.eq(account.as_bytes()))
        .filter(templates::is_default)
        .select(Row::as_select())
        .first(db)
        .optional())?;
    row.map(Template::try_from).transpose()
}

/// Up to `limit` templates of an account, by identifier.
///
/// # Errors
/// When the database fails.
pub fn list(
    connection: &mut DbConnection,
    account: AccountId,
    limit: i64,
) -> Result<Vec<Template>, DatabaseError> {
    let rows: Vec<Row> = templates::table
        .filter(templates::account_id.eq(account.as_bytes()))
        .filter(templates::deleted_at.is_null())
        .order(templates::template_id)
        .limit(limit)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Template::try_from).collect()
}

/// How many templates an account has.
///
/// # Errors
/// When the database fails.
pub fn count(connection: &mut DbConnection, account: AccountId) -> Result<i64, DatabaseError> {
    Ok(templates::table
        .filter(templates::account_id.eq(account.as_bytes()))
        .filter(templates::deleted_at.is_null())
        .count()
        .get_result(connection)?)
}

/// The last version that was ever written under an identifier, by a deleted template too.
///
/// # Errors
/// When the database fails.
pub fn last_version(
    connection: &mut DbConnection,
    account: AccountId,
    id: &TemplateId,
) -> Result<Option<i32>, DatabaseError> {
    Ok(templates::table
        .find((account.as_bytes(), id.as_str()))
        .select(templates::version)
        .first(connection)
        .optional()?)
}

/// Stores a template as it is now, new or not. When it is the default, no other one is from now on.
/// The caller holds the account's row (see [`crate::accounts::note_change`]).
///
/// # Errors
/// When the database fails.
pub fn put(connection: &mut DbConnection, template: &Template) -> Result<(), DatabaseError> {
    if template.is_default {
        diesel::update(templates::table)
            .filter(templates::account_id.eq(template.account_id.as_bytes()))
            .filter(templates::is_default)
            .set(templates::is_default.eq(false))
            .execute(connection)?;
    }
    let row = Row::from(template);
    let key = (template.account_id.as_bytes(), template.id.as_str());
    let changed = diesel::update(templates::table.find(key))
        .set((
            templates::purpose.eq(&row.purpose),
            templates::name.eq(&row.name),
            templates::version.eq(row.version),
            templates::is_default.eq(row.is_default),
            templates::created_at.eq(row.created_at),
            templates::updated_at.eq(row.updated_at),
            templates::deleted_at.eq(None::<i64>),
        ))
        .execute(connection)?;
    if changed == 0 {
        diesel::insert_into(templates::table)
            .values(row)
            .execute(connection)?;
    }
    Ok(())
}

/// Hides a template; `false` when there is none. Its versions stay.
///
/// # Errors
/// When the database fails.
pub fn delete(
    connection: &mut DbConnection,
    account: AccountId,
    id: &TemplateId,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let hidden = diesel::update(templates::table.find((account.as_bytes(), id.as_str())))
        .filter(templates::deleted_at.is_null())
        .set((
            templates::deleted_at.eq(to_micros(now)),
            templates::is_default.eq(false),
        ))
        .execute(connection)?;
    Ok(hidden == 1)
}
