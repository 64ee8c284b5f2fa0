//! One import: what it would do, how far it is, what it did. While it is under way the page keeps
//! itself up to date: in place where scripts run, else by reloading until somebody asks it not to.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use serde::Deserialize;
use usher_api_types::{
    page::Page,
    user_import::{UserImport, UserImportRow},
};
use usher_domain::user_import::{ImportStatus, RowState};
use uuid::Uuid;

use crate::{
    components::{
        admin_shell::admin_page,
        ask::Ask,
        badge::Badge,
        button::{LinkButton, PostButton, Weight},
        icon::Symbol,
        navigation::Section,
        page_head::{Breadcrumb, PageHead},
    },
    extract::{Asked, Id},
    islands::live_parts::LiveParts,
    page_error::PageError,
    pages::{import_users, user_import_now::ImportNow, user_import_rows::Rows},
    query::{self, Query},
    render::Head,
    visit::Admin,
    words::{
        imports::{status_label, status_tone},
        instants,
        language::t,
    },
};

/// After how many seconds the page reloads itself: long enough to reach a button by keyboard.
const RELOAD_SECONDS: u8 = 5;

/// Where an import is shown.
pub(crate) fn path(id: Uuid) -> String {
    format!("/admin/user-imports/{id}")
}

/// Which of its rows are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RowsQuery {
    pub(crate) state: String,
    pub(crate) cursor: String,
}

impl RowsQuery {
    /// The state that the rows have; none: any.
    pub(crate) fn state(&self) -> Option<RowState> {
        self.state.parse().ok()
    }
}

/// `GET /admin/user-imports/{id}`.
pub(crate) async fn show(
    admin: Admin,
    Id(id): Id,
    Asked(asked): Asked<RowsQuery>,
) -> Result<Response, PageError> {
    let api = &admin.visit.api;
    let import: UserImport = api.get(&format!("/api/v1/user-imports/{id}")).await?;
    let query = Query::new()
        .with_some("state", asked.state())
        .with("cursor", &asked.cursor);
    let rows: Page<UserImportRow> = api
        .get(&format!("/api/v1/user-imports/{id}/rows{query}"))
        .await?;
    let account = import.account_id;
    let status = import.status.parse();
    let moving = matches!(status, Ok(ImportStatus::Reading | ImportStatus::Running));
    let followed = admin.visit.watch != Some(0);
    let here = format!("{}{query}", path(id));
    let refresh = (moving && followed).then(|| here.clone());
    let title = t!("import-of", when = instants::instant(import.created_at));
    let label = status_label(&import.status);
    let tab = format!("{label} · {title}");
    let said = label.clone();
    let badge = view! {
        <span id="import-state" data-moving=moving data-said=said>
            <Badge label tone=status_tone(&import.status) />
        </span>
    };
    let trail = vec![
        (t!("users"), format!("/admin/accounts/{account}/users")),
        (t!("import-title"), import_users::path(account)),
    ];
    let buttons = actions(&import);
    let content = view! {
        <Breadcrumb trail />
        <PageHead title beside=badge.into_any()>
            <div class="actions" id="import-actions">{buttons}</div>
        </PageHead>
        <LiveParts ids="import-state import-actions import-now import-rows" />
        <div class="live" id="import-now"><ImportNow import=&import me=&admin.me /></div>
        {reloading(&here, moving, followed)}
        <div class="live" id="import-rows"><Rows rows import=&import asked /></div>
    };
    let frame = admin.frame(Some(account)).await;
    Ok(admin_page(
        StatusCode::OK,
        Head::new(tab).refreshing_after(RELOAD_SECONDS, refresh),
        frame,
        Section::Users,
        content.into_any(),
    ))
}

/// Whether nothing will be done any more.
pub(crate) fn has_ended(import: &UserImport) -> bool {
    let status = import.status.parse::<ImportStatus>();
    status.is_ok_and(ImportStatus::has_ended)
}

fn actions(import: &UserImport) -> AnyView {
    if has_ended(import) {
        return ().into_any();
    }
    let ready = import.status == ImportStatus::Ready.as_str();
    let start = (ready && import.counts.valid > 0).then(|| {
        let count = import.counts.valid;
        let label = if import.send_welcome {
            t!("import-start-and-welcome", count = count)
        } else {
            t!("import-start", count = count)
        };
        let action = format!("/ui/user-imports/{}/start", import.id);
        view! { <PostButton action label weight=Weight::Primary icon=Symbol::Upload /> }
    });
    let cancel = format!("/ui/user-imports/{}/cancel", import.id);
    let cancel = if import.started_at.is_some() {
        view! {
            <Ask label=t!("import-cancel") icon=Symbol::Ban text=t!("import-cancel-text") action=cancel
                confirm=t!("import-cancel-confirm") />
        }
        .into_any()
    } else {
        view! { <PostButton action=cancel label=t!("import-discard") /> }.into_any()
    };
    view! { {cancel}{start} }.into_any()
}

/// The way to have the page left alone, or reloaded again. Where scripts run, nothing is reloaded.
fn reloading(here: &str, moving: bool, followed: bool) -> AnyView {
    if !moving {
        return ().into_any();
    }
    let (href, label) = if followed {
        (query::set(here, "watch", 0), t!("import-unfollow"))
    } else {
        (here.to_owned(), t!("import-follow"))
    };
    view! {
        <noscript>
            <p class="form-actions"><LinkButton href label weight=Weight::Quiet /></p>
        </noscript>
    }
    .into_any()
}
