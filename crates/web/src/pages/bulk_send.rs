//! One bulk send: how far it is, why it is paused, who is left out. While it runs the page keeps itself
//! up to date: in place where scripts run, else by reloading until somebody asks it not to.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::bulk_send::BulkSend;
use usher_domain::bulk_send::BulkSendStatus;
use uuid::Uuid;

use crate::{
    components::{
        admin_shell::admin_page,
        ask::Ask,
        badge::Badge,
        button::{LinkButton, PostButton, Weight},
        facts::Fact,
        icon::Symbol,
        moment::Moment,
        navigation::Section,
        page_head::{Breadcrumb, PageHead},
        panel::Panel,
    },
    extract::{Asked, Id},
    islands::live_parts::LiveParts,
    page_error::PageError,
    pages::{
        bulk_send_failures::{self, FailuresPanel},
        bulk_send_left_out::{self, LeftOutPanel, LeftOutQuery},
        bulk_send_progress::{ProgressNow, percent},
        bulk_sends as list,
    },
    query::{self, Query},
    render::Head,
    visit::Admin,
    words::{
        bulk_sends::{selected_by, state, why_paused},
        counts::grouped,
        instants,
        language::t,
        people,
    },
};

/// After how many seconds the page reloads itself: long enough to reach a button by keyboard.
const RELOAD_SECONDS: u8 = 5;

/// Where a bulk send is shown.
pub(crate) fn path(id: Uuid) -> String {
    format!("/admin/bulk-sends/{id}")
}

/// `GET /admin/bulk-sends/{id}`; `?watch=0` keeps it from reloading itself.
pub(crate) async fn show(
    admin: Admin,
    Id(id): Id,
    Asked(asked): Asked<LeftOutQuery>,
) -> Result<Response, PageError> {
    let api = &admin.visit.api;
    let send: BulkSend = api.get(&format!("/api/v1/bulk-sends/{id}")).await?;
    let account = send.account_id;
    let left_out = bulk_send_left_out::load(&admin, &send, &asked).await?;
    let moving = send.status == BulkSendStatus::Running.as_str();
    let followed = admin.visit.watch != Some(0);
    let here = format!("{}{}", path(id), asked.here());
    let refresh = (moving && followed).then(|| here.clone());
    let failures = bulk_send_failures::load(&admin, &send).await;
    let title = t!("bulk-of", when = instants::instant(send.requested_at));
    let (label, tone) = state(&send);
    // A tab behind others tells by its name how it goes.
    let tab = if moving {
        t!("bulk-percent", count = percent(&send))
    } else {
        label.clone()
    };
    let tab = format!("{tab} · {title}");
    let said = format!("{label}. {}", why_paused(&send).unwrap_or_default());
    let badge = view! {
        <span id="bulk-state" data-moving=moving data-said=said.trim().to_owned()><Badge label tone /></span>
    };
    let may_send = admin.me.may("welcome_emails.send", account);
    let buttons = may_send.then(|| controls(&send));
    let content = view! {
        <Breadcrumb trail=vec![
            (t!("users"), format!("/admin/accounts/{account}/users")),
            (t!("bulk-sends"), list::path(account)),
        ] />
        <PageHead title=title.clone() beside=badge.into_any()>
            <div class="actions" id="bulk-actions">{buttons}</div>
        </PageHead>
        <LiveParts ids="bulk-state bulk-actions bulk-now bulk-failures bulk-left-out" />
        <div class="live" id="bulk-now">
            <ProgressNow send=&send me=&admin.me told_below=left_out.is_some() />
        </div>
        {reloading(&here, moving, followed)}
        <div class="live" id="bulk-failures"><FailuresPanel send=&send found=failures /></div>
        <Terms send=&send />
        <div class="live" id="bulk-left-out"><LeftOutPanel send=&send found=left_out asked /></div>
    };
    let frame = admin.frame(Some(account)).await;
    Ok(admin_page(
        StatusCode::OK,
        Head::new(tab).refreshing_after(RELOAD_SECONDS, refresh),
        frame,
        Section::BulkSends,
        content.into_any(),
    ))
}

/// What can be done with it now.
fn controls(send: &BulkSend) -> AnyView {
    let ui = |what: &str| format!("/ui/bulk-sends/{}/{what}", send.id);
    let switch = match send.status.parse() {
        Ok(BulkSendStatus::Running) => view! {
            <PostButton action=ui("pause") label=t!("bulk-pause") icon=Symbol::Clock />
        }
        .into_any(),
        Ok(BulkSendStatus::Paused) => view! {
            <PostButton action=ui("resume") label=t!("bulk-resume") weight=Weight::Primary icon=Symbol::Send />
        }
        .into_any(),
        Ok(BulkSendStatus::Done | BulkSendStatus::Cancelled) | Err(_) => return ().into_any(),
    };
    view! {
        {switch}
        <Ask label=t!("bulk-cancel") icon=Symbol::Ban text=t!("bulk-cancel-text") action=ui("cancel")
            confirm=t!("bulk-cancel-confirm") />
    }
    .into_any()
}

/// The way to have the page left alone, or reloaded again. Where scripts run, nothing is reloaded.
fn reloading(here: &str, moving: bool, followed: bool) -> AnyView {
    if !moving {
        return ().into_any();
    }
    let (href, label) = if followed {
        (query::set(here, "watch", 0), t!("bulk-unfollow"))
    } else {
        (here.to_owned(), t!("bulk-follow"))
    };
    view! {
        <noscript>
            <p class="form-actions"><LinkButton href label weight=Weight::Quiet /></p>
        </noscript>
    }
    .into_any()
}

/// Who asked, for whom, and how it is kept under control.
#[component]
fn Terms<'a>(send: &'a BulkSend) -> impl IntoView {
    let users = format!("/admin/accounts/{}/users", send.account_id);
    let selected = match &send.filter {
        Some(filter) => {
            let query = Query::new()
                .with_some("search", filter.search.as_deref())
                .with_some("status", filter.status.as_deref())
                .with_some("welcome", filter.welcome.as_deref());
            let href = format!("{users}{query}");
            view! { <a class="breakable" href=href>{selected_by(filter)}</a> }.into_any()
        }
        None => t!("bulk-selected-listed", count = send.progress.total).into_any(),
    };
    let template = send.template_id.clone();
    let template = template.unwrap_or_else(|| t!("bulk-template-default"));
    let pace = send.pace_per_minute.map_or_else(
        || t!("bulk-pace-none"),
        |pace| t!("bulk-pace-told", count = pace),
    );
    let skipped = match send.skip_welcomed_within_hours {
        0 => t!("bulk-skip-none"),
        hours => t!("bulk-skip-told", count = hours),
    };
    let ended = send.ended_at.map(|at| {
        view! { <Fact name=t!("bulk-ended")><Moment at /></Fact> }
    });
    let threshold = i64::from(send.failure_threshold_percent);
    view! {
        <Panel id="terms" heading=t!("bulk-terms")>
            <dl class="facts">
                <Fact name=t!("bulk-selected")>{selected}</Fact>
                <Fact name=t!("bulk-template")>{template}</Fact>
                <Fact name=t!("bulk-skip-fact")>{skipped}</Fact>
                <Fact name=t!("bulk-pace-fact")>{pace}</Fact>
                <Fact name=t!("bulk-canary-fact")>{grouped(i64::from(send.canary))}</Fact>
                <Fact name=t!("bulk-threshold-fact")>{t!("bulk-percent", count = threshold)}</Fact>
                <Fact name=t!("bulk-asked")>
                    <Moment at=send.requested_at />" · "<span class="breakable">{people::asker(&send.requested_by)}</span>
                </Fact>
                {ended}
            </dl>
        </Panel>
    }
    .into_any()
}
