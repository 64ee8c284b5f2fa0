//! What is known about a user, and the roles that she holds.

use leptos::prelude::*;
use usher_api_types::{account_user::AccountUser, me::Me, role::RoleGrant};

use crate::{
    components::{
        address::Address,
        facts::{Fact, Optional},
        moment::Moment,
        panel::Panel,
    },
    names::Names,
    pages::user_roles::place_name,
    words::{language::t, languages, roles::role_label},
};

/// Addresses, account and times.
#[component]
pub(crate) fn UserFacts<'a>(user: AccountUser, names: &'a Names, me: &'a Me) -> impl IntoView {
    let signed_in = match user.last_sign_in_at {
        Some(at) => view! { <Moment at /> }.into_any(),
        None => view! { <span class="quiet">{t!("user-fact-never")}</span> }.into_any(),
    };
    let account = names
        .get(user.account_id)
        .unwrap_or_else(|| user.account_id.to_string());
    let account = if me.may("users.read", user.account_id) {
        let users = format!("/admin/accounts/{}/users", user.account_id);
        view! { <a class="breakable" href=users>{account}</a> }.into_any()
    } else {
        view! { <span class="breakable">{account}</span> }.into_any()
    };
    let language = user
        .locale
        .as_deref()
        .map_or_else(|| t!("user-language-account"), languages::name);
    let changed = Some(user.updated_at).filter(|at| *at != user.created_at);
    let changed = changed.map(|at| {
        view! { <Fact name=t!("user-fact-changed")><Moment at /></Fact> }
    });
    let email = match user.email {
        Some(address) => view! { <Address address /> }.into_any(),
        None => view! { <Optional value=None /> }.into_any(),
    };
    let facts = view! {
        <dl class="facts">
            <Fact name=t!("user-email")>{email}</Fact>
            <Fact name=t!("user-login")><Optional value=Some(user.login) /></Fact>
            <Fact name=t!("user-fact-account")>{account}</Fact>
            <Fact name=t!("user-phone")><Optional value=user.phone /></Fact>
            <Fact name=t!("user-fact-language")>{language}</Fact>
            <Fact name=t!("user-fact-last-sign-in")>{signed_in}</Fact>
            <Fact name=t!("user-fact-created")><Moment at=user.created_at /></Fact>
            {changed}
            <Fact name=t!("user-fact-id")><code class="breakable">{user.id.to_string()}</code></Fact>
        </dl>
    };
    view! { <Panel id="details" heading=t!("user-details")>{facts}</Panel> }.into_any()
}

/// The roles and where they hold.
#[component]
pub(crate) fn UserRoles<'a>(roles: Vec<RoleGrant>, names: &'a Names) -> impl IntoView {
    let held = if roles.is_empty() {
        view! { <p class="quiet">{t!("user-roles-none")}</p> }.into_any()
    } else {
        let lines: Vec<_> = roles
            .iter()
            .map(|grant| {
                view! {
                    <li>
                        <strong>{role_label(&grant.role)}</strong>
                        <span class="quiet breakable cell-second">{place_name(grant, names)}</span>
                    </li>
                }
            })
            .collect();
        view! { <ul class="plain-list">{lines}</ul> }.into_any()
    };
    view! { <Panel id="roles" heading=t!("roles-heading")>{held}</Panel> }.into_any()
}
