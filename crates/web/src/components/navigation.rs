//! The ways to go. Only what the administrator may look at is there.

use leptos::prelude::*;
use usher_api_types::me::Me;
use uuid::Uuid;

use crate::{components::admin_shell::AdminFrame, rights};

/// The page of the navigation that one is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// How everything is doing.
    Overview,
    /// The users of an account.
    Users,
    /// The settings of an account.
    Settings,
    /// All accounts.
    Accounts,
    /// API tokens.
    ApiTokens,
    /// The audit log.
    AuditLog,
    /// Mail providers.
    MailProviders,
    /// Captured mail.
    CapturedMail,
    /// One's own account.
    MyAccount,
}

/// An entry: where it leads and what it is called.
type Entry = (Section, &'static str, String);

/// The main navigation.
#[component]
pub(crate) fn Navigation<'a>(frame: &'a AdminFrame, section: Section) -> impl IntoView {
    let me = &frame.me;
    let only = match frame.accounts.as_slice() {
        [only] => Some(only.id),
        _ => None,
    };
    let overview = me
        .may_anywhere("deliveries.read")
        .then(|| (Section::Overview, "Overview", "/admin".to_owned()));
    let account = frame.current.or(only);
    let entries = overview
        .into_iter()
        .chain(account.into_iter().flat_map(|id| account_entries(me, id)))
        .chain(installation_entries(me));
    let entries: Vec<_> = entries
        .map(|(there, label, href)| {
            let here = (there == section).then_some("page");
            view! { <li><a href=href aria-current=here>{label}</a></li> }
        })
        .collect();
    view! {
        <nav class="tabs" aria-label="Main">
            <ul>{entries}<li class="tabs-end"><a href="/api/v1/docs">"API"</a></li></ul>
        </nav>
    }
    .into_any()
}

fn account_entries(me: &Me, id: Uuid) -> impl Iterator<Item = Entry> {
    let users = (
        Section::Users,
        "Users",
        format!("/admin/accounts/{id}/users"),
    );
    let settings = (
        Section::Settings,
        "Account settings",
        format!("/admin/accounts/{id}"),
    );
    let users = me.may("users.read", id).then_some(users);
    let settings = me.may("accounts.update", id).then_some(settings);
    users.into_iter().chain(settings)
}

fn installation_entries(me: &Me) -> impl Iterator<Item = Entry> {
    let entries = [
        (Section::Accounts, "Accounts", "/admin/accounts", true),
        (
            Section::ApiTokens,
            "API tokens",
            "/admin/api-tokens",
            me.may_anywhere("tokens.manage"),
        ),
        (
            Section::AuditLog,
            "Audit log",
            "/admin/audit-log",
            me.may_anywhere("audit.read"),
        ),
        (
            Section::MailProviders,
            "Mail providers",
            "/admin/mail-providers",
            rights::everywhere(me, "mail_providers.read"),
        ),
        (
            Section::CapturedMail,
            "Captured mail",
            "/admin/captured-mail",
            me.mail_is_captured && me.may_anywhere("password_links.reveal"),
        ),
    ];
    entries
        .into_iter()
        .filter(|(_, _, _, shown)| *shown)
        .map(|(section, label, href, _)| (section, label, href.to_owned()))
}
