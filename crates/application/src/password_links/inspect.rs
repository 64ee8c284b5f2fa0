//! What a link is worth to whoever holds it. Changes nothing: mail scanners look, too.

use chrono::{DateTime, Utc};
use usher_domain::{
    account::Account,
    account_user::AccountUser,
    password_link::{self, LinkPurpose, LinkState, PasswordLink},
    request_origin::RequestOrigin,
};
use usher_persistence::{DatabaseError, DbConnection, account_users, accounts, password_links};

use crate::{App, link_visits};

/// A link as its holder may know it.
#[derive(Debug, Clone)]
pub struct InspectedLink {
    /// What it is worth.
    pub state: LinkState,
    /// What it is for; none when void.
    pub purpose: Option<LinkPurpose>,
    /// Whose password it sets; none when void or for the first owner.
    pub user: Option<AccountUser>,
    /// Her primary account.
    pub account: Option<Account>,
    /// Whether a fresh mail can be had with it.
    pub renewable: bool,
    /// When it ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Why a link could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The database failed.
    #[error("the link could not be looked up")]
    Database(#[from] DatabaseError),
}

impl InspectedLink {
    fn void() -> Self {
        Self {
            state: LinkState::Void,
            purpose: None,
            user: None,
            account: None,
            renewable: false,
            expires_at: None,
        }
    }
}

/// Tells what a link is worth. A forged or unknown one is void, like a revoked one.
///
/// # Errors
/// When the database fails.
pub async fn inspect(
    app: &App,
    token: &str,
    visit: Option<RequestOrigin>,
) -> Result<InspectedLink, LinkError> {
    let Ok(authentic) = password_link::authenticate(&app.keyring(), token) else {
        return Ok(InspectedLink::void());
    };
    let held = app
        .database
        .read(move |connection| Held::find(connection, authentic.id))
        .await?;
    let Some(held) = held else {
        return Ok(InspectedLink::void());
    };
    if let Some(origin) = visit {
        link_visits::observe(app, authentic.id, origin);
    }
    let now = app.now();
    let state = held.state(now);
    if state == LinkState::Void {
        return Ok(InspectedLink::void());
    }
    Ok(InspectedLink {
        state,
        purpose: Some(held.link.purpose),
        renewable: held.link.is_renewable(held.user.as_ref(), now),
        expires_at: Some(held.link.expires_at),
        user: held.user,
        account: held.account,
    })
}

/// A link with the user and account it leads to.
pub(super) struct Held {
    pub(super) link: PasswordLink,
    pub(super) user: Option<AccountUser>,
    pub(super) account: Option<Account>,
}

impl Held {
    pub(super) fn find(
        connection: &mut DbConnection,
        id: password_link::LinkId,
    ) -> Result<Option<Self>, LinkError> {
        let Some(link) = password_links::find(connection, id)? else {
            return Ok(None);
        };
        let user = match link.user_id {
            Some(user) => account_users::find(connection, user)?,
            None => None,
        };
        let account = match &user {
            Some(user) => accounts::find(connection, user.account_id)?,
            None => None,
        };
        Ok(Some(Self {
            link,
            user,
            account,
        }))
    }

    pub(super) fn state(&self, now: DateTime<Utc>) -> LinkState {
        self.link.state(self.user.as_ref(), now)
    }
}
