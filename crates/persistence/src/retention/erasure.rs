//! What other people's rows tell of a user who is deleted.

use diesel::prelude::*;
use usher_domain::ids::AccountUserId;

use super::{PORTION, RowId};
use crate::{
    DatabaseError, DbConnection,
    schema::{bulk_sends, messages, template_versions},
};

/// Forgets, as far as one transaction goes, that a user asked for messages to others and wrote
/// templates: her name in the former, her id in the latter. How many rows were changed; as long as
/// that is [`PORTION`], there may be more.
///
/// Her own rows go with her: the tables refer to her and cascade.
///
/// # Errors
/// When the database fails.
pub fn forget(connection: &mut DbConnection, user: AccountUserId) -> Result<i64, DatabaseError> {
    type Version = (RowId, String, i32, String);
    let asked: Vec<RowId> = messages::table
        .filter(messages::requested_user_id.eq(user.as_bytes()))
        .filter(messages::requested_name.is_not_null())
        .limit(PORTION)
        .select(messages::id)
        .load(connection)?;
    let mut changed = diesel::update(messages::table.filter(messages::id.eq_any(asked)))
        .set(messages::requested_name.eq(None::<String>))
        .execute(connection)?;
    let room = PORTION - i64::try_from(changed).unwrap_or(PORTION);
    let runs: Vec<RowId> = bulk_sends::table
        .filter(bulk_sends::requested_user_id.eq(user.as_bytes()))
        .filter(bulk_sends::requested_name.is_not_null())
        .limit(room)
        .select(bulk_sends::id)
        .load(connection)?;
    changed += diesel::update(bulk_sends::table.filter(bulk_sends::id.eq_any(runs)))
        .set(bulk_sends::requested_name.eq(None::<String>))
        .execute(connection)?;
    let room = PORTION - i64::try_from(changed).unwrap_or(PORTION);
    let written: Vec<Version> = template_versions::table
        .filter(template_versions::created_by.eq(user.as_bytes()))
        .limit(room)
        .select((
            template_versions::account_id,
            template_versions::template_id,
            template_versions::version,
            template_versions::locale,
        ))
        .load(connection)?;
    for version in written {
        changed += diesel::update(template_versions::table.find(version))
            .set(template_versions::created_by.eq(None::<RowId>))
            .execute(connection)?;
    }
    Ok(i64::try_from(changed).unwrap_or(PORTION))
}
