//! What templates say, version by version.

use std::collections::BTreeMap;

use diesel::prelude::*;
use usher_domain::{
    ids::AccountId,
    names::Locale,
    template::{LocalizedText, Template, TemplateId, TemplateText, TemplateVersion},
};
use uuid::Uuid;

use crate::{
    DatabaseError, DbConnection,
    columns::{from_micros, from_optional_id_bytes, to_micros},
    schema::template_versions,
};

const TABLE: &str = "template_versions";

/// Stores a version of a template that is stored already, in all its languages.
///
/// # Errors
/// A conflict when there is such a version.
pub fn insert_version(
    connection: &mut DbConnection,
    template: &Template,
    texts: &[LocalizedText],
    created_by: Option<Uuid>,
) -> Result<(), DatabaseError> {
    use template_versions::dsl;
    for LocalizedText { locale, text } in texts {
        diesel::insert_into(template_versions::table)
            .values((
                dsl::account_id.eq(template.account_id.as_bytes()),
                dsl::template_id.eq(template.id.as_str()),
                dsl::version.eq(template.version),
                dsl::locale.eq(locale.as_str()),
                dsl::subject.eq(&text.subject),
                dsl::html.eq(&text.html),
                dsl::text.eq(&text.text),
                dsl::created_at.eq(to_micros(template.updated_at)),
                dsl::created_by.eq(created_by.map(|id| id.as_bytes().to_vec())),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// What a version says in each of its languages, in their alphabetical order.
///
/// # Errors
/// When the database fails.
pub fn texts(
    connection: &mut DbConnection,
    account: AccountId,
    id: &TemplateId,
    version: i32,
) -> Result<Vec<LocalizedText>, DatabaseError> {
    let rows: Vec<(String, String, String, String)> = template_versions::table
        .filter(template_versions::account_id.eq(account.as_bytes()))
        .filter(template_versions::template_id.eq(id.as_str()))
        .filter(template_versions::version.eq(version))
        .order(template_versions::locale)
        .select((
            template_versions::locale,
            template_versions::subject,
            template_versions::html,
            template_versions::text,
        ))
        .load(connection)?;
    rows.into_iter()
        .map(|(locale, subject, html, text)| {
            Ok(LocalizedText {
                locale: Locale::parse(&locale).map_err(|_| inconsistent_version(id))?,
                text: TemplateText {
                    subject,
                    html,
                    text,
                },
            })
        })
        .collect()
}

/// The languages of a version, in their alphabetical order.
///
/// # Errors
/// When the database fails.
pub fn locales(
    connection: &mut DbConnection,
    account: AccountId,
    id: &TemplateId,
    version: i32,
) -> Result<Vec<Locale>, DatabaseError> {
    let rows: Vec<String> = template_versions::table
        .filter(template_versions::account_id.eq(account.as_bytes()))
        .filter(template_versions::template_id.eq(id.as_str()))
        .filter(template_versions::version.eq(version))
        .order(template_versions::locale)
        .select(template_versions::locale)
        .load(connection)?;
    rows.iter()
        .map(|locale| Locale::parse(locale).map_err(|_| inconsistent_version(id)))
        .collect()
}

/// What a version says in one language.
///
/// # Errors
/// When the database fails.
pub fn text(
    connection: &mut DbConnection,
    account: AccountId,
    id: &TemplateId,
    version: i32,
    locale: &str,
) -> Result<Option<TemplateText>, DatabaseError> {
    let row: Option<(String, String, String)> = template_versions::table
        .find((account.as_bytes(), id.as_str(), version, locale))
        .select((
            template_versions::subject,
            template_versions::html,
            template_versions::text,
        ))
        .first(connection)
        .optional()?;
    Ok(row.map(|(subject, html, text)| TemplateText {
        subject,
        html,
        text,
    }))
}

/// The versions of a template behind `after` (0 for all of them), the newest first, without their
/// texts.
///
/// # Errors
/// When the database fails.
pub fn versions(
    connection: &mut DbConnection,
    account: AccountId,
    id: &TemplateId,
    after: i32,
) -> Result<Vec<TemplateVersion>, DatabaseError> {
    let rows: Vec<(i32, String, i64, Option<Vec<u8>>)> = template_versions::table
        .filter(template_versions::account_id.eq(account.as_bytes()))
        .filter(template_versions::template_id.eq(id.as_str()))
        .filter(template_versions::version.gt(after))
        .order((template_versions::version, template_versions::locale))
        .select((
            template_versions::version,
            template_versions::locale,
            template_versions::created_at,
            template_versions::created_by,
        ))
        .load(connection)?;
    let mut versions: BTreeMap<i32, TemplateVersion> = BTreeMap::new();
    for (version, locale, created_at, created_by) in rows {
        let locale = Locale::parse(&locale).map_err(|_| inconsistent_version(id))?;
        if let Some(known) = versions.get_mut(&version) {
            known.locales.push(locale);
            continue;
        }
        let one = TemplateVersion {
            version,
            created_at: from_micros(TABLE, created_at)?,
            created_by: from_optional_id_bytes(TABLE, created_by.as_deref())?,
            locales: vec![locale],
        };
        versions.insert(version, one);
    }
    Ok(versions.into_values().rev().collect())
}

fn inconsistent_version(id: &TemplateId) -> DatabaseError {
    DatabaseError::Inconsistent {
        table: TABLE,
        id: id.to_string(),
    }
}
