//! What can be done for a user. Only what the administrator may do is offered.

use leptos::prelude::*;
use usher_api_types::{account_user::AccountUser, me::Me};

use crate::components::button::{PostButton, Weight};

/// The buttons under a user's name.
#[component]
pub(crate) fn UserActions<'a>(user: &'a AccountUser, me: &'a Me) -> impl IntoView {
    let may = |permission: &str| me.may(permission, user.account_id);
    let here = format!("/admin/users/{}", user.id);
    let ui = format!("/ui/users/{}", user.id);
    let enabled = user.status != "disabled";

    let send = (may("welcome_emails.send") && enabled).then(|| send(user, &ui, &here));
    let edit = may("users.update")
        .then(|| view! { <a class="button" href=format!("{here}/edit")>"Edit"</a> });
    let reveal = (may("password_links.reveal") && enabled)
        .then(|| view! { <a class="button" href=format!("{here}/reveal-link")>"Show link"</a> });
    let revoke = may("password_links.revoke").then(|| {
        view! { <PostButton action=format!("{ui}/password-links/revoke") label="Revoke open links" /> }
    });
    let switch = may("users.update").then(|| {
        if enabled {
            view! { <PostButton action=format!("{ui}/disable") label="Disable" /> }
        } else {
            view! { <PostButton action=format!("{ui}/enable") label="Enable" /> }
        }
    });
    let delete = may("users.delete").then(
        || view! { <a class="button button-danger" href=format!("{here}/delete")>"Delete…"</a> },
    );
    view! { <div class="actions">{send}{edit}{reveal}{revoke}{switch}{delete}</div> }.into_any()
}

fn send(user: &AccountUser, ui: &str, here: &str) -> AnyView {
    if user.email.is_none() {
        return view! { <p class="quiet">"Add an email address to send a welcome email."</p> }
            .into_any();
    }
    let action = format!("{ui}/welcome-emails");
    view! { <PostButton action label="Send welcome email" back=here weight=Weight::Primary /> }
        .into_any()
}
