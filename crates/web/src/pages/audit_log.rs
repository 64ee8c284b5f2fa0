//! The audit log: what happened, who did it, to whom; the newest first.

use std::collections::BTreeSet;

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use serde::Deserialize;
use usher_api_types::{account::Account, audit_event::AuditEvent, page::Page};
use usher_domain::audit::AuditAction;
use uuid::Uuid;

use crate::{
    components::{
        admin_shell::admin_page,
        audit_sentence::AuditNames,
        audit_table::AuditTable,
        button::LinkButton,
        empty_state::EmptyState,
        filter_bar::{FilterBar, FilterSelect},
        icon::Symbol,
        navigation::Section,
        page_head::PageHead,
        pagination::Pagination,
    },
    extract::Asked,
    names::Names,
    page_error::PageError,
    query::Query,
    render::Head,
    rights, scopes,
    visit::Admin,
    words::{
        audit::{TargetKind, action_label, detail, target_kind},
        language::t,
    },
};

/// How many events a page shows. The people in each are looked up by name.
const PAGE_SIZE: usize = 25;

/// What is looked for.
#[derive(Default, Deserialize)]
pub(crate) struct AuditQuery {
    #[serde(default)]
    action: String,
    #[serde(default)]
    account_id: String,
    #[serde(default)]
    cursor: String,
}

impl AuditQuery {
    /// What is chosen, without the place in the list.
    fn filter(&self) -> Query {
        Query::new()
            .with("action", self.action())
            .with_some("account_id", self.account())
    }

    fn action(&self) -> &str {
        let known = AuditAction::ALL.iter().map(|action| action.as_str());
        known
            .into_iter()
            .find(|action| *action == self.action)
            .unwrap_or_default()
    }

    fn account(&self) -> Option<Uuid> {
        Uuid::try_parse(&self.account_id).ok()
    }
}

/// `GET /admin/audit-log`.
pub(crate) async fn show(
    admin: Admin,
    Asked(asked): Asked<AuditQuery>,
) -> Result<Response, PageError> {
    let query = asked
        .filter()
        .with("cursor", &asked.cursor)
        .with("limit", PAGE_SIZE);
    let page: Page<AuditEvent> = admin
        .visit
        .api
        .get(&format!("/api/v1/audit-events{query}"))
        .await?;
    let frame = admin.frame(None).await;
    let names = names(&admin, &frame.accounts, &page.items).await;
    let accounts = scopes::accounts(&admin, "audit.read").await?;

    let here = |query: Query| format!("/admin/audit-log{query}");
    let first = (!asked.cursor.is_empty()).then(|| here(asked.filter()));
    let next = page
        .next_cursor
        .map(|cursor| here(asked.filter().with("cursor", cursor)));
    let listed = if page.items.is_empty() {
        view! {
            <EmptyState symbol=Symbol::Search title=t!("audit-none") text=t!("audit-none-text")>
                <LinkButton href=here(Query::new()) label=t!("audit-show-all") />
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <AuditTable events=page.items names=&names /> }.into_any()
    };
    let verify = rights::everywhere(&admin.me, "audit.read").then(|| {
        view! { <LinkButton href="/admin/audit-log/verification" label=t!("audit-verify") icon=Symbol::ShieldCheck /> }
    });
    let content = view! {
        <PageHead title=t!("audit") lead=t!("audit-lead")>{verify}</PageHead>
        <Filters asked=&asked accounts />
        {listed}
        <Pagination first next />
    };
    Ok(admin_page(
        StatusCode::OK,
        Head::new(t!("audit")),
        frame,
        Section::AuditLog,
        content.into_any(),
    ))
}

/// The names of everybody and everything on the page.
async fn names(admin: &Admin, known: &[Account], events: &[AuditEvent]) -> AuditNames {
    let (mut users, mut accounts) = (BTreeSet::new(), BTreeSet::new());
    let (mut tokens, mut keys) = (false, false);
    for event in events {
        match event.actor_kind.as_str() {
            "session" | "link_holder" => users.extend(event.actor_id),
            kind => {
                tokens |= kind == "api_token";
                keys |= kind == "access_key";
            }
        }
        match target_kind(&event.action) {
            TargetKind::User => users.extend(event.target_id),
            TargetKind::Account => accounts.extend(event.target_id),
            TargetKind::ApiToken => tokens = true,
            TargetKind::AccessKey => keys = true,
        }
        accounts.extend(event.account_id);
        let scope = detail(&event.details, "scope");
        accounts.extend(scope.and_then(|scope| Uuid::try_parse(scope).ok()));
    }
    let visit = &admin.visit;
    let may_list = admin.me.may_anywhere("tokens.manage");
    AuditNames {
        users: Names::of_users(visit, users).await,
        accounts: Names::of_accounts(visit, known, accounts).await,
        tokens: if tokens && may_list {
            Names::of_tokens(visit).await
        } else {
            Names::default()
        },
        keys: if keys && may_list {
            Names::of_keys(visit).await
        } else {
            Names::default()
        },
    }
}

#[component]
fn Filters<'a>(asked: &'a AuditQuery, accounts: Vec<(String, String)>) -> impl IntoView {
    let everything = (String::new(), t!("audit-filter-all-actions"));
    let actions = AuditAction::ALL
        .iter()
        .map(|action| (action.as_str().to_owned(), action_label(action.as_str())));
    let actions = std::iter::once(everything).chain(actions).collect();
    let all = (String::new(), t!("audit-filter-all-accounts"));
    let accounts = std::iter::once(all).chain(accounts).collect();
    let chosen = asked.account().map(|id| id.to_string()).unwrap_or_default();
    let filtered = !(chosen.is_empty() && asked.action().is_empty());
    let action = asked.action().to_owned();
    let reset = filtered.then(|| "/admin/audit-log".to_owned());
    view! {
        <FilterBar action="/admin/audit-log" reset>
            <FilterSelect label=t!("audit-filter-action") name="action" chosen=action options=actions />
            <FilterSelect label=t!("audit-filter-account") name="account_id" chosen options=accounts />
        </FilterBar>
    }
    .into_any()
}
