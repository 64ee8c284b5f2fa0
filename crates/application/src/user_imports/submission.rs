//! A file comes in: it is read, decided about row by row, and put down.

use std::sync::Arc;

use usher_domain::{
    actor::Actor,
    ids::{AccountId, UserImportId},
    permission::Permission,
    request_origin::RequestOrigin,
    user_import::{ImportCounts, ImportStatus, OnDuplicate, UserImport},
};
use usher_persistence::{DatabaseError, DbConnection, Signal, accounts, user_imports};

use super::{
    UserImportError,
    file::UserFile,
    judgement::{Candidate, Rule, Seen},
    requester::needed,
    require_in,
    starting::{Start, reload},
};
use crate::App;

/// How many rows are put down at once.
const STAGED: usize = 400;
/// How many imports of an account may be open: their files lie in the database.
const MOST_OPEN: i64 = 10;

/// What is to be done with a file.
#[derive(Debug, Clone, Copy)]
pub struct ImportWish {
    /// Only check it; somebody may start it later.
    pub dry_run: bool,
    /// Whether to welcome everybody who is created; as the account says when none, and then only
    /// those who have an address.
    pub send_welcome: Option<bool>,
    /// What to do with those who are there.
    pub on_duplicate: OnDuplicate,
}

/// Whether the actor may hand in files of users at all, before anybody looks at one.
///
/// # Errors
/// See [`UserImportError`].
pub async fn require_importer(
    app: &App,
    actor: &Actor,
    account: AccountId,
) -> Result<(), UserImportError> {
    require_in(actor, account, &[Permission::UsersCreate])?;
    app.database
        .read(move |connection| {
            let found = accounts::find(connection, account)?;
            found.map(drop).ok_or(UserImportError::NotFound)
        })
        .await
}

/// Reads a file of users and puts its rows down, checked against each other and against the account.
/// Unless it is a dry run, the users are created from then on. Nobody sees the import, and no request is
/// remembered by it, before the last of its rows is there.
///
/// # Errors
/// See [`UserImportError`]; nothing is kept of a file that cannot be read.
pub async fn submit<F>(
    app: &App,
    actor: &Actor,
    account: AccountId,
    file: F,
    wish: ImportWish,
    origin: RequestOrigin,
) -> Result<UserImport, UserImportError>
where
    F: AsRef<[u8]> + Send + 'static,
{
    let asked = wish.send_welcome == Some(true);
    require_in(actor, account, &needed(wish.on_duplicate, asked))?;
    let file = read(file).await?;
    let import = open(app, actor, account, wish, origin).await?;
    let rule = Rule {
        on_duplicate: wish.on_duplicate,
        address_needed: asked,
    };
    let done = match put_all_down(app, &import, &file, rule).await {
        Ok(()) => finish(app, actor, &import, wish.dry_run).await,
        Err(error) => Err(error),
    };
    if done.is_err() {
        give_up(app, import.id).await;
    }
    done
}

/// Reads a file away from the async threads: it may take as long as a hundred small requests.
async fn read<F>(file: F) -> Result<UserFile, UserImportError>
where
    F: AsRef<[u8]> + Send + 'static,
{
    let reading = tokio::task::spawn_blocking(move || UserFile::read(file.as_ref()));
    match reading.await {
        Ok(file) => Ok(file?),
        Err(_) => Err(UserImportError::Database(DatabaseError::Panicked)),
    }
}

async fn put_all_down(
    app: &App,
    import: &UserImport,
    file: &UserFile,
    rule: Rule,
) -> Result<(), UserImportError> {
    let mut seen = Seen::default();
    let mut rows = file.rows();
    loop {
        let next = rows.by_ref().take(STAGED).map(|row| seen.look_at(row));
        let chunk: Vec<Candidate> = next.collect();
        if chunk.is_empty() {
            return Ok(());
        }
        put_down(app, import, chunk, rule).await?;
    }
}

/// Has an import removed that will not be read to its end. Where that does not work out, it is removed
/// when nothing has happened to it for a while, like one whose process has died.
async fn give_up(app: &App, id: UserImportId) {
    let now = app.now();
    let given_up = app
        .database
        .write_signalling(Signal::Imports, move |connection| {
            user_imports::give_up(connection, id, now)
        })
        .await;
    if let Err(error) = given_up {
        tracing::warn!(%error, "an import that could not be read is removed later");
    }
}

async fn open(
    app: &App,
    actor: &Actor,
    account: AccountId,
    wish: ImportWish,
    origin: RequestOrigin,
) -> Result<UserImport, UserImportError> {
    let now = app.now();
    let new = UserImport {
        id: UserImportId::mint(now, &*app.entropy),
        account_id: account,
        status: ImportStatus::Reading,
        on_duplicate: wish.on_duplicate,
        send_welcome: false,
        stop_reason: None,
        requester: actor.credential,
        delegated: actor.delegated,
        origin,
        counts: ImportCounts::default(),
        done_to: 0,
        created_at: now,
        started_at: None,
        ended_at: None,
        erased_at: None,
    };
    let actor = actor.clone();
    app.database
        .write(move |connection: &mut DbConnection| {
            let found = accounts::find(connection, account)?.ok_or(UserImportError::NotFound)?;
            if user_imports::count_open(connection, account)? >= MOST_OPEN {
                return Err(UserImportError::TooManyOpen);
            }
            // Frozen here, so that the preview says what will be done.
            let automatic = found.settings.send_welcome_on_create;
            let new = UserImport {
                send_welcome: wish.send_welcome.unwrap_or(automatic),
                ..new.clone()
            };
            require_in(&actor, account, &needed(new.on_duplicate, new.send_welcome))?;
            user_imports::insert(connection, &new)?;
            Ok(new)
        })
        .await
}

/// Decides about some rows and puts them down. The people of the account are looked up for these rows
/// only; creating looks again.
async fn put_down(
    app: &App,
    import: &UserImport,
    chunk: Vec<Candidate>,
    rule: Rule,
) -> Result<(), UserImportError> {
    let (id, account, now) = (import.id, import.account_id, app.now());
    let (mut logins, mut emails) = (Vec::new(), Vec::new());
    for (login, email) in chunk.iter().filter_map(Candidate::identifiers) {
        logins.push(login.clone());
        emails.extend(email.cloned());
    }
    let chunk = Arc::new(chunk);
    app.database
        .write(move |connection: &mut DbConnection| {
            let known = user_imports::known(connection, account, &logins, &emails)?;
            let mut counts = ImportCounts::default();
            let rows: Vec<_> = chunk
                .iter()
                .map(|candidate| candidate.decide(&known, rule))
                .inspect(|row| counts.count_checked(row.state))
                .collect();
            // Reading may have taken so long that it was given up.
            if !user_imports::add_checked(connection, id, &counts, now)? {
                return Err(UserImportError::Ended);
            }
            Ok(user_imports::insert_rows(connection, id, &rows)?)
        })
        .await
}

/// Shows the import with all its rows, and starts it. The request is remembered by this transaction: of
/// two of the same name, one is undone.
async fn finish(
    app: &App,
    actor: &Actor,
    import: &UserImport,
    dry_run: bool,
) -> Result<UserImport, UserImportError> {
    let (id, now) = (import.id, app.now());
    let (reading, ready) = (ImportStatus::Reading, ImportStatus::Ready);
    let start = Start::new(app, actor, id, import.origin.clone());
    app.write_once(Signal::Imports, move |connection| {
        if !user_imports::change_status(connection, id, reading, ready, None, now)? {
            return Err(UserImportError::Ended);
        }
        if dry_run {
            reload(connection, id)
        } else {
            start.make(connection)
        }
    })
    .await
}
