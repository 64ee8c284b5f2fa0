//! The history of one user, as the audit log has it: what was done to her, and what she did to
//! herself, such as signing in. What she did to others is theirs, and the audit log's.

use std::collections::{HashMap, hash_map::Entry};

use chrono::{DateTime, Utc};
use usher_domain::{
    actor::Actor,
    audit::AuditEvent,
    ids::{AccessKeyId, AccountUserId, ApiTokenId, AuditEventId, SessionId},
};
use usher_persistence::{
    DbConnection, access_keys, account_users, api_tokens, audit_events, sessions,
};
use uuid::Uuid;

use crate::{
    App, DatabaseError, Page, PageRequest, access::Target, account_users::AccountUserError,
    sessions::Session,
};

/// One event of a user's history.
#[derive(Debug, Clone)]
pub struct UserEvent {
    /// Its identifier in the audit log.
    pub id: AuditEventId,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What happened: the name of an [`AuditAction`](usher_domain::audit::AuditAction).
    pub action: String,
    /// Who did it; none for the installation itself and for strangers.
    pub by: Option<EventActor>,
    /// For a role that was granted or withdrawn: which.
    pub role: Option<String>,
    /// The session that began with it, while that exists.
    pub session: Option<Session>,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventActor {
    /// The kind of credential.
    pub kind: String,
    /// The user, or the token or key itself.
    pub id: Option<Uuid>,
    /// What the user, token or key is called, while it exists.
    pub name: Option<String>,
}

/// A user's history, the newest first, for whoever may see the user: what happened in accounts that the
/// actor cannot see is left out.
///
/// # Errors
/// [`AccountUserError::NotFound`] for a user whom the actor may not see;
/// [`AccountUserError::InvalidCursor`]; and when the database fails.
pub async fn list(
    app: &App,
    actor: &Actor,
    user: AccountUserId,
    page: PageRequest,
) -> Result<Page<UserEvent>, AccountUserError> {
    let (actor, before, rows) = (actor.clone(), page.after_id()?, page.rows());
    let events = app
        .database
        .read(move |connection| {
            let target = Target::find_visible(connection, &actor, user)?;
            let target = target.ok_or(AccountUserError::NotFound)?;
            let accounts = target.told_to(&actor);
            let accounts = accounts.as_deref();
            let events =
                audit_events::list_of_target(connection, user.into(), accounts, before, rows)?;
            Ok::<_, AccountUserError>(with_names(connection, user, events)?)
        })
        .await?;
    Ok(page.page(events, |event| [event.id.to_string()]))
}

/// Looks up who acted, and the sessions that began.
fn with_names(
    connection: &mut DbConnection,
    user: AccountUserId,
    events: Vec<AuditEvent>,
) -> Result<Vec<UserEvent>, DatabaseError> {
    let begun: Vec<SessionId> = events.iter().filter_map(session_of).collect();
    let begun = sessions::list_by_id(connection, user, &begun)?;
    let begun: HashMap<SessionId, Session> = begun
        .into_iter()
        .map(|session| (session.id, session))
        .collect();
    let mut names: HashMap<Uuid, Option<String>> = HashMap::new();
    for event in &events {
        if let Some(id) = event.actor_id
            && let Entry::Vacant(unknown) = names.entry(id)
        {
            unknown.insert(name_of(connection, &event.actor_kind, id)?);
        }
    }
    let tell = |event: AuditEvent| UserEvent {
        id: event.id,
        at: event.at,
        session: session_of(&event).and_then(|id| begun.get(&id).cloned()),
        by: by(&event, &names),
        role: event.detail("role").map(str::to_owned),
        action: event.action,
    };
    Ok(events.into_iter().map(tell).collect())
}

/// The session that an event names as begun.
fn session_of(event: &AuditEvent) -> Option<SessionId> {
    event.detail("session")?.parse().ok()
}

fn by(event: &AuditEvent, names: &HashMap<Uuid, Option<String>>) -> Option<EventActor> {
    let kind = event.actor_kind.clone();
    if matches!(kind.as_str(), "system" | "anonymous") {
        return None;
    }
    let name = event.actor_id.and_then(|id| names.get(&id)?.clone());
    Some(EventActor {
        kind,
        id: event.actor_id,
        name,
    })
}

fn name_of(
    connection: &mut DbConnection,
    kind: &str,
    id: Uuid,
) -> Result<Option<String>, DatabaseError> {
    if kind == "api_token" {
        let token = api_tokens::find(connection, ApiTokenId::from(id))?;
        return Ok(token.map(|token| token.name));
    }
    if kind == "access_key" {
        let key = access_keys::find(connection, AccessKeyId::from(id))?;
        return Ok(key.map(|key| key.name));
    }
    let user = account_users::find(connection, AccountUserId::from(id))?;
    Ok(user.map(|user| user.display_name.to_string()))
}
