//! Who is left out of a bulk send, and why.

use leptos::prelude::*;
use serde::Deserialize;
use usher_api_types::{
    bulk_send::{BulkSend, LeftOutUser},
    page::Page,
};
use usher_domain::bulk_send::LeftOutReason;

use crate::{
    components::{
        pagination::Pagination,
        panel::Panel,
        table::{Column, Table},
        tabs::{Tab, Tabs},
    },
    page_error::PageError,
    pages::bulk_send::path,
    query::Query,
    visit::Admin,
    words::{
        bulk_sends::{by_reason, left_out, reason_label},
        language::t,
    },
};

/// Which of them are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct LeftOutQuery {
    reason: String,
    cursor: String,
}

impl LeftOutQuery {
    /// The reason that they have; none: any.
    fn reason(&self) -> Option<LeftOutReason> {
        self.reason.parse().ok()
    }

    /// This very part of the list.
    pub(crate) fn here(&self) -> Query {
        Self::part(self.reason(), &self.cursor)
    }

    fn part(reason: Option<LeftOutReason>, cursor: &str) -> Query {
        Query::new()
            .with_some("reason", reason.map(LeftOutReason::as_str))
            .with("cursor", cursor)
    }
}

/// A page of them; none where nobody is left out or the reader may not look at users.
pub(crate) async fn load(
    admin: &Admin,
    send: &BulkSend,
    asked: &LeftOutQuery,
) -> Result<Option<Page<LeftOutUser>>, PageError> {
    let may_look = admin.me.may("users.read", send.account_id);
    if !may_look || left_out(&send.progress.left_out) == 0 {
        return Ok(None);
    }
    let api = format!("/api/v1/bulk-sends/{}/left-out{}", send.id, asked.here());
    Ok(Some(admin.visit.api.get(&api).await?))
}

/// The list, and the ways to those with one reason.
#[component]
pub(crate) fn LeftOutPanel<'a>(
    send: &'a BulkSend,
    found: Option<Page<LeftOutUser>>,
    asked: LeftOutQuery,
) -> impl IntoView {
    let Some(found) = found else {
        return ().into_any();
    };
    let here = path(send.id);
    let href = |reason, cursor: &str| format!("{here}{}", LeftOutQuery::part(reason, cursor));
    let chosen = asked.reason();
    let reasons = by_reason(&send.progress.left_out);
    let all = Tab::new(t!("bulk-left-out-all"), href(None, ""))
        .current(chosen.is_none())
        .count(Some(left_out(&send.progress.left_out)));
    let tabs = reasons.into_iter().map(|(reason, count)| {
        Tab::new(reason_label(reason), href(Some(reason), ""))
            .current(chosen == Some(reason))
            .count(Some(count))
    });
    let tabs = [all].into_iter().chain(tabs).collect();
    let first = (!asked.cursor.is_empty()).then(|| href(chosen, ""));
    let next = found.next_cursor.as_deref();
    let next = next.map(|cursor| href(chosen, cursor));
    let columns = vec![
        Column::new(t!("users-column-person")),
        Column::new(t!("bulk-reason")),
    ];
    let rows: Vec<_> = found.items.iter().map(row).collect();
    view! {
        <Panel id="left-out" heading=t!("bulk-left-out")>
            <Tabs label=t!("bulk-left-out") tabs />
            <Table caption=t!("bulk-left-out") columns dense=true>{rows}</Table>
            <Pagination first next />
        </Panel>
    }
    .into_any()
}

fn row(user: &LeftOutUser) -> AnyView {
    let name = user.display_name.clone().or_else(|| user.login.clone());
    let who = match name {
        Some(name) => {
            let href = format!("/admin/users/{}", user.user_id);
            view! { <a class="breakable" href=href>{name}</a> }.into_any()
        }
        None => view! { <code class="breakable">{user.user_id.to_string()}</code> }.into_any(),
    };
    let reason = user.reason.parse();
    let reason = reason.map_or_else(|_| user.reason.clone(), reason_label);
    view! {
        <tr>
            <th scope="row" data-label=t!("users-column-person")>{who}</th>
            <td data-label=t!("bulk-reason")>{reason}</td>
        </tr>
    }
    .into_any()
}
