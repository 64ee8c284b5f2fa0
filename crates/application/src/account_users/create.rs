//! Creating a user, and welcoming her in the same transaction.

use usher_domain::{
    account_user::AccountUser,
    actor::Actor,
    audit::AuditAction,
    email_address::EmailAddress,
    grants::Scope,
    ids::{AccountId, AccountUserId, MessageId},
    names::{DisplayName, Locale, LoginName, Phone},
    password::Password,
    password_link::{LinkId, LinkPurpose},
    permission::Permission,
    request_origin::RequestOrigin,
};
use usher_persistence::{Signal, account_users, accounts, audit_events};

use super::{AccountUserError, reload, require_in, taken};
use crate::{
    App,
    new_passwords::hash,
    outgoing::{Addressee, LinkSource, Order},
    password_hasher::Lane,
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
    /// Whether she may sign in and be welcomed.
    pub enabled: bool,
    /// Whether to welcome her at once; as the account says when none. A disabled user never is.
    pub send_welcome: Option<bool>,
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
    require_in(actor, account, Permission::UsersCreate)?;
    let user = draft(app, account, &new);
    let hash = match new.password {
        Some(password) => {
            Some(hash::<AccountUserError>(app, Lane::SignIn, password, &user, None).await?)
        }
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
            if !(user.enabled && wish.unwrap_or(automatic)) {
                return Ok((reload(connection, user.id)?, None));
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
            Ok((reload(connection, user.id)?, Some(order.message)))
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
        enabled: new.enabled,
        has_password: false,
        version: 1,
        latest_welcome: None,
        created_at: now,
        updated_at: now,
        last_sign_in_at: None,
    }
}
