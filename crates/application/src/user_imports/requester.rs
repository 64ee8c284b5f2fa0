//! In whose name an import is carried out, and what she may do by now.

use chrono::{DateTime, Utc};
use usher_domain::{
    actor::{Actor, Credential},
    grants::{Grants, Scope},
    permission::{Permission, PermissionSet},
    user_import::{OnDuplicate, UserImport},
};
use usher_persistence::{
    DatabaseError, DbConnection, access_keys, account_users, api_tokens, role_grants,
};

use crate::{authentication::AuthenticationError, credentials::Issued};

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
/// more.
pub(super) fn present(
    connection: &mut DbConnection,
    import: &UserImport,
    now: DateTime<Utc>,
) -> Result<Option<Actor>, DatabaseError> {
    let Some(mut actor) = actor(connection, import.requester, now)? else {
        return Ok(None);
    };
    let here = Scope::Account(import.account_id);
    if import.delegated {
        // How far a token of hers reached is not kept; it reached this account.
        actor.grants = actor.grants.limited_to(PermissionSet::ALL, here);
        actor.delegated = true;
    }
    let needed = needed(import.on_duplicate, import.send_welcome);
    let suffices = needed
        .iter()
        .all(|permission| actor.grants.allow(*permission, here));
    Ok(suffices.then_some(actor))
}

/// A session may end while its user's import goes on: her rights are what counts. A token or key is
/// worth nothing once it is revoked.
fn actor(
    connection: &mut DbConnection,
    credential: Credential,
    now: DateTime<Utc>,
) -> Result<Option<Actor>, DatabaseError> {
    let issued = match credential {
        Credential::Session(_, user) => {
            let user = account_users::find(connection, user)?.filter(|user| user.enabled);
            return user
                .map(|user| {
                    Ok(Actor::new(
                        credential,
                        role_grants::grants(connection, user.id)?,
                    ))
                })
                .transpose();
        }
        Credential::System => return Ok(Some(Actor::system())),
        Credential::ApiToken(id, _) => {
            api_tokens::find(connection, id)?.map(|token| Issued::from(&token))
        }
        Credential::AccessKey(id, _) => {
            access_keys::find(connection, id)?.map(|key| Issued::from(&key))
        }
        Credential::LinkHolder(_) | Credential::Anonymous => None,
    };
    match issued.map(|issued| issued.actor(connection, now)) {
        None | Some(Err(AuthenticationError::Invalid)) => Ok(None),
        Some(Ok(actor)) => Ok(Some(actor)),
        Some(Err(AuthenticationError::Database(error))) => Err(error),
    }
}

/// The requester before anybody has looked what she may do.
pub(super) fn nameplate(import: &UserImport) -> Actor {
    Actor::new(import.requester, Grants::none())
}
