//! Accounts in the database.

use std::{fmt::Display, str::FromStr};

use chrono::{DateTime, Utc};
use diesel::{dsl::auto_type, prelude::*};
use usher_domain::{
    account::{Account, AccountSettings, LinkLife, SendLimit},
    ids::{AccountId, ProjectId},
    logo::LogoHash,
    names::AccountName,
};

use crate::{
    DatabaseError, DbConnection,
    columns::{from_id_bytes, from_micros, id_list, to_micros},
    connection::natively,
    schema::{account_logos, accounts, installation},
};

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = accounts, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Row {
    id: Vec<u8>,
    number: i64,
    name: String,
    name_folded: String,
    project_id: Vec<u8>,
    project_name: String,
    continue_url: Option<String>,
    send_welcome_on_create: bool,
    link_life_hours: i64,
    locale: Option<String>,
    created_at: i64,
    updated_at: i64,
    sender_name: Option<String>,
    reply_to: Option<String>,
    accent_color: Option<String>,
    welcome_emails_per_hour: Option<i64>,
}

/// An account's row beside the hash of its logo.
type WithLogo = (Row, Option<Vec<u8>>);

impl From<&Account> for Row {
    fn from(account: &Account) -> Self {
        let settings = &account.settings;
        Self {
            id: account.id.as_bytes().to_vec(),
            number: account.number,
            name: account.name.as_str().to_owned(),
            name_folded: account.name.folded(),
            project_id: account.project_id.as_bytes().to_vec(),
            project_name: account.project_name.clone(),
            continue_url: text(settings.continue_url.as_ref()),
            send_welcome_on_create: settings.send_welcome_on_create,
            link_life_hours: settings.link_life.hours(),
            locale: text(settings.locale.as_ref()),
            created_at: to_micros(account.created_at),
            updated_at: to_micros(account.updated_at),
            sender_name: text(settings.sender_name.as_ref()),
            reply_to: text(settings.reply_to.as_ref()),
            accent_color: text(settings.accent_color.as_ref()),
            welcome_emails_per_hour: settings.welcome_emails_per_hour.map(SendLimit::per_hour),
        }
    }
}

fn text(value: Option<&impl Display>) -> Option<String> {
    value.map(ToString::to_string)
}

fn parsed<T: FromStr>(text: Option<String>) -> Result<Option<T>, T::Err> {
    text.map(|text| text.parse()).transpose()
}

fn account((row, logo): WithLogo) -> Result<Account, DatabaseError> {
    let id: AccountId = from_id_bytes("accounts", &row.id)?.into();
    let inconsistent = || DatabaseError::Inconsistent {
        table: "accounts",
        id: id.to_string(),
    };
    let limit = row.welcome_emails_per_hour.map(SendLimit::from_per_hour);
    let settings = AccountSettings {
        continue_url: parsed(row.continue_url).map_err(|_| inconsistent())?,
        send_welcome_on_create: row.send_welcome_on_create,
        link_life: LinkLife::from_hours(row.link_life_hours).map_err(|_| inconsistent())?,
        locale: parsed(row.locale).map_err(|_| inconsistent())?,
        sender_name: parsed(row.sender_name).map_err(|_| inconsistent())?,
        reply_to: parsed(row.reply_to).map_err(|_| inconsistent())?,
        accent_color: parsed(row.accent_color).map_err(|_| inconsistent())?,
        welcome_emails_per_hour: limit.transpose().map_err(|_| inconsistent())?,
    };
    let logo = logo.map(|hash| LogoHash::try_from(hash.as_slice()));
    Ok(Account {
        id,
        number: row.number,
        name: AccountName::parse(&row.name).map_err(|_| inconsistent())?,
        project_id: from_id_bytes("accounts", &row.project_id)?.into(),
        project_name: row.project_name,
        settings,
        logo: logo.transpose().map_err(|_| inconsistent())?,
        created_at: from_micros("accounts", row.created_at)?,
        updated_at: from_micros("accounts", row.updated_at)?,
    })
}

/// Accounts beside their logos, of which only the hash is ever selected here.
#[auto_type]
fn with_logo() -> _ {
    accounts::table.left_join(account_logos::table.on(account_logos::account_id.eq(accounts::id)))
}

/// Takes the next account number. Locks the installation's row until the transaction ends.
///
/// # Errors
/// When the database fails.
pub fn take_number(connection: &mut DbConnection) -> Result<i64, DatabaseError> {
    diesel::update(installation::table)
        .set(installation::next_account_number.eq(installation::next_account_number + 1))
        .execute(connection)?;
    let next: i64 = installation::table
        .select(installation::next_account_number)
        .first(connection)?;
    Ok(next - 1)
}

/// Stores a new account.
///
/// # Errors
/// `accounts_name_folded_key` when the name is taken.
pub fn insert(connection: &mut DbConnection, account: &Account) -> Result<(), DatabaseError> {
    diesel::insert_into(accounts::table)
        .values(Row::from(account))
        .execute(connection)?;
    Ok(())
}

/// Stores an account's changes.
///
/// # Errors
/// `accounts_name_folded_key` when the name is taken.
pub fn update(connection: &mut DbConnection, account: &Account) -> Result<(), DatabaseError> {
    diesel::update(accounts::table.find(account.id.as_bytes()))
        .set(Row::from(account))
        .execute(connection)?;
    Ok(())
}

/// Notes that something about an account changed, and so takes its row until the transaction ends;
/// `false` when there is no such account.
///
/// # Errors
/// When the database fails.
pub fn note_change(
    connection: &mut DbConnection,
    id: AccountId,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let noted = diesel::update(accounts::table.find(id.as_bytes()))
        .set(accounts::updated_at.eq(to_micros(now)))
        .execute(connection)?;
    Ok(noted == 1)
}

/// Deletes an account that nothing but its logo refers to.
///
/// # Errors
/// A conflict while users, members, roles, tokens or messages refer to it.
pub fn delete(connection: &mut DbConnection, id: AccountId) -> Result<(), DatabaseError> {
    diesel::delete(accounts::table.find(id.as_bytes())).execute(connection)?;
    Ok(())
}

/// The account with an id.
///
/// # Errors
/// When the database fails.
pub fn find(
    connection: &mut DbConnection,
    id: AccountId,
) -> Result<Option<Account>, DatabaseError> {
    let row: Option<WithLogo> = natively!(connection, |db| with_logo()
        .filter(accounts::id.eq(id.as_bytes()))
        .select((Row::as_select(), account_logos::hash.nullable()))
        .first(db)
        .optional())?;
    row.map(account).transpose()
}

/// The account with a name, whatever the case.
///
/// # Errors
/// When the database fails.
pub fn find_by_name(
    connection: &mut DbConnection,
    name: &AccountName,
) -> Result<Option<Account>, DatabaseError> {
    let row: Option<WithLogo> = with_logo()
        .filter(accounts::name_folded.eq(name.folded()))
        .select((Row::as_select(), account_logos::hash.nullable()))
        .first(connection)
        .optional()?;
    row.map(account).transpose()
}

/// The account that has a project.
///
/// # Errors
/// When the database fails.
pub fn find_by_project(
    connection: &mut DbConnection,
    project: ProjectId,
) -> Result<Option<Account>, DatabaseError> {
    let row: Option<WithLogo> = with_logo()
        .filter(accounts::project_id.eq(project.as_bytes()))
        .select((Row::as_select(), account_logos::hash.nullable()))
        .first(connection)
        .optional()?;
    row.map(account).transpose()
}

/// The account with a number.
///
/// # Errors
/// When the database fails.
pub fn find_by_number(
    connection: &mut DbConnection,
    number: i64,
) -> Result<Option<Account>, DatabaseError> {
    let row: Option<WithLogo> = with_logo()
        .filter(accounts::number.eq(number))
        .select((Row::as_select(), account_logos::hash.nullable()))
        .first(connection)
        .optional()?;
    row.map(account).transpose()
}

/// Up to `limit` accounts by name, behind `after` (a folded name), among `visible` (all when none).
///
/// # Errors
/// When the database fails.
pub fn list(
    connection: &mut DbConnection,
    visible: Option<&[AccountId]>,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<Account>, DatabaseError> {
    let mut query = with_logo()
        .select((Row::as_select(), account_logos::hash.nullable()))
        .into_boxed();
    if let Some(visible) = visible {
        let ids = id_list(visible, AccountId::as_bytes);
        query = query.filter(accounts::id.eq_any(ids));
    }
    if let Some(after) = after {
        query = query.filter(accounts::name_folded.gt(after.to_owned()));
    }
    let rows: Vec<WithLogo> = query
        .order(accounts::name_folded)
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(account).collect()
}
