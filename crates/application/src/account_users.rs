//! Account users: creating, changing, finding and deleting people.

use usher_domain::{
    account_user::{AccountUser, UserStatus},
    actor::{Actor, PermissionDenied},
    audit::AuditAction,
    clock::random,
    email_address::EmailAddress,
    grants::Scope,
    ids::{AccountId, AccountUserId, MessageId},
    names::{DisplayName, Locale, LoginName, Phone},
    password::{Password, WeakPassword},
    password_link::{LinkId, LinkPurpose},
    permission::Permission,
    request_origin::RequestOrigin,
    role::Role,
};
use usher_persistence::{
    DatabaseError, DbConnection, Signal,
    account_user_list::{self, UserOrder, UserQuery},
    account_users, accounts, audit_events, installation, messages, password_links, role_grants,
    sessions,
};

use crate::{
    App, Page, PageRequest,
    access::Target,
    failure::database_failures,
    outgoing::{Addressee, LinkSource, Order},
    page::InvalidCursor,
    password_hasher::{HasherBusy, Lane},
    password_links::password_context,
};

/// A new account user.
#[derive(Debug)]
pub struct NewAccountUser {
    /// Her login name.
    pub login: LoginName,
    /// Her address.
    pub email: Option<EmailAddress>,
    /// What to call her; the login by default.
    pub display_name: Option<DisplayName>,
    /// Her telephone number.
    pub phone: Option<Phone>,
    /// Her language.
    pub locale: Option<Locale>,
    /// A first password.
    pub password: Option<Password>,
    /// Whether to welcome her at once; as the account says when none.
    pub send_welcome: Option<bool>,
}

/// What to change; what is none stays, an inner none clears.
#[derive(Debug, Default)]
pub struct UserChanges {
    /// The login name.
    pub login: Option<LoginName>,
    /// The address.
    pub email: Option<Option<EmailAddress>>,
    /// What to call her.
    pub display_name: Option<DisplayName>,
    /// The telephone number.
    pub phone: Option<Option<Phone>>,
    /// The language.
    pub locale: Option<Option<Locale>>,
    /// Whether she may sign in and be welcomed.
    pub enabled: Option<bool>,
    /// A password in her stead.
    pub password: Option<Password>,
}

/// Which users to list.
#[derive(Debug, Clone, Default)]
pub struct UserFilter {
    /// A part of a login, address or name.
    pub search: Option<String>,
    /// Only users who stand there.
    pub status: Option<UserStatus>,
    /// In which order.
    pub sort: UserSort,
}

/// The order of a list of users.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum UserSort {
    /// By login.
    #[default]
    Login,
    /// The newest first.
    NewestFirst,
}

/// Why something about a user was not done.
#[derive(Debug, thiserror::Error)]
pub enum AccountUserError {
    /// There is none, or the actor may not see her.
    #[error("no such user")]
    NotFound,
    /// There is no such account, or the actor may not see it.
    #[error("no such account")]
    AccountNotFound,
    /// A permission is missing.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// Another user of the account has the login.
    #[error("another user of the account has this login")]
    LoginTaken,
    /// Another user of the account has the address.
    #[error("another user of the account has this email address")]
    EmailTaken,
    /// Nobody would own the installation any more.
    #[error("the last owner cannot be disabled or deleted")]
    LastOwner,
    /// The password is not good enough.
    #[error(transparent)]
    Weak(#[from] WeakPassword),
    /// She was to be welcomed and has no address.
    #[error("a welcome email needs an email address")]
    NoAddress,
    /// The cursor came from nowhere.
    #[error("the cursor is not one of ours")]
    InvalidCursor,
    /// Too many hashes wait already.
    #[error("too many passwords are being set at once")]
    Busy,
    /// The database failed.
    #[error("the user could not be read or changed")]
    Database(#[source] DatabaseError),
}

database_failures!(AccountUserError);

impl From<InvalidCursor> for AccountUserError {
    fn from(_: InvalidCursor) -> Self {
        Self::InvalidCursor
    }
}

impl From<HasherBusy> for AccountUserError {
    fn from(_: HasherBusy) -> Self {
        Self::Busy
    }
}

fn taken(error: DatabaseError) -> AccountUserError {
    if error.violates(account_users::LOGIN_KEY) {
        AccountUserError::LoginTaken
    } else if error.violates(account_users::EMAIL_KEY) {
        AccountUserError::EmailTaken
    } else {
        AccountUserError::Database(error)
    }
}

/// The users of an account, its members included.
///
/// # Errors
/// See [`AccountUserError`].
pub async fn list(
    app: &App,
    actor: &Actor,
    account: AccountId,
    filter: UserFilter,
    page: PageRequest,
) -> Result<Page<AccountUser>, AccountUserError> {
    if !actor
        .grants
        .allow(Permission::AccountsRead, Scope::Account(account))
    {
        return Err(AccountUserError::AccountNotFound);
    }
    actor.require(Permission::UsersRead, Scope::Account(account))?;
    let search = filter.search.as_deref().map(folded_search);
    let query = UserQuery {
        account,
        search: search.filter(|text| !text.is_empty()),
        status: filter.status,
        order: order(filter.sort, &page)?,
        limit: page.rows(),
    };
    let users = app
        .database
        .read(move |connection| {
            accounts::find(connection, account)?.ok_or(AccountUserError::AccountNotFound)?;
            Ok::<_, AccountUserError>(account_user_list::list(connection, &query)?)
        })
        .await?;
    Ok(page.page(users, |user| [user.login.folded(), user.id.to_string()]))
}

/// A search text in the form of what is searched. A control character occurs in no name, and
/// PostgreSQL takes no NUL at all.
fn folded_search(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control()).collect();
    match DisplayName::parse(&plain) {
        Ok(name) => name.folded(),
        Err(_) => plain.trim().to_lowercase(),
    }
}

fn order(sort: UserSort, page: &PageRequest) -> Result<UserOrder, InvalidCursor> {
    let after = page.after::<2>()?;
    let after = after.map(|[login, id]| Ok((login, id.parse().map_err(|_| InvalidCursor)?)));
    let after: Option<(String, AccountUserId)> = after.transpose()?;
    Ok(match sort {
        UserSort::Login => UserOrder::Login(after),
        UserSort::NewestFirst => UserOrder::NewestFirst(after.map(|(_, id)| id)),
    })
}

/// One user.
///
/// # Errors
/// See [`AccountUserError`].
pub async fn get(
    app: &App,
    actor: &Actor,
    id: AccountUserId,
) -> Result<AccountUser, AccountUserError> {
    let actor = actor.clone();
    app.database
        .read(move |connection| {
            let target = Target::find_visible(connection, &actor, id)?;
            Ok(target.ok_or(AccountUserError::NotFound)?.user)
        })
        .await
}

/// Creates a user, and queues her welcome email in the same transaction when she is to have one.
///
/// # Errors
/// See [`AccountUserError`].
pub async fn create(
    app: &App,
    actor: &Actor,
    account: AccountId,
    new: NewAccountUser,
    origin: RequestOrigin,
) -> Result<(AccountUser, Option<MessageId>), AccountUserError> {
    if !actor
        .grants
        .allow(Permission::AccountsRead, Scope::Account(account))
    {
        return Err(AccountUserError::AccountNotFound);
    }
    actor.require(Permission::UsersCreate, Scope::Account(account))?;
    let user = draft(app, account, &new);
    let hash = match new.password {
        Some(password) => Some(hash(app, &user, password).await?),
        None => None,
    };
    let order = Order::new(app, actor, origin);
    let link = LinkId::mint(&*app.entropy);
    let created = app
        .event(actor, AuditAction::UserCreated)
        .in_account(account)
        .on(user.id);
    let welcomed = app
        .event(actor, AuditAction::WelcomeEmailRequested)
        .in_account(account)
        .on(user.id);
    let welcomed = welcomed.with("welcome_email", order.message);
    let (actor, wish) = (actor.clone(), new.send_welcome);
    app.database
        .write_signalling(Signal::Outbox, move |connection| {
            let account = accounts::find(connection, account)?;
            let account = account.ok_or(AccountUserError::AccountNotFound)?;
            account_users::insert(connection, &user).map_err(taken)?;
            if let Some(hash) = &hash {
                account_users::set_password_hash(connection, user.id, hash, user.created_at)?;
            }
            audit_events::insert(connection, &created)?;
            let automatic = account.settings.send_welcome_on_create && user.email.is_some();
            if !wish.unwrap_or(automatic) {
                return Ok((find(connection, user.id)?, None));
            }
            actor.require(Permission::WelcomeEmailsSend, Scope::Account(account.id))?;
            let address = user.email.as_ref().ok_or(AccountUserError::NoAddress)?;
            let addressee = Addressee {
                user: &user,
                account: &account,
                link: LinkSource::New(link),
            };
            order.write(connection, LinkPurpose::Welcome, address, &[addressee])?;
            audit_events::insert(connection, &welcomed)?;
            Ok((find(connection, user.id)?, Some(order.message)))
        })
        .await
}

/// A user as she is about to be stored, without a password.
pub(crate) fn draft(app: &App, account: AccountId, new: &NewAccountUser) -> AccountUser {
    let now = app.now();
    // A login is never longer or stranger than a display name may be, but it may be too long.
    let from_login = || {
        let short: String = new.login.as_str().chars().take(DisplayName::MAX).collect();
        DisplayName::parse(&short).ok()
    };
    let display_name = new.display_name.clone().or_else(from_login);
    AccountUser {
        id: AccountUserId::mint(now, &*app.entropy),
        account_id: account,
        display_name: display_name.unwrap_or_else(DisplayName::unnamed),
        login: new.login.clone(),
        email: new.email.clone(),
        phone: new.phone.clone(),
        locale: new.locale.clone(),
        enabled: true,
        has_password: false,
        version: 1,
        latest_welcome: None,
        created_at: now,
        updated_at: now,
        last_sign_in_at: None,
    }
}

/// Judges a password for a user and hashes it.
pub(crate) async fn hash(
    app: &App,
    user: &AccountUser,
    password: Password,
) -> Result<String, AccountUserError> {
    let context = password_context(user, None);
    let context: Vec<&str> = context.iter().map(String::as_str).collect();
    app.settings().password_policy.check(&password, &context)?;
    Ok(app
        .hasher
        .hash(Lane::SignIn, password, random(&*app.entropy))
        .await?)
}

fn find(connection: &mut DbConnection, id: AccountUserId) -> Result<AccountUser, AccountUserError> {
    account_users::find(connection, id)?.ok_or(AccountUserError::NotFound)
}

/// Changes a user. A new address, a password or being disabled voids her open links and calls off
/// her waiting messages; a password or being disabled ends her sessions, too.
///
/// # Errors
/// See [`AccountUserError`].
pub async fn update(
    app: &App,
    actor: &Actor,
    id: AccountUserId,
    mut changes: UserChanges,
) -> Result<AccountUser, AccountUserError> {
    let password = changes.password.take();
    let before = get(app, actor, id).await?;
    let hash = match password {
        // The permission is checked again inside; this spares the hash when it is missing.
        Some(password) => {
            actor.require(Permission::UsersUpdate, Scope::Account(before.account_id))?;
            Some(hash(app, &before, password).await?)
        }
        None => None,
    };
    let (now, changes) = (app.now(), std::sync::Arc::new(changes));
    let updated = app.event(actor, AuditAction::UserUpdated).on(id);
    let switched = |action| app.event(actor, action).on(id);
    let (disabled, enabled, password_set) = (
        switched(AuditAction::UserDisabled),
        switched(AuditAction::UserEnabled),
        switched(AuditAction::PasswordSet),
    );
    let actor = actor.clone();
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            installation_first(connection, &changes)?;
            if !account_users::take(connection, id)? {
                return Err(AccountUserError::NotFound);
            }
            let target =
                Target::find_visible(connection, &actor, id)?.ok_or(AccountUserError::NotFound)?;
            target.require(&actor, Permission::UsersUpdate)?;
            let before = target.user;
            let mut user = apply(before.clone(), &changes);
            user.updated_at = now;
            account_users::update(connection, &user).map_err(taken)?;
            if before.enabled && !user.enabled && owns_the_installation(connection, id)? {
                keep_an_owner(connection)?;
            }
            if let Some(hash) = &hash {
                account_users::set_password_hash(connection, id, hash, now)?;
            }
            let address = |user: &AccountUser| user.email.as_ref().map(EmailAddress::folded);
            let shut_out = hash.is_some() || !user.enabled;
            if shut_out || address(&before) != address(&user) {
                messages::cancel_waiting(connection, id, None, now)?;
                password_links::void_all(connection, id, now)?;
            }
            if shut_out {
                sessions::delete_all(connection, id, None)?;
            }
            let events = [
                (true, &updated),
                (before.enabled && !user.enabled, &disabled),
                (!before.enabled && user.enabled, &enabled),
                (hash.is_some(), &password_set),
            ];
            for (_, event) in events.into_iter().filter(|(happened, _)| *happened) {
                let event = event.clone().in_account(user.account_id);
                audit_events::insert(connection, &event)?;
            }
            find(connection, id)
        })
        .await
}

/// Who may end up disabling the last owner takes the installation's row before any user's.
fn installation_first(
    connection: &mut DbConnection,
    changes: &UserChanges,
) -> Result<(), DatabaseError> {
    if changes.enabled == Some(false) {
        installation::take(connection)
    } else {
        Ok(())
    }
}

fn owns_the_installation(
    connection: &mut DbConnection,
    id: AccountUserId,
) -> Result<bool, DatabaseError> {
    Ok(role_grants::list(connection, id)?.contains(&(Role::Owner, Scope::Installation)))
}

fn keep_an_owner(connection: &mut DbConnection) -> Result<(), AccountUserError> {
    if role_grants::count_owners(connection)? == 0 {
        return Err(AccountUserError::LastOwner);
    }
    Ok(())
}

fn apply(mut user: AccountUser, changes: &UserChanges) -> AccountUser {
    if let Some(login) = &changes.login {
        user.login = login.clone();
    }
    if let Some(email) = &changes.email {
        user.email.clone_from(email);
    }
    if let Some(display_name) = &changes.display_name {
        user.display_name = display_name.clone();
    }
    if let Some(phone) = &changes.phone {
        user.phone.clone_from(phone);
    }
    if let Some(locale) = &changes.locale {
        user.locale.clone_from(locale);
    }
    user.enabled = changes.enabled.unwrap_or(user.enabled);
    user
}

/// Deletes a user and everything about her; the audit log keeps her id.
///
/// # Errors
/// See [`AccountUserError`].
pub async fn delete(app: &App, actor: &Actor, id: AccountUserId) -> Result<(), AccountUserError> {
    let event = app.event(actor, AuditAction::UserDeleted).on(id);
    let actor = actor.clone();
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            installation::take(connection)?;
            if !account_users::take(connection, id)? {
                return Err(AccountUserError::NotFound);
            }
            let target =
                Target::find_visible(connection, &actor, id)?.ok_or(AccountUserError::NotFound)?;
            target.require(&actor, Permission::UsersDelete)?;
            let owned = owns_the_installation(connection, id)?;
            account_users::delete(connection, id)?;
            if owned {
                keep_an_owner(connection)?;
            }
            let event = event.clone().in_account(target.user.account_id);
            audit_events::insert(connection, &event)?;
            Ok(())
        })
        .await
}
