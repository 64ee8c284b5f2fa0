//! What an account's settings make of the email and of the page behind its link.

use leptos::prelude::*;
use usher_api_types::account::Account;
use usher_i18n::{Language, Value, text_with};

use crate::{accent::Accent, components::panel::Panel, words::language::t};

/// Usher's own accent, as `style/tokens.css` and the mail have it.
const OWN_ACCENT: &str = "#0b6b67";

/// A user to greet.
const SOMEBODY: &str = "Ada";

/// Both, drawn small, in the language of the account's users.
#[component]
pub(crate) fn AccountPreview<'a>(account: &'a Account) -> impl IntoView {
    let (mail, page) = (mail(account), page(account));
    view! {
        <Panel id="preview" heading=t!("account-preview") lead=t!("account-preview-hint")>
            <figure class="preview">
                <figcaption class="quiet">{t!("account-preview-mail")}</figcaption>
                {mail}
            </figure>
            <figure class="preview">
                <figcaption class="quiet">{t!("account-preview-page")}</figcaption>
                {page}
            </figure>
        </Panel>
    }
    .into_any()
}

/// The language of users who chose none.
fn language(account: &Account) -> Language {
    let chosen = account.locale.as_deref();
    chosen.and_then(usher_i18n::nearest).unwrap_or_default()
}

/// What a message says to a user called [`SOMEBODY`].
fn says(account: &Account, key: &str) -> String {
    let values: [(&str, Value<'_>); 2] = [
        ("account", account.name.as_str().into()),
        ("name", SOMEBODY.into()),
    ];
    text_with(language(account), key, &values)
}

fn mail(account: &Account) -> AnyView {
    let sender = account.sender_name.clone().map(|sender| {
        view! { <p><span class="quiet">{t!("account-preview-from")} " "</span>{sender}</p> }
    });
    let language = language(account);
    let name = account.name.clone();
    view! {
        <div class="preview-sheet preview-mail" lang=language.tag() dir=language.direction().as_str()>
            {sender}
            <p class="preview-subject">{says(account, "mail-welcome-subject")}</p>
            <p class="preview-name breakable">{name}</p>
            <div class="preview-letter">
                <AccentBar account />
                <p class="preview-title">{says(account, "mail-welcome-heading")}</p>
                <p>{says(account, "mail-greeting")}</p>
                <p>{says(account, "mail-welcome-lead")}</p>
                <AccentButton account label=says(account, "mail-welcome-button") />
            </div>
        </div>
    }
    .into_any()
}

fn page(account: &Account) -> AnyView {
    let language = language(account);
    view! {
        <div class="preview-sheet" lang=language.tag() dir=language.direction().as_str()>
            <Mark account />
            <p class="preview-title">{says(account, "link-welcome-heading-name")}</p>
            <p>{says(account, "link-welcome-text")}</p>
            <p class="preview-label">{says(account, "link-password")}</p>
            <span class="preview-input"></span>
            <AccentButton account label=says(account, "link-submit") />
        </div>
    }
    .into_any()
}

/// The logo, else the name: on pages, since mail loads nothing.
#[component]
fn Mark<'a>(account: &'a Account) -> impl IntoView {
    match account.logo_url.clone() {
        Some(src) => view! { <img class="preview-logo" src=src alt="" /> }.into_any(),
        None => view! { <p class="preview-name breakable">{account.name.clone()}</p> }.into_any(),
    }
}

/// The bar on top of the letter.
#[component]
fn AccentBar<'a>(account: &'a Account) -> impl IntoView {
    accent(account).map(|accent| {
        view! {
            <svg class="preview-bar" viewBox="0 0 240 4" preserveAspectRatio="none" aria-hidden="true">
                <rect width="240" height="4" fill=accent.to_string()></rect>
            </svg>
        }
    })
}

/// The account's colour, else Usher's own.
fn accent(account: &Account) -> Option<Accent> {
    Accent::parse(account.accent_color.as_deref().unwrap_or(OWN_ACCENT))
}

/// A button in the account's colour, drawn: attributes of SVG are no styles, so the content security
/// policy lets them be.
#[component]
fn AccentButton<'a>(account: &'a Account, label: String) -> impl IntoView {
    let Some(accent) = accent(account) else {
        return ().into_any();
    };
    view! {
        <svg class="preview-button" viewBox="0 0 240 40" role="img" aria-label=label.clone()>
            <rect width="240" height="40" rx="8" fill=accent.to_string()></rect>
            <text x="120" y="25" text-anchor="middle" fill=accent.ink() aria-hidden="true">{label.clone()}</text>
        </svg>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_the_words_of_the_preview() {
        let keys = [
            "mail-greeting",
            "mail-welcome-subject",
            "mail-welcome-heading",
            "mail-welcome-lead",
            "mail-welcome-button",
            "link-welcome-heading-name",
            "link-welcome-text",
            "link-password",
            "link-submit",
        ];
        for language in Language::ALL {
            for key in keys {
                assert_ne!(text_with(language, key, &[]), key, "{language:?}");
            }
        }
    }
}
