//! The table of users, with the one button that most people come for in every row.

use leptos::prelude::*;
use usher_api_types::{account_user::AccountUser, me::Me};

use crate::components::{
    badge::{UserBadge, WelcomeBadge},
    button::PostButton,
    facts::Optional,
};

/// Users as rows. `back` is where a row's button returns to.
#[component]
pub(crate) fn UsersTable<'a>(users: Vec<AccountUser>, me: &'a Me, back: String) -> impl IntoView {
    let rows: Vec<_> = users
        .into_iter()
        .map(|user| view! { <UserRow user me back=back.clone() /> })
        .collect();
    view! {
        <table class="table">
            <caption class="visually-hidden">"Users of this account"</caption>
            <thead>
                <tr>
                    <th scope="col">"User"</th>
                    <th scope="col">"Email"</th>
                    <th scope="col">"Status"</th>
                    <th scope="col">"Welcome email"</th>
                    <th scope="col"><span class="visually-hidden">"Action"</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

#[component]
fn UserRow<'a>(user: AccountUser, me: &'a Me, back: String) -> impl IntoView {
    let action = send_action(&user, me, back);
    // Without a name of its own the login stands alone.
    let login = (user.login != user.display_name && Some(&user.login) != user.email.as_ref())
        .then(|| view! { <span class="quiet breakable cell-second">{user.login.clone()}</span> });
    view! {
        <tr id=format!("user-{}", user.id)>
            <th scope="row" data-label="User">
                <a class="breakable" href=format!("/admin/users/{}", user.id)>{user.display_name.clone()}</a>
                {login}
            </th>
            <td data-label="Email"><Optional value=user.email.clone() /></td>
            <td data-label="Status"><UserBadge status=user.status.clone() /></td>
            <td data-label="Welcome email"><span><WelcomeBadge latest=user.latest_welcome.clone() /></span></td>
            <td class="cell-action">{action}</td>
        </tr>
    }
    .into_any()
}

fn send_action(user: &AccountUser, me: &Me, back: String) -> AnyView {
    if !me.may("welcome_emails.send", user.account_id) {
        return ().into_any();
    }
    if user.status == "disabled" {
        return view! { <span class="quiet">"Disabled"</span> }.into_any();
    }
    if user.email.is_none() {
        return view! { <span class="quiet">"No address"</span> }.into_any();
    }
    let action = format!("/ui/users/{}/welcome-emails", user.id);
    let about = format!("to {}", user.display_name);
    view! { <PostButton action label="Send welcome email" about back /> }.into_any()
}
