//! Who opened a link. Shown to administrators; no rule ever reads it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use usher_domain::password_link::LinkId;
use uuid::Uuid;

use crate::{
    DatabaseError, DbConnection,
    columns::{from_micros, id_list, to_micros},
    schema::{link_visits, password_links},
};

/// How many visits of one link are kept.
pub const MAX_VISITS: i64 = 20;

/// One visit.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Its identifier.
    pub id: Uuid,
    /// The link.
    pub link: LinkId,
    /// When.
    pub at: DateTime<Utc>,
    /// The program that came, as it named itself.
    pub user_agent: Option<String>,
    /// From where.
    pub address: Option<String>,
}

/// Stores a visit, unless the link has had its share or is gone.
///
/// # Errors
/// When the database fails.
pub fn insert(connection: &mut DbConnection, visit: &Visit) -> Result<(), DatabaseError> {
    let known = diesel::dsl::exists(password_links::table.find(visit.link.as_bytes()));
    if !diesel::select(known).get_result::<bool>(connection)? {
        return Ok(());
    }
    let seen: i64 = link_visits::table
        .filter(link_visits::link_id.eq(visit.link.as_bytes()))
        .count()
        .get_result(connection)?;
    if seen >= MAX_VISITS {
        return Ok(());
    }
    diesel::insert_into(link_visits::table)
        .values((
            link_visits::id.eq(visit.id.as_bytes().as_slice()),
            link_visits::link_id.eq(visit.link.as_bytes()),
            link_visits::visited_at.eq(to_micros(visit.at)),
            link_visits::user_agent.eq(visit.user_agent.as_deref()),
            link_visits::address.eq(visit.address.as_deref()),
        ))
        .execute(connection)?;
    Ok(())
}

/// When a link was opened, and by which program.
pub type Seen = (DateTime<Utc>, Option<String>);

/// When each of some links was opened and by which program, in order.
///
/// # Errors
/// When the database fails.
pub fn list(
    connection: &mut DbConnection,
    links: &[LinkId],
) -> Result<HashMap<LinkId, Vec<Seen>>, DatabaseError> {
    const TABLE: &str = "link_visits";
    let ids = id_list(links, LinkId::as_bytes);
    let rows: Vec<(Vec<u8>, i64, Option<String>)> = link_visits::table
        .filter(link_visits::link_id.eq_any(ids))
        .order(link_visits::visited_at)
        .select((
            link_visits::link_id,
            link_visits::visited_at,
            link_visits::user_agent,
        ))
        .load(connection)?;
    let mut visits: HashMap<LinkId, Vec<_>> = HashMap::new();
    for (link, at, user_agent) in rows {
        let link = LinkId::try_from(link.as_slice()).map_err(|_| DatabaseError::Inconsistent {
            table: TABLE,
            id: "(secret)".to_owned(),
        })?;
        visits
            .entry(link)
            .or_default()
            .push((from_micros(TABLE, at)?, user_agent));
    }
    Ok(visits)
}
