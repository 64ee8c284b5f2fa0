//! Creating a user, and welcoming her in the same transaction.

use usher_domain::{
    account_user::AccountUser,
    actor::Actor,
    email_address::EmailAddress,
    ids::{AccountId, AccountUserId, MessageId},
    names::{DisplayName, Locale, LoginName, Phone},
    password::Password,
    permission::Permission,
    request_origin::RequestOrigin,
};
use usher_persistence::{Signal, accounts};

use super::{AccountUserError, PreparedUser, reload, require_in};
use crate::{App, new_passwords::hash_for};

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
        Some(password) => Some(hash_for::<AccountUserError>(app, password, &user).await?),
        None => None,
    };
    let prepared = PreparedUser::new(app, actor, user, origin);
    let (actor, wish) = (actor.clone(), new.send_welcome);
    let _caller = (wish != Some(false)).then(|| app.rush.enter());
    app.write_once(Signal::Outbox, move |connection| {
        let account = accounts::find(connection, account)?;
        let account = account.ok_or(AccountUserError::AccountNotFound)?;
        prepared.store(connection, hash.as_deref())?;
        let user = &prepared.user;
        let automatic = account.settings.send_welcome_on_create && user.email.is_some();
        if !(user.enabled && wish.unwrap_or(automatic)) {
            return Ok((reload(connection, user.id)?, None));
        }
        let message = prepared.welcome(connection, &actor, &account)?;
        Ok((reload(connection, user.id)?, Some(message)))
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
