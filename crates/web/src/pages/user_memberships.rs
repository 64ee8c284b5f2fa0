//! The accounts that a user belongs to: a list, and the form that adds her to another.

use leptos::prelude::*;
use usher_api_types::{
    account_user::AccountUser, me::Me, membership::Membership, page::Page, role::RoleGrant,
};
use uuid::Uuid;

use crate::{
    components::{
        button::{Button, PostButton, Weight},
        filter_bar::FilterSelect,
        panel::Panel,
    },
    names::Names,
    page_error::PageError,
    rights, scopes,
    visit::Admin,
    words::language::t,
};

/// What ends a membership, and what begins one.
const PERMISSION: &str = "members.manage";

/// The accounts of a user, and what the administrator may do about them.
pub(crate) struct UserAccounts {
    user: Uuid,
    lines: Vec<Line>,
    /// Where she may be added, by id and name.
    offered: Vec<(String, String)>,
}

/// One of her accounts.
struct Line {
    account: Uuid,
    primary: bool,
    listed: bool,
    removable: bool,
}

impl UserAccounts {
    /// Loads the accounts of a user who holds these roles, and those that she may be added to.
    pub(crate) async fn load(
        admin: &Admin,
        user: &AccountUser,
        held: &[RoleGrant],
    ) -> Result<Self, PageError> {
        let path = format!("/api/v1/users/{}/memberships", user.id);
        let page: Page<Membership> = admin.visit.api.get(&path).await?;
        let me = &admin.me;
        let addable = me.may(PERMISSION, user.account_id) && rights::cover_all(me, held);
        let mut offered = if addable {
            scopes::accounts(admin, PERMISSION).await?
        } else {
            Vec::new()
        };
        let belongs = |value: &str| {
            let mut accounts = page.items.iter().map(|one| one.account_id.to_string());
            accounts.any(|account| account == value)
        };
        offered.retain(|(value, _)| !belongs(value));
        let lines = page.items.iter().map(|one| Line::new(me, one, held));
        Ok(Self {
            user: user.id,
            lines: lines.collect(),
            offered,
        })
    }

    /// The ids of the accounts, which are shown by name.
    pub(crate) fn ids(&self) -> impl Iterator<Item = Uuid> {
        self.lines.iter().map(|line| line.account)
    }

    /// Whether there is more to say than the details do.
    fn is_worth_showing(&self) -> bool {
        self.lines.len() > 1 || !self.offered.is_empty()
    }
}

impl Line {
    fn new(me: &Me, membership: &Membership, held: &[RoleGrant]) -> Self {
        let account = membership.account_id;
        // Her roles there go with it, so they must be the administrator's to take.
        let there = held.iter().filter(|one| one.account_id == Some(account));
        Self {
            account,
            primary: membership.primary,
            listed: me.may("users.read", account),
            removable: !membership.primary
                && me.may(PERMISSION, account)
                && rights::cover_all(me, there),
        }
    }
}

/// The accounts that a user belongs to; nothing where that is one account and stays one.
#[component]
pub(crate) fn UserMemberships<'a>(accounts: UserAccounts, names: &'a Names) -> impl IntoView {
    if !accounts.is_worth_showing() {
        return ().into_any();
    }
    let user = accounts.user;
    let lines: Vec<_> = accounts
        .lines
        .into_iter()
        .map(|line| account_line(user, &line, names))
        .collect();
    let add = (!accounts.offered.is_empty()).then(|| {
        view! {
            <form class="filters" method="post" action=format!("/ui/users/{user}/memberships")>
                <FilterSelect label=t!("memberships-other") name="account_id" chosen="" options=accounts.offered />
                <Button label=t!("memberships-add") />
            </form>
        }
    });
    let content = view! {
        <p class="hint">{t!("memberships-lead")}</p>
        <ul class="plain-list">{lines}</ul>
        {add}
    }
    .into_any();
    view! { <Panel id="memberships" heading=t!("memberships")>{content}</Panel> }.into_any()
}

fn account_line(user: Uuid, line: &Line, names: &Names) -> AnyView {
    let id = line.account;
    let name = names.get(id).unwrap_or_else(|| id.to_string());
    let shown = if line.listed {
        let href = format!("/admin/accounts/{id}/users");
        view! { <a class="breakable" href=href>{name.clone()}</a> }.into_any()
    } else {
        view! { <span class="breakable">{name.clone()}</span> }.into_any()
    };
    let primary = line
        .primary
        .then(|| view! { <span class="quiet">{t!("memberships-primary")}</span> });
    let remove = line.removable.then(|| {
        let action = format!("/ui/users/{user}/memberships/{id}/remove");
        let about = t!("memberships-remove-what", account = name.as_str());
        view! {
            <PostButton action label=t!("memberships-remove") about weight=Weight::Quiet small=true />
        }
    });
    view! { <li class="membership">{shown}{primary}{remove}</li> }.into_any()
}
