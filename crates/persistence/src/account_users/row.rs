//! From a row to a user and back.

use diesel::prelude::*;
use usher_domain::{
    account_user::{AccountUser, LatestWelcome},
    email_address::EmailAddress,
    ids::AccountUserId,
    names::{DisplayName, Locale, LoginName, Phone},
};

use crate::{
    DatabaseError,
    columns::{
        from_id_bytes, from_micros, from_optional_id_bytes, from_optional_micros, to_micros,
    },
    schema::account_users,
};

const TABLE: &str = "account_users";

/// What of a row makes an [`AccountUser`]; the password hash stays out unless asked for.
#[derive(Queryable, Selectable)]
#[diesel(table_name = account_users)]
pub(crate) struct Row {
    id: Vec<u8>,
    account_id: Vec<u8>,
    login: String,
    email: Option<String>,
    display_name: String,
    phone: Option<String>,
    locale: Option<String>,
    enabled: bool,
    password_set_at: Option<i64>,
    version: i64,
    latest_welcome_id: Option<Vec<u8>>,
    latest_welcome_status: Option<String>,
    latest_welcome_at: Option<i64>,
    last_sign_in_at: Option<i64>,
    created_at: i64,
    updated_at: i64,
}

impl TryFrom<Row> for AccountUser {
    type Error = DatabaseError;

    fn try_from(row: Row) -> Result<Self, DatabaseError> {
        let id: AccountUserId = from_id_bytes(TABLE, &row.id)?.into();
        let inconsistent = || DatabaseError::Inconsistent {
            table: TABLE,
            id: id.to_string(),
        };
        let latest_welcome = match (
            from_optional_id_bytes(TABLE, row.latest_welcome_id.as_deref())?,
            row.latest_welcome_status,
            from_optional_micros(TABLE, row.latest_welcome_at)?,
        ) {
            (Some(id), Some(status), Some(at)) => Some(LatestWelcome {
                id: id.into(),
                status: status.parse().map_err(|_| inconsistent())?,
                at,
            }),
            _ => None,
        };
        let email = row
            .email
            .map(|email| EmailAddress::parse(&email))
            .transpose();
        let phone = row.phone.map(|phone| Phone::parse(&phone)).transpose();
        let locale = row.locale.map(|locale| Locale::parse(&locale)).transpose();
        Ok(Self {
            id,
            account_id: from_id_bytes(TABLE, &row.account_id)?.into(),
            login: LoginName::parse(&row.login).map_err(|_| inconsistent())?,
            email: email.map_err(|_| inconsistent())?,
            display_name: DisplayName::parse(&row.display_name).map_err(|_| inconsistent())?,
            phone: phone.map_err(|_| inconsistent())?,
            locale: locale.map_err(|_| inconsistent())?,
            enabled: row.enabled,
            has_password: row.password_set_at.is_some(),
            version: row.version,
            latest_welcome,
            created_at: from_micros(TABLE, row.created_at)?,
            updated_at: from_micros(TABLE, row.updated_at)?,
            last_sign_in_at: from_optional_micros(TABLE, row.last_sign_in_at)?,
        })
    }
}

/// The columns that people fill in, for inserting and changing.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = account_users, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct Profile {
    login: String,
    login_folded: String,
    email: Option<String>,
    email_folded: Option<String>,
    display_name: String,
    name_sort: String,
    search_text: String,
    phone: Option<String>,
    locale: Option<String>,
    enabled: bool,
    updated_at: i64,
}

impl From<&AccountUser> for Profile {
    fn from(user: &AccountUser) -> Self {
        let email_folded = user.email.as_ref().map(EmailAddress::folded);
        let login_folded = user.login.folded();
        let search_text = [
            login_folded.as_str(),
            email_folded.as_deref().unwrap_or_default(),
            &user.display_name.folded(),
        ]
        .join(" ");
        Self {
            login: user.login.as_str().to_owned(),
            login_folded,
            email: user.email.as_ref().map(ToString::to_string),
            email_folded,
            display_name: user.display_name.as_str().to_owned(),
            name_sort: user.display_name.sort_key(),
            search_text,
            phone: user.phone.as_ref().map(ToString::to_string),
            locale: user.locale.as_ref().map(ToString::to_string),
            enabled: user.enabled,
            updated_at: to_micros(user.updated_at),
        }
    }
}
