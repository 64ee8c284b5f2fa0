//! The list of accounts.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use serde::Deserialize;
use usher_api_types::{account::Account, me::Me, page::Page};

use crate::{
    components::{
        account_mark::AccountMark,
        admin_shell::admin_page,
        button::{LinkButton, Weight},
        empty_state::EmptyState,
        icon::Symbol,
        moment::Moment,
        navigation::Section,
        page_head::PageHead,
        pagination::Pagination,
        table::{Column, Table},
    },
    extract::Asked,
    page_error::PageError,
    query::Query,
    render::Head,
    visit::Admin,
    words::{instants, language::t},
};

/// Where in the list.
#[derive(Default, Deserialize)]
pub(crate) struct AccountsQuery {
    #[serde(default)]
    cursor: String,
}

/// `GET /admin/accounts`.
pub(crate) async fn show(
    admin: Admin,
    Asked(asked): Asked<AccountsQuery>,
) -> Result<Response, PageError> {
    let query = Query::new().with("limit", 50).with("cursor", &asked.cursor);
    let page: Page<Account> = admin
        .visit
        .api
        .get(&format!("/api/v1/accounts{query}"))
        .await?;
    let first = (!asked.cursor.is_empty()).then(|| "/admin/accounts".to_owned());
    let next = page
        .next_cursor
        .map(|cursor| format!("/admin/accounts{}", Query::new().with("cursor", cursor)));
    let may_create = admin.me.may_anywhere("accounts.manage");
    let new = may_create.then(new_account);
    let list = if page.items.is_empty() {
        nothing(may_create)
    } else {
        view! { <Accounts accounts=page.items me=&admin.me /> }.into_any()
    };
    let content = view! {
        <PageHead title=t!("accounts") lead=t!("accounts-lead")>{new}</PageHead>
        {list}
        <Pagination first next />
    };
    let frame = admin.frame(None).await;
    Ok(admin_page(
        StatusCode::OK,
        Head::new(t!("accounts")),
        frame,
        Section::Accounts,
        content.into_any(),
    ))
}

fn new_account() -> impl IntoView {
    view! {
        <LinkButton href="/admin/accounts/new" label=t!("accounts-new") weight=Weight::Primary icon=Symbol::Plus />
    }
}

fn nothing(may_create: bool) -> AnyView {
    let text = if may_create {
        t!("accounts-none-text")
    } else {
        t!("accounts-none-here")
    };
    view! { <EmptyState symbol=Symbol::Building title=t!("accounts-none") text /> }.into_any()
}

#[component]
fn Accounts<'a>(accounts: Vec<Account>, me: &'a Me) -> impl IntoView {
    let columns = vec![
        Column::new(t!("accounts-account")),
        Column::new(t!("accounts-number")).number(),
        Column::new(t!("accounts-project")),
        Column::new(t!("accounts-link-life")),
        Column::new(t!("accounts-created")),
        Column::new(t!("accounts-settings")).hidden(),
    ];
    let rows: Vec<_> = accounts
        .iter()
        .map(|account| view! { <AccountRow account me /> }.into_any())
        .collect();
    view! { <Table caption=t!("accounts") columns>{rows}</Table> }.into_any()
}

#[component]
fn AccountRow<'a>(account: &'a Account, me: &'a Me) -> impl IntoView {
    let settings = me.may("accounts.update", account.id).then(|| {
        let href = format!("/admin/accounts/{}", account.id);
        view! {
            <LinkButton href label=t!("accounts-settings") about=account.name.clone()
                weight=Weight::Quiet small=true icon=Symbol::Settings />
        }
    });
    let users = format!("/admin/accounts/{}/users", account.id);
    view! {
        <tr>
            <th scope="row" data-label=t!("accounts-account")>
                <a href=users class="account-name"><AccountMark account /><span class="breakable">{account.name.clone()}</span></a>
            </th>
            <td class="number" data-label=t!("accounts-number")>{account.number}</td>
            <td data-label=t!("accounts-project") class="breakable">{account.project_name.clone()}</td>
            <td data-label=t!("accounts-link-life")>{instants::hours(account.link_life_hours)}</td>
            <td data-label=t!("accounts-created")><Moment at=account.created_at /></td>
            <td class="cell-action">{settings}</td>
        </tr>
    }
    .into_any()
}
