//! Requests that are carried out once, however often they are made (design.md §4, `Idempotency-Key`).
//!
//! [`once`] looks whether the request was made before. If not, it runs the use case on an [`App`] that
//! carries the request, and the use case's own transaction (`App::write_once`) begins by inserting it:
//! of several at the same time one inserts, acts and notes what it made; the others hit the unique key,
//! undo whatever they were about to do, and answer from what the first one made. A refusal undoes the
//! insertion with everything else, so its caller may correct the request and use the key again. What a
//! caller names nothing for costs nothing.

use std::future::Future;

use chrono::{DateTime, Duration, Utc};
use subtle::ConstantTimeEq as _;
use usher_domain::{
    account::Account,
    account_user::AccountUser,
    actor::Actor,
    idempotency::{Fingerprint, IdempotencyKey, Scope},
    ids::MessageId,
    message::Message,
    user_import::UserImport,
};
use usher_persistence::{
    DatabaseError, DbConnection, Signal, TransactionError,
    access_keys::AccessKey,
    api_tokens::ApiToken,
    idempotency_keys::{self, KnownRequest, NewRequest},
};
use uuid::Uuid;

pub use usher_persistence::idempotency_keys::Outcome;

use crate::{App, TooMany};

/// How long a request is remembered.
pub(crate) const REMEMBERED: Duration = Duration::hours(24);
/// No request takes longer. One whose outcome is still not known has died on its way.
const LONGEST: Duration = Duration::minutes(5);
/// When to ask again for a request that is under way.
const ASK_AGAIN_AFTER: Duration = Duration::seconds(1);
/// What came of a request that only made something.
const DONE: &str = "done";
/// What is known of a request that died on its way: it may have been carried out.
pub const UNCERTAIN: &str = "uncertain";

/// A request as its caller made it.
#[derive(Debug, Clone)]
pub struct RepeatableRequest {
    /// What she calls it.
    pub key: IdempotencyKey,
    /// Its method.
    pub method: String,
    /// Its path, without the query.
    pub path: String,
    /// Its query.
    pub query: Option<String>,
    /// Its body. It is not kept.
    pub body: Vec<u8>,
}

/// Why a request is neither carried out nor answered as before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotRepeatable {
    /// The key was used for another request.
    #[error("the key was used for another request")]
    OtherRequest,
    /// The first of them is under way.
    #[error("a request with this key is under way")]
    UnderWay(TooMany),
}

/// What a use case leaves behind to answer a repeated request with.
pub trait Repeatable {
    /// Where to look the answer up again; none where that is known only later.
    fn outcome(&self) -> Option<Outcome>;
}

/// The outcome of making one thing.
#[must_use]
pub fn made(id: impl Into<Uuid>) -> Option<Outcome> {
    Some(Outcome {
        made: Some(id.into()),
        welcome: None,
        status: DONE.to_owned(),
    })
}

impl Repeatable for Message {
    fn outcome(&self) -> Option<Outcome> {
        made(self.id)
    }
}

impl Repeatable for Account {
    fn outcome(&self) -> Option<Outcome> {
        made(self.id)
    }
}

impl Repeatable for UserImport {
    fn outcome(&self) -> Option<Outcome> {
        made(self.id)
    }
}

impl Repeatable for ApiToken {
    fn outcome(&self) -> Option<Outcome> {
        made(self.id)
    }
}

impl Repeatable for AccessKey {
    fn outcome(&self) -> Option<Outcome> {
        made(self.id)
    }
}

impl Repeatable for (AccountUser, Option<MessageId>) {
    fn outcome(&self) -> Option<Outcome> {
        let (user, welcome) = self;
        let made = made(user.id)?;
        Some(Outcome {
            welcome: welcome.map(Into::into),
            ..made
        })
    }
}

/// What is done after the transaction has its outcome noted by `App::finish_once`.
impl Repeatable for () {
    fn outcome(&self) -> Option<Outcome> {
        None
    }
}

/// A request on its way through a use case.
#[derive(Debug)]
pub(crate) struct Once(NewRequest);

impl Once {
    fn begin(&self, connection: &mut DbConnection) -> Result<(), DatabaseError> {
        // One that is no longer remembered but not removed yet does not count.
        let Self(request) = self;
        let forgotten = request.created_at - REMEMBERED;
        idempotency_keys::forget(connection, request.scope, forgotten)?;
        idempotency_keys::insert(connection, request)
    }
}

impl App {
    /// Runs the closure of a use case in a write transaction, as
    /// [`Database::write_signalling`](usher_persistence::Database::write_signalling) does; when the
    /// request may be repeated, the transaction begins by saying so and ends with what came of it.
    pub(crate) async fn write_once<T, E, F>(&self, signal: Signal, closure: F) -> Result<T, E>
    where
        F: Fn(&mut DbConnection) -> Result<T, E> + Send + 'static,
        E: TransactionError,
        T: Repeatable + Send + 'static,
    {
        let Some(once) = self.once() else {
            return self.database.write_signalling(signal, closure).await;
        };
        self.database
            .write_signalling(signal, move |connection| {
                once.begin(connection)?;
                let done = closure(connection)?;
                if let Some(outcome) = done.outcome() {
                    idempotency_keys::finish(connection, once.0.scope, &outcome)?;
                }
                Ok(done)
            })
            .await
    }

    /// Notes what came of a request whose transaction could not know it yet.
    pub(crate) async fn finish_once(&self, status: String) -> Result<(), DatabaseError> {
        let Some(once) = self.once() else {
            return Ok(());
        };
        let outcome = Outcome {
            status,
            ..Outcome::default()
        };
        self.database
            .write(move |connection| idempotency_keys::finish(connection, once.0.scope, &outcome))
            .await
    }
}

/// Carries a request out, or answers as when it was carried out before; the second value says which.
/// `act` is the use case, and `again` looks up what it made. Requests without a key are carried out.
///
/// # Errors
/// [`NotRepeatable`], and whatever `act` or `again` is refused with.
pub async fn once<T, E, A, Act, Again>(
    app: &App,
    actor: &Actor,
    request: Option<RepeatableRequest>,
    act: impl FnOnce(App) -> Act,
    again: impl FnOnce(Outcome) -> Again,
) -> Result<(T, bool), A>
where
    Act: Future<Output = Result<T, E>>,
    Again: Future<Output = Result<T, A>>,
    E: TransactionError,
    A: From<E> + From<NotRepeatable>,
{
    let Some(request) = request else {
        return Ok((act(app.clone()).await?, false));
    };
    let key = app.keyring().current().clone();
    let new = NewRequest {
        scope: Scope::of(
            actor.credential,
            &request.method,
            &request.path,
            &request.key,
        ),
        key_id: key.id(),
        fingerprint: Fingerprint::of(&key, request.query.as_deref(), &request.body),
        created_at: app.now(),
    };
    let scope = new.scope;
    if let Some(outcome) = known(app, scope, &request).await.map_err(told::<E, A>)? {
        return Ok((again(outcome).await?, true));
    }
    match act(app.carrying(Once(new))).await {
        Ok(done) => Ok((done, false)),
        Err(error) if came_second(&error) => {
            let first = known(app, scope, &request).await.map_err(told::<E, A>)?;
            // The first one was undone, or has not been committed where this one looked.
            let outcome = first.ok_or(UNDER_WAY)?;
            Ok((again(outcome).await?, true))
        }
        Err(error) => Err(error.into()),
    }
}

const UNDER_WAY: NotRepeatable = NotRepeatable::UnderWay(TooMany {
    retry_after: ASK_AGAIN_AFTER,
});

/// Whether another request of the same scope was there first, or still is and cannot be waited for.
fn came_second(error: &impl TransactionError) -> bool {
    error.database().is_some_and(|cause| {
        cause.violates(idempotency_keys::SCOPE_KEY) || matches!(cause, DatabaseError::Busy)
    })
}

/// Why the past of a request could not be told.
enum Unknown {
    Refused(NotRepeatable),
    Database(DatabaseError),
}

impl From<DatabaseError> for Unknown {
    fn from(error: DatabaseError) -> Self {
        Self::Database(error)
    }
}

fn told<E, A>(unknown: Unknown) -> A
where
    E: TransactionError,
    A: From<E> + From<NotRepeatable>,
{
    match unknown {
        Unknown::Refused(reason) => reason.into(),
        Unknown::Database(cause) => E::from(cause).into(),
    }
}

/// What came of a request of this scope; none when there was none that is remembered.
async fn known(
    app: &App,
    scope: Scope,
    request: &RepeatableRequest,
) -> Result<Option<Outcome>, Unknown> {
    let now = app.now();
    let found = app
        .database
        .read(move |connection| idempotency_keys::find(connection, scope))
        .await
        .map_err(Unknown::Database)?;
    let Some(known) = found.filter(|known| known.created_at > now - REMEMBERED) else {
        return Ok(None);
    };
    if !is_same(app, &known, request) {
        return Err(Unknown::Refused(NotRepeatable::OtherRequest));
    }
    settled(known, now).map(Some).map_err(Unknown::Refused)
}

/// Whether a request is what it was before. Keys of the keyring stay in it, so a rotation in between
/// makes no difference.
fn is_same(app: &App, known: &KnownRequest, request: &RepeatableRequest) -> bool {
    let keyring = app.keyring();
    keyring.find(known.key_id).is_some_and(|key| {
        let print = Fingerprint::of(key, request.query.as_deref(), &request.body);
        print.0.ct_eq(&known.fingerprint.0).into()
    })
}

fn settled(known: KnownRequest, now: DateTime<Utc>) -> Result<Outcome, NotRepeatable> {
    match known.outcome {
        Some(outcome) => Ok(outcome),
        None if known.created_at + LONGEST > now => Err(UNDER_WAY),
        None => Ok(Outcome {
            status: UNCERTAIN.to_owned(),
            ..Outcome::default()
        }),
    }
}
