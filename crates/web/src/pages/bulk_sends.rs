//! The bulk sends of an account, the newest first.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use serde::Deserialize;
use usher_api_types::{account::Account, bulk_send::BulkSend, page::Page};
use usher_domain::bulk_send::BulkSendStatus;
use uuid::Uuid;

use crate::{
    components::{
        admin_shell::admin_page,
        badge::Badge,
        button::LinkButton,
        empty_state::EmptyState,
        icon::Symbol,
        moment::Moment,
        navigation::Section,
        page_head::{Breadcrumb, PageHead},
        pagination::Pagination,
        table::{Column, Table},
    },
    extract::{Asked, Id},
    islands::live_parts::LiveParts,
    page_error::PageError,
    pages::bulk_send,
    query::Query,
    render::Head,
    visit::Admin,
    words::{
        bulk_sends::{left_out, selected_by, state},
        counts::grouped,
        language::t,
        people,
    },
};

/// Where the list of an account is.
pub(crate) fn path(account: Uuid) -> String {
    format!("/admin/accounts/{account}/bulk-sends")
}

/// Which page of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ListQuery {
    cursor: String,
}

/// `GET /admin/accounts/{id}/bulk-sends`.
pub(crate) async fn show(
    admin: Admin,
    Id(id): Id,
    Asked(asked): Asked<ListQuery>,
) -> Result<Response, PageError> {
    let api = &admin.visit.api;
    let query = Query::new().with("cursor", &asked.cursor);
    let found: Page<BulkSend> = api
        .get(&format!("/api/v1/accounts/{id}/bulk-sends{query}"))
        .await?;
    let account: Account = api.get(&format!("/api/v1/accounts/{id}")).await?;
    let users = format!("/admin/accounts/{id}/users");
    let trail = vec![(t!("users"), users.clone())];
    let first = (!asked.cursor.is_empty()).then(|| path(id));
    let next = found
        .next_cursor
        .as_deref()
        .map(|cursor| format!("{}{}", path(id), Query::new().with("cursor", cursor)));
    let choose = || {
        let may_send = admin.me.may("welcome_emails.send", id);
        let href = users.clone();
        may_send.then(|| view! { <LinkButton href label=t!("bulk-choose") icon=Symbol::Users /> })
    };
    let moving = found.items.iter().any(is_moving);
    let (choose, begin) = if found.items.is_empty() {
        (None, choose())
    } else {
        (choose(), None)
    };
    let listed = if found.items.is_empty() {
        view! {
            <EmptyState symbol=Symbol::Send title=t!("bulk-none-title") text=t!("bulk-none-text")>
                {begin}
            </EmptyState>
        }
        .into_any()
    } else {
        table(found.items)
    };
    let content = view! {
        <Breadcrumb trail />
        <PageHead title=t!("bulk-sends") lead=t!("bulk-sends-lead")>{choose}</PageHead>
        <LiveParts ids="bulk-list" />
        <div class="live" id="bulk-list" data-moving=moving>{listed}</div>
        <Pagination first next />
    };
    let frame = admin.frame(Some(id)).await;
    let title = format!("{} · {}", t!("bulk-sends"), account.name);
    Ok(admin_page(
        StatusCode::OK,
        Head::new(title),
        frame,
        Section::BulkSends,
        content.into_any(),
    ))
}

fn is_moving(send: &BulkSend) -> bool {
    send.status == BulkSendStatus::Running.as_str()
}

fn table(list: Vec<BulkSend>) -> AnyView {
    let columns = vec![
        Column::new(t!("bulk-asked")),
        Column::new(t!("bulk-status")),
        Column::new(t!("bulk-count-total")).number(),
        Column::new(t!("bulk-count-sent")).number(),
        Column::new(t!("bulk-count-failed")).number(),
        Column::new(t!("bulk-count-left-out")).number(),
    ];
    let rows: Vec<_> = list.iter().map(row).collect();
    view! { <Table caption=t!("bulk-sends") columns>{rows}</Table> }.into_any()
}

fn row(send: &BulkSend) -> AnyView {
    let (label, tone) = state(send);
    // Runs of the same minute are told apart by whom they are for and who asked.
    let whom = send.filter.as_ref().map_or_else(
        || t!("bulk-selected-listed", count = send.progress.total),
        selected_by,
    );
    let about = format!("{whom} · {}", people::asker(&send.requested_by));
    let progress = &send.progress;
    let left_out = left_out(&progress.left_out);
    view! {
        <tr>
            <th scope="row" data-label=t!("bulk-asked")>
                <a href=bulk_send::path(send.id)><Moment at=send.requested_at /></a>
                <span class="quiet breakable cell-second">{about}</span>
            </th>
            <td data-label=t!("bulk-status")><Badge label tone /></td>
            <td class="number" data-label=t!("bulk-count-total")>{grouped(progress.total)}</td>
            <td class="number" data-label=t!("bulk-count-sent")>{grouped(progress.sent)}</td>
            <td class="number" data-label=t!("bulk-count-failed")>{grouped(progress.failed)}</td>
            <td class="number" data-label=t!("bulk-count-left-out")>{grouped(left_out)}</td>
        </tr>
    }
    .into_any()
}
