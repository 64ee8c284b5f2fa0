//! One's own profile: everybody may change what she is called and how she is reached.

use usher_domain::{
    account_user::AccountUser,
    actor::Actor,
    audit::AuditAction,
    email_address::EmailAddress,
    ids::AccountUserId,
    names::{DisplayName, Locale, Phone},
    password::Password,
    request_origin::RequestOrigin,
};
use usher_persistence::{
    DatabaseError, DbConnection, Signal, account_users, audit_events, messages, password_links,
};

use super::{Me, MeError, describe, in_person};
use crate::{
    App, TooMany,
    failure::database_failures,
    limits::Recipients,
    own_password::{self, unproven_refusals},
};

/// What to change; what is none stays, an inner none clears.
#[derive(Debug, Default)]
pub struct ProfileChanges {
    /// What to call her.
    pub display_name: Option<DisplayName>,
    /// The language.
    pub locale: Option<Option<Locale>>,
    /// The telephone number.
    pub phone: Option<Option<Phone>>,
    /// The address.
    pub email: Option<Option<EmailAddress>>,
    /// Her present password, for changing the address.
    pub current_password: Option<Password>,
}

/// Why a profile was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// Only a signed-in user has a profile of her own.
    #[error("only a signed-in user can change her profile")]
    NotAUser,
    /// The address is changed by whoever gives the present password.
    #[error("the present password is needed")]
    PasswordRequired,
    /// The current password is wrong.
    #[error("the current password is wrong")]
    Refused,
    /// Another user of the account has the address.
    #[error("another user of the account has this email address")]
    EmailTaken,
    /// Guessed too often.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// Too many hashes wait already.
    #[error("too many passwords are being checked at once")]
    Busy,
    /// The database failed.
    #[error("the profile could not be stored")]
    Database(#[source] DatabaseError),
}

database_failures!(ProfileError);

unproven_refusals!(ProfileError, Refused);

impl From<MeError> for ProfileError {
    fn from(MeError::Database(error): MeError) -> Self {
        Self::Database(error)
    }
}

/// The hash that the present password fitted.
type Proof = Option<String>;

/// Changes the signed-in user's profile. A new address needs her present password, voids her open
/// links and calls off her waiting messages.
///
/// # Errors
/// See [`ProfileError`].
pub async fn update(
    app: &App,
    actor: &Actor,
    mut changes: ProfileChanges,
    origin: RequestOrigin,
) -> Result<Me, ProfileError> {
    let id = in_person(actor).ok_or(ProfileError::NotAUser)?;
    let user = app
        .database
        .read(move |connection| account_users::find(connection, id))
        .await?;
    let user = user.ok_or(ProfileError::NotAUser)?;
    let current = changes.current_password.take();
    let proof: Option<Proof> = if changes.moves(&user) {
        let current = current.ok_or(ProfileError::PasswordRequired)?;
        Some(own_password::prove(app, id, Some(current), origin.address).await?)
    } else {
        None
    };
    let event = app
        .event(actor, AuditAction::UserUpdated)
        .in_account(user.account_id)
        .on(id);
    let (now, recipients) = (app.now(), Recipients::of(app));
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            let before = take(connection, id)?;
            if changes.moves(&before) {
                still_holds(connection, id, proof.as_ref())?;
                recipients.remember(connection, id, now)?;
                messages::cancel_waiting(connection, &[id], None, now)?;
                password_links::void_all(connection, id, now)?;
            }
            let mut user = changes.apply(before.clone());
            if user == before {
                return Ok(());
            }
            user.updated_at = now;
            account_users::update(connection, &user).map_err(taken)?;
            audit_events::insert(connection, &event)?;
            Ok::<_, ProfileError>(())
        })
        .await?;
    Ok(describe(app, actor).await?)
}

impl ProfileChanges {
    /// Whether she would be reached elsewhere; another spelling of her address changes nothing.
    fn moves(&self, user: &AccountUser) -> bool {
        let folded = |email: &Option<EmailAddress>| email.as_ref().map(EmailAddress::folded);
        self.email
            .as_ref()
            .is_some_and(|email| folded(email) != folded(&user.email))
    }

    fn apply(&self, mut user: AccountUser) -> AccountUser {
        if let Some(display_name) = &self.display_name {
            user.display_name = display_name.clone();
        }
        if let Some(locale) = &self.locale {
            user.locale.clone_from(locale);
        }
        if let Some(phone) = &self.phone {
            user.phone.clone_from(phone);
        }
        if let Some(email) = &self.email {
            user.email.clone_from(email);
        }
        user
    }
}

/// Takes her row and loads her, unless she was locked out since she signed in.
fn take(connection: &mut DbConnection, id: AccountUserId) -> Result<AccountUser, ProfileError> {
    if !account_users::take(connection, id)? {
        return Err(ProfileError::NotAUser);
    }
    let user = account_users::find(connection, id)?;
    user.filter(|user| user.enabled)
        .ok_or(ProfileError::NotAUser)
}

/// The password, or the address, may have changed since the one was proved to replace the other.
fn still_holds(
    connection: &mut DbConnection,
    id: AccountUserId,
    proof: Option<&Proof>,
) -> Result<(), ProfileError> {
    match proof {
        None => Err(ProfileError::PasswordRequired),
        Some(hash) if *hash == account_users::password_hash(connection, id)? => Ok(()),
        Some(_) => Err(ProfileError::Refused),
    }
}

fn taken(error: DatabaseError) -> ProfileError {
    if error.violates(account_users::EMAIL_KEY) {
        ProfileError::EmailTaken
    } else {
        ProfileError::Database(error)
    }
}
