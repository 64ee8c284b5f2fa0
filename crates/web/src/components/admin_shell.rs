//! The frame of administrators' pages: the account one works in, the ways to go, who is signed in.
//! On narrow screens it waits behind a button of the bar on top; the browser itself opens it.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::{account::Account, me::Me};
use uuid::Uuid;

use crate::{
    components::{
        avatar::Avatar,
        icon::{Icon, Symbol},
        inner::Inner,
        logo::{Logo, Mark},
        menu::{MenuLink, MenuPost, MenuSeparator},
        navigation::{Navigation, Section},
        notice::MessageNotice,
    },
    render::{self, Head},
    visit::Message,
    words::language::t,
};

/// What the frame shows.
pub(crate) struct AdminFrame {
    /// Who is signed in.
    pub(crate) me: Me,
    /// The accounts to switch between.
    pub(crate) accounts: Vec<Account>,
    /// Whether there are more than those.
    pub(crate) more_accounts: bool,
    /// The account one works in.
    pub(crate) current: Option<Uuid>,
    /// What the last action came to.
    pub(crate) message: Option<Message>,
    /// The version of the installation.
    pub(crate) version: String,
}

impl AdminFrame {
    /// The account whose pages are at hand: the one that the page is about, else the only one, else
    /// one's own. So the ways to go stay the same on pages about all accounts.
    pub(super) fn account_at_hand(&self) -> Option<&Account> {
        let listed = |id| self.accounts.iter().find(|account| account.id == id);
        if let [only] = self.accounts.as_slice() {
            return Some(only);
        }
        let own = || self.me.account.as_ref().map(|account| account.id);
        self.current.or_else(own).and_then(listed)
    }
}

/// Renders a page within the frame.
pub(crate) fn admin_page(
    status: StatusCode,
    head: Head,
    frame: AdminFrame,
    section: Section,
    content: AnyView,
) -> Response {
    render::page(
        status,
        head,
        view! { <AdminShell frame section>{content}</AdminShell> }.into_any(),
    )
}

#[component]
fn AdminShell<'a>(frame: AdminFrame, section: Section, children: Inner<'a>) -> impl IntoView {
    let message = frame.message;
    let version = frame.version.clone();
    let place = frame
        .account_at_hand()
        .map(|account| view! { <span class="topbar-place">{account.name.clone()}</span> });
    view! {
        <a class="skip" href="#main">{t!("skip")}</a>
        <div class="frame">
            <header class="frame-head">
                <div class="topbar">
                    <a class="brand" href="/admin"><Mark size="28" /><span class="visually-hidden">"Usher"</span></a>
                    {place}
                    <button class="button" type="button" popovertarget="navigation">
                        <Icon symbol=Symbol::Menu />{t!("nav-open")}
                    </button>
                </div>
                <div class="sidebar" id="navigation" popover="auto">
                    <div class="sidebar-head">
                        <a class="brand" href="/admin"><Logo /></a>
                        <button class="button button-quiet button-icon" type="button" popovertarget="navigation"
                            popovertargetaction="hide" title=t!("close")>
                            <Icon symbol=Symbol::Close /><span class="visually-hidden">{t!("close")}</span>
                        </button>
                    </div>
                    <AccountSwitcher frame=&frame />
                    <Navigation frame=&frame section />
                    <UserMenu me=&frame.me />
                </div>
            </header>
            <div class="stage">
                <CaptureBanner me=&frame.me section />
                <main class="content" id="main" tabindex="-1">
                    <MessageNotice message />
                    {children.view()}
                </main>
                <footer class="foot">"Usher " {version}</footer>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn AccountSwitcher<'a>(frame: &'a AdminFrame) -> impl IntoView {
    let current = frame.account_at_hand();
    if frame.accounts.len() < 2 && !frame.more_accounts {
        let face = current.map(|account| {
            view! { <div class="person switcher-only">{account_face(account)}</div> }
        });
        return face.into_any();
    }
    let face = current.map_or_else(
        || view! { <span class="person-name">{t!("switcher-choose")}</span> }.into_any(),
        account_face,
    );
    let entries: Vec<_> = frame
        .accounts
        .iter()
        .map(|account| {
            let current = Some(account.id) == frame.current;
            let href = format!("/admin/accounts/{}/users", account.id);
            view! { <MenuLink href label=account.name.clone() current /> }
        })
        .collect();
    view! {
        <details class="menu menu-wide switcher" name="menu" data-menu="">
            <summary class="person">
                <span class="visually-hidden">{t!("switcher-label")} " "</span>
                {face}
                <Icon symbol=Symbol::ChevronsUpDown />
            </summary>
            <ul class="menu-list">
                {entries}
                <MenuSeparator />
                <MenuLink href="/admin/accounts" label=t!("switcher-all") icon=Symbol::Building />
            </ul>
        </details>
    }
    .into_any()
}

fn account_face(account: &Account) -> AnyView {
    let seed = account.id.to_string();
    view! {
        <Avatar name=&account.name seed=&seed small=true square=true />
        <span class="person-name">{account.name.clone()}</span>
    }
    .into_any()
}

#[component]
fn UserMenu<'a>(me: &'a Me) -> impl IntoView {
    let user = me.user.as_ref();
    let name = user.map_or_else(
        || t!("user-menu-somebody"),
        |user| user.display_name.clone(),
    );
    let login = user
        .filter(|user| user.login != name)
        .map(|user| view! { <span class="person-more">{user.login.clone()}</span> });
    let seed = user.map(|user| user.id.to_string()).unwrap_or_default();
    view! {
        <div class="sidebar-foot">
            <details class="menu menu-wide menu-up" name="menu" data-menu="">
                <summary class="person">
                    <span class="visually-hidden">{t!("user-menu-label")} " "</span>
                    <Avatar name=&name seed=&seed />
                    <span class="person-name">{name.clone()}{login}</span>
                    <Icon symbol=Symbol::ChevronsUpDown />
                </summary>
                <ul class="menu-list">
                    <MenuLink href="/account" label=t!("my-account") icon=Symbol::User />
                    <MenuPost action="/ui/sign-out" label=t!("sign-out") icon=Symbol::LogOut />
                </ul>
            </details>
        </div>
    }
    .into_any()
}

#[component]
fn CaptureBanner<'a>(me: &'a Me, section: Section) -> impl IntoView {
    if !me.mail_is_captured {
        return ().into_any();
    }
    let may_read = me.may_anywhere("password_links.reveal") && section != Section::CapturedMail;
    let link =
        may_read.then(|| view! { " " <a href="/admin/captured-mail">{t!("captured-read")}</a> });
    view! {
        <aside class="banner" aria-label=t!("captured-label")>
            <Icon symbol=Symbol::Inbox />
            <p><strong>{t!("captured-title")}</strong> " " {t!("captured-text")} {link}</p>
        </aside>
    }
    .into_any()
}
