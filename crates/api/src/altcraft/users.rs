//! Users of an account: welcomed, added, changed, deleted.

use usher_application::{
    account_users::{self, NewAccountUser, UserChanges},
    welcome_emails::{self, Repeat},
};
use usher_domain::{
    account::Account,
    account_user::AccountUser,
    delivery::DeliveryStatus,
    email_address::EmailAddress,
    names::{AccountName, DisplayName, LoginName, Phone},
    password::Password,
};

use super::{
    accounts, answers::Answer, bodies::Fields, call::Call, errors::AltcraftError, names,
    user_list::locale,
};
use crate::dialects::outcome;

/// `POST /api/v1.1/admin/accounts/users/send_welcome`: sends a welcome email, anew on every call.
pub(super) async fn send_welcome(call: Call) -> Result<Answer, AltcraftError> {
    let (account, user) = named(&call).await?;
    welcome(call, &account, &user).await
}

/// `POST /api/v1.1/admin/accounts/users/add`: creates a user. `send_welcome` decides whether she is
/// welcomed, and the account's setting if it is not there. `master` and `notify_email` mean nothing
/// here.
pub(super) async fn add(call: Call) -> Result<Answer, AltcraftError> {
    let account = accounts::named(&call).await?;
    let fields = &call.fields;
    let first_name = fields.given("first_name")?.unwrap_or_default();
    let last_name = fields.given("last_name")?.unwrap_or_default();
    let new = NewAccountUser {
        login: login(fields.required("name")?)?,
        email: fields.parsed("email", |text| EmailAddress::parse(text).ok())?,
        display_name: display_name(first_name, last_name)?,
        phone: fields.parsed("phone", |text| Phone::parse(text).ok())?,
        locale: fields.parsed("lang", locale)?,
        password: password(fields)?,
        enabled: fields.flag("active")?.unwrap_or(true),
        send_welcome: fields.flag("send_welcome")?,
    };
    if new.send_welcome == Some(true) && !new.enabled {
        return Err(AltcraftError::incorrect("send_welcome"));
    }
    account_users::create(&call.app, &call.actor, account.id, new, call.origin).await?;
    Ok(Answer::success())
}

/// `POST /api/v1.1/admin/accounts/users/update`: changes the fields that are there; an empty `email`
/// or `phone` takes it away. The name says who is meant, so it stays. With `send_welcome` she is
/// welcomed once she is changed.
pub(super) async fn update(call: Call) -> Result<Answer, AltcraftError> {
    let (account, user) = named(&call).await?;
    let send_welcome = call.fields.flag("send_welcome")?.unwrap_or(false);
    let changes = changes(&call.fields, &user)?;
    let user = account_users::update(&call.app, &call.actor, user.id, changes).await?;
    if send_welcome {
        return welcome(call, &account, &user).await;
    }
    Ok(Answer::success())
}

/// `POST /api/v1.1/admin/accounts/users/delete`: deletes a user and her personal data.
pub(super) async fn delete(call: Call) -> Result<Answer, AltcraftError> {
    let (_, user) = named(&call).await?;
    account_users::delete(&call.app, &call.actor, user.id).await?;
    Ok(Answer::success().with_empty_data())
}

async fn welcome(
    call: Call,
    account: &Account,
    user: &AccountUser,
) -> Result<Answer, AltcraftError> {
    let message = welcome_emails::request_in_account(
        &call.app,
        &call.actor,
        account.id,
        user.id,
        call.origin,
        Repeat::AlwaysSend,
    )
    .await?;
    match outcome(&call.app, &message).await {
        DeliveryStatus::Failed => Err(AltcraftError::address_refused()),
        _ => Ok(Answer::success()),
    }
}

/// The account and the user whom a call names: by her login, or `login@accountname`.
async fn named(call: &Call) -> Result<(Account, AccountUser), AltcraftError> {
    let account = accounts::named(call).await?;
    let name = call.fields.required("name")?;
    for login in logins(name, &account.name) {
        let (app, actor) = (&call.app, &call.actor);
        let found = account_users::find_by_login(app, actor, account.id, &login).await?;
        if let Some(user) = found {
            return Ok((account, user));
        }
    }
    Err(AltcraftError::NotFound("user"))
}

/// The logins that a name may mean in an account. A login may have an `@` in it, so the whole name
/// comes first.
fn logins(name: &str, account: &AccountName) -> Vec<LoginName> {
    let is_here =
        |text: &str| AccountName::parse(text).is_ok_and(|given| given.folded() == account.folded());
    let before = name.rsplit_once('@');
    let before = before.filter(|(_, account)| is_here(account));
    let candidates = [Some(name), before.map(|(login, _)| login)];
    let candidates = candidates.into_iter().flatten();
    candidates
        .filter_map(|text| LoginName::parse(text).ok())
        .collect()
}

fn changes(fields: &Fields, user: &AccountUser) -> Result<UserChanges, AltcraftError> {
    let (first_name, last_name) = names::split(user.display_name.as_str());
    let given = (fields.text("first_name")?, fields.text("last_name")?);
    let renamed = match given {
        (None, None) => None,
        (first, last) => {
            let name = display_name(first.unwrap_or(first_name), last.unwrap_or(last_name))?;
            Some(name.ok_or_else(|| AltcraftError::incorrect("first_name"))?)
        }
    };
    Ok(UserChanges {
        email: clearable(fields, "email", |text| EmailAddress::parse(text).ok())?,
        display_name: renamed,
        phone: clearable(fields, "phone", |text| Phone::parse(text).ok())?,
        locale: fields.parsed("lang", locale)?.map(Some),
        enabled: fields.flag("active")?,
        password: password(fields)?,
        ..UserChanges::default()
    })
}

/// A field that stays when it is not there, and goes when it is blank.
#[expect(
    clippy::option_option,
    reason = "whether it changes, and to what: the form of `UserChanges`"
)]
fn clearable<T>(
    fields: &Fields,
    name: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<Option<T>>, AltcraftError> {
    match fields.text(name)? {
        None => Ok(None),
        Some(_) => fields.parsed(name, parse).map(Some),
    }
}

fn login(name: &str) -> Result<LoginName, AltcraftError> {
    LoginName::parse(name).map_err(|_| AltcraftError::incorrect("name"))
}

/// None when both are blank.
fn display_name(first: &str, last: &str) -> Result<Option<DisplayName>, AltcraftError> {
    let joined = names::join(first, last);
    if joined.is_empty() {
        return Ok(None);
    }
    let name = DisplayName::parse(&joined);
    name.map(Some)
        .map_err(|_| AltcraftError::incorrect("first_name"))
}

/// A password, which is not trimmed. One that has to be changed at the first sign-in does not exist
/// here: the welcome email lets its reader choose her own. So the two together are refused rather
/// than half done.
fn password(fields: &Fields) -> Result<Option<Password>, AltcraftError> {
    let must_change = fields.flag("change_password")?.unwrap_or(false);
    let text = fields.text("password")?.filter(|text| !text.is_empty());
    match text {
        Some(_) if must_change => Err(AltcraftError::incorrect("change_password")),
        Some(text) => Password::read(text)
            .map(Some)
            .map_err(|_| AltcraftError::incorrect("password")),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_login_or_one_with_the_account_behind_it() {
        let account = AccountName::parse("Analytical Engines").unwrap();
        let found = |name: &str| {
            let logins = logins(name, &account);
            logins.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(found("ada"), ["ada"]);
        assert_eq!(found("ada@analytical engines"), ["ada"]);
        assert_eq!(found("ada@example.com"), ["ada@example.com"]);
        assert_eq!(found("ada@x@ANALYTICAL ENGINES"), ["ada@x"]);
        assert!(found("a b").is_empty() && found("@").len() == 1);
    }
}
