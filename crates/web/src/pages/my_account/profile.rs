//! Who I am, and what I may change about it without more ado.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use usher_api_types::{account_user::AccountUser, me::Me};
use usher_i18n::Language;

use super::Refused;
use crate::{
    components::{
        facts::{Fact, Optional},
        field::{Field, Select},
        form_errors::ErrorSummary,
    },
    edited::Edited,
    words::language::t,
};

/// What the form contains.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ProfileValues {
    pub(crate) display_name: String,
    /// A tag; empty for none of one's own.
    pub(crate) locale: String,
}

impl ProfileValues {
    fn of(me: &Me, user: &AccountUser) -> Self {
        Self {
            display_name: user.display_name.clone(),
            locale: me.locale.clone().unwrap_or_default(),
        }
    }
}

/// What only an administrator changes.
#[component]
pub(super) fn Identity<'a>(me: &'a Me) -> impl IntoView {
    let login = me.user.as_ref().map(|user| user.login.clone());
    let account = me.account.as_ref().map(|account| account.name.clone());
    view! {
        <dl class="facts">
            <Fact name=t!("my-account-login")><Optional value=login /></Fact>
            <Fact name=t!("my-account-account")><Optional value=account /></Fact>
        </dl>
    }
    .into_any()
}

/// Name and language.
#[component]
pub(super) fn ProfileForm<'a>(
    me: &'a Me,
    user: &'a AccountUser,
    refused: &'a Refused,
) -> impl IntoView {
    let errors = refused.profile.clone();
    let entered = refused.entered.clone();
    let edited = entered.unwrap_or_else(|| Edited::opened(ProfileValues::of(me, user)));
    let hidden = edited.hidden();
    let values = edited.values;
    let own = me.locale.as_deref().unwrap_or_default();
    let hint = if me.is_administrator() {
        t!("my-account-language-hint-administrator")
    } else {
        t!("my-account-language-hint")
    };
    view! {
        <section class="section" aria-labelledby="profile">
            <h2 id="profile">{t!("my-account-profile")}</h2>
            <ErrorSummary errors=errors.clone() />
            <form class="form" method="post" action="/ui/account/profile">
                {hidden}
                <Field label=t!("my-account-name") name="display_name" value=values.display_name
                    errors=errors.clone() autocomplete="name" required=true />
                <Select label=t!("my-account-language") name="locale" chosen=values.locale errors
                    options=languages(own, me.account_locale.as_deref()) hint />
                <div class="form-actions">
                    <button class="button button-primary" type="submit">{t!("my-account-save")}</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// The languages to choose from, each in its own words, after "none of my own". A tag that names one
/// more closely (`de-AT`) stands for it, so that saving the form does not lose it.
fn languages(own: &str, account: Option<&str>) -> Vec<(String, String)> {
    let account = account.and_then(usher_i18n::nearest);
    let none = match account {
        Some(language) => t!(
            "my-account-language-account",
            language = language.own_name()
        ),
        None => t!("my-account-language-browser"),
    };
    let spoken = usher_i18n::nearest(own);
    let known = Language::ALL.into_iter().map(|language| {
        let tag = if spoken == Some(language) {
            own
        } else {
            language.tag()
        };
        (tag.to_owned(), language.own_name().to_owned())
    });
    let foreign = (!own.is_empty() && spoken.is_none()).then(|| (own.to_owned(), own.to_owned()));
    std::iter::once((String::new(), none))
        .chain(known)
        .chain(foreign)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::languages;

    #[test]
    fn ones_own_tag_is_among_the_choices_whatever_it_is() {
        for own in ["", "de", "de-AT", "nl"] {
            let tags: Vec<_> = languages(own, None)
                .into_iter()
                .map(|(tag, _)| tag)
                .collect();
            assert!(tags.iter().any(|tag| tag == own), "{own} in {tags:?}");
        }
        assert_eq!(languages("nl", None).len(), 6);
        assert_eq!(
            languages("", Some("pt-BR"))[0].1,
            "As my account says: Português"
        );
    }
}
