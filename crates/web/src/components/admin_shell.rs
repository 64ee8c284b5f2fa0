//! The frame of administrators' pages: the account one works in, the ways to go, who is signed in.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::{account::Account, me::Me};
use uuid::Uuid;

use crate::{
    components::{
        logo::Logo,
        navigation::{Navigation, Section},
        notice::MessageNotice,
    },
    render::{self, Head},
    visit::Message,
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
fn AdminShell(frame: AdminFrame, section: Section, children: Children) -> impl IntoView {
    let message = frame.message;
    let version = frame.version.clone();
    view! {
        <a class="skip" href="#main">"Skip to content"</a>
        <header class="bar">
            <a class="brand" href="/admin"><Logo /></a>
            <AccountSwitcher frame=&frame />
            <UserMenu me=&frame.me />
        </header>
        <Navigation frame=&frame section />
        <CaptureBanner me=&frame.me section />
        <main class="content" id="main" tabindex="-1">
            <MessageNotice message />
            {children()}
        </main>
        <footer class="foot">"Usher " {version}</footer>
    }
    .into_any()
}

#[component]
fn AccountSwitcher<'a>(frame: &'a AdminFrame) -> impl IntoView {
    let current = frame
        .accounts
        .iter()
        .find(|account| Some(account.id) == frame.current);
    if frame.accounts.len() < 2 && !frame.more_accounts {
        let name = current.map(|account| account.name.clone());
        return view! { <span class="switcher-only breakable">{name}</span> }.into_any();
    }
    let label = current.map_or_else(
        || "Choose an account".to_owned(),
        |account| account.name.clone(),
    );
    let entries: Vec<_> = frame
        .accounts
        .iter()
        .map(|account| {
            let here = (Some(account.id) == frame.current).then_some("true");
            let href = format!("/admin/accounts/{}/users", account.id);
            view! { <li><a href=href aria-current=here>{account.name.clone()}</a></li> }
        })
        .collect();
    view! {
        <details class="menu switcher">
            <summary>
                <span class="visually-hidden">"Account: "</span>
                <span class="menu-label">{label}</span>
            </summary>
            <ul class="menu-list">{entries}<li><a class="menu-all" href="/admin/accounts">"All accounts"</a></li></ul>
        </details>
    }
    .into_any()
}

#[component]
fn UserMenu<'a>(me: &'a Me) -> impl IntoView {
    let user = me.user.as_ref();
    let name = user.map_or_else(|| "Signed in".to_owned(), |user| user.display_name.clone());
    let login =
        user.map(|user| view! { <li class="menu-note breakable">{user.login.clone()}</li> });
    view! {
        <details class="menu user-menu">
            <summary>
                <span class="visually-hidden">"Signed in as "</span>
                <span class="menu-label">{name}</span>
            </summary>
            <ul class="menu-list">
                {login}
                <li><a href="/account">"My account"</a></li>
                <li>
                    <form method="post" action="/ui/sign-out">
                        <button class="menu-button" type="submit">"Sign out"</button>
                    </form>
                </li>
            </ul>
        </details>
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
        may_read.then(|| view! { " " <a href="/admin/captured-mail">"Read captured mail"</a> });
    view! {
        <aside class="banner" aria-label="Mail is captured">
            <strong>"Mail is captured, not sent."</strong>
            " No mail server is configured, so nobody receives anything."
            {link}
        </aside>
    }
    .into_any()
}
