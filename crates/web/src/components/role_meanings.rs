//! The roles that an administrator can hand out, as a choice and in words.

use leptos::prelude::*;
use usher_api_types::me::Me;
use usher_domain::role::Role;

use crate::{
    rights, scopes,
    words::{
        language::t,
        roles::{label, meaning},
    },
};

/// The roles that can be handed out in at least one of the places, for a `<select>`.
pub(crate) fn role_options(me: &Me, places: &[(String, String)]) -> Vec<(String, String)> {
    Role::ALL
        .into_iter()
        .filter(|role| {
            let mut places = places.iter().flat_map(|(value, _)| scopes::parse(value));
            places.any(|place| rights::covers(me, *role, place))
        })
        .map(|role| (role.to_string(), label(role)))
        .collect()
}

/// What each of the offered roles allows.
#[component]
pub(crate) fn RoleMeanings(roles: Vec<(String, String)>) -> impl IntoView {
    let lines: Vec<_> = Role::ALL
        .into_iter()
        .filter(|role| roles.iter().any(|(value, _)| value == role.as_str()))
        .map(|role| {
            view! {
                <div class="fact">
                    <dt>{label(role)}</dt>
                    <dd>{meaning(role)}</dd>
                </div>
            }
        })
        .collect();
    view! {
        <section class="section" aria-labelledby="role-meanings">
            <h2 id="role-meanings">{t!("roles-meaning")}</h2>
            <dl class="facts facts-wide">{lines}</dl>
        </section>
    }
    .into_any()
}
