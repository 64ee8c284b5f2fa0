//! A new password for oneself.

use leptos::prelude::*;
use usher_api_types::account_user::AccountUser;
use usher_domain::password::PasswordPolicy;

use crate::{
    components::{
        field::PasswordField,
        form_errors::{ErrorSummary, FormErrors},
    },
    pages::link::JUDGE,
    words::language::t,
};

/// The form; the login is in it for password managers alone.
#[component]
pub(super) fn PasswordForm<'a>(user: &'a AccountUser, errors: FormErrors) -> impl IntoView {
    let login = user.login.clone();
    let rule = t!(
        "my-account-password-rule",
        count = PasswordPolicy::default().min_chars
    );
    view! {
        <section class="section" aria-labelledby="change-password">
            <h2 id="change-password">{t!("my-account-password")}</h2>
            <ErrorSummary errors=errors.clone() />
            <form class="form" method="post" action="/ui/account/password">
                <input class="visually-hidden" type="text" name="username" value=login
                    autocomplete="username" readonly=true tabindex="-1" aria-hidden="true" />
                <PasswordField label=t!("my-account-password-present") name="current_password"
                    errors=errors.clone() autocomplete="current-password" />
                <PasswordField label=t!("my-account-password-new") name="new_password" errors
                    autocomplete="new-password" hint=rule judge=JUDGE />
                <p class="quiet">{t!("my-account-password-next")}</p>
                <div class="form-actions">
                    <button class="button" type="submit">{t!("my-account-password-change")}</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}
