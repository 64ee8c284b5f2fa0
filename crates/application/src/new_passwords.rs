//! A password somebody chose: whether it is good enough for her, and its hash.

use usher_domain::{
    account::Account,
    account_user::AccountUser,
    clock::random,
    password::{Password, PasswordJudgement, WeakPassword},
};
use usher_persistence::{DatabaseError, accounts};

use crate::{
    App,
    password_hasher::{HasherBusy, Lane},
};

/// Judges a password for a user of an account and hashes it.
///
/// # Errors
/// When it is too weak for her, or too many hashes wait already.
pub(crate) async fn hash<E>(
    app: &App,
    lane: Lane,
    password: Password,
    user: &AccountUser,
    account: Option<&Account>,
) -> Result<String, E>
where
    E: From<WeakPassword> + From<HasherBusy>,
{
    let context = context(Some(user), account);
    let context: Vec<&str> = context.iter().map(String::as_str).collect();
    app.settings().password_policy.check(&password, &context)?;
    let salt = random(&*app.entropy);
    Ok(app.hasher.hash(lane, password, salt).await?)
}

/// Judges a password by the rule that [`hash`] follows, and keeps nothing of it. Nobody is known
/// yet where the first owner is about to say who she is.
pub(crate) fn judge(
    app: &App,
    password: &Password,
    user: Option<&AccountUser>,
    account: Option<&Account>,
) -> PasswordJudgement {
    let context = context(user, account);
    let context: Vec<&str> = context.iter().map(String::as_str).collect();
    app.settings().password_policy.judge(password, &context)
}

/// Judges a password that an administrator sets for a user, and hashes it.
///
/// # Errors
/// As [`hash`], or when the database fails.
pub(crate) async fn hash_for<E>(
    app: &App,
    password: Password,
    user: &AccountUser,
) -> Result<String, E>
where
    E: From<WeakPassword> + From<HasherBusy> + From<DatabaseError> + Send + 'static,
{
    let account = user.account_id;
    let account = app
        .database
        .read(move |connection| Ok::<_, E>(accounts::find(connection, account)?))
        .await?;
    hash(app, Lane::SignIn, password, user, account.as_ref()).await
}

/// What must not be the core of a user's password: her names, address and account, and our name.
fn context(user: Option<&AccountUser>, account: Option<&Account>) -> Vec<String> {
    let mut context = ["usher", "password", "welcome"].map(str::to_owned).to_vec();
    if let Some(user) = user {
        context.extend([user.login.to_string(), user.display_name.to_string()]);
        context.extend(user.email.as_ref().map(ToString::to_string));
    }
    context.extend(account.map(|account| account.name.to_string()));
    context
}
