//! The first start: a setup link for the first owner; and owners made on the command line.

use chrono::Duration;
use usher_domain::{
    account::{Account, AccountSettings},
    account_user::AccountUser,
    actor::Actor,
    audit::AuditAction,
    email_address::EmailAddress,
    grants::Scope,
    ids::RoleGrantId,
    names::{AccountName, DisplayName, LoginName},
    password::Password,
    password_link::{self, LinkId, LinkPurpose},
    role::Role,
};
use usher_mail::letter::LinkUrl;
use usher_persistence::{
    DatabaseError, DbConnection, Signal, account_users, accounts, audit_events, installation,
    password_links::{self, NewLink},
    role_grants,
};

use crate::{
    App,
    account_users::{AccountUserError, NewAccountUser, draft},
    accounts as account_cases,
    new_passwords::hash,
    password_hasher::Lane,
    password_links::{ConsumeError, link_url},
};

/// How long a setup link lives.
const SETUP_LIFE: Duration = Duration::hours(1);

/// Makes a fresh setup link while the installation has no owner; none when it has one.
///
/// # Errors
/// When the database fails.
pub async fn setup_link(app: &App) -> Result<Option<LinkUrl>, DatabaseError> {
    let (id, now, keyring) = (LinkId::mint(&*app.entropy), app.now(), app.keyring());
    let key = keyring.current();
    let token = password_link::token(key, LinkPurpose::Setup, id);
    let link = NewLink {
        id,
        key_id: key.id(),
        purpose: LinkPurpose::Setup,
        user_id: None,
        message_id: None,
        account_name: String::new(),
        login: String::new(),
        sent_to: None,
        created_at: now,
        life: SETUP_LIFE,
    };
    let needed = app
        .database
        .write(move |connection| {
            installation::take(connection)?;
            password_links::delete_setup(connection)?;
            if role_grants::count_owners(connection)? > 0 {
                return Ok::<_, DatabaseError>(false);
            }
            password_links::insert(connection, &link)?;
            Ok(true)
        })
        .await?;
    let url = link_url(
        &app.settings().public_url,
        LinkPurpose::Setup.as_str(),
        &token,
    );
    Ok(url.filter(|_| needed))
}

/// The first owner and the account she starts in.
pub(crate) struct FirstOwner {
    pub(crate) account: Account,
    pub(crate) user: AccountUser,
}

impl FirstOwner {
    /// An owner who signs in with her address, in an account with the given or a default name.
    pub(crate) fn draft(app: &App, email: EmailAddress, account: Option<AccountName>) -> Self {
        let account = account_cases::draft(
            app,
            account_cases::NewAccount {
                name: account.unwrap_or_else(AccountName::first),
                project_name: None,
                settings: AccountSettings::default(),
            },
        );
        let user = draft(app, account.id, &owner(email));
        Self { account, user }
    }
}

/// The profile of an owner of whom only the address is known.
fn owner(email: EmailAddress) -> NewAccountUser {
    let login = LoginName::parse(email.as_str());
    let name = DisplayName::parse(email.local_part()).ok();
    NewAccountUser {
        login: login.unwrap_or_else(|_| LoginName::owner()),
        display_name: name,
        email: Some(email),
        phone: None,
        locale: None,
        password: None,
        enabled: true,
        send_welcome: Some(false),
    }
}

/// Stores the first owner with her account, role and password.
pub(crate) fn store(
    connection: &mut DbConnection,
    owner: &FirstOwner,
    grant: RoleGrantId,
    hash: &str,
) -> Result<(), ConsumeError> {
    store_account(connection, &owner.account).map_err(|error| {
        if error.is_constraint() {
            ConsumeError::AccountNameTaken
        } else {
            error.into()
        }
    })?;
    store_owner(connection, &owner.user, grant, Some(hash), From::from)
}

/// Stores an account under the next number.
fn store_account(connection: &mut DbConnection, draft: &Account) -> Result<(), DatabaseError> {
    let mut account = draft.clone();
    account.number = accounts::take_number(connection)?;
    accounts::insert(connection, &account)
}

/// Stores an owner of the installation with her role, and her password when she has one; `refused`
/// says what it means that she herself was not stored.
fn store_owner<E: From<DatabaseError>>(
    connection: &mut DbConnection,
    user: &AccountUser,
    grant: RoleGrantId,
    hash: Option<&str>,
    refused: impl FnOnce(DatabaseError) -> E,
) -> Result<(), E> {
    let now = user.created_at;
    account_users::insert(connection, user).map_err(refused)?;
    if let Some(hash) = hash {
        account_users::set_password_hash(connection, user.id, hash, now)?;
    }
    role_grants::insert(
        connection,
        grant,
        user.id,
        Role::Owner,
        Scope::Installation,
        now,
    )?;
    Ok(())
}

/// Makes an owner of the installation, from the command line: in the named account, which is
/// created when it does not exist.
///
/// # Errors
/// See [`AccountUserError`].
pub async fn create_owner(
    app: &App,
    email: EmailAddress,
    account: Option<AccountName>,
    password: Option<Password>,
) -> Result<AccountUser, AccountUserError> {
    let owner = FirstOwner::draft(app, email, account);
    let hash = match password {
        Some(password) => {
            let account = Some(&owner.account);
            Some(hash::<AccountUserError>(app, Lane::SignIn, password, &owner.user, account).await?)
        }
        None => None,
    };
    let grant = RoleGrantId::mint(app.now(), &*app.entropy);
    let system = Actor::system();
    let event = app
        .event(&system, AuditAction::UserCreated)
        .on(owner.user.id)
        .with("role", Role::Owner);
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            installation::take(connection)?;
            let existing = accounts::find_by_name(connection, &owner.account.name)?;
            if existing.is_none() {
                store_account(connection, &owner.account)?;
            }
            let account = existing.map_or(owner.account.id, |account| account.id);
            let mut user = owner.user.clone();
            user.account_id = account;
            store_owner(connection, &user, grant, hash.as_deref(), |error| {
                if error.is_constraint() {
                    AccountUserError::EmailTaken
                } else {
                    error.into()
                }
            })?;
            password_links::delete_setup(connection)?;
            audit_events::insert(connection, &event.clone().in_account(account))?;
            account_users::find(connection, user.id)?.ok_or(AccountUserError::NotFound)
        })
        .await
}
