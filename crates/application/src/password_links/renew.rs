//! Self-healing: an expired or superseded link is exchanged for a fresh mail by its holder.

use chrono::{DateTime, Duration, Utc};
use usher_domain::{
    actor::{Actor, Credential},
    audit::AuditAction,
    ids::AccountUserId,
    password_link::{self, LinkId, LinkState},
    request_origin::RequestOrigin,
};
use usher_persistence::{
    DatabaseError, DbConnection, Signal, account_users, audit_events, messages, password_links,
};

use super::inspect::{Held, LinkError};
use crate::{
    App, TooMany,
    outgoing::{Addressee, LinkSource, Order},
};

/// One fresh mail within this time.
const PAUSE: Duration = Duration::minutes(15);
/// Fresh mails a day.
const PER_DAY: usize = 3;

/// Why no fresh mail was sent.
#[derive(Debug, thiserror::Error)]
pub enum RenewError {
    /// The link is not valid; nobody is told why.
    #[error("the link is not valid")]
    Void,
    /// It can still be redeemed, has been, or is too old.
    #[error("the link cannot be exchanged for a fresh mail")]
    NotRenewable,
    /// A fresh mail was sent just now.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The database failed.
    #[error("the fresh mail could not be queued")]
    Database(#[source] DatabaseError),
}

impl From<LinkError> for RenewError {
    fn from(LinkError::Database(error): LinkError) -> Self {
        Self::Database(error)
    }
}

/// Mails again to the user whose link this was. If she has an open link by now, that one is mailed,
/// and nothing is superseded.
///
/// # Errors
/// See [`RenewError`].
pub async fn renew(app: &App, token: &str, origin: RequestOrigin) -> Result<(), RenewError> {
    let authentic = password_link::authenticate(&app.keyring(), token);
    let authentic = authentic.map_err(|_| RenewError::Void)?;
    let held = app
        .database
        .read(move |connection| Held::find(connection, authentic.id))
        .await?;
    let user = held
        .and_then(|held| held.link.user_id)
        .ok_or(RenewError::Void)?;
    let holder = Actor::link_holder(user);
    let order = Order::new(app, &holder, origin);
    let event = app
        .event(&holder, AuditAction::PasswordLinkRenewed)
        .on(user);
    let fresh = LinkId::mint(&*app.entropy);
    app.database
        .write_signalling(Signal::Outbox, move |connection| {
            account_users::take(connection, user)?;
            let held = Held::find(connection, authentic.id)?.ok_or(RenewError::Void)?;
            let (link, state) = (&held.link, held.state(order.now));
            if state == LinkState::Void {
                return Err(RenewError::Void);
            }
            if !link.is_renewable(held.user.as_ref(), order.now) {
                return Err(RenewError::NotRenewable);
            }
            limit(connection, user, order.now)?;
            let (Some(user), Some(account)) = (&held.user, &held.account) else {
                return Err(RenewError::Void);
            };
            let address = user.email.as_ref().ok_or(RenewError::Void)?;
            let open =
                password_links::newest_open(connection, user.id, Some(link.purpose), order.now)?;
            let source = open.map_or(LinkSource::New(fresh), |open| LinkSource::Again(open.id));
            let addressee = Addressee {
                user,
                account,
                link: source,
            };
            order.write(connection, link.purpose, address, &[addressee])?;
            audit_events::insert(connection, &event.clone().in_account(account.id))?;
            Ok(())
        })
        .await
}

fn limit(
    connection: &mut DbConnection,
    user: AccountUserId,
    now: DateTime<Utc>,
) -> Result<(), RenewError> {
    let day = Duration::days(1);
    let kind = Credential::LinkHolder(None).kind();
    let recent = messages::requests_since(connection, user, Some(kind), now - day)?;
    let after_latest = recent.first().map(|latest| *latest + PAUSE);
    let after_third = recent.get(PER_DAY - 1).map(|third| *third + day);
    match after_latest.max(after_third) {
        Some(at) if now < at => Err(TooMany {
            retry_after: at - now,
        }
        .into()),
        _ => Ok(()),
    }
}
