//! The ways to go, in groups. Only what the administrator may look at is there.

use leptos::prelude::*;
use usher_api_types::me::Me;
use uuid::Uuid;

use crate::{
    components::{
        admin_shell::AdminFrame,
        icon::{Icon, Symbol},
    },
    rights,
    words::language::t,
};

/// The page of the navigation that one is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// How everything is doing.
    Overview,
    /// The users of an account.
    Users,
    /// The bulk sends of an account.
    BulkSends,
    /// The settings of an account.
    Settings,
    /// All accounts.
    Accounts,
    /// API tokens.
    ApiTokens,
    /// Access keys.
    AccessKeys,
    /// The audit log.
    AuditLog,
    /// Mail providers.
    MailProviders,
    /// Captured mail.
    CapturedMail,
    /// One's own account.
    MyAccount,
}

/// One way: where it leads and what it is called.
struct Way {
    section: Option<Section>,
    label: String,
    symbol: Symbol,
    href: String,
}

/// The main navigation.
#[component]
pub(crate) fn Navigation<'a>(frame: &'a AdminFrame, section: Section) -> impl IntoView {
    let me = &frame.me;
    let account = frame.account_at_hand();
    let of_account = account
        .map(|account| account_ways(me, account.id))
        .unwrap_or_default();
    view! {
        <nav class="ways" aria-label=t!("nav")>
            {group(None, overview(me), section)}
            {group(Some(("nav-account", t!("nav-account"))), of_account, section)}
            {group(Some(("nav-installation", t!("nav-installation"))), installation_ways(me), section)}
        </nav>
    }
    .into_any()
}

/// Ways under a title; nothing where there are none.
fn group(title: Option<(&'static str, String)>, ways: Vec<Way>, section: Section) -> AnyView {
    if ways.is_empty() {
        return ().into_any();
    }
    let id = title.as_ref().map(|(id, _)| *id);
    let title = title.map(|(id, text)| view! { <p class="ways-title" id=id>{text}</p> });
    let ways: Vec<_> = ways
        .into_iter()
        .map(|way| {
            let here = (way.section == Some(section)).then_some("page");
            let symbol = way.symbol;
            view! { <li><a href=way.href aria-current=here><Icon symbol />{way.label}</a></li> }
        })
        .collect();
    view! { <div class="ways-group">{title}<ul aria-labelledby=id>{ways}</ul></div> }.into_any()
}

fn way(section: Section, label: String, symbol: Symbol, href: impl Into<String>) -> Way {
    Way {
        section: Some(section),
        label,
        symbol,
        href: href.into(),
    }
}

fn overview(me: &Me) -> Vec<Way> {
    let overview = || {
        way(
            Section::Overview,
            t!("nav-overview"),
            Symbol::Gauge,
            "/admin",
        )
    };
    me.may_anywhere("deliveries.read")
        .then(overview)
        .into_iter()
        .collect()
}

fn account_ways(me: &Me, id: Uuid) -> Vec<Way> {
    let home = format!("/admin/accounts/{id}");
    let users = || {
        way(
            Section::Users,
            t!("nav-users"),
            Symbol::Users,
            format!("{home}/users"),
        )
    };
    let bulk_sends = || {
        way(
            Section::BulkSends,
            t!("nav-bulk-sends"),
            Symbol::Send,
            format!("{home}/bulk-sends"),
        )
    };
    let settings = || {
        way(
            Section::Settings,
            t!("nav-settings"),
            Symbol::Sliders,
            home.clone(),
        )
    };
    let users = me.may("users.read", id).then(users);
    let bulk_sends = me.may("deliveries.read", id).then(bulk_sends);
    let settings = me.may("accounts.update", id).then(settings);
    [users, bulk_sends, settings]
        .into_iter()
        .flatten()
        .collect()
}

fn installation_ways(me: &Me) -> Vec<Way> {
    let accounts = way(
        Section::Accounts,
        t!("nav-accounts"),
        Symbol::Building,
        "/admin/accounts",
    );
    let tokens = way(
        Section::ApiTokens,
        t!("nav-api-tokens"),
        Symbol::Key,
        "/admin/api-tokens",
    );
    let keys = way(
        Section::AccessKeys,
        t!("nav-access-keys"),
        Symbol::KeySquare,
        "/admin/access-keys",
    );
    let audit = way(
        Section::AuditLog,
        t!("nav-audit-log"),
        Symbol::Scroll,
        "/admin/audit-log",
    );
    let providers = way(
        Section::MailProviders,
        t!("nav-mail-providers"),
        Symbol::Server,
        "/admin/mail-providers",
    );
    let captured = way(
        Section::CapturedMail,
        t!("nav-captured-mail"),
        Symbol::Inbox,
        "/admin/captured-mail",
    );
    let api = Way {
        section: None,
        label: t!("nav-api"),
        symbol: Symbol::Code,
        href: "/api/v1/docs".to_owned(),
    };
    let may_read_captured = me.mail_is_captured && me.may_anywhere("password_links.reveal");
    let ways = [
        (accounts, true),
        (tokens, me.may_anywhere("tokens.manage")),
        (keys, me.may_anywhere("tokens.manage")),
        (audit, me.may_anywhere("audit.read")),
        (providers, rights::everywhere(me, "mail_providers.read")),
        (captured, may_read_captured),
        (api, true),
    ];
    ways.into_iter()
        .filter(|(_, shown)| *shown)
        .map(|(way, _)| way)
        .collect()
}
