//! Filling an account with made-up people, to look at Usher, and to measure it, as it is with many.
//!
//! What is written is what the use cases would have left behind if these people had been made and
//! welcomed over the last months: nothing is mailed. The same seed makes the same people with the same
//! fates, counted back from now; identifiers and links are drawn anew like all others.

mod batch;
mod events;
mod history;
mod messages;
mod past;
mod people;

use chrono::{DateTime, Duration, Utc};
use usher_domain::{
    account::{Account, AccountSettings},
    actor::{Actor, PermissionDenied},
    clock::random,
    grants::Scope,
    names::{AccountName, InvalidName},
    password::Password,
    permission::Permission,
};
use usher_persistence::{DatabaseError, account_users, connection::Backend, planner};

use crate::{
    App,
    accounts::{self, AccountError, NewAccount},
    audit_sealer::{AtOnce, SealError, hex},
    failure::database_failures,
    housekeeping,
    password_hasher::{HasherBusy, Lane},
};
use batch::{Batch, UnderWay, spawn, stored};
use history::Scene;

/// The most messages for each user that may be asked for: twice as many are at most written for one,
/// and all that belongs to her goes into one transaction.
pub const MOST_MESSAGES: u32 = 25;

/// How many people have a welcome email under way, at most: it is truly delivered when it is due.
pub const MOST_WAITING: u64 = 12;

/// How many transactions are under way at once: the database has the next one at hand.
const AT_ONCE: usize = 2;

/// Over how long a time people were made.
const SPAN: Duration = Duration::days(90);

/// The youngest are this old, so that there was time for something to happen to them.
const YOUNGEST: Duration = Duration::minutes(30);

/// What to make.
#[derive(Debug, Clone)]
pub struct Seed {
    /// How many people.
    pub users: u64,
    /// The account they belong to, made if it is missing.
    pub account: AccountName,
    /// How many messages each was sent; every twentieth was sent none, and her neighbour twice as many.
    pub messages_per_user: u32,
    /// What chance starts from.
    pub seed: u64,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// People who are stored.
    pub users: u64,
    /// Their messages.
    pub messages: u64,
    /// Rows of all tables.
    pub rows: u64,
}

/// Why an account was not filled, or not to the end.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// A permission is missing.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// More messages for each user than one transaction holds.
    #[error("at most {MOST_MESSAGES} messages for each user")]
    TooManyMessages,
    /// Somebody in the account has the login or address of a made-up person, which happens when some
    /// of those were deleted.
    #[error("the account has people with these logins already; name another account")]
    LoginTaken,
    /// A made-up name is none.
    #[error("a made-up name is not valid")]
    Name(#[from] InvalidName),
    /// The account could not be found or made.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// Too many passwords are being set at this moment.
    #[error("too many passwords are being set at once")]
    Busy,
    /// The audit log does not hold together.
    #[error(transparent)]
    Sealing(#[from] SealError),
    /// The database failed.
    #[error("the people could not be stored")]
    Database(#[source] DatabaseError),
}

database_failures!(SeedError);

impl From<HasherBusy> for SeedError {
    fn from(_: HasherBusy) -> Self {
        Self::Busy
    }
}

/// Fills an account, telling how far it has come after each transaction. What was stored before a
/// failure stays; a further call adds people behind those that are there.
///
/// # Errors
/// See [`SeedError`].
pub async fn seed(
    app: &App,
    actor: &Actor,
    seed: Seed,
    mut tell: impl FnMut(Progress),
) -> Result<(Account, Progress), SeedError> {
    actor.require(Permission::AccountsManage, Scope::Installation)?;
    if seed.messages_per_user > MOST_MESSAGES {
        return Err(SeedError::TooManyMessages);
    }
    let account = account(app, actor, &seed.account).await?;
    let id = account.id;
    let first = app
        .database
        .read(move |connection| account_users::count_in(connection, id))
        .await?;
    let scene = Scene::new(app, actor, &account, &seed, nobodys_password(app).await?);
    let (mut progress, mut batch) = (Progress::default(), Batch::default());
    let enough = enough_rows(app.database.backend());
    let (mut under_way, sealer) = (UnderWay::new(), AtOnce::new(app));
    for place in 0..seed.users {
        let index = u64::try_from(first).unwrap_or(0) + place;
        let made = made_at(scene.now, place, seed.users);
        let waits = place + MOST_WAITING >= seed.users;
        let history = scene.history(index, made, waits)?;
        batch.add(history, &scene);
        if batch.rows >= enough {
            spawn(app, &sealer, &mut under_way, std::mem::take(&mut batch));
        }
        if under_way.len() >= AT_ONCE {
            stored(&mut under_way, &mut progress, &mut tell).await?;
        }
    }
    spawn(app, &sealer, &mut under_way, batch);
    while !under_way.is_empty() {
        stored(&mut under_way, &mut progress, &mut tell).await?;
    }
    sealer.seal_rest(app).await?;
    app.database.write(planner::learn).await?;
    housekeeping::join_search_index(app, u32::MAX).await?;
    Ok((account, progress))
}

/// From so many rows on a transaction is large enough. In a file, rows that are committed together share
/// the pages of the indexes that they go into, each of which is written once for each transaction; a
/// server gains nothing by more than a few thousand, and others wait there for what it has locked.
fn enough_rows(backend: Backend) -> usize {
    match backend {
        Backend::Sqlite => 500_000,
        Backend::Postgres => 30_000,
    }
}

/// When the person at a place was made: one after the other, the last ones lately.
fn made_at(now: DateTime<Utc>, place: u64, of: u64) -> DateTime<Utc> {
    let span = SPAN - YOUNGEST;
    let part = u128::from(span.num_milliseconds().unsigned_abs()) * u128::from(place);
    let millis = part / u128::from(of.max(1));
    now - SPAN + Duration::milliseconds(i64::try_from(millis).unwrap_or(0))
}

async fn account(app: &App, actor: &Actor, name: &AccountName) -> Result<Account, SeedError> {
    let wanted = name.clone();
    let existing = app
        .database
        .read(move |connection| usher_persistence::accounts::find_by_name(connection, &wanted))
        .await?;
    if let Some(account) = existing {
        return Ok(account);
    }
    let new = NewAccount {
        name: name.clone(),
        project_name: None,
        settings: AccountSettings::default(),
    };
    Ok(accounts::create(app, actor, new).await?)
}

/// The hash of a password that is forgotten at once: everybody who has a password has this one, and
/// nobody can sign in with it.
async fn nobodys_password(app: &App) -> Result<String, SeedError> {
    let secret = zeroize::Zeroizing::new(hex(&random::<32>(&*app.entropy)));
    let password = Password::read(&secret).map_err(|_| SeedError::Busy)?;
    let salt = random(&*app.entropy);
    Ok(app.hasher.hash(Lane::SignIn, password, salt).await?)
}
