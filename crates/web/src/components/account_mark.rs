//! What an account is recognised by at a glance: its logo, else its initials.

use leptos::prelude::*;
use usher_api_types::account::Account;

use crate::components::avatar::Avatar;

/// Seen, not heard: the account's name stands beside it.
#[component]
pub(crate) fn AccountMark<'a>(account: &'a Account) -> impl IntoView {
    if let Some(src) = account.logo_url.clone() {
        return view! { <img class="account-mark" src=src alt="" /> }.into_any();
    }
    let seed = account.id.to_string();
    view! { <Avatar name=&account.name seed=&seed small=true square=true /> }.into_any()
}
