//! What became of the links of users' latest welcome emails, beside a list of them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use usher_domain::{
    account_user::AccountUser,
    actor::Actor,
    grants::Scope,
    ids::{AccountId, AccountUserId, MessageId},
    password_link::LinkState,
    permission::Permission,
};
use usher_persistence::password_links;

use super::AccountUserError;
use crate::App;

/// What became of the link of a user's latest welcome email.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WelcomeLink {
    /// What it is worth.
    pub state: LinkState,
    /// When a person, as far as that can be told, first opened it.
    pub opened_at: Option<DateTime<Utc>>,
}

/// The links of the latest welcome emails of users whom the actor was shown: at most a page of them,
/// with one query. `shown_in` is the account in whose list they stood, or none; users whose
/// deliveries the actor may see neither there nor in their primary account are left out, and so are
/// those whose link is forgotten.
///
/// # Errors
/// [`AccountUserError::Database`].
pub async fn welcome_links(
    app: &App,
    actor: &Actor,
    users: &[AccountUser],
    shown_in: Option<AccountId>,
) -> Result<HashMap<AccountUserId, WelcomeLink>, AccountUserError> {
    let may = |account| {
        let scope = Scope::Account(account);
        actor.grants.allow(Permission::DeliveriesRead, scope)
    };
    let everybody = shown_in.is_some_and(may);
    let welcomed: HashMap<MessageId, AccountUser> = users
        .iter()
        .filter(|user| everybody || may(user.account_id))
        .filter_map(|user| Some((user.latest_welcome?.id, user.clone())))
        .collect();
    if welcomed.is_empty() {
        return Ok(HashMap::new());
    }
    let now = app.now();
    app.database
        .read(move |connection| {
            let ids: Vec<MessageId> = welcomed.keys().copied().collect();
            let links = password_links::list_of_messages(connection, &ids)?;
            let of_her = links.into_iter().filter_map(|link| {
                let user = welcomed.get(&link.message_id?)?;
                let is_hers = link.user_id == Some(user.id);
                is_hers.then(|| {
                    let told = WelcomeLink {
                        state: link.state(Some(user), now),
                        opened_at: link.opened_at,
                    };
                    (user.id, told)
                })
            });
            Ok(of_her.collect())
        })
        .await
}
