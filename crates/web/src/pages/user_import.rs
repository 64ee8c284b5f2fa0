//! One import: what it would do, how far it is, what it did. It is looked at by reloading; only who
//! follows it has that done for her.

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
        badge::{Badge, Tone},
        button::{LinkButton, PostButton, Weight},
        figures::{Figure, Figures},
        icon::Symbol,
        navigation::Section,
        notice::Notice,
        page_head::{Breadcrumb, PageHead},
        progress::Progress,
    },
    extract::{Asked, Id},
    page_error::PageError,
    pages::{import_users, user_import_rows::Rows},
    query::{self, Query},
    render::Head,
    visit::Admin,
    words::{
        counts::grouped,
        imports::{status_label, status_tone},
        instants,
        language::t,
    },
};

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
    let moving = import.status == ImportStatus::Running.as_str();
    let followed = admin.visit.watch.is_some();
    let refresh = (moving && followed).then(|| admin.visit.path.clone());
    let title = t!("import-of", when = instants::instant(import.created_at));
    let label = status_label(&import.status);
    let badge = view! { <Badge label tone=status_tone(&import.status) /> };
    let trail = vec![
        (t!("users"), format!("/admin/accounts/{account}/users")),
        (t!("import-title"), import_users::path(account)),
    ];
    let buttons = actions(&import);
    let content = view! {
        <Breadcrumb trail />
        <PageHead title=title.clone() beside=badge.into_any()>{buttons}</PageHead>
        {said(&import)}
        {progress(&import, moving, followed)}
        {figures(&import)}
        <Rows rows import=&import asked />
    };
    let frame = admin.frame(Some(account)).await;
    Ok(admin_page(
        StatusCode::OK,
        Head::new(title).refreshing(refresh),
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
        let label = t!("import-start", count = import.counts.valid);
        let action = format!("/ui/user-imports/{}/start", import.id);
        view! { <PostButton action label weight=Weight::Primary icon=Symbol::Upload /> }
    });
    let cancel = format!("/ui/user-imports/{}/cancel", import.id);
    view! { <PostButton action=cancel label=t!("import-cancel") />{start} }.into_any()
}

/// What is to be known of it, in sentences.
fn said(import: &UserImport) -> AnyView {
    if import.stop_reason.is_some() {
        return view! { <Notice tone=Tone::Bad>{t!("import-stopped")}</Notice> }.into_any();
    }
    if import.erased_at.is_some() {
        return view! { <Notice tone=Tone::Neutral>{t!("import-erased")}</Notice> }.into_any();
    }
    if import.status != ImportStatus::Ready.as_str() {
        return ().into_any();
    }
    let welcomes = if import.send_welcome {
        t!("import-welcomes")
    } else {
        t!("import-no-welcomes")
    };
    let updates = (import.on_duplicate == "update").then(|| t!("import-updates"));
    let sentences = [Some(t!("import-ready-lead")), Some(welcomes), updates];
    let text: Vec<_> = sentences.into_iter().flatten().collect();
    view! { <Notice tone=Tone::Careful>{text.join(" ")}</Notice> }.into_any()
}

/// How far it is, and the way to have the page reloaded or left alone.
fn progress(import: &UserImport, moving: bool, followed: bool) -> AnyView {
    if !moving {
        return ().into_any();
    }
    let counts = import.counts;
    let done = counts.created + counts.updated + counts.failed;
    let text = t!(
        "import-progress-text",
        done = grouped(done),
        all = grouped(counts.valid)
    );
    let number = |count: i64| u64::try_from(count).unwrap_or(0);
    let here = path(import.id);
    let (href, label) = if followed {
        (here, t!("import-unfollow"))
    } else {
        (query::set(&here, "watch", 1), t!("import-follow"))
    };
    view! {
        <Progress id="progress" label=t!("import-progress") value=number(done) max=number(counts.valid) text />
        <div class="form-actions"><LinkButton href label weight=Weight::Quiet /></div>
    }
    .into_any()
}

fn figures(import: &UserImport) -> AnyView {
    let counts = import.counts;
    let begun = import.started_at.is_some();
    let done = begun.then(|| {
        view! {
            <Figure name=t!("import-count-created") count=counts.created />
            <Figure name=t!("import-count-updated") count=counts.updated />
            <Figure name=t!("import-count-failed") count=counts.failed tone=Tone::Bad />
        }
    });
    view! {
        <Figures>
            <Figure name=t!("import-count-rows") count=counts.rows />
            <Figure name=t!("import-count-valid") count=counts.valid />
            <Figure name=t!("import-count-invalid") count=counts.invalid tone=Tone::Bad />
            <Figure name=t!("import-count-duplicates") count=counts.duplicates tone=Tone::Careful />
            {done}
        </Figures>
    }
    .into_any()
}
