//! What became of a user's messages: each with its tries, and what its link is worth.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use usher_domain::{
    actor::{Actor, PermissionDenied},
    ids::{AccountUserId, MessageId},
    message::{Attempt, Message},
    password_link::{LinkState, PasswordLink},
    permission::Permission,
    visits::{Visit, look_like_scanner},
};
use usher_persistence::{DbConnection, attempts, link_visits, messages, password_links};

use super::WelcomeEmailError;
use crate::{App, Page, PageRequest, access::Target};

/// A message with its history.
#[derive(Debug, Clone)]
pub struct WelcomeEmail {
    /// The message.
    pub message: Message,
    /// Every try, in order.
    pub attempts: Vec<Attempt>,
    /// What its link is worth; none when another message carries it now.
    pub link: Option<LinkStatus>,
}

/// What a link is worth, and who opened it.
#[derive(Debug, Clone)]
pub struct LinkStatus {
    /// Its worth.
    pub state: LinkState,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
    /// When a password was set with it.
    pub used_at: Option<DateTime<Utc>>,
    /// When it was first opened.
    pub first_opened_at: Option<DateTime<Utc>>,
    /// How often it was opened, as far as that was counted.
    pub visits: i64,
    /// Whether the visits look like a mail scanner's.
    pub looks_like_scanner: bool,
}

/// A user's messages, the newest first.
///
/// # Errors
/// See [`WelcomeEmailError`].
pub async fn timeline(
    app: &App,
    actor: &Actor,
    user: AccountUserId,
    page: PageRequest,
) -> Result<Page<WelcomeEmail>, WelcomeEmailError> {
    let (actor, now) = (actor.clone(), app.now());
    let (before, rows) = (page.after_id()?, page.rows());
    let found = app
        .database
        .read(move |connection| {
            let target = visible(connection, &actor, user)?;
            let messages = messages::list_of_user(connection, user, before, rows)?;
            with_history(connection, messages, &target, now)
        })
        .await?;
    Ok(page.page(found, |email| [email.message.id.to_string()]))
}

/// One message.
///
/// # Errors
/// See [`WelcomeEmailError`].
pub async fn get(
    app: &App,
    actor: &Actor,
    id: MessageId,
) -> Result<WelcomeEmail, WelcomeEmailError> {
    let (actor, now) = (actor.clone(), app.now());
    app.database
        .read(move |connection| {
            let message = messages::find(connection, id)?.ok_or(WelcomeEmailError::NotFound)?;
            let target = visible(connection, &actor, message.user_id)?;
            let mut found = with_history(connection, vec![message], &target, now)?;
            found.pop().ok_or(WelcomeEmailError::NotFound)
        })
        .await
}

fn visible(
    connection: &mut DbConnection,
    actor: &Actor,
    user: AccountUserId,
) -> Result<Target, WelcomeEmailError> {
    let target = Target::find_visible(connection, actor, user)?;
    let target = target.ok_or(WelcomeEmailError::NotFound)?;
    let permission = Permission::DeliveriesRead;
    if !target.may_in_some_account(actor, permission) {
        return Err(PermissionDenied { permission }.into());
    }
    Ok(target)
}

fn with_history(
    connection: &mut DbConnection,
    messages: Vec<Message>,
    target: &Target,
    now: DateTime<Utc>,
) -> Result<Vec<WelcomeEmail>, WelcomeEmailError> {
    let ids: Vec<MessageId> = messages.iter().map(|message| message.id).collect();
    let mut tries: HashMap<MessageId, Vec<Attempt>> = HashMap::new();
    for attempt in attempts::list(connection, &ids)? {
        tries.entry(attempt.message_id).or_default().push(attempt);
    }
    let mut links = password_links::list_of_messages(connection, &ids)?;
    links.retain(|link| link.user_id == Some(target.user.id));
    let link_ids: Vec<_> = links.iter().map(|link| link.id).collect();
    let visits = link_visits::list(connection, &link_ids)?;
    Ok(messages
        .into_iter()
        .map(|message| {
            let link = links
                .iter()
                .find(|link| link.message_id == Some(message.id));
            let link = link.map(|link| {
                let seen = visits.get(&link.id).map_or(&[][..], Vec::as_slice);
                status(link, seen, &message, target, now)
            });
            let attempts = tries.remove(&message.id).unwrap_or_default();
            WelcomeEmail {
                message,
                attempts,
                link,
            }
        })
        .collect())
}

fn status(
    link: &PasswordLink,
    seen: &[(DateTime<Utc>, Option<String>)],
    message: &Message,
    target: &Target,
    now: DateTime<Utc>,
) -> LinkStatus {
    let visits: Vec<Visit<'_>> = seen
        .iter()
        .map(|(at, user_agent)| Visit {
            at: *at,
            user_agent: user_agent.as_deref(),
        })
        .collect();
    LinkStatus {
        state: link.state(Some(&target.user), now),
        expires_at: link.expires_at,
        used_at: link.consumed_at,
        first_opened_at: visits.first().map(|visit| visit.at),
        visits: i64::try_from(visits.len()).unwrap_or(i64::MAX),
        looks_like_scanner: look_like_scanner(message.sent_at, &visits),
    }
}
