//! In whose name an import is carried out, and what she may do by now.

use chrono::{DateTime, Utc};
use usher_domain::{
    actor::Actor,
    grants::{Grants, Scope},
    permission::Permission,
    user_import::{OnDuplicate, UserImport},
};
use usher_persistence::{DatabaseError, DbConnection};

use crate::authentication::{self, AuthenticationError};

/// What an import needs in its account.
pub(super) fn needed(on_duplicate: OnDuplicate, send_welcome: bool) -> Vec<Permission> {
    let mut needed = vec![Permission::UsersCreate];
    if on_duplicate == OnDuplicate::Update {
        needed.push(Permission::UsersUpdate);
    }
    if send_welcome {
        needed.push(Permission::WelcomeEmailsSend);
    }
    needed
}

/// Whoever started the import, with the rights that she has now; none when they do not suffice any
/// more. A person's import outlives the session in which she started it; a program's does not outlive
/// what it was started with.
pub(super) fn present(
    connection: &mut DbConnection,
    import: &UserImport,
    now: DateTime<Utc>,
) -> Result<Option<Actor>, DatabaseError> {
    let standing = authentication::standing(connection, import.requester, import.delegated, now);
    let actor = match standing {
        Ok(actor) => actor,
        Err(AuthenticationError::Invalid) => return Ok(None),
        Err(AuthenticationError::Database(cause)) => return Err(cause),
    };
    let here = Scope::Account(import.account_id);
    let needed = needed(import.on_duplicate, import.send_welcome);
    let suffices = needed
        .iter()
        .all(|permission| actor.grants.allow(*permission, here));
    Ok(suffices.then_some(actor))
}

/// The requester before anybody has looked what she may do.
pub(super) fn nameplate(import: &UserImport) -> Actor {
    Actor::new(import.requester, Grants::none())
}
