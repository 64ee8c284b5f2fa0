//! What can be done for a user. Only what the administrator may do is offered.

use leptos::prelude::*;
use usher_api_types::{account_user::AccountUser, me::Me, role::RoleGrant};
use uuid::Uuid;

use crate::{
    components::{
        ask::Ask,
        button::{LinkButton, PostButton, Weight},
        icon::Symbol,
    },
    islands::send_in_place::SendInPlace,
    rights,
    words::{deliveries::is_moving, language::t},
};

/// What an administrator may do to a user.
pub(crate) struct Rights<'a> {
    me: &'a Me,
    account: Uuid,
    /// Nobody acts upon who may do more than she.
    above: bool,
}

impl<'a> Rights<'a> {
    /// Hers to a user of an account who holds these roles.
    pub(crate) fn of(me: &'a Me, account: Uuid, held: &[RoleGrant]) -> Self {
        let above = rights::cover_all(me, held);
        Self { me, account, above }
    }

    /// Whether a permission may be used upon the user.
    pub(crate) fn allow(&self, permission: &str) -> bool {
        self.above && self.me.may(permission, self.account)
    }
}

/// The one thing most people came for; or what has to be done before it. It is `secondary` where
/// something else is the way on.
#[component]
pub(crate) fn SendButton<'a>(
    user: &'a AccountUser,
    rights: &'a Rights<'a>,
    secondary: bool,
) -> impl IntoView {
    if !rights.allow("welcome_emails.send") {
        return ().into_any();
    }
    if !can_be_sent_to(user) {
        return view! { <FirstThing user rights /> }.into_any();
    }
    let label = match user.latest_welcome {
        Some(_) => t!("user-send-again"),
        None => t!("user-send"),
    };
    let about = match user.latest_welcome {
        Some(_) => t!("user-send-again-what"),
        None => String::new(),
    };
    let weight = if secondary || user.status == "active" {
        Weight::Plain
    } else {
        Weight::Primary
    };
    let action = format!("/ui/users/{}/welcome-emails", user.id);
    let back = format!("/admin/users/{}", user.id);
    let latest = user.latest_welcome.as_ref();
    let status = latest.map_or("", |latest| &latest.status).to_owned();
    view! {
        <div data-send=user.id.to_string() data-moving=is_moving(&status) data-status=status>
            <PostButton action label about back weight icon=Symbol::Send />
            <SendInPlace />
        </div>
    }
    .into_any()
}

fn can_be_sent_to(user: &AccountUser) -> bool {
    user.status != "disabled" && user.email.is_some()
}

/// What keeps a welcome email from being sent, and the button that changes it.
#[component]
fn FirstThing<'a>(user: &'a AccountUser, rights: &'a Rights<'a>) -> impl IntoView {
    let may_change = rights.allow("users.update");
    if user.status == "disabled" {
        let enable = may_change.then(|| {
            let action = format!("/ui/users/{}/enable", user.id);
            view! {
                <PostButton action label=t!("user-enable") weight=Weight::Primary icon=Symbol::UserCheck />
            }
        });
        return view! { <p class="quiet">{t!("user-disabled-send-hint")}</p> {enable} }.into_any();
    }
    let add = may_change.then(|| {
        let href = format!("/admin/users/{}/edit#email", user.id);
        view! {
            <LinkButton href label=t!("user-add-address") weight=Weight::Primary icon=Symbol::Mail />
        }
    });
    view! { <p class="quiet">{t!("user-no-address-hint")}</p> {add} }.into_any()
}

/// Everything else, quietly; nothing where nothing else may be done.
#[component]
pub(crate) fn UserActions<'a>(user: &'a AccountUser, rights: &'a Rights<'a>) -> impl IntoView {
    let may = |permission: &str| rights.allow(permission);
    let here = format!("/admin/users/{}", user.id);
    let ui = format!("/ui/users/{}", user.id);
    let enabled = user.status != "disabled";
    let way = |to: &str, label: String, icon: Symbol| {
        let href = format!("{here}/{to}");
        view! { <LinkButton href label icon weight=Weight::Quiet small=true /> }.into_any()
    };

    let edit = may("users.update").then(|| way("edit", t!("user-edit-action"), Symbol::Pencil));
    let roles = may("roles.grant").then(|| way("roles", t!("user-roles-action"), Symbol::Shield));
    let reveal = (may("password_links.reveal") && enabled)
        .then(|| way("reveal-link", t!("user-reveal-action"), Symbol::Eye));
    let revoke = (may("password_links.revoke") && enabled).then(|| {
        let action = format!("{ui}/password-links/revoke");
        view! {
            <Ask label=t!("user-revoke-action") icon=Symbol::Ban text=t!("user-revoke-text") action
                confirm=t!("user-revoke-confirm") small=true />
        }
        .into_any()
    });
    // The page's first button may enable a disabled user already.
    let switches = may("users.update") && (enabled || !may("welcome_emails.send"));
    let switch = switches.then(|| {
        if !enabled {
            let action = format!("{ui}/enable");
            return view! {
                <PostButton action label=t!("user-enable-action") icon=Symbol::UserCheck small=true />
            }
            .into_any();
        }
        let action = format!("{ui}/disable");
        view! {
            <Ask label=t!("user-disable-action") icon=Symbol::UserX text=t!("user-disable-text") action
                confirm=t!("user-disable-confirm") small=true />
        }
        .into_any()
    });
    let delete =
        may("users.delete").then(|| way("delete", t!("user-delete-action"), Symbol::Trash));
    let actions = [edit, roles, reveal, revoke, switch, delete];
    let actions: Vec<_> = actions.into_iter().flatten().collect();
    if actions.is_empty() {
        return ().into_any();
    }
    view! {
        <div class="actions user-actions" role="group" aria-label=t!("user-actions")>{actions}</div>
    }
    .into_any()
}
