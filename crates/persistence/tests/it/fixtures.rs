//! Accounts, people, messages and links as the noun modules' tests need them, stored in a few words.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Duration, Utc};
use usher_domain::{
    account::{Account, AccountSettings},
    account_user::AccountUser,
    clock::Entropy,
    delivery::DeliveryStatus,
    ids::{AccountId, AccountUserId, AttemptId, LeaseId, MessageId, ProjectId},
    keyring::KeyId,
    message::{AttemptOutcome, Message, Requested},
    names::{DisplayName, LoginName},
    password_link::{LinkId, LinkPurpose, PasswordLink},
    request_origin::RequestOrigin,
};
use usher_persistence::{
    Database, DatabaseError, DbConnection, account_users, accounts, keyring_keys,
    messages::{self, NewMessage},
    outbox::{self, Claim, ClaimedMessage, NextStep, Outcome},
    password_links::{self, NewLink},
};

use crate::matrix::TestDatabase;

/// Bytes that differ at every draw; nothing here needs to be unpredictable.
pub(crate) struct Counting(AtomicU64);

pub(crate) static ENTROPY: Counting = Counting(AtomicU64::new(1));

impl Counting {
    /// A number that nobody else gets.
    pub(crate) fn next(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            // Odd factors permute the numbers, so ids are not in the order of their making.
            let drawn = self
                .0
                .fetch_add(1, Ordering::Relaxed)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15);
            chunk.copy_from_slice(&drawn.to_be_bytes()[..chunk.len()]);
        }
    }
}

/// An instant so many seconds into the story.
pub(crate) fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_900_000_000 + seconds, 0).expect("a date")
}

/// The key that makes every link here.
pub(crate) const KEY: KeyId = KeyId(1);
/// How long links live here.
pub(crate) const LIFE: Duration = Duration::hours(24);

/// Writes and must not fail.
pub(crate) async fn write<T, F>(db: &Database, closure: F) -> T
where
    T: Send + 'static,
    F: Fn(&mut DbConnection) -> Result<T, DatabaseError> + Send + 'static,
{
    db.write(closure).await.expect("the write succeeds")
}

/// Reads and must not fail.
pub(crate) async fn read<T, F>(db: &Database, closure: F) -> T
where
    T: Send + 'static,
    F: FnOnce(&mut DbConnection) -> Result<T, DatabaseError> + Send + 'static,
{
    db.read(closure).await.expect("the read succeeds")
}

/// Applies the migrations and stores a key and one account.
pub(crate) async fn account(db: &TestDatabase) -> AccountId {
    db.migrate().await.expect("migrated");
    write(db, |connection| {
        keyring_keys::insert_minting(connection, KEY, &[7; 16], at(0))
    })
    .await;
    another_account(db, "Acme").await
}

pub(crate) async fn another_account(db: &TestDatabase, name: &str) -> AccountId {
    let account = Account {
        id: AccountId::mint(at(0), &ENTROPY),
        number: 0,
        name: name.parse().expect("a name"),
        project_id: ProjectId::mint(at(0), &ENTROPY),
        project_name: "eu-de".to_owned(),
        settings: AccountSettings::default(),
        logo: None,
        created_at: at(0),
        updated_at: at(0),
    };
    let id = account.id;
    write(db, move |connection| {
        let mut account = account.clone();
        account.number = accounts::take_number(connection)?;
        accounts::insert(connection, &account)
    })
    .await;
    id
}

/// A person who is not stored yet.
pub(crate) fn draft(account: AccountId, login: &str, email: Option<&str>) -> AccountUser {
    AccountUser {
        id: AccountUserId::mint(at(0), &ENTROPY),
        account_id: account,
        login: LoginName::parse(login).expect("a login"),
        email: email.map(|email| email.parse().expect("an address")),
        display_name: DisplayName::parse(login).expect("a name"),
        phone: None,
        locale: None,
        enabled: true,
        has_password: false,
        version: 1,
        latest_welcome: None,
        created_at: at(0),
        updated_at: at(0),
        last_sign_in_at: None,
    }
}

pub(crate) async fn stored(db: &TestDatabase, user: &AccountUser) -> Result<(), DatabaseError> {
    let user = user.clone();
    db.write(move |connection| account_users::insert(connection, &user))
        .await
}

/// A stored person with an address of her own.
pub(crate) async fn user(db: &TestDatabase, account: AccountId, login: &str) -> AccountUser {
    let user = draft(account, login, Some(&format!("{login}@example.com")));
    stored(db, &user).await.expect("stored");
    user
}

/// A user as she is stored now.
pub(crate) async fn now(db: &TestDatabase, user: AccountUserId) -> AccountUser {
    read(db, move |connection| account_users::find(connection, user))
        .await
        .expect("she is there")
}

/// What is asked for when a user is welcomed at an instant.
pub(crate) fn new_message(user: &AccountUser, asked_at: DateTime<Utc>) -> NewMessage {
    let id = MessageId::mint(asked_at, &ENTROPY);
    NewMessage {
        id,
        purpose: LinkPurpose::Welcome,
        account_id: user.account_id,
        user_id: user.id,
        recipient: user.email.clone().expect("an address"),
        recipient_name: user.display_name.to_string(),
        sender_name: None,
        sender_address: "no-reply@example.com".parse().expect("an address"),
        reply_to: Some("help@example.com".parse().expect("an address")),
        accent_color: Some("#1f5f5b".parse().expect("a colour")),
        locale: "en".to_owned(),
        template: None,
        template_version: 1,
        rfc_message_id: format!("{id}@example.com"),
        has_password: false,
        link_life: LIFE,
        give_up_at: asked_at + LIFE,
        priority: 0,
        bulk_send: None,
        requested: Requested {
            at: asked_at,
            by_user: None,
            by_name: None,
            by_kind: "system".to_owned(),
            origin: RequestOrigin::local(),
        },
    }
}

pub(crate) fn new_link(user: &AccountUser, message: &NewMessage) -> NewLink {
    NewLink {
        id: LinkId::mint(&ENTROPY),
        key_id: KEY,
        purpose: message.purpose,
        user_id: Some(user.id),
        message_id: Some(message.id),
        account_name: "Acme".to_owned(),
        login: user.login.to_string(),
        sent_to: user.email.clone(),
        created_at: message.requested.at,
        life: LIFE,
    }
}

/// A message with its link, asked for at an instant.
pub(crate) async fn welcome(
    db: &TestDatabase,
    user: &AccountUser,
    asked_at: DateTime<Utc>,
) -> (MessageId, LinkId) {
    welcome_for(db, user, LinkPurpose::Welcome, asked_at).await
}

pub(crate) async fn welcome_for(
    db: &TestDatabase,
    user: &AccountUser,
    purpose: LinkPurpose,
    asked_at: DateTime<Utc>,
) -> (MessageId, LinkId) {
    let message = NewMessage {
        purpose,
        ..new_message(user, asked_at)
    };
    let link = new_link(user, &message);
    let ids = (message.id, link.id);
    write(db, move |connection| {
        messages::insert(connection, &message)?;
        password_links::insert(connection, &link)?;
        if message.purpose == LinkPurpose::Welcome {
            let at = message.requested.at;
            account_users::set_latest_welcome(connection, message.user_id, message.id, at)?;
        }
        Ok(())
    })
    .await;
    ids
}

pub(crate) async fn message(db: &TestDatabase, id: MessageId) -> Message {
    read(db, move |connection| messages::find(connection, id))
        .await
        .expect("it is there")
}

pub(crate) async fn link(db: &TestDatabase, id: LinkId) -> PasswordLink {
    read(db, move |connection| password_links::find(connection, id))
        .await
        .expect("it is there")
}

/// Claims up to `room` messages at an instant, for `life`.
pub(crate) async fn claim(
    db: &Database,
    now: DateTime<Utc>,
    life: Duration,
    room: usize,
) -> (LeaseId, Vec<ClaimedMessage>) {
    let lease = LeaseId::mint(now, &ENTROPY);
    let claim = Claim {
        bulk: usize::MAX,
        lease,
        life,
        provider: "test".to_owned(),
        attempts: (0..room).map(|_| AttemptId::mint(now, &ENTROPY)).collect(),
        now,
    };
    (
        lease,
        write(db, move |connection| outbox::claim(connection, &claim)).await,
    )
}

/// How a try ended.
pub(crate) fn outcome(
    claimed: &ClaimedMessage,
    lease: LeaseId,
    ended_at: DateTime<Utc>,
    next: NextStep,
) -> Outcome {
    let attempt = match next {
        NextStep::Sent => AttemptOutcome::Delivered,
        NextStep::Captured => AttemptOutcome::Captured,
        NextStep::Wait { .. } => AttemptOutcome::Deferred,
        NextStep::PutBack { .. } => AttemptOutcome::ProviderDown,
        NextStep::Unknown { .. } => AttemptOutcome::Uncertain,
        NextStep::Failed => AttemptOutcome::Refused,
    };
    Outcome {
        provider: None,
        message: claimed.id,
        user: claimed.user_id,
        lease,
        at: ended_at,
        attempt,
        reply: None,
        next,
    }
}

/// Records how a try ended; whether the lease still held.
pub(crate) async fn record(
    db: &TestDatabase,
    claimed: &ClaimedMessage,
    lease: LeaseId,
    ended_at: DateTime<Utc>,
    next: NextStep,
) -> bool {
    let outcomes = [outcome(claimed, lease, ended_at, next)];
    write(db, move |connection| outbox::record(connection, &outcomes)).await == 0
}

/// Claims everything that is due and has it accepted by a mail server.
pub(crate) async fn send_all(db: &TestDatabase, now: DateTime<Utc>) {
    let (lease, claimed) = claim(db, now, Duration::hours(1), 100).await;
    for message in &claimed {
        assert!(record(db, message, lease, now, NextStep::Sent).await);
    }
}

/// Where a user's latest welcome email stands.
pub(crate) async fn latest_status(db: &TestDatabase, user: AccountUserId) -> DeliveryStatus {
    now(db, user)
        .await
        .latest_welcome
        .expect("she was welcomed")
        .status
}
