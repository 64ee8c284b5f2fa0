//! An account's logo: what it is now, another one, none.

use leptos::prelude::*;
use usher_api_types::account::Account;

use crate::{
    components::{
        button::{Button, PostButton},
        field::FileField,
        form_errors::FormErrors,
        icon::Symbol,
        panel::Panel,
    },
    words::language::t,
};

/// What the API takes.
const ACCEPTED: &str = "image/png,image/jpeg,image/webp";

/// Its own form beside that of the settings: a file travels differently from text.
#[component]
pub(crate) fn AccountLogo<'a>(account: &'a Account, errors: FormErrors) -> impl IntoView {
    let upload = format!("/ui/accounts/{}/logo", account.id);
    let remove = format!("/ui/accounts/{}/logo/remove", account.id);
    let (now, submit) = match account.logo_url.clone() {
        Some(src) => (
            view! {
                <div class="logo-now">
                    <img src=src alt=t!("account-logo-now") />
                    <PostButton action=remove label=t!("account-logo-remove") icon=Symbol::Trash />
                </div>
            }
            .into_any(),
            t!("account-logo-replace"),
        ),
        None => (
            view! { <p class="quiet">{t!("account-logo-none")}</p> }.into_any(),
            t!("account-logo-upload"),
        ),
    };
    view! {
        <Panel id="logo-heading" heading=t!("account-logo")>
            {now}
            <form class="form" method="post" action=upload enctype="multipart/form-data">
                <FileField label=t!("account-logo-file") name="logo" accept=ACCEPTED errors required=true
                    hint=t!("account-logo-hint") />
                <div class="form-actions"><Button label=submit icon=Symbol::Upload /></div>
            </form>
        </Panel>
    }
    .into_any()
}
