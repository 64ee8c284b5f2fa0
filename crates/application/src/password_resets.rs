//! Forgotten passwords: one mail that lists each account concerned, and an answer that tells
//! nobody whether there was one.

use std::collections::BTreeMap;

use chrono::Duration;
use usher_domain::{
    account::Account,
    account_user::AccountUser,
    actor::Actor,
    audit::AuditAction,
    email_address::EmailAddress,
    password_link::{LinkId, LinkPurpose},
    request_origin::RequestOrigin,
};
use usher_persistence::{
    DatabaseError, DbConnection, Signal, account_users, accounts, audit_events, messages,
};

use crate::{
    App, TooMany,
    failure::database_failures,
    outgoing::{Addressee, LinkSource, Order},
    sessions::{counted_identifier, fold_identifier, identify, keep_who_has_the_address},
    throttle::Attempt,
};

/// How many users one request may concern.
const MOST_USERS: i64 = 20;
/// One mail within this time, however often it is asked for.
const PAUSE: Duration = Duration::minutes(2);
/// Mails a day.
const PER_DAY: usize = 10;

/// Why a request was not taken.
#[derive(Debug, thiserror::Error)]
pub enum PasswordResetError {
    /// Asked too often from one place or for one name.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The database failed.
    #[error("the request could not be recorded")]
    Database(#[source] DatabaseError),
}

database_failures!(PasswordResetError);

/// Takes note of a forgotten password. Known and unknown names cost one committed write each, and
/// are answered alike.
///
/// # Errors
/// See [`PasswordResetError`].
pub async fn request(
    app: &App,
    login: String,
    origin: RequestOrigin,
) -> Result<(), PasswordResetError> {
    let counted = format!("reset {}", counted_identifier(&login));
    let attempt = Attempt::at_reset(&counted, origin.address);
    app.throttle.begin(&attempt, app.now())?;
    let anonymous = Actor::anonymous();
    let event = app.event(&anonymous, AuditAction::PasswordResetRequested);
    // Users of one name may have several addresses; each address gets a message of its own.
    let orders: Vec<(Order, Vec<LinkId>)> = (0..MOST_USERS)
        .map(|_| {
            let links = (0..MOST_USERS)
                .map(|_| LinkId::mint(&*app.entropy))
                .collect();
            (Order::new(app, &anonymous, origin.clone()), links)
        })
        .collect();
    app.database
        .write_signalling(Signal::Outbox, move |connection| {
            audit_events::insert(connection, &event)?;
            let by_address = concerned(connection, &login)?;
            for ((order, links), users) in orders.iter().zip(by_address.values()) {
                send(connection, order, links, users)?;
            }
            Ok(())
        })
        .await
}

type ByAddress = BTreeMap<String, Vec<(AccountUser, Account)>>;

/// The enabled users whom the name concerns, with an address, by address.
fn concerned(connection: &mut DbConnection, login: &str) -> Result<ByAddress, PasswordResetError> {
    let identifier = fold_identifier(login);
    let mut users = account_users::find_by_identifier(connection, &identifier, None, MOST_USERS)?;
    keep_who_has_the_address(&mut users, &identifier);
    if users.is_empty() {
        users.extend(identify(connection, login, None)?);
    }
    let mut by_address = ByAddress::new();
    for user in users {
        // Her address and status count as they are once her row is held.
        account_users::take(connection, user.id)?;
        let user = account_users::find(connection, user.id)?;
        let Some(user) = user.filter(|user| user.enabled) else {
            continue;
        };
        let Some(address) = user.email.as_ref().map(EmailAddress::folded) else {
            continue;
        };
        if let Some(account) = accounts::find(connection, user.account_id)? {
            by_address.entry(address).or_default().push((user, account));
        }
    }
    Ok(by_address)
}

fn send(
    connection: &mut DbConnection,
    order: &Order,
    links: &[LinkId],
    users: &[(AccountUser, Account)],
) -> Result<(), PasswordResetError> {
    let Some((first, _)) = users.first() else {
        return Ok(());
    };
    let day = order.now - Duration::days(1);
    let kind = Some("anonymous");
    let recent = messages::requests_since(connection, first.id, kind, day)?;
    let just_now = recent
        .first()
        .is_some_and(|latest| order.now < *latest + PAUSE);
    let Some(address) = first
        .email
        .as_ref()
        .filter(|_| !just_now && recent.len() < PER_DAY)
    else {
        return Ok(());
    };
    let addressees: Vec<Addressee<'_>> = users
        .iter()
        .zip(links)
        .map(|((user, account), link)| Addressee {
            user,
            account,
            link: LinkSource::New(*link),
        })
        .collect();
    Ok(order.write(connection, LinkPurpose::Reset, address, &addressees)?)
}
