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
        audit_table::{AuditNames, AuditTable},
        navigation::Section,
        pagination::Pagination,
    },
    extract::Asked,
    names::Names,
    page_error::PageError,
    query::Query,
    render::Head,
    scopes,
    visit::Admin,
    words::audit::{TargetKind, action_label, target_kind},
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
            <div class="empty">
                <p class="empty-title">"Nothing matches"</p>
                <p><a href=here(Query::new())>"Show everything"</a></p>
            </div>
        }
        .into_any()
    } else {
        view! { <AuditTable events=page.items names=&names /> }.into_any()
    };
    let content = view! {
        <h1>"Audit log"</h1>
        <p>"What happened, the newest first. Events are numbered and chained, so that none can be changed or taken out unnoticed."</p>
        <Filters asked=&asked accounts />
        {listed}
        <Pagination first next />
    };
    Ok(admin_page(
        StatusCode::OK,
        Head::new("Audit log"),
        frame,
        Section::AuditLog,
        content.into_any(),
    ))
}

/// The names of everybody and everything on the page.
async fn names(admin: &Admin, known: &[Account], events: &[AuditEvent]) -> AuditNames {
    let (mut users, mut accounts) = (BTreeSet::new(), BTreeSet::new());
    let mut tokens = false;
    for event in events {
        match event.actor_kind.as_str() {
            "session" | "link_holder" => users.extend(event.actor_id),
            kind => tokens |= kind == "api_token",
        }
        match target_kind(&event.action) {
            TargetKind::User => users.extend(event.target_id),
            TargetKind::Account => accounts.extend(event.target_id),
            TargetKind::ApiToken => tokens = true,
        }
        accounts.extend(event.account_id);
    }
    let visit = &admin.visit;
    AuditNames {
        users: Names::of_users(visit, users).await,
        accounts: Names::of_accounts(visit, known, accounts).await,
        tokens: if tokens && admin.me.may_anywhere("tokens.manage") {
            Names::of_tokens(visit).await
        } else {
            Names::default()
        },
    }
}

#[component]
fn Filters<'a>(asked: &'a AuditQuery, accounts: Vec<(String, String)>) -> impl IntoView {
    let actions = AuditAction::ALL
        .iter()
        .map(|action| {
            let value = action.as_str();
            view! { <option value=value selected=value == asked.action()>{action_label(value).to_owned()}</option> }
        })
        .collect::<Vec<_>>();
    let chosen = asked.account().map(|id| id.to_string());
    let accounts = accounts
        .into_iter()
        .map(|(id, name)| {
            let selected = chosen.as_ref() == Some(&id);
            view! { <option value=id selected=selected>{name}</option> }
        })
        .collect::<Vec<_>>();
    view! {
        <form class="filters" method="get" action="/admin/audit-log" role="search">
            <div class="field filters-wide">
                <label class="label" for="action">"What happened"</label>
                <select class="input" id="action" name="action"><option value="">"Everything"</option>{actions}</select>
            </div>
            <div class="field">
                <label class="label" for="account_id">"Account"</label>
                <select class="input" id="account_id" name="account_id"><option value="">"All"</option>{accounts}</select>
            </div>
            <button class="button" type="submit">"Apply"</button>
        </form>
    }
    .into_any()
}
