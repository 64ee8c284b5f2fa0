//! The list of accounts.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use serde::Deserialize;
use usher_api_types::{account::Account, me::Me, page::Page};

use crate::{
    components::{
        admin_shell::admin_page, moment::Moment, navigation::Section, pagination::Pagination,
    },
    extract::Asked,
    page_error::PageError,
    query::Query,
    render::Head,
    visit::Admin,
};

/// What is looked for.
#[derive(Default, Deserialize)]
pub(crate) struct AccountsQuery {
    #[serde(default)]
    search: String,
    #[serde(default)]
    cursor: String,
}

/// `GET /admin/accounts`.
pub(crate) async fn show(
    admin: Admin,
    Asked(asked): Asked<AccountsQuery>,
) -> Result<Response, PageError> {
    let query = Query::new()
        .with("limit", 50)
        .with("search", &asked.search)
        .with("cursor", &asked.cursor);
    let page: Page<Account> = admin
        .visit
        .api
        .get(&format!("/api/v1/accounts{query}"))
        .await?;
    let here = |query: Query| format!("/admin/accounts{query}");
    let filter = Query::new().with("search", &asked.search);
    let first = (!asked.cursor.is_empty()).then(|| here(filter.clone()));
    let next = page
        .next_cursor
        .map(|cursor| here(filter.with("cursor", cursor)));
    let new = admin.me.may_anywhere("accounts.manage").then(|| {
        view! { <a class="button button-primary" href="/admin/accounts/new">"New account"</a> }
    });
    let content = view! {
        <div class="page-head"><h1>"Accounts"</h1>{new}</div>
        <form class="filters" method="get" action="/admin/accounts" role="search">
            <div class="field">
                <label class="label" for="search">"Search by name"</label>
                <input class="input" id="search" name="search" type="search" value=asked.search.clone() />
            </div>
            <button class="button" type="submit">"Search"</button>
        </form>
        <AccountsTable accounts=page.items me=&admin.me />
        <Pagination first next />
    };
    let frame = admin.frame(None).await;
    Ok(admin_page(
        StatusCode::OK,
        Head::new("Accounts"),
        frame,
        Section::Accounts,
        content.into_any(),
    ))
}

#[component]
fn AccountsTable<'a>(accounts: Vec<Account>, me: &'a Me) -> impl IntoView {
    if accounts.is_empty() {
        return view! { <div class="empty"><p class="empty-title">"No account found"</p></div> }
            .into_any();
    }
    let rows: Vec<_> = accounts
        .into_iter()
        .map(|account| {
            let settings = me.may("accounts.update", account.id).then(|| {
                let href = format!("/admin/accounts/{}", account.id);
                let name = account.name.clone();
                view! { <a href=href>"Settings" <span class="visually-hidden">" of " {name}</span></a> }
            });
            let users = format!("/admin/accounts/{}/users", account.id);
            view! {
                <tr>
                    <th scope="row" data-label="Account"><a href=users class="breakable">{account.name}</a></th>
                    <td data-label="Number">{account.number}</td>
                    <td data-label="Project" class="breakable">{account.project_name}</td>
                    <td data-label="Created"><Moment at=account.created_at /></td>
                    <td class="cell-action">{settings}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="table">
            <caption class="visually-hidden">"Accounts"</caption>
            <thead>
                <tr>
                    <th scope="col">"Account"</th>
                    <th scope="col">"Number"</th>
                    <th scope="col">"Project"</th>
                    <th scope="col">"Created"</th>
                    <th scope="col"><span class="visually-hidden">"Settings"</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
