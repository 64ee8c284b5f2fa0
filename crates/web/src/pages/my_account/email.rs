//! The address that mail goes to. Changing it takes the present password: a borrowed session must
//! not become a mailbox.

use leptos::prelude::*;
use usher_api_types::account_user::AccountUser;

use super::Refused;
use crate::{
    components::{
        field::{Field, PasswordField},
        form_errors::ErrorSummary,
    },
    words::language::t,
};

/// The present address, and a form to change it that opens when it is wanted.
#[component]
pub(super) fn EmailForm<'a>(user: &'a AccountUser, refused: &'a Refused) -> impl IntoView {
    let errors = refused.email.clone();
    let open = !errors.is_empty();
    let present = match user.email.clone() {
        Some(address) => view! { <p class="breakable"><bdi>{address}</bdi></p> }.into_any(),
        None => view! { <p class="quiet">{t!("my-account-email-none")}</p> }.into_any(),
    };
    view! {
        <section class="section" aria-labelledby="email-address">
            <h2 id="email-address">{t!("my-account-email")}</h2>
            {present}
            <details class="reveal" open=open>
                <summary>{t!("my-account-email-change")}</summary>
                <form class="form" method="post" action="/ui/account/email">
                    <ErrorSummary errors=errors.clone() />
                    <Field label=t!("my-account-email-new") name="email" kind="email"
                        value=refused.new_email.clone() errors=errors.clone()
                        autocomplete="email" required=true hint=t!("my-account-email-hint") />
                    <PasswordField label=t!("my-account-password-present") name="email_password"
                        errors autocomplete="current-password" />
                    <div class="form-actions">
                        <button class="button" type="submit">{t!("my-account-email-change")}</button>
                    </div>
                </form>
            </details>
        </section>
    }
    .into_any()
}
