//! The list of an account's users.

use usher_application::{
    PageRequest,
    account_users::{self, UserFilter},
};
use usher_domain::{
    account::Account,
    account_user::{AccountUser, UserStatus},
    names::Locale,
};

use super::{
    accounts,
    answers::{Answer, Row, Scalar},
    call::Call,
    errors::AltcraftError,
    names,
};

/// The list has no pages, so it has an end: more users than these are not answered in one piece.
const MOST: usize = 10_000;
/// The language of whoever has chosen none, nor her account for her.
const USUAL_LANGUAGE: &str = "EN";

/// Which users are wanted.
struct Wanted {
    active: Option<bool>,
    master: Option<bool>,
    language: Option<String>,
}

impl Wanted {
    fn covers(&self, user: &AccountUser, language: &str) -> bool {
        self.active.is_none_or(|active| active == user.enabled)
            && self.master.is_none_or(|master| !master)
            && self
                .language
                .as_ref()
                .is_none_or(|wanted| wanted == language)
    }
}

/// `POST /api/v1.1/admin/accounts/users/list`: the users whose primary account it is, by login;
/// others could not be named in the calls beside. `active` is whether she may sign in. Nobody is a
/// `master` here, and notifications go where all mail goes.
pub(super) async fn list(call: Call) -> Result<Answer, AltcraftError> {
    let account = accounts::named(&call).await?;
    let wanted = Wanted {
        active: call.fields.flag("active")?,
        master: call.fields.flag("master")?,
        language: call.fields.given("lang")?.map(language_of),
    };
    let mut rows = Vec::new();
    let mut seen = 0;
    let mut cursor = None;
    loop {
        // Inactive users are few, and the database finds them by an index.
        let status = (wanted.active == Some(false)).then_some(UserStatus::Disabled);
        let filter = UserFilter {
            status,
            ..UserFilter::default()
        };
        let page = PageRequest { limit: 200, cursor };
        let page = account_users::list(&call.app, &call.actor, account.id, filter, page).await?;
        seen += page.items.len();
        for user in page
            .items
            .iter()
            .filter(|user| user.account_id == account.id)
        {
            let language = language(user, &account);
            if wanted.covers(user, &language) {
                rows.push(row(user, language));
            }
        }
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
        if seen >= MOST {
            let detail = format!("the account has more than {MOST} users");
            return Err(AltcraftError::Incorrect(Some(detail.into())));
        }
    }
    let total = rows.len();
    Ok(Answer::success().with_list("user", rows, total))
}

fn row(user: &AccountUser, language: String) -> Row {
    let text = |text: &str| Scalar::Text(text.to_owned());
    let optional = |text: Option<String>| Scalar::Text(text.unwrap_or_default());
    let email = || optional(user.email.as_ref().map(ToString::to_string));
    let (first_name, last_name) = names::split(user.display_name.as_str());
    Row(vec![
        ("username", text(user.login.as_str())),
        ("first_name", text(first_name)),
        ("last_name", text(last_name)),
        ("email", email()),
        ("notify_email", email()),
        (
            "phone",
            optional(user.phone.as_ref().map(ToString::to_string)),
        ),
        ("lang", Scalar::Text(language)),
        ("active", Scalar::Bool(user.enabled)),
        ("master", Scalar::Bool(false)),
    ])
}

/// The language that mail to a user is written in, as that product writes languages.
fn language(user: &AccountUser, account: &Account) -> String {
    let chosen = user.locale.as_ref().or(account.settings.locale.as_ref());
    chosen.map_or_else(
        || USUAL_LANGUAGE.to_owned(),
        |locale| language_of(locale.as_str()),
    )
}

/// `DE` for `de-AT`.
fn language_of(tag: &str) -> String {
    let language = tag.split('-').next().unwrap_or_default();
    language.to_ascii_uppercase()
}

/// The language that a `lang` names: `RU` is `ru`.
pub(super) fn locale(lang: &str) -> Option<Locale> {
    let (language, rest) = match lang.split_once('-') {
        Some((language, rest)) => (language, Some(rest)),
        None => (lang, None),
    };
    let language = language.to_ascii_lowercase();
    let tag = rest.map_or_else(|| language.clone(), |rest| format!("{language}-{rest}"));
    Locale::parse(&tag).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_written_in_capitals_there_and_as_tags_here() {
        for (lang, tag) in [
            ("RU", Some("ru")),
            ("EN", Some("en")),
            ("pt-BR", Some("pt-BR")),
            ("", None),
            ("x", None),
            ("русский", None),
        ] {
            let read = locale(lang);
            assert_eq!(read.as_ref().map(Locale::as_str), tag, "{lang}");
        }
        assert_eq!(language_of("de-AT"), "DE");
    }
}
